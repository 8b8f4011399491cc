// SPDX-License-Identifier: Apache-2.0
#include "cli/findings_output.h"
#include "kinds/registry.h"
#include "project/topology_file.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace chartwright;

class FindingsOutputTest : public TestCase
{
    Q_OBJECT

private slots:
    void text();
    void json();
    void sarif();

private:
    static cli::Source source();
    static QList<Finding> findings();
};

cli::Source FindingsOutputTest::source()
{
    const Topology topology = chartwright_test::todoApp();
    return {{topology, {}, {}, {}}, writeTopology(topology), QStringLiteral("a dir/topology.yaml")};
}

QList<Finding> FindingsOutputTest::findings()
{
    const Topology topology = chartwright_test::todoApp();
    Finding bad;
    bad.rule = QStringLiteral("x/bad");
    bad.resource = topology.findByName(u"Service", u"backend-service")->id;
    bad.path = Path(QStringLiteral("spec.type"));
    bad.severity = Severity::Error;
    bad.message = QStringLiteral("It is bad \x1b[31m");
    bad.explanation = QStringLiteral("Because.");
    bad.remedy = QStringLiteral("Mend it.");
    Finding accepted = bad;
    accepted.rule = QStringLiteral("x/accepted");
    accepted.severity = Severity::Warning;
    accepted.accepted = QStringLiteral("A reason");
    Finding advice = bad;
    advice.rule = QStringLiteral("x/advice");
    advice.severity = Severity::Advice;
    return {bad, accepted, advice};
}

void FindingsOutputTest::text()
{
    QBuffer in, out, err;
    out.open(QIODevice::WriteOnly);
    cli::Console console(in, out, err);
    cli::writeText(findings(), source(), console);
    const QStringList lines = QString::fromUtf8(out.data()).split(u'\n');
    const int line =
        source().bytes.left(source().bytes.indexOf("name: backend-service")).count('\n');
    QVERIFY(line > 0);
    const QRegularExpression first(
        QStringLiteral("^a dir/topology\\.yaml:\\d+:\\d+: error: Service backend-service: It is "
                       "bad \\\\u001b\\[31m \\[x/bad\\]$"));
    QVERIFY2(first.match(lines[0]).hasMatch(), qPrintable(lines[0]));
    QCOMPARE(lines[1], QStringLiteral("  spec.type"));
    QCOMPARE(lines[2], QStringLiteral("  Mend it."));
    QVERIFY(lines[3].contains(QStringLiteral(": advice: ")));
    QCOMPARE(lines[lines.size() - 2], QStringLiteral("1 error, 0 warnings, 1 advice, 1 accepted"));
}

void FindingsOutputTest::json()
{
    const QJsonObject root =
        QJsonDocument::fromJson(cli::toJson(findings(), source(), QStringLiteral("minikube")))
            .object();
    QCOMPARE(root[QStringLiteral("profile")].toString(), QStringLiteral("minikube"));
    const QJsonObject summary = root[QStringLiteral("summary")].toObject();
    QCOMPARE(summary[QStringLiteral("errors")].toInt(), 1);
    QCOMPARE(summary[QStringLiteral("accepted")].toInt(), 1);
    const QJsonArray list = root[QStringLiteral("findings")].toArray();
    QCOMPARE(list.size(), 3);
    QCOMPARE(list[0].toObject()[QStringLiteral("rule")].toString(), QStringLiteral("x/bad"));
    QVERIFY(list[0].toObject()[QStringLiteral("line")].toInt() > 1);
    QCOMPARE(list[1].toObject()[QStringLiteral("accepted")].toString(), QStringLiteral("A reason"));
}

void FindingsOutputTest::sarif()
{
    const QJsonObject root = QJsonDocument::fromJson(cli::toSarif(findings(), source())).object();
    QCOMPARE(root[QStringLiteral("version")].toString(), QStringLiteral("2.1.0"));
    const QJsonObject run = root[QStringLiteral("runs")].toArray().at(0).toObject();
    const QJsonArray rules = run[QStringLiteral("tool")]
                                 .toObject()[QStringLiteral("driver")]
                                 .toObject()[QStringLiteral("rules")]
                                 .toArray();
    QCOMPARE(rules.size(), 3);
    const QJsonArray results = run[QStringLiteral("results")].toArray();
    QStringList levels;
    for (const auto &result : results) {
        levels.append(result.toObject()[QStringLiteral("level")].toString());
        const int index = result.toObject()[QStringLiteral("ruleIndex")].toInt();
        QCOMPARE(rules[index].toObject()[QStringLiteral("id")],
                 result.toObject()[QStringLiteral("ruleId")]);
    }
    QCOMPARE(levels, (QStringList{QStringLiteral("error"), QStringLiteral("warning"),
                                  QStringLiteral("note")}));
    QCOMPARE(results[0].toObject()[QStringLiteral("message")].toObject()[QStringLiteral("text")],
             QStringLiteral("It is bad \x1b[31m. Mend it."));
    const QJsonObject place = results[0]
                                  .toObject()[QStringLiteral("locations")]
                                  .toArray()
                                  .at(0)
                                  .toObject()[QStringLiteral("physicalLocation")]
                                  .toObject();
    QCOMPARE(place[QStringLiteral("artifactLocation")].toObject()[QStringLiteral("uri")].toString(),
             QStringLiteral("a%20dir/topology.yaml"));
    QVERIFY(place[QStringLiteral("region")].toObject()[QStringLiteral("startLine")].toInt() > 1);
    QVERIFY(!results[0].toObject().contains(QStringLiteral("suppressions")));
    cli::Source absolute = source();
    absolute.file = QStringLiteral("/a dir/topology.yaml");
    QVERIFY(cli::toSarif(findings(), absolute).contains("\"file:///a%20dir/topology.yaml\""));
    QVERIFY(results[1].toObject().contains(QStringLiteral("suppressions")));
}

CHARTWRIGHT_TEST(FindingsOutputTest)
#include "test_findings_output.moc"
