// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"
#include "cluster/real_cluster.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "project/project.h"
#include "project/starters.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QProcess>
#include <QTemporaryDir>
#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const RealCluster &cluster() { return RealCluster::instance(); }

constexpr int Soon = 60'000;

QStringList linesOf(const QByteArray &text)
{
    return QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts);
}

/// Of the entry of an object in an account or a status.
Value entryOf(const Value &list, const QString &name)
{
    for (const Value &entry : list.list()) {
        if (entry[u"name"].toString() == name)
            return entry;
    }
    return {};
}

} // namespace

// status, logs, dry runs and what an apply that is broken off leaves, as a person types them.
class StatusTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() override;
    void waitsForItsSecretAndGetsWell();
    void watchingTellsEachChange();
    void waitingHasAnEnd();
    void crashingContainer();
    void logsArePlainAndFollowed();
    void dryRunChangesNothing();
    void accountAsJson();
    void secretsAreDeletedWhenAsked();
    void interruptedApplyGoesOn_data();
    void interruptedApplyGoesOn();
    void whatCannotBeFoundOut();

private:
    QStringList arguments(const QString &command, const QStringList &more) const;
    Output cli(const QString &command, const QStringList &more = {}) const;
    void start(QProcess &process, const QString &command, const QStringList &more) const;
    QByteArray kubectl(const QStringList &more) const;
    void draw(const Topology &topology) const;
    void set(const QString &deployment, const QString &path, const Value &value) const;
    void giveSecret() const;
    void giveAddress() const;
    QStringList versions() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNamespace> m_namespace;
    QString m_config;
};

void StatusTest::initTestCase()
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
}

void StatusTest::init()
{
    TestCase::init();
    m_folder = std::make_unique<QTemporaryDir>();
    m_namespace = std::make_unique<TestNamespace>(u"status"_s);
    m_config = cluster().adminConfig();
    draw(newFromStarter(u"todo-app"_s, allKinds()).value().topology);
}

QStringList StatusTest::arguments(const QString &command, const QStringList &more) const
{
    QStringList out{command, m_folder->path()};
    out += more;
    out += QStringList{u"--kubeconfig"_s, m_config};
    if (!more.contains(u"-n"_s))
        out += QStringList{u"-n"_s, m_namespace->name()};
    return out;
}

Output StatusTest::cli(const QString &command, const QStringList &more) const
{
    return runProgram(arguments(command, more));
}

