// SPDX-License-Identifier: Apache-2.0
#include "external/helm_failure.h"
#include "external/helm_output.h"
#include "external/helm_program.h"
#include "support/result_check.h"
#include "support/test_case.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

// What helm prints, taken from runs of 3.18 and 4.3.
class HelmOutputTest : public TestCase
{
    Q_OBJECT

private slots:
    void releases();
    void history();
    void detail();
    void wayBack();
    void nonsense();
    void failures_data();
    void failures();
    void noProgram();
};

void HelmOutputTest::releases()
{
    const auto all = helmReleases(
        R"([{"name":"todo","namespace":"team-a","revision":"3",)"
        R"("updated":"2020-06-18 14:17:46.125134977 +0000 UTC","status":"deployed",)"
        R"("chart":"todo-app-1.0.0","app_version":"1.0"},{"name":"\u001b[31mred","revision":"1"}])");
    QVERIFY_RESULT(all);
    QCOMPARE(all->size(), 2);
    const HelmRelease &todo = all->first();
    QCOMPARE(todo.name, u"todo"_s);
    QCOMPARE(todo.ns, u"team-a"_s);
    QCOMPARE(todo.last.revision, 3);
    QCOMPARE(todo.last.updated,
             QDateTime::fromString(u"2020-06-18T14:17:46Z"_s, Qt::ISODate).toUTC());
    QVERIFY(!all->last().name.contains(u'\x1b')); // plain
    QVERIFY_RESULT(helmReleases("null"));
}

void HelmOutputTest::history()
{
    const auto all = helmHistory(
        R"([{"revision":1,"updated":"2026-01-02T03:04:05.678+02:00","status":"superseded",)"
        R"("chart":"todo-app-1.0.0","app_version":"1.0","description":"Install complete"},)"
        R"({"revision":2,"updated":"2026-01-02T03:05:05Z","status":"pending-upgrade",)"
        R"("chart":"todo-app-1.0.0","app_version":"1.0","description":"Preparing upgrade",)"
        R"("rollback_revision":1}])");
    QVERIFY_RESULT(all);
    QCOMPARE(all->first().updated.toString(Qt::ISODate), u"2026-01-02T01:04:05Z"_s);
    QCOMPARE(all->last().revision, 2);
    QVERIFY(isPending(all->last().status));
    QVERIFY(!isPending(all->first().status));
}

void HelmOutputTest::detail()
{
    const auto read = helmDetail(
        R"({"name":"todo","info":{"first_deployed":"2026-01-02T03:04:05Z","last_deployed":)"
        R"("2026-01-02T03:05:05Z","deleted":"","description":"Upgrade complete","status":)"
        R"("deployed","notes":"Hello\n"},"config":{"backend":{"replicas":3}},"manifest":)"
        R"("---\nkind: Service\n","hooks":[{"name":"todo-test","kind":"Pod","path":"a","manifest":)"
        R"("kind: Pod\n","events":["test"],"delete_policies":["before-hook-creation"]}],)"
        R"("version":2,"namespace":"default","apply_method":"ssa"})");
    QVERIFY_RESULT(read);
    QCOMPARE(read->hooks.size(), 1);
    QCOMPARE(read->hooks[0].kind + u' ' + read->hooks[0].name, u"Pod todo-test"_s);
    QCOMPARE(read->hooks[0].events, QStringList{u"test"_s});
    QCOMPARE(read->hooks[0].policies, QStringList{u"before-hook-creation"_s});
    QCOMPARE(read->revision, 2);
    QCOMPARE(read->notes, u"Hello\n"_s);
    QCOMPARE(read->values[u"backend"][u"replicas"].toInt(), 3);
    QVERIFY(read->manifest.contains(u"kind: Service"));
}

void HelmOutputTest::wayBack()
{
    const auto history = [](std::initializer_list<const char *> states) {
        QList<HelmRevision> out;
        for (const char *status : states) {
            HelmRevision revision;
            revision.revision = int(out.size()) + 1;
            revision.status = QLatin1String(status);
            out.append(revision);
        }
        return out;
    };
    QCOMPARE(lastDeployed(history({"superseded", "deployed", "pending-upgrade"})), 2);
    QCOMPARE(lastDeployed(history({"superseded", "superseded", "failed"})), 2);
    QCOMPARE(lastDeployed(history({"pending-install"})), 0);
    QCOMPARE(lastDeployed({}), 0);
}

void HelmOutputTest::nonsense()
{
    for (const char *text : {"", "{", "[1", "warning: x\n[]", "\"x\""}) {
        QVERIFY2(!helmReleases(text), text);
        QVERIFY2(!helmDetail(text), text);
    }
    QVERIFY_RESULT(helmHistory("[1, {\"revision\": {}}]"));
}

void HelmOutputTest::failures_data()
{
    using Kind = HelmFailure::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QString>("words");
    QTest::newRow("pending") << Kind::Pending
                             << QByteArray("Error: UPGRADE FAILED: another operation "
                                           "(install/upgrade/rollback) is in progress\n")
                             << u"is in progress"_s;
    QTest::newRow("conflict")
        << Kind::Conflict
        << QByteArray("level=WARN msg=x\nError: UPGRADE FAILED: conflict occurred while applying "
                      "object a/b apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict "
                      "with \"kubectl\" with subresource \"scale\" using apps/v1: "
                      ".spec.replicas\n")
        << u".spec.replicas of Deployment b was set by kubectl"_s;
    QTest::newRow("no namespace")
        << Kind::Refused
        << QByteArray("Error: create: failed to create: namespaces \"nowhere\" not found\n")
        << u"nowhere"_s;
    QTest::newRow("not owned")
        << Kind::NotOwned
        << QByteArray("Error: INSTALLATION FAILED: unable to continue with install: ConfigMap "
                      "\"todo-config\" exists and cannot be imported into the current release: "
                      "invalid ownership metadata; label validation error\n")
        << u"todo-config"_s;
    QTest::newRow("none") << Kind::NotFound << QByteArray("Error: release: not found\n")
                          << u"not found"_s;
    QTest::newRow("schema")
        << Kind::Refused
        << QByteArray("Error: values don't meet the specifications of the schema(s) in the "
                      "following chart(s):\ntodo-app:\n- backend.replicas: Invalid type\n")
        << u"backend.replicas"_s;
    QTest::newRow("nothing") << Kind::Other << QByteArray() << u"without a word"_s;
    QTest::newRow("plain") << Kind::Other << QByteArray("Error: \x1b[31mred\n") << u"red"_s;
}

void HelmOutputTest::failures()
{
    QFETCH(HelmFailure::Kind, kind);
    QFETCH(QByteArray, said);
    QFETCH(QString, words);
    const HelmFailure failure = helmFailure(said);
    QCOMPARE(int(failure.kind), int(kind));
    QVERIFY2(failure.error.message.contains(words), qPrintable(failure.error.message));
    QVERIFY(!failure.error.message.contains(u"level=WARN"));
    QVERIFY(!failure.error.message.contains(u'\x1b'));
}

void HelmOutputTest::noProgram()
{
    const auto missing = findHelm(u"/no/such/helm"_s);
    QVERIFY(!missing && missing.error().message.contains(u"/no/such/helm"));
    std::optional<Result<HelmProgram>> answer;
    askHelm(u"/bin/true"_s, this, [&](const Result<HelmProgram> &program) { answer = program; });
    QVERIFY(!answer); // later
    QTRY_VERIFY(answer);
    QVERIFY(!*answer && answer->error().message.contains(u"does not say"));
}

CHARTWRIGHT_TEST(HelmOutputTest)
#include "test_helm_output.moc"
