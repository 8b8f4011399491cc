// SPDX-License-Identifier: Apache-2.0
#include "cluster/config_window.h"
#include "model/edits.h"
#include "tree/yaml.h"

#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// Kinds that the drawing brings along, and a namespace that may not be made, in the window.
class KindsWindowTest : public ConfigWindow
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void theKindComesWithIt();
    void prunesAllButTheDefinition();
    void deletesAllButTheDefinition();
    void theDefinitionToo();
    void storageClassThatIsNotThere();
    void namespaceThatMayNotBeMade();

private:
    QString group() const { return m_namespace->name() + u".example.org"_s; }
    QString definition() const { return u"widgets."_s + group(); }
    void add(const QString &name, const QByteArray &yaml);
    QString there(const QString &kind, const QString &name) const
    {
        return QString::fromUtf8(
            cluster().kubectl({u"get"_s, kind, name, u"--ignore-not-found"_s, u"-o"_s, u"name"_s,
                               u"-n"_s, m_namespace->name()}));
    }
    QListWidgetItem *listed(QWidget *question, const QString &name) const;
    QPoint tickOf(QListWidgetItem *item) const;
};

void KindsWindowTest::initTestCase()
{
    setUp(u"kinds"_s, {{u"admin"_s, adminCluster(), adminUser()}});
    drawNamespace();
    add(definition(), "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
                      "spec:\n  group: " +
                          group().toUtf8() +
                          "\n  scope: Namespaced\n  names: {kind: Widget, plural: widgets}\n"
                          "  versions: [{name: v1, served: true, storage: true, schema: "
                          "{openAPIV3Schema: {type: object}}}]\n");
    for (const QString &name : {u"first"_s, u"second"_s})
        add(name, "apiVersion: " + group().toUtf8() + "/v1\nkind: Widget\n");
}

void KindsWindowTest::cleanupTestCase()
{
    cluster().kubectl(
        {u"delete"_s, u"crd"_s, definition(), u"--ignore-not-found"_s, u"--wait=false"_s});
    tearDown();
}

void KindsWindowTest::add(const QString &name, const QByteArray &yaml)
{
    const auto object = readYaml(yaml, name);
    QVERIFY(object);
    const Topology &topology = m_bench->topology();
    Resource r = newResource(topology, u"Manifest"_s, name);
    r.fields = Map{{u"manifest"_s, *object}};
    m_bench->document().push(insertResource(topology, r, QPointF(0, 700)));
}

QListWidgetItem *KindsWindowTest::listed(QWidget *question, const QString &name) const
{
    const auto found =
        question->findChild<QListWidget *>(u"list"_s)->findItems(name, Qt::MatchEndsWith);
    return found.isEmpty() ? nullptr : found.first();
}

QPoint KindsWindowTest::tickOf(QListWidgetItem *item) const
{
    const QListWidget *list = item->listWidget();
    const QRect at = list->visualItemRect(item);
    return list->viewport()->mapToGlobal(QPoint(10, at.center().y()));
}

void KindsWindowTest::theKindComesWithIt()
{
    compare();
    QTRY_VERIFY_WITH_TIMEOUT(row(u"Widget first"_s), 30'000);
    QCOMPARE(row(u"Widget first"_s)->text(1), u"new"_s);
    QVERIFY2(row(u"Widget first"_s)->text(2).contains(u"Its kind comes with this apply"),
             qPrintable(row(u"Widget first"_s)->text(2)));
    QVERIFY(!message().contains(u"would refuse"));
    shoot(u"kinds-compared"_s);
    QVERIFY2(askToApply(), qPrintable(message()));
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"9 created"), qPrintable(message()), 40'000);
    QVERIFY(!there(definition(), u"first"_s).isEmpty());
    shoot(u"kinds-applied"_s);
    // The window knows the kind now.
    compare();
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"just what is drawn"), qPrintable(message()),
                              30'000);
}

