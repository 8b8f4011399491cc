// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "chart/values.h"
#include "support/chart_folder.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

using namespace chartwright;
using chartwright_test::ChartFolder;
using chartwright_test::Helm;
using chartwright_test::todoApp;

// The schema refuses and takes the same as render() does.
class TestSchema : public TestCase
{
    Q_OBJECT

private slots:
    void refuses_data();
    void refuses();
    void takes_data();
    void takes();
    void numbersBecomeTexts_data();
    void numbersBecomeTexts();

private:
    void tryOut(bool expected);
};

void TestSchema::refuses_data()
{
    QTest::addColumn<QString>("set");
    for (const char *set : {"backend.replicas=three",
                            "backend.replicas=-1",
                            "backend.replicas=null",
                            "backend.replica=3",
                            "bakend.replicas=3",
                            "backend.service.port=0",
                            "backend.service.port=65536",
                            "backend.service.port=http",
                            "backend.service.type=External",
                            "backend.service.type=null",
                            "backend.image.pullPolicy=Sometimes",
                            "backend.image.tag=a b",
                            "backend.image.tag=1",
                            "backend.image.tag=null",
                            "backend.image.repository=Todo Backend",
                            "backend.image=x",
                            "backend=5",
                            "backend=null",
                            "ingress.host=Not A Host",
                            "ingress.enabled=yes",
                            "ingress.className=Foo Bar",
                            "config.PORT=9000",
                            "config.LOG_LEVEL=null",
                            "config.LOG_LEVEL=1000000",
                            "config.LOG_LEVEL.x=1",
                            "secrets.existingSecret=A_B",
                            "secrets.data.NOPE=x",
                            "backend.resources.requests.cpu=lots",
                            "backend.resources=lots",
                            "backend.podSecurityContext.runAsUser=me",
                            "backend.nodeSelector.a=1",
                            "imagePullSecrets=x",
                            "backend.tolerations[0].effect=Never"})
        QTest::newRow(set) << QString::fromLatin1(set);
}

void TestSchema::takes_data()
{
    QTest::addColumn<QString>("set");
    for (const char *set : {"backend.replicas=3",
                            "backend.replicas=0",
                            "backend.service.port=81",
                            "backend.service.type=NodePort",
                            "backend.image.tag=v1.0.0",
                            "backend.image.repository=registry.example.com:5000/a/b",
                            "backend.image.pullPolicy=Never",
                            "backend.resources=null",
                            "backend.resources.requests.cpu=1",
                            "backend.nodeSelector.disk=ssd",
                            "backend.nodeSelector=null",
                            "backend.affinity=null",
                            "backend.podSecurityContext.runAsUser=1000650000",
                            "backend.podSecurityContext=null",
                            "backend.tolerations[0].key=a,backend.tolerations[0].operator=Exists",
                            "ingress.host=todo.example.com",
                            "ingress.host=*.example.com",
                            "ingress.host=",
                            "ingress.enabled=false",
                            "ingress.className=",
                            "ingress.tls=null",
                            "ingress.tls[0].secretName=t",
                            "ingress.annotations.a=b",
                            "config.LOG_LEVEL=debug",
                            "config.LOG_LEVEL=",
                            "config.LOG_LEVEL=9000",
                            "config.LOG_LEVEL=true",
                            "config.LOG_LEVEL=false",
                            "config.NEXT_PUBLIC_API_URL=http://x",
                            "secrets.existingSecret=mine",
                            "secrets.existingSecret=123",
                            "secrets.existingSecret=null",
                            "secrets.data=null",
                            "secrets.data.DATABASE_URL=a,secrets.data.OPENAI_API_KEY=1,secrets."
                            "data.BETTER_AUTH_SECRET=ü",
                            "imagePullSecrets[0].name=pull",
                            "global.x=1",
                            "enabled=true"})
        QTest::newRow(set) << QString::fromUtf8(set);
}

void TestSchema::tryOut(bool expected)
{
    QFETCH(QString, set);
    // "123" is a name only as a string.
    const bool asString = set.endsWith(QLatin1String("=123"));
    const QString option = asString ? QStringLiteral("--set-string") : QStringLiteral("--set");
    static const ChartFolder folder(todoApp());
    const auto values = parseSet({set}, asString);
    QVERIFY_RESULT(values);
    const auto ours =
        render(todoApp(), {QStringLiteral("todo"), QStringLiteral("default"), *values, true});
    if (!expected)
        QVERIFY2(!ours, "taken");
    else
        QVERIFY_RESULT(ours);
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto theirs = helm->render(folder.path(), QStringLiteral("todo"),
                                         {QStringLiteral("--skip-tests"), option, set});
        QVERIFY2(theirs.ok() == expected, qPrintable(helm->name() + theirs.text()));
        if (expected) {
            QCOMPARE(QString::fromUtf8(chartwright_test::asHelm3(theirs.out)),
                     QString::fromUtf8(manifestStream(QStringLiteral("todo-app"), *ours)));
        }
    }
}

void TestSchema::numbersBecomeTexts_data()
{
    QTest::addColumn<QString>("set");
    for (const char *set : {"backend.image.tag=1", "config.LOG_LEVEL=1000000",
                            "backend.nodeSelector.a=true", "secrets.existingSecret=123"})
        QTest::newRow(set) << QString::fromLatin1(set);
}

// Where --set-string is the way out, the refusal says so; Helm's does not.
void TestSchema::numbersBecomeTexts()
{
    QFETCH(QString, set);
    const QString option = QStringLiteral("--set-string");
    const auto made = [&](bool asString) {
        return render(todoApp(), {QStringLiteral("todo"), QStringLiteral("default"),
                                  *parseSet({set}, asString), true});
    };
    QVERIFY_ERROR(made(false), option);
    QVERIFY_RESULT(made(true));
    QVERIFY(!render(todoApp(), {{}, {}, *parseSet({QStringLiteral("backend.image=1")}), true})
                 .error()
                 .text()
                 .contains(option));
    const ChartFolder folder(todoApp());
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        QVERIFY(!helm->render(folder.path(), QStringLiteral("todo"), {QStringLiteral("--set"), set})
                     .ok());
        const auto taken = helm->render(folder.path(), QStringLiteral("todo"), {option, set});
        QVERIFY2(taken.ok(), qPrintable(taken.text()));
    }
}

void TestSchema::refuses() { tryOut(false); }
void TestSchema::takes() { tryOut(true); }

CHARTWRIGHT_TEST(TestSchema)
#include "test_schema.moc"
