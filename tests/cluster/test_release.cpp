// SPDX-License-Identifier: Apache-2.0
#include "cluster/todo_test_case.h"
#include "model/edits.h"
#include "support/result_check.h"
#include "tree/yaml.h"

#include <csignal>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const RealCluster &cluster() { return RealCluster::instance(); }

} // namespace

// What an apply would do, what it tells, and what one leaves that is broken off.
class ReleaseTest : public TodoTestCase
{
    Q_OBJECT

private slots:
    void dryRunChangesNothing();
    void accountAsJson();
    void secretsAreDeletedWhenAsked();
    void interruptedApplyGoesOn_data();
    void interruptedApplyGoesOn();
};

void ReleaseTest::dryRunChangesNothing()
{
    const QString other = m_namespace->name() + u"-new"_s;
    const Output made = cli(u"apply"_s, {u"--dry-run"_s, u"--create-namespace"_s, u"-n"_s, other});
    QVERIFY2(made.code == 0 && made.out.contains("Namespace " + other.toUtf8() + ": new") &&
                 made.out.contains("Deployment todo-backend: new"),
             made.text());
    QVERIFY(cluster().object(u"namespace"_s, other, u"default"_s).isNull());
    // Without that it is said once, not of each object.
    const Output missing = cli(u"apply"_s, {u"--dry-run"_s, u"-n"_s, other});
    QVERIFY2(missing.code == 2 && missing.err.count("--create-namespace makes it") == 1 &&
                 missing.err.contains("would stop at Namespace " + other.toUtf8()) &&
                 !missing.text().contains("not found"),
             missing.text());
    const Output diff = cli(u"diff"_s, {u"-n"_s, other});
    QVERIFY2(diff.code == 1 && diff.err.count("is not there") == 1 &&
                 diff.out.contains("Deployment todo-backend: new\n") &&
                 !diff.text().contains("not found"),
             diff.text());

    const Output fresh = cli(u"apply"_s, {u"--dry-run"_s});
    QVERIFY2(fresh.code == 0 && fresh.out.contains("Secret todo-secrets: new; no value is kept") &&
                 fresh.out.contains("Deployment todo-backend: new") &&
                 fresh.err.contains("Nothing was changed."),
             fresh.text());
    QVERIFY(cluster().object(u"configmap"_s, u"todo-config"_s, m_namespace->name()).isNull());

    QCOMPARE(cli(u"apply"_s).code, 0);
    Topology topology = drawing();
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

void ReleaseTest::accountAsJson()
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

void ReleaseTest::secretsAreDeletedWhenAsked()
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

void ReleaseTest::interruptedApplyGoesOn_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("end") << SIGTERM;
    QTest::newRow("killed") << SIGKILL;
}

void ReleaseTest::interruptedApplyGoesOn()
{
    QFETCH(int, signal);
    constexpr int More = 80;
    Topology topology = drawing();
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

CHARTWRIGHT_TEST(ReleaseTest)
#include "test_release.moc"
