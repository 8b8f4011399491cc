// SPDX-License-Identifier: Apache-2.0
#include "cluster/todo_test_case.h"
#include "support/result_check.h"
#include "tree/yaml.h"

#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// How a release does and what its pods say, as a person types them.
class StatusTest : public TodoTestCase
{
    Q_OBJECT

private slots:
    void waitsForItsSecretAndGetsWell();
    void watchingTellsEachChange();
    void waitingHasAnEnd();
    void crashingContainer();
    void logsArePlainAndFollowed();
    void whatCannotBeFoundOut();
};

void StatusTest::waitsForItsSecretAndGetsWell()
{
    const Output before = cli(u"status"_s);
    QVERIFY2(before.code == 1 && before.out.contains("Deployment todo-backend: not in the cluster"),
             before.text());
    QCOMPARE(cli(u"apply"_s).code, 0);
    Output seen;
    QTRY_VERIFY2_WITH_TIMEOUT((seen = cli(u"status"_s)).out.contains("CreateContainerConfigError"),
                              seen.text(), Soon);
    QCOMPARE(seen.code, 1);
    QVERIFY2(seen.out.contains("secret \"todo-secrets\" not found") &&
                 seen.out.contains("Secret todo-secrets: not in the cluster") &&
                 seen.out.contains("\nAs they should be: "),
             seen.text());
    const Output json = cli(u"status"_s, {u"-o"_s, u"json"_s});
    const auto read = readJson(json.out, u"status"_s);
    QVERIFY_RESULT(read);
    QCOMPARE((*read)[u"good"], Value(false));
    QCOMPARE((*read)[u"release"].toString(), u"todo"_s);
    const Value backend = entryOf((*read)[u"objects"], u"todo-backend"_s);
    QCOMPARE(backend[u"state"].toString(), u"bad"_s);
    QCOMPARE(backend[u"pods"].list().size(), 2);
    QCOMPARE(entryOf((*read)[u"objects"], u"todo-secrets"_s)[u"state"].toString(), u"missing"_s);

    giveSecret();
    giveAddress();
    const Output well = cli(u"status"_s, {u"--wait"_s, u"--timeout"_s, u"120"_s});
    QVERIFY2(well.code == 0 && well.out.contains("Deployment todo-backend: 2/2 Available") &&
                 well.out.contains("Secret todo-secrets: there") &&
                 well.out.contains("Ingress todo-ingress: 192.0.2.7") &&
                 well.out.contains("As they should be: 7 of 7"),
             well.text());
    QCOMPARE(cli(u"status"_s).code, 0);

    const Output logs = cli(u"logs"_s, {u"todo-backend"_s});
    QVERIFY2(logs.code == 0 && logs.err.isEmpty(), logs.text());
    QSet<QString> pods;
    for (const QString &line : linesOf(logs.out)) {
        QVERIFY2(line.startsWith(u"[todo-backend-"), logs.out);
        pods.insert(line.section(u' ', 0, 0).mid(1).chopped(1));
    }
    QCOMPARE(pods.size(), 2);
    const QString pod = *pods.begin();
    const Output one = cli(u"logs"_s, {u"pod/"_s + pod, u"--tail"_s, u"1"_s, u"--timestamps"_s});
    QVERIFY2(one.code == 0 && one.out.count('\n') == 1 && one.out.startsWith("20"), one.text());
    const Output none = cli(u"logs"_s, {pod, u"--previous"_s});
    QVERIFY2(none.code == 2 && none.err.contains("previous terminated container"), none.text());
    const Output wrong = cli(u"logs"_s, {pod, u"-c"_s, u"sidecar"_s});
    QVERIFY2(wrong.code == 2 && wrong.err.contains("It has: backend"), wrong.text());

    kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=0"_s});
    // Of what is gone the last trace goes a moment later.
    QTRY_VERIFY2_WITH_TIMEOUT(
        (seen = cli(u"status"_s)).out.contains("todo-backend: 0/0 Available") &&
            seen.out.contains("Service backend-service: no endpoints"),
        seen.text(), Soon);
    QCOMPARE(seen.code, 1);
    Output nobody;
    QTRY_VERIFY2_WITH_TIMEOUT((nobody = cli(u"logs"_s, {u"deployment/todo-backend"_s})).code == 2,
                              nobody.text(), Soon);
    QVERIFY2(nobody.err.contains("there is no pod of the Deployment todo-backend"), nobody.text());
}

void StatusTest::watchingTellsEachChange()
{
    QCOMPARE(cli(u"apply"_s).code, 0);
    QProcess endless, waiting, lines;
    start(endless, u"status"_s, {u"--watch"_s});
    start(waiting, u"status"_s, {u"--watch"_s, u"--wait"_s, u"--timeout"_s, u"120"_s});
    start(lines, u"status"_s, {u"--watch"_s, u"-o"_s, u"json"_s});
    for (QProcess *process : {&endless, &waiting, &lines})
        QTRY_VERIFY_WITH_TIMEOUT(process->bytesAvailable() > 0, Soon);
    giveSecret();
    giveAddress();
    QVERIFY(waiting.waitForFinished(2 * Soon));
    const QByteArray told = waiting.readAllStandardOutput();
    QVERIFY2(waiting.exitCode() == 0, told + waiting.readAllStandardError());
    QVERIFY2(told.contains("Deployment todo-backend: 2/2 Available") &&
                 told.contains("Secret todo-secrets: there") &&
                 told.contains(": Running, ready 1/1"),
             told);
    QVERIFY(endless.state() == QProcess::Running);
    for (QProcess *process : {&endless, &lines}) {
        ::kill(pid_t(process->processId()), SIGINT);
        QVERIFY(process->waitForFinished(Soon));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
    }
    QVERIFY(endless.readAllStandardOutput().contains("Deployment todo-backend: 2/2 Available"));
    for (const QByteArray &line : lines.readAllStandardOutput().trimmed().split('\n'))
        QVERIFY_RESULT(readJson(line, u"line"_s));
}

