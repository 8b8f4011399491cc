// SPDX-License-Identifier: Apache-2.0
#include "cluster/config_window.h"
#include "support/fault_proxy.h"
#include "support/helm.h"
#include "tree/yaml.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSslCertificate>
#include <QSslKey>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// An apply that does not go straight on: cancelled, cut off, or over what Helm has.
class ApplyWindowTest : public ConfigWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { tearDown(); }
    void cancelledBeforeAnythingIsDone();
    void cancelledHalfWay();
    void applyingAgainFinishesIt();
    void cutOffHalfWay();
    void helmsReleaseNeedsATick();

private:
    QStringList there() const; // names of the release's objects in the cluster

    std::unique_ptr<FaultProxy> m_proxy;
};

void ApplyWindowTest::initTestCase()
{
    const auto decoded = [](const Value &object, const QString &key) {
        return QByteArray::fromBase64(object[key].toString().toLatin1());
    };
    QSslConfiguration back = QSslConfiguration::defaultConfiguration();
    back.setCaCertificates(QSslCertificate::fromData(
        decoded(adminCluster(), u"certificate-authority-data"_s), QSsl::Pem));
    back.setLocalCertificate(
        QSslCertificate(decoded(adminUser(), u"client-certificate-data"_s), QSsl::Pem));
    const QByteArray key = decoded(adminUser(), u"client-key-data"_s);
    QSslKey privateKey(key, QSsl::Rsa);
    back.setPrivateKey(privateKey.isNull() ? QSslKey(key, QSsl::Ec) : privateKey);
    m_proxy = std::make_unique<FaultProxy>(QUrl(adminCluster()[u"server"_s].toString()), back);
    setUp(u"stops"_s, {{u"slow"_s, Map{{u"server"_s, m_proxy->url()}}, Map()}});
    drawNamespace();
}

QStringList ApplyWindowTest::there() const
{
    return QString::fromUtf8(
               cluster().kubectl({u"get"_s, u"deployments,services,ingresses,configmaps"_s, u"-l"_s,
                                  u"chartwright.org/release=todo"_s, u"-o"_s, u"name"_s, u"-n"_s,
                                  m_namespace->name()}))
        .split(u'\n', Qt::SkipEmptyParts);
}

void ApplyWindowTest::cancelledBeforeAnythingIsDone()
{
    Fault slow;
    slow.kind = Fault::Kind::Delay;
    slow.delay = 1500ms;
    m_proxy->setFault(slow);
    m_bench->hand().key(u"ctrl+shift+a"_s);
    auto *cancel = find<QPushButton>(u"difference:cancel"_s);
    QTRY_VERIFY(cancel->isVisible());
    m_bench->hand().click(cancel);
    QTRY_COMPARE(message(), u"Cancelled. Nothing was changed."_s);
    QVERIFY(find<QPushButton>(u"difference:apply"_s)->isVisible());
    shoot(u"stops-before"_s);
    m_proxy->setFault({});
    QTest::qWait(2000); // what was asked comes to nothing
    QVERIFY(!find<QWidget>(u"ApplyDialog"_s));
    QCOMPARE(there(), QStringList());
}

void ApplyWindowTest::cancelledHalfWay()
{
    QWidget *question = askToApply();
    QVERIFY(question);
    Fault slow;
    slow.kind = Fault::Kind::Delay;
    slow.delay = 1000ms;
    m_proxy->setFault(slow, -1, "PATCH");
    press(question, u"go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(there().size() >= 2, 20'000);
    auto *cancel = find<QPushButton>(u"difference:cancel"_s);
    QVERIFY(cancel->isVisible());
    shoot(u"stops-running"_s);
    m_bench->hand().click(cancel);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"Cancelled. So far: "), 30'000);
    m_proxy->setFault({});
    const QStringList now = there();
    const qsizetype made = now.size();
    QVERIFY(made < 6);
    QVERIFY2(message().contains(u"%1 created, %2 not reached"_s.arg(made).arg(6 - made)) &&
                 message().contains(u"Apply again to go on."),
             qPrintable(message()));
    // Object by object, as the cluster has it.
    auto *list = find<QTreeWidget>(u"difference:list"_s);
    int created = 0, waiting = 0;
    for (int i = 0; i < list->topLevelItemCount(); ++i) {
        const QTreeWidgetItem *step = list->topLevelItem(i);
        const QString object = step->text(0).section(u' ', 1);
        const bool isThere = std::any_of(now.begin(), now.end(), [&](const QString &name) {
            return name.section(u'/', 1) == object;
        });
        if (step->text(1) == u"not done") {
            ++waiting;
            QVERIFY2(!isThere, qPrintable(object));
        } else if (step->text(1) != u"left as it is" && object != u"todo-chartwright") {
            ++created;
            QVERIFY2(isThere && step->text(1) == u"created", qPrintable(object));
        }
    }
    QCOMPARE(created, made);
    QCOMPARE(waiting, 6 - made);
    QVERIFY(find<QPushButton>(u"difference:apply"_s)->isVisible());
    shoot(u"stops-cancelled"_s);
}

