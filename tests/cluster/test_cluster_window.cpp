// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster_window.h"
#include "model/edits.h"
#include "panels/foldable.h"
#include "tree/yaml.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QUndoStack>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// Comparing, applying and deleting.
class ClusterWindowTest : public ClusterWindow
{
    Q_OBJECT

private slots:
    void initTestCase() { setUp(u"window"_s); }
    void cleanupTestCase() { tearDown(); }
    void choosesATarget();
    void comparesBeforeAnythingIsThere();
    void asksForValues();
    void applies();
    void aChangeIsADifference();
    void whatOthersOwnIsKept();
    void whatOthersOwnIsAdopted();
    void whatTheClusterRefusesIsAProblem();
    void productionAsksForItsName();
    void prunes();
    void deletesAllOfIt();

private:
    void setReplicas(int replicas);
    void compare();
};

void ClusterWindowTest::setReplicas(int replicas)
{
    m_bench->select(m_bench->named(u"Deployment"_s, u"todo-backend"_s));
    m_bench->enter(Section::Main, u"spec.replicas"_s, QString::number(replicas));
    QVERIFY_BENCH(*m_bench);
}

void ClusterWindowTest::compare()
{
    m_bench->hand().key(u"ctrl+shift+d"_s);
    QTRY_VERIFY(find<QPushButton>(u"difference:cancel"_s)->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"difference:compare"_s)->isVisible(), 30'000);
}

