// SPDX-License-Identifier: Apache-2.0
#include "cluster/real_cluster.h"
#include "model/edits.h"
#include "tree/yaml.h"
#include "vault_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const RealCluster &cluster() { return RealCluster::instance(); }
const QString Keys[] = {u"DATABASE_URL"_s, u"OPENAI_API_KEY"_s, u"BETTER_AUTH_SECRET"_s};

} // namespace

// Values that a person types go from the keychain into a Secret of a real cluster, and nowhere
// else. One window lives through all of the test: its functions build on each other.
class HandOverTest : public VaultWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void isCreatedUnderTheChartsName();
    void theApplicationRuns();
    void anEqualValueMovesNothing();
    void aNewValueRestartsWhoReadsIt();
    void keysOfOthersStay();
    void helmGoesOnWithIt();
    void deletingAsksForItApart();
    void noValueIsElsewhere();

private:
    void set(const QString &key);
    void apply();
    QString message()
    {
        return m_bench->window().findChild<QLabel *>(u"difference:message"_s)->text();
    }
    Value secret() { return cluster().object(u"secret"_s, u"todo-secrets"_s, m_namespace->name()); }
    QByteArray valueThere(const QString &key)
    {
        return QByteArray::fromBase64(secret()[u"data"][key].toString().toLatin1());
    }
    QString restartedAt();

    std::unique_ptr<TestNamespace> m_namespace;
    QHash<QString, QByteArray> m_kept;
};

void HandOverTest::initTestCase()
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
    qputenv("KUBECONFIG", cluster().adminConfig().toLocal8Bit());
    m_namespace = std::make_unique<TestNamespace>(u"secrets"_s);
    setUp();
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(),
                                      m_bench->topology().findByName(u"Release", u"todo")->id,
                                      Path(u"namespace"_s), m_namespace->name()));
    for (const QString &key : Keys)
        set(key);
    QVERIFY_BENCH(*m_bench);
}

void HandOverTest::cleanupTestCase()
{
    m_namespace.reset();
    tearDown();
}

void HandOverTest::set(const QString &key)
{
    m_bench->select(m_bench->named(u"Secret"_s, u"todo-secrets"_s));
    QPointer<SecretDialog> dialog = openDialog(key);
    QVERIFY2(dialog, qPrintable(m_bench->problem()));
    const QByteArray value = newValue();
    m_bench->hand().type(QString::fromLatin1(value));
    QTRY_COMPARE(dialog->findChild<QLineEdit *>(u"line"_s)->text().size(), value.size());
    m_bench->hand().moveTo(m_bench->window().mapToGlobal(QPoint(5, 5)));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog, 10'000);
    m_kept[key] = value;
}

void HandOverTest::apply()
{
    QWidget *question = m_bench->askToApply();
    QVERIFY2(question, qPrintable(message()));
    QVERIFY(question->findChild<QCheckBox *>(u"secrets"_s)->isChecked());
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u" is in "), 40'000);
}

QString HandOverTest::restartedAt()
{
    return at(cluster().object(u"deployment"_s, u"todo-backend"_s, m_namespace->name()),
              Path(u"spec.template.metadata.annotations"_s)
                  .key(u"kubectl.kubernetes.io/restartedAt"_s))
        .toString();
}

void HandOverTest::isCreatedUnderTheChartsName()
{
    apply();
    QVERIFY2(message().contains(u"7 created"), qPrintable(message()));
    for (const QString &key : Keys)
        QCOMPARE(valueThere(key), m_kept[key]);
    const Value &metadata = secret()[u"metadata"];
    QCOMPARE(metadata[u"annotations"][u"helm.sh/resource-policy"].toString(), u"keep"_s);
    QCOMPARE(metadata[u"labels"][u"chartwright.org/release"].toString(), u"todo"_s);
    shoot(u"cluster-secrets"_s);
}

void HandOverTest::theApplicationRuns()
{
    QTRY_COMPARE_WITH_TIMEOUT(
        m_bench->canvas().marks().value(m_bench->named(u"Deployment"_s, u"todo-backend"_s)).text,
        u"2/2 Available"_s, 60'000);
}

void HandOverTest::anEqualValueMovesNothing()
{
    const QString before = secret()[u"metadata"][u"resourceVersion"].toString();
    apply();
    QCOMPARE(secret()[u"metadata"][u"resourceVersion"].toString(), before);
    QCOMPARE(restartedAt(), QString());
}

void HandOverTest::aNewValueRestartsWhoReadsIt()
{
    set(Keys[1]);
    apply();
    QCOMPARE(valueThere(Keys[1]), m_kept[Keys[1]]);
    QVERIFY(!restartedAt().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(
        m_bench->canvas().marks().value(m_bench->named(u"Deployment"_s, u"todo-backend"_s)).text,
        u"2/2 Available"_s, 60'000);
}

void HandOverTest::keysOfOthersStay()
{
    cluster().kubectl({u"patch"_s, u"secret"_s, u"todo-secrets"_s, u"-n"_s, m_namespace->name(),
                       u"--type=merge"_s, u"-p"_s, u"{\"stringData\":{\"OTHER\":\"theirs\"}}"_s});
    set(Keys[2]);
    apply();
    QCOMPARE(valueThere(u"OTHER"_s), QByteArray("theirs"));
    QCOMPARE(valueThere(Keys[2]), m_kept[Keys[2]]);
}

/// The chart names the same Secret, so that pods of either find it.
void HandOverTest::helmGoesOnWithIt()
{
    QCOMPARE(at(cluster().object(u"deployment"_s, u"todo-backend"_s, m_namespace->name()),
                Path(u"spec.template.spec.containers[backend].env[DATABASE_URL]"_s))
                 [u"valueFrom"][u"secretKeyRef"][u"name"]
                     .toString(),
             u"todo-secrets"_s);
}

void HandOverTest::deletingAsksForItApart()
{
    m_bench->window().actions()[u"cluster.deleteAll"_s]->trigger();
    QWidget *question = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(question);
    auto *secrets = question->findChild<QCheckBox *>(u"secrets"_s);
    QVERIFY(secrets->isVisible() && !secrets->isChecked());
    press(question, u"go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"6 deleted"), 40'000);
    QVERIFY(secret().isMap());
    m_bench->window().actions()[u"cluster.deleteAll"_s]->trigger();
    question = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(question);
    press(question, u"secrets"_s);
    press(question, u"go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"1 deleted"), 40'000);
    QVERIFY(secret().isNull());
}

void HandOverTest::noValueIsElsewhere()
{
    // Of this program, and of what it has put beside the release.
    const QByteArray rest = cluster().kubectl({u"get"_s, u"configmaps,deployments,events"_s,
                                               u"-o"_s, u"json"_s, u"-n"_s, m_namespace->name()});
    for (const QByteArray &value : std::as_const(m_values)) {
        QVERIFY(!isInAFile(value));
        QVERIFY(!rest.contains(value) && !rest.contains(value.toBase64()));
    }
}

CHARTWRIGHT_TEST(HandOverTest)
#include "test_hand_over.moc"
