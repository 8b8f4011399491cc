// SPDX-License-Identifier: Apache-2.0
#include "base/image_reference.h"
#include "base/names.h"
#include "base/quantity.h"
#include "base/semver.h"
#include "support/test_case.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestBase : public TestCase
{
    Q_OBJECT
private slots:
    void quantities_data();
    void quantities();
    void badQuantities_data();
    void badQuantities();
    void names_data();
    void names();
    void dnsLabels();
    void camelCase();
    void versions();
    void images_data();
    void images();
    void badImages();
};

void TestBase::quantities_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value");
    QTest::newRow("milli") << u"100m"_s << 0.1;
    QTest::newRow("whole") << u"1"_s << 1.0;
    QTest::newRow("fraction") << u"0.5"_s << 0.5;
    QTest::newRow("Mi") << u"128Mi"_s << 134217728.0;
    QTest::newRow("Gi") << u"1Gi"_s << 1073741824.0;
    QTest::newRow("k") << u"2k"_s << 2000.0;
    QTest::newRow("M") << u"3M"_s << 3e6;
    QTest::newRow("exponent") << u"1e3"_s << 1000.0;
    QTest::newRow("exa is not an exponent") << u"1E"_s << 1e18;
    QTest::newRow("Ei") << u"1Ei"_s << 1152921504606846976.0;
    QTest::newRow("nano") << u"5n"_s << 5e-9;
    QTest::newRow("negative") << u"-1"_s << -1.0;
}

void TestBase::quantities()
{
    QFETCH(QString, text);
    QFETCH(double, value);
    const auto q = Quantity::parse(text);
    QVERIFY(q);
    QCOMPARE(q->value(), value);
    QCOMPARE(q->text(), text);
}

void TestBase::badQuantities_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "m", "1 Gi", "1gi", "1KI", "1e", "100mm", "12x", "1\n"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestBase::badQuantities()
{
    QFETCH(QString, text);
    const auto q = Quantity::parse(text);
    QVERIFY(!q);
    QVERIFY(!q.error().remedy.isEmpty());
}

void TestBase::names_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>(
        "fits"); // of l(abel) 5(1035) s(ubdomain) p(ort) e(nv) k(ey) r(elease)
    QTest::newRow("plain") << u"todo"_s << u"l5spekr"_s;
    QTest::newRow("dash") << u"todo-app"_s << u"l5spkr"_s;
    QTest::newRow("digit first") << u"1todo"_s << u"lspkr"_s;
    QTest::newRow("digits") << u"8080"_s << u"lskr"_s;
    QTest::newRow("dots") << u"kube-root-ca.crt"_s << u"skr"_s;
    QTest::newRow("upper") << u"Todo"_s << u"ek"_s;
    QTest::newRow("underscore") << u"LOG_LEVEL"_s << u"ek"_s;
    QTest::newRow("trailing dash") << u"todo-"_s << u"k"_s;
    QTest::newRow("double dash") << u"a--b"_s << u"l5skr"_s;
    QTest::newRow("63") << QString(63, u'a') << u"l5sek"_s;
    QTest::newRow("64") << QString(64, u'a') << u"sek"_s;
    QTest::newRow("two dots") << u".."_s << u""_s;
    QTest::newRow("empty") << u""_s << u""_s;
    QTest::newRow("newline at the end") << u"todo\n"_s << u""_s;
}

void TestBase::names()
{
    QFETCH(QString, text);
    QFETCH(QString, fits);
    using namespace chartwright::names;
    QCOMPARE(isDnsLabel(text), fits.contains(u'l'));
    QCOMPARE(isDnsLabel1035(text), fits.contains(u'5'));
    QCOMPARE(isDnsSubdomain(text), fits.contains(u's'));
    QCOMPARE(isPortName(text), fits.contains(u'p'));
    QCOMPARE(isEnvName(text), fits.contains(u'e'));
    QCOMPARE(isDataKey(text), fits.contains(u'k'));
    QCOMPARE(isReleaseName(text), fits.contains(u'r'));
}

void TestBase::dnsLabels()
{
    QCOMPARE(names::toDnsLabel(u"My App!"), u"my-app"_s);
    QCOMPARE(names::toDnsLabel(u"--"), u"resource"_s);
    QCOMPARE(names::toDnsLabel(QString(80, u'x')).size(), 63);
    QVERIFY(names::isIngressHost(u"*.example.com"));
    QVERIFY(!names::isIngressHost(u"*"));
    QVERIFY(names::isLabelKey(u"nginx.ingress.kubernetes.io/rewrite-target"));
    QVERIFY(!names::isLabelKey(u"/x"));
    QVERIFY(names::isLabelValue(u""));
}

void TestBase::camelCase()
{
    QCOMPARE(names::toCamelCase(u"todo-backend"), u"todoBackend"_s);
    QCOMPARE(names::toCamelCase(u"1st"), u"v1st"_s);
    QCOMPARE(names::toCamelCase(u"..."), u"value"_s);
}

void TestBase::versions()
{
    const auto v = SemVer::parse(u"1.2.3-rc.1+build.5");
    QVERIFY(v);
    QCOMPARE(v->minor, quint64(2));
    QCOMPARE(v->preRelease, u"rc.1"_s);
    QCOMPARE(v->build, u"build.5"_s);
    for (const char *bad : {"", "1", "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3 "})
        QVERIFY2(!SemVer::parse(QString::fromLatin1(bad)), bad);
}

void TestBase::images_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("parts");
    QTest::newRow("short") << u"todo-frontend:latest"_s
                           << QStringList{u""_s, u"todo-frontend"_s, u"latest"_s};
    QTest::newRow("registry") << u"docker.io/user/todo-frontend:sha-abc123"_s
                              << QStringList{u"docker.io"_s, u"user/todo-frontend"_s,
                                             u"sha-abc123"_s};
    QTest::newRow("port") << u"localhost:5000/app"_s
                          << QStringList{u"localhost:5000"_s, u"app"_s, u""_s};
    QTest::newRow("user is no registry")
        << u"user/app:1"_s << QStringList{u""_s, u"user/app"_s, u"1"_s};
}

void TestBase::images()
{
    QFETCH(QString, text);
    QFETCH(QStringList, parts);
    const auto image = ImageReference::parse(text);
    QVERIFY(image);
    QCOMPARE((QStringList{image->registry, image->name, image->tag}), parts);
    QCOMPARE(image->text(), text);
}

void TestBase::badImages()
{
    for (const char *bad : {"", "Todo:1", "a b", "a:", "a:-x", "a//b", "a@sha256:12", ":1"})
        QVERIFY2(!ImageReference::parse(QString::fromLatin1(bad)), bad);
}

CHARTWRIGHT_TEST(TestBase)
#include "test_base.moc"