void ClusterWindowTest::choosesATarget()
{
    m_bench->hand().key(u"ctrl+shift+t"_s);
    QWidget *targets = m_bench->opened(u"TargetsDialog"_s);
    QVERIFY(targets);
    auto *list = targets->findChild<QTreeWidget *>(u"list"_s);
    QCOMPARE(list->topLevelItemCount(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(list->topLevelItem(0)->text(2).startsWith(u"Ready, v1."), 20'000);
    auto *ns = targets->findChild<QComboBox *>(u"ns"_s);
    QTRY_VERIFY(ns->findText(m_namespace->name()) >= 0);
    QCOMPARE(ns->currentText(), u"default"_s); // as the release is drawn
    m_bench->hand().click(ns->lineEdit());
    m_bench->hand().key(u"ctrl+a"_s);
    m_bench->hand().type(u"nowhere"_s);
    QTRY_VERIFY(targets->findChild<QLabel *>(u"nsNote"_s)->text().contains(u"not there yet"));
    m_bench->hand().key(u"ctrl+a"_s);
    m_bench->hand().type(m_namespace->name());
    shoot(u"targets"_s);
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY(find<QToolButton>(u"difference:target"_s)->text().endsWith(m_namespace->name()));
}

void ClusterWindowTest::comparesBeforeAnythingIsThere()
{
    compare();
    QVERIFY(row(u"Deployment todo-backend"_s));
    QCOMPARE(row(u"Deployment todo-backend"_s)->text(1), u"new"_s);
    QCOMPARE(mark(u"Deployment"_s, u"todo-backend"_s), u"new"_s);
    QTRY_VERIFY(!find<QPlainTextEdit>(u"difference:drawn"_s)->toPlainText().isEmpty());
    shoot(u"new"_s);
}

/// Values of Secrets that nobody has entered are asked for, as by Deploy.
void ClusterWindowTest::asksForValues()
{
    m_bench->hand().key(u"ctrl+shift+a"_s);
    QWidget *form = m_bench->opened(u"MissingValuesDialog"_s);
    QVERIFY(form);
    QCOMPARE(form->findChild<QPushButton *>(u"keep"_s)->text(), u"&Keep and Apply"_s);
    shoot(u"values"_s);
    m_bench->hand().key(u"Escape"_s);
    QTRY_COMPARE(message(), u"Nothing was changed."_s);
    m_bench->hand().key(u"ctrl+shift+a"_s);
    form = m_bench->opened(u"MissingValuesDialog"_s);
    QVERIFY(form);
    m_bench->hand().type(u"postgres://todo@db.example.com/todo"_s);
    press(form, u"keep"_s);
    // There is no keychain here.
    QWidget *keep = m_bench->opened(u"KeepValuesDialog"_s);
    QVERIFY(keep);
    press(keep, u"session"_s);
    QWidget *question = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(question);
    QVERIFY(question->findChild<QCheckBox *>(u"secrets"_s)->isChecked());
    m_bench->hand().key(u"Escape"_s);
    QTRY_COMPARE(message(), u"Nothing was changed."_s);
    QVERIFY(cluster().object(u"secret"_s, u"todo-secrets"_s, m_namespace->name()).isNull());
    // What the cluster has is not asked for.
    m_bench->document().undoStack()->undo();
    cluster().kubectl({u"create"_s, u"secret"_s, u"generic"_s, u"todo-secrets"_s,
                       u"--from-literal=DATABASE_URL=a"_s, u"--from-literal=OPENAI_API_KEY=b"_s,
                       u"--from-literal=BETTER_AUTH_SECRET=c"_s, u"-n"_s, m_namespace->name()});
    m_bench->hand().key(u"ctrl+shift+a"_s);
    QVERIFY(m_bench->opened(u"ApplyDialog"_s));
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(!find<QWidget>(u"ApplyDialog"_s));
    cluster().kubectl({u"delete"_s, u"secret"_s, u"todo-secrets"_s, u"-n"_s, m_namespace->name()});
}

void ClusterWindowTest::applies()
{
    QWidget *question = m_bench->askToApply();
    QVERIFY(question);
    QVERIFY(question->findChild<QLabel *>(u"details"_s)->text().contains(u"New: 6"_s));
    shoot(u"question"_s);
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"6 created"), 30'000);
    QCOMPARE(row(u"Ingress todo-ingress"_s)->text(1), u"created"_s);
    QCOMPARE(liveReplicas(), 2);
    shoot(u"applied"_s);
}

void ClusterWindowTest::aChangeIsADifference()
{
    setReplicas(3);
    compare();
    QTreeWidgetItem *replicas = field(u"Deployment todo-backend"_s, u"spec.replicas"_s);
    QVERIFY(replicas);
    QCOMPARE(replicas->text(1), u"2 → 3"_s);
    QCOMPARE(replicas->text(2), u"drawn since"_s);
    QCOMPARE(mark(u"Deployment"_s, u"todo-backend"_s), u"1 field to change"_s);
    shoot(u"changed"_s);
    pressIn(u"difference:apply"_s);
    QVERIFY(m_bench->opened(u"ApplyDialog"_s));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"1 changed"), 30'000);
    QCOMPARE(liveReplicas(), 3);
}

void ClusterWindowTest::whatOthersOwnIsKept()
{
    cluster().kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=1"_s, u"-n"_s,
                       m_namespace->name()});
    compare();
    QTreeWidgetItem *replicas = field(u"Deployment todo-backend"_s, u"spec.replicas"_s);
    QVERIFY(replicas);
    QVERIFY2(replicas->text(2).contains(u"belongs to kubectl"), qPrintable(replicas->text(2)));
    // Not applied over without a word on it.
    pressIn(u"difference:apply"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"1 field belongs to somebody else"), 30'000);
    shoot(u"conflict"_s);
    pressIn(u"difference:keep"_s);
    pressIn(u"difference:apply"_s);
    QVERIFY(m_bench->opened(u"ApplyDialog"_s));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u" is in "), 30'000);
    QCOMPARE(liveReplicas(), 1);
}

void ClusterWindowTest::whatOthersOwnIsAdopted()
{
    cluster().kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=2"_s, u"-n"_s,
                       m_namespace->name()});
    compare();
    QTreeWidgetItem *replicas = field(u"Deployment todo-backend"_s, u"spec.replicas"_s);
    QVERIFY(replicas);
    find<QTreeWidget>(u"difference:list"_s)->setCurrentItem(replicas);
    pressIn(u"difference:adopt"_s);
    QTRY_COMPARE(at(m_bench->topology().findByName(u"Deployment", u"todo-backend")->fields,
                    Path(u"spec.replicas"_s))
                     .toInt(),
                 2);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"just what is drawn"), 30'000);
}