void StatusTest::waitingHasAnEnd()
{
    QCOMPARE(cli(u"apply"_s).code, 0);
    const Output o = cli(u"status"_s, {u"--wait"_s, u"--timeout"_s, u"3"_s});
    QVERIFY2(o.code == 1 && o.err.contains("after 3 seconds") &&
                 o.out.contains("Deployment todo-backend: 0/2"),
             o.text());
}

void StatusTest::crashingContainer()
{
    const QString container = u"spec.template.spec.containers[frontend]."_s;
    set(u"todo-frontend"_s, container + u"image"_s, u"localhost/app:1"_s);
    set(u"todo-frontend"_s, u"spec.template.spec.securityContext.runAsUser"_s, 1000);
    set(u"todo-frontend"_s, container + u"env"_s,
        List{Map{{u"name"_s, u"CRASH"_s}, {u"value"_s, u"1"_s}}});
    set(u"todo-frontend"_s, u"spec.replicas"_s, 1);
    QCOMPARE(cli(u"apply"_s).code, 0);
    const auto frontend = [&](const Output &status) {
        const auto read = readJson(status.out, u"status"_s);
        return read ? entryOf((*read)[u"objects"], u"todo-frontend"_s) : Value();
    };
    Value seen;
    QTRY_VERIFY2_WITH_TIMEOUT((seen = frontend(cli(u"status"_s, {u"-o"_s, u"json"_s})))[u"pods"]
                                          .list()
                                          .value(0)[u"restarts"]
                                          .toInt() > 0 &&
                                  seen[u"state"].toString() == u"bad",
                              writeJson(seen), Soon);
    const QString word = seen[u"pods"].list().constFirst()[u"word"].toString();
    QVERIFY2(word == u"CrashLoopBackOff" || word == u"Error", qPrintable(word));
    const Output now = cli(u"logs"_s, {u"todo-frontend"_s});
    QVERIFY2(now.code == 0 && !now.out.isEmpty() && !now.out.startsWith('['), now.text());
    Output before;
    QTRY_VERIFY2_WITH_TIMEOUT(
        (before = cli(u"logs"_s, {u"todo-frontend"_s, u"--previous"_s})).code == 0, before.text(),
        Soon);
    QVERIFY(!before.out.isEmpty());
}

void StatusTest::logsArePlainAndFollowed()
{
    const QString container = u"spec.template.spec.containers[frontend]."_s;
    set(u"todo-frontend"_s, container + u"image"_s, u"localhost/app:1"_s);
    set(u"todo-frontend"_s, u"spec.template.spec.securityContext.runAsUser"_s, 1000);
    set(u"todo-frontend"_s, container + u"command"_s,
        List{u"/bin/sh"_s, u"-c"_s,
             u"printf '\\033[31mred\\033[0m \\342\\200\\256rtl\\ta\\n'; echo from $HOSTNAME; "
             "exec sleep 1000"_s});
    set(u"todo-frontend"_s, u"spec.replicas"_s, 1);
    QCOMPARE(cli(u"apply"_s).code, 0);
    QProcess following;
    start(following, u"logs"_s, {u"deployment/todo-frontend"_s, u"-f"_s});
    QByteArray out;
    const auto had = [&] { return out += following.readAllStandardOutput(); };
    QTRY_VERIFY2_WITH_TIMEOUT(had().contains("from todo-frontend-"), out, Soon);
    QVERIFY2(out.contains("red rtl\ta\n") && !out.contains('\x1b') && !out.contains("\xe2\x80\xae"),
             out);
    QVERIFY2(!out.startsWith('['), out);
    const qsizetype before = out.size();
    kubectl({u"scale"_s, u"deployment"_s, u"todo-frontend"_s, u"--replicas=2"_s});
    QTRY_VERIFY2_WITH_TIMEOUT(had().mid(before).contains("from todo-frontend-"), out, Soon);
    QVERIFY2(out.mid(before).startsWith("[todo-frontend-"), out);
    QCOMPARE(out.count("from todo-frontend-"), 2);
    ::kill(pid_t(following.processId()), SIGINT);
    QVERIFY(following.waitForFinished(Soon));
    QCOMPARE(following.exitCode(), 130);
    const Output unknown = cli(u"logs"_s, {u"nobody"_s});
    QVERIFY2(unknown.code == 2 && unknown.err.contains("Drawn are: todo-backend, todo-frontend"),
             unknown.text());
}

void StatusTest::whatCannotBeFoundOut()
{
    m_config = RealCluster::instance().namespaceConfig(); // may look at team-a alone
    for (const QStringList &command :
         {QStringList{u"status"_s}, QStringList{u"logs"_s, u"todo-backend"_s}}) {
        const Output o = cli(command.first(), command.mid(1));
        QVERIFY2(o.code == 2 && o.out.isEmpty() && o.err.contains("forbidden"), o.text());
    }
    QFile config(m_folder->filePath(u"config"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [{name: x, cluster: "
                 "{server: 'https://127.0.0.1:1'}}]\nusers: [{name: x, user: {}}]\ncontexts: "
                 "[{name: x, context: {cluster: x, user: x}}]\n");
    config.close();
    m_config = config.fileName();
    const Output o = cli(u"status"_s);
    QVERIFY2(o.code == 2 && o.err.contains("cannot be reached"), o.text());
}

CHARTWRIGHT_TEST(StatusTest)
#include "test_status.moc"