void ApplyWindowTest::applyingAgainFinishesIt()
{
    const qsizetype before = there().size();
    QWidget *question = askToApply();
    QVERIFY(question);
    QVERIFY(question->findChild<QLabel *>(u"details"_s)
                ->text()
                .contains(u"New: %1."_s.arg(6 - before)));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(
        message().contains(u"%1 created, %2 unchanged"_s.arg(6 - before).arg(before)),
        qPrintable(message()), 30'000);
    QCOMPARE(there().size(), 6);
    compare();
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"just what is drawn"), 30'000);
}

void ApplyWindowTest::cutOffHalfWay()
{
    cluster().kubectl(
        {u"delete"_s, u"ingress,service"_s, u"--all"_s, u"-n"_s, m_namespace->name()});
    QWidget *question = askToApply();
    QVERIFY(question);
    Fault cut;
    cut.kind = Fault::Kind::Cut;
    m_proxy->setFault(cut, -1, "/services/frontend-service?");
    press(question, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"It stopped at Service frontend-service: "),
                              qPrintable(message()), 60'000);
    m_proxy->setFault({});
    QVERIFY2(message().contains(u"1 created") && message().contains(u"1 failed") &&
                 message().contains(u"not reached"),
             qPrintable(message()));
    shoot(u"stops-cut"_s);
    QVERIFY(askToApply());
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"2 created"), qPrintable(message()), 30'000);
    m_bench->window().actions()[u"cluster.deleteAll"_s]->trigger();
    question = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(question);
    press(question, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"6 deleted"), qPrintable(message()), 30'000);
}

void ApplyWindowTest::helmsReleaseNeedsATick()
{
    const Helm &helm = Helm::four();
    QVERIFY_HELM(helm);
    const QString chart = m_bench->folder(u"chart"_s);
    m_bench->exportInto(chart);
    const QStringList here{u"--kubeconfig"_s, cluster().adminConfig(), u"-n"_s,
                           m_namespace->name()};
    const auto installed =
        helm.run(QStringList{u"install"_s, u"todo"_s, chart, u"--wait=false"_s} + here);
    QVERIFY2(installed.ok(), qPrintable(installed.text()));
    compare();
    QTRY_VERIFY2_WITH_TIMEOUT(message().startsWith(u"A release of Helm"), qPrintable(message()),
                              30'000);
    QCOMPARE(mark(u"Deployment"_s, u"todo-backend"_s), u"as in the cluster"_s);
    shoot(u"helm-compared"_s);
    QWidget *question = askToApply();
    QVERIFY(question);
    auto *go = question->findChild<QPushButton *>(u"go"_s);
    auto *take = question->findChild<QCheckBox *>(u"fromHelm"_s);
    QVERIFY(take->isVisible() && !take->isChecked() && !go->isEnabled());
    m_bench->hand().key(u"Return"_s);
    QTest::qWait(300);
    QVERIFY(find<QWidget>(u"ApplyDialog"_s)); // nothing comes of it
    QVERIFY(helm.run(QStringList{u"status"_s, u"todo"_s} + here).ok());
    shoot(u"helm-question"_s);
    press(question, u"fromHelm"_s);
    QTRY_VERIFY(go->isEnabled());
    press(question, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u" is in "), qPrintable(message()), 30'000);
    shoot(u"helm-taken"_s);
    const Value backend = cluster().object(u"deployment"_s, u"todo-backend"_s, m_namespace->name());
    QCOMPARE(backend[u"metadata"][u"labels"][u"app.kubernetes.io/managed-by"].toString(),
             u"chartwright"_s);
    QVERIFY(backend[u"metadata"][u"annotations"][u"meta.helm.sh/release-name"].isNull());
    // Helm no longer knows it; its records are gone.
    QVERIFY(!helm.run(QStringList{u"status"_s, u"todo"_s} + here).ok());
    QCOMPARE(cluster().kubectl({u"get"_s, u"secrets"_s, u"-l"_s, u"owner=helm"_s, u"-o"_s,
                                u"name"_s, u"-n"_s, m_namespace->name()}),
             QByteArray());
    compare();
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"just what is drawn"), qPrintable(message()),
                              30'000);
}

CHARTWRIGHT_TEST(ApplyWindowTest)
#include "test_apply_window.moc"