void StatusTest::start(QProcess &process, const QString &command, const QStringList &more) const
{
    process.start(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"), arguments(command, more));
    QVERIFY(process.waitForStarted());
}

QByteArray StatusTest::kubectl(const QStringList &more) const
{
    return cluster().kubectl(more + QStringList{u"-n"_s, m_namespace->name()});
}

void StatusTest::draw(const Topology &topology) const
{
    QVERIFY_RESULT(saveProject(topology, m_folder->filePath(u"topology.yaml"_s)));
}

void StatusTest::set(const QString &deployment, const QString &path, const Value &value) const
{
    Topology topology = loadProject(m_folder->path(), allKinds()).value().topology;
    const ResourcePtr r = topology.findByName(u"Deployment", deployment);
    topology.apply(setField(topology, RefIndex(topology), r->id, Path(path), value));
    draw(topology);
}

/// By hand, as somebody who keeps no values in a keychain.
void StatusTest::giveSecret() const
{
    kubectl({u"create"_s, u"secret"_s, u"generic"_s, u"todo-secrets"_s,
             u"--from-literal=DATABASE_URL=x"_s, u"--from-literal=OPENAI_API_KEY=x"_s,
             u"--from-literal=BETTER_AUTH_SECRET=x"_s});
}

/// As an ingress controller would, which this cluster has not.
void StatusTest::giveAddress() const
{
    kubectl({u"patch"_s, u"ingress"_s, u"todo-ingress"_s, u"--subresource=status"_s,
             u"--type=merge"_s, u"-p"_s,
             uR"({"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.7"}]}}})"_s});
}

QStringList StatusTest::versions() const
{
    const QByteArray all = kubectl({u"get"_s, u"service,configmap,ingress,secret"_s, u"-o"_s,
                                    u"jsonpath={range .items[*]}{.metadata.name}="
                                    "{.metadata.resourceVersion}{\"\\n\"}{end}"_s});
    // The status of a Deployment goes on by itself; what it asks for does not.
    return linesOf(all + kubectl({u"get"_s, u"deployment"_s, u"-o"_s,
                                  u"jsonpath={range .items[*]}{.metadata.name}="
                                  "{.metadata.generation}{\"\\n\"}{end}"_s}));
}

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
    QTRY_VERIFY2_WITH_TIMEOUT((seen = cli(u"status"_s)).out.contains("todo-backend: 0/0 Available"),
                              seen.text(), Soon);
    QVERIFY2(seen.code == 1 && seen.out.contains("Service backend-service: no endpoints"),
             seen.text());
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

void StatusTest::dryRunChangesNothing()
{
    const QString other = m_namespace->name() + u"-new"_s;
    const Output made = cli(u"apply"_s, {u"--dry-run"_s, u"--create-namespace"_s, u"-n"_s, other});
    QVERIFY2(made.code == 0 && made.out.contains("Namespace " + other.toUtf8() + ": new") &&
                 made.out.contains("Deployment todo-backend: new"),
             made.text());
    QVERIFY(cluster().object(u"namespace"_s, other, u"default"_s).isNull());
    QCOMPARE(cli(u"apply"_s, {u"--dry-run"_s, u"-n"_s, other}).code, 2);

    const Output fresh = cli(u"apply"_s, {u"--dry-run"_s});
    QVERIFY2(fresh.code == 0 && fresh.out.contains("Secret todo-secrets: new; no value is kept") &&
                 fresh.out.contains("Deployment todo-backend: new") &&
                 fresh.err.contains("Nothing was changed."),
             fresh.text());
    QVERIFY(cluster().object(u"configmap"_s, u"todo-config"_s, m_namespace->name()).isNull());

    QCOMPARE(cli(u"apply"_s).code, 0);
    Topology topology = loadProject(m_folder->path(), allKinds()).value().topology;
    topology.apply(removeResources(topology, RefIndex(topology),
                                   {topology.findByName(u"Ingress", u"todo-ingress")->id}));
    draw(topology);
    const QStringList before = versions();
    const Output o =
        cli(u"apply"_s, {u"--dry-run"_s, u"--prune"_s, u"--set"_s, u"backend.replicas=3"_s});
    QVERIFY2(o.code == 0 && o.out.contains("  spec.replicas: 2 → 3\n") &&
                 o.out.contains("Ingress todo-ingress: would be deleted"),
             o.text());
    const Output json = cli(u"apply"_s, {u"--dry-run"_s, u"--prune"_s, u"-o"_s, u"json"_s});
    const auto read = readJson(json.out, u"dry run"_s);
    QVERIFY_RESULT(read);
    QCOMPARE(entryOf(*read, u"todo-ingress"_s)[u"work"].toString(), u"deletion"_s);
    QCOMPARE(entryOf(*read, u"todo-secrets"_s)[u"work"].toString(), u"secret"_s);
    QCOMPARE(versions(), before);

    kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=1"_s});
    const Output conflict = cli(u"apply"_s, {u"--dry-run"_s});
    QVERIFY2(conflict.code == 2 && conflict.err.contains("would stop at Deployment todo-backend"),
             conflict.text());
    QCOMPARE(cli(u"apply"_s, {u"--dry-run"_s, u"--take"_s}).code, 0);
}

void StatusTest::accountAsJson()
{
    const Output applied = cli(u"apply"_s, {u"-o"_s, u"json"_s});
    QCOMPARE(applied.code, 0);
    const auto account = readJson(applied.out, u"account"_s);
    QVERIFY_RESULT(account);
    const Value backend = entryOf(*account, u"todo-backend"_s);
    QCOMPARE(backend[u"kind"].toString(), u"Deployment"_s);
    QCOMPARE(backend[u"namespace"].toString(), m_namespace->name());
    QCOMPARE(backend[u"work"].toString(), u"object"_s);
    QCOMPARE(backend[u"state"].toString(), u"created"_s);
    kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=4"_s});
    const Output failed = cli(u"apply"_s, {u"-o"_s, u"json"_s});
    QCOMPARE(failed.code, 2);
    const auto second = readJson(failed.out, u"account"_s);
    QVERIFY_RESULT(second);
    QCOMPARE(entryOf(*second, u"todo-backend"_s)[u"state"].toString(), u"failed"_s);
    QVERIFY(!entryOf(*second, u"todo-backend"_s)[u"error"].isEmpty());
    QCOMPARE(entryOf(*second, u"todo-ingress"_s)[u"state"].toString(), u"waiting"_s);
    const Output deleted = cli(u"delete"_s, {u"-o"_s, u"json"_s});
    QCOMPARE(deleted.code, 0);
    const auto third = readJson(deleted.out, u"account"_s);
    QVERIFY_RESULT(third);
    QCOMPARE(entryOf(*third, u"todo-backend"_s)[u"state"].toString(), u"deleted"_s);
}

void StatusTest::secretsAreDeletedWhenAsked()
{
    giveSecret();
    kubectl({u"create"_s, u"secret"_s, u"generic"_s, u"handed-over"_s});
    kubectl({u"label"_s, u"secret"_s, u"handed-over"_s, u"chartwright.org/release=todo"_s});
    QCOMPARE(cli(u"apply"_s, {u"--without-secrets"_s}).code, 0);
    const auto isThere = [&](const QString &name) {
        return cluster().object(u"secret"_s, name, m_namespace->name()).isMap();
    };
    const Output kept = cli(u"delete"_s);
    QVERIFY2(kept.code == 0 && !kept.out.contains("Secret "), kept.text());
    QVERIFY(isThere(u"handed-over"_s));
    const Output o = cli(u"delete"_s, {u"--with-secrets"_s});
    QVERIFY2(o.code == 0 && o.out.contains("Secret handed-over: deleted"), o.text());
    QTRY_VERIFY_WITH_TIMEOUT(!isThere(u"handed-over"_s), Soon);
    QVERIFY(isThere(u"todo-secrets"_s)); // somebody else's
}

void StatusTest::interruptedApplyGoesOn_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("end") << SIGTERM;
    QTest::newRow("killed") << SIGKILL;
}