void ClusterWindowTest::whatTheClusterRefusesIsAProblem()
{
    const ResourcePtr backend = m_bench->topology().findByName(u"Deployment", u"todo-backend");
    // Right for the drawing, and not for a cluster.
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(), backend->id,
                                      Path(u"metadata.annotations"_s), Map{{u"a b"_s, u"x"_s}}));
    pressIn(u"difference:apply"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"would refuse 1 object"), 30'000);
    const QList<Finding> findings = m_bench->document().findings(backend->id);
    QVERIFY(std::any_of(findings.begin(), findings.end(), [](const Finding &f) {
        return f.rule == u"cluster/refused" && f.path.startsWith(Path(u"metadata.annotations"_s));
    }));
    shoot(u"refused"_s);
    m_bench->hand().key(u"ctrl+z"_s);
    QTRY_VERIFY(m_bench->document().clusterFacts().sayings.value(backend->id).isEmpty());
}

void ClusterWindowTest::productionAsksForItsName()
{
    m_bench->hand().key(u"ctrl+shift+t"_s);
    QWidget *targets = m_bench->opened(u"TargetsDialog"_s);
    QVERIFY(targets);
    const QString context = targets->findChild<QTreeWidget *>(u"list"_s)
                                ->topLevelItem(0)
                                ->data(0, Qt::UserRole)
                                .toString();
    press(targets, u"production"_s);
    press(targets, u"use"_s);
    QWidget *question = m_bench->askToApply();
    QVERIFY(question);
    auto *go = question->findChild<QPushButton *>(u"go"_s);
    QVERIFY(!go->isEnabled());
    shoot(u"production"_s);
    m_bench->hand().click(question->findChild<QLineEdit *>(u"confirm"_s));
    m_bench->hand().type(context);
    QTRY_VERIFY(go->isEnabled());
    m_bench->hand().key(u"Escape"_s);
    QTRY_VERIFY(find<QPushButton>(u"difference:compare"_s)->isVisible());
    m_bench->hand().key(u"ctrl+shift+t"_s);
    targets = m_bench->opened(u"TargetsDialog"_s);
    QVERIFY(targets);
    press(targets, u"production"_s);
    press(targets, u"use"_s);
}

void ClusterWindowTest::prunes()
{
    m_bench->hand().key(u"ctrl+1"_s);
    m_bench->select(m_bench->named(u"Ingress"_s, u"todo-ingress"_s));
    QVERIFY_BENCH(*m_bench);
    m_bench->hand().key(u"Delete"_s);
    QTRY_VERIFY(!m_bench->topology().findByName(u"Ingress", u"todo-ingress"));
    QWidget *question = m_bench->askToApply();
    QVERIFY(question);
    press(question, u"prune"_s);
    press(question, u"go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"1 deleted"), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(
        cluster().object(u"ingress"_s, u"todo-ingress"_s, m_namespace->name()).isNull(), 20'000);
}

void ClusterWindowTest::deletesAllOfIt()
{
    cluster().kubectl({u"create"_s, u"secret"_s, u"generic"_s, u"todo-secrets"_s,
                       u"--from-literal=DATABASE_URL=a"_s, u"-n"_s, m_namespace->name()});
    auto *action = m_bench->window().actions()[u"cluster.deleteAll"_s];
    action->trigger();
    QWidget *question = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(question);
    QVERIFY(!question->findChild<QCheckBox *>(u"secrets"_s)->isVisible()); // kubectl made it
    press(question, u"go"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"5 deleted"), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(cluster()
                                 .kubectl({u"get"_s, u"deployments,services,ingresses"_s, u"-o"_s,
                                           u"name"_s, u"-n"_s, m_namespace->name()})
                                 .isEmpty(),
                             30'000);
    QVERIFY(cluster().object(u"secret"_s, u"todo-secrets"_s, m_namespace->name()).isMap());
    QVERIFY(!QString::fromUtf8(cluster().kubectl({u"get"_s, u"configmaps"_s, u"-o"_s, u"name"_s,
                                                  u"-n"_s, m_namespace->name()}))
                 .contains(u"chartwright"));
    QTRY_COMPARE_WITH_TIMEOUT(mark(u"Deployment"_s, u"todo-backend"_s), u"not in the cluster"_s,
                              20'000);
}

CHARTWRIGHT_TEST(ClusterWindowTest)
#include "test_cluster_window.moc"