void KindsWindowTest::prunesAllButTheDefinition()
{
    const Topology &topology = m_bench->topology();
    QList<ResourceId> ids{m_bench->named(u"Manifest"_s, definition()),
                          m_bench->named(u"Manifest"_s, u"second"_s)};
    m_bench->document().push(removeResources(topology, m_bench->document().refs(), ids));
    QWidget *question = askToApply();
    QVERIFY2(question, qPrintable(message()));
    auto *list = question->findChild<QListWidget *>(u"list"_s);
    QVERIFY(!list->isEnabled()); // nothing is deleted unless it is asked for
    press(question, u"prune"_s);
    QTRY_VERIFY(list->isEnabled());
    QListWidgetItem *second = listed(question, u"second"_s), *kind = listed(question, definition());
    QVERIFY(second && kind);
    QCOMPARE(second->checkState(), Qt::Checked);
    QCOMPARE(kind->checkState(), Qt::Unchecked);
    QVERIFY(question->findChild<QLabel *>(u"definitions"_s)->isVisible());
    shoot(u"kinds-prune"_s);
    press(question, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"1 deleted"), qPrintable(message()), 40'000);
    QVERIFY(there(definition(), u"second"_s).isEmpty() &&
            !there(definition(), u"first"_s).isEmpty());
    QVERIFY(!there(u"crd"_s, definition()).isEmpty());
    compare();
    QTRY_VERIFY_WITH_TIMEOUT(row(u"CustomResourceDefinition "_s + definition()), 30'000);
    QVERIFY(row(u"CustomResourceDefinition "_s + definition())
                ->text(2)
                .contains(u"deletes all objects of its kind"));
}

void KindsWindowTest::deletesAllButTheDefinition()
{
    m_bench->window().actions()[u"cluster.deleteAll"_s]->trigger();
    QWidget *question = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(question);
    QCOMPARE(listed(question, u"first"_s)->checkState(), Qt::Checked);
    QCOMPARE(listed(question, definition())->checkState(), Qt::Unchecked);
    QCOMPARE(row(u"Widget first"_s)->text(1), u"to be deleted"_s); // it is still drawn
    shoot(u"kinds-delete"_s);
    press(question, u"go"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"7 deleted"), qPrintable(message()), 40'000);
    QVERIFY(!there(u"crd"_s, definition()).isEmpty());
}

void KindsWindowTest::theDefinitionToo()
{
    m_bench->window().actions()[u"cluster.deleteAll"_s]->trigger();
    QWidget *question = m_bench->opened(u"ApplyDialog"_s);
    QVERIFY(question);
    auto *go = question->findChild<QPushButton *>(u"go"_s);
    QVERIFY(!go->isEnabled()); // there is nothing else
    m_bench->hand().click(tickOf(listed(question, definition())));
    QTRY_VERIFY(go->isEnabled());
    m_bench->hand().click(go);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"1 deleted"), qPrintable(message()), 40'000);
    QTRY_VERIFY_WITH_TIMEOUT(there(u"crd"_s, definition()).isEmpty(), 20'000);
    m_bench->hand().key(u"ctrl+z"_s); // draws it again
    QTRY_VERIFY(!m_bench->named(u"Manifest"_s, definition()).isEmpty());
    compare();
    QTRY_VERIFY_WITH_TIMEOUT(row(u"Widget first"_s), 30'000);
    QVERIFY2(row(u"Widget first"_s)->text(2).contains(u"Its kind comes with this apply"),
             qPrintable(row(u"Widget first"_s)->text(2)));
}

void KindsWindowTest::storageClassThatIsNotThere()
{
    add(u"data"_s, "apiVersion: v1\nkind: PersistentVolumeClaim\nspec: {storageClassName: gold, "
                   "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n");
    compare();
    const ResourceId claim = m_bench->named(u"Manifest"_s, u"data"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_bench->document().clusterFacts().sayings.value(claim).isEmpty(),
                             30'000);
    const ClusterSaying said = m_bench->document().clusterFacts().sayings.value(claim).first();
    QVERIFY(said.what == ClusterSaying::What::ClassMissing);
    QCOMPARE(said.message, u"The cluster has no StorageClass gold"_s);
    m_bench->hand().key(u"ctrl+z"_s);
}

void KindsWindowTest::namespaceThatMayNotBeMade()
{
    const TestAccount editor(u"edit"_s);
    write({{u"editor"_s, adminCluster(), editor.user()}});
    const QString fresh = m_namespace->name() + u"-fresh"_s;
    const ResourceId release = m_bench->named(u"Release"_s, u"todo"_s);
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(), release,
                                      Path(u"namespace"_s), fresh));
    QVERIFY(targets());
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(u"editor"_s).startsWith(u"Ready"), 20'000);
    use(u"editor"_s);
    m_bench->hand().key(u"ctrl+shift+a"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(
        message().contains(u"Nothing was changed. The namespace %1 is not "
                           "there, and this account may not create it"_s.arg(fresh)),
        qPrintable(message()), 30'000);
    QVERIFY(!find<QWidget>(u"ApplyDialog"_s));
    const QList<Finding> findings = m_bench->document().findings(release);
    const auto found = std::find_if(findings.begin(), findings.end(), [](const Finding &f) {
        return f.rule == u"cluster/namespace-missing";
    });
    QVERIFY(found != findings.end());
    QCOMPARE(found->severity, Severity::Error);
    QVERIFY2(found->remedy.contains(u"Ask an administrator"), qPrintable(found->remedy));
    shoot(u"namespace-forbidden"_s);
    QVERIFY(cluster().object(u"namespace"_s, fresh, u"default"_s).isNull());
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(KindsWindowTest)
#include "test_kinds_window.moc"