void StatusTest::interruptedApplyGoesOn()
{
    QFETCH(int, signal);
    constexpr int More = 80;
    Topology topology = loadProject(m_folder->path(), allKinds()).value().topology;
    for (int i = 0; i < More; ++i) {
        Resource config =
            newResource(topology, u"ConfigMap"_s, u"many-%1"_s.arg(i, 2, 10, QLatin1Char('0')));
        config.fields = with(config.fields, Path(u"data"_s), Map{{u"KEY"_s, u"value"_s}});
        topology.apply(insertResource(topology, config, {}));
    }
    draw(topology);
    QProcess process;
    start(process, u"apply"_s, {});
    QByteArray out;
    while (!out.contains("ConfigMap many-") && process.waitForReadyRead(Soon))
        out += process.readAllStandardOutput();
    ::kill(pid_t(process.processId()), signal);
    QVERIFY(process.waitForFinished(Soon));
    out += process.readAllStandardOutput();
    const QByteArray err = process.readAllStandardError();
    if (signal == SIGKILL) {
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    } else {
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + signal);
        QVERIFY2(err.contains("Stopping after") && err.contains("Left as they are: "), err);
    }
    const auto made = [&] {
        return linesOf(kubectl({u"get"_s, u"configmap"_s, u"-o"_s, u"name"_s, u"-l"_s,
                                u"chartwright.org/release=todo"_s}))
            .filter(u"many-"_s);
    };
    const qsizetype before = made().size();
    QVERIFY2(before > 0 && before < More, out);
    // Nothing is half there: what was written is as it is drawn, and what was not is new.
    const auto diff = readJson(cli(u"diff"_s, {u"-o"_s, u"json"_s}).out, u"diff"_s);
    QVERIFY_RESULT(diff);
    for (const Value &entry : diff->list()) {
        const QString state = entry[u"state"].toString();
        QVERIFY2(state == u"same" || state == u"new", writeJson(entry));
    }
    const Output again = cli(u"apply"_s);
    QVERIFY2(again.code == 0 && again.out.count(": unchanged") >= before, again.text());
    QCOMPARE(made().size(), More);
    QCOMPARE(cli(u"diff"_s).code, 0);
}

void StatusTest::whatCannotBeFoundOut()
{
    m_config = cluster().namespaceConfig(); // may look at team-a alone
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
