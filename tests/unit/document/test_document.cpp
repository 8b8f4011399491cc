// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"
#include "document/document.h"
#include "kinds/kept_values.h"
#include "kinds/registry.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QSet>
#include <QSignalSpy>

using namespace chartwright;

class DocumentTest : public TestCase
{
    Q_OBJECT

private slots:
    void pushUndoRedo();
    void emptyEditsAreLeftOut();
    void typingMerges();
    void typedNameIsUndoneByItsFirst();
    void typingBackToTheStartLeavesNothing();
    void savedStateIsNotMergedInto();
    void eventsTellWhatChanged();
    void savingFixesValuesKeysForGood();
    void titleAndFolder();
    void resetForgetsHistory();
    void findingsFollowEdits();
    void profileOfTheChartCounts();
    void largeDrawingsAreCheckedOnAWorker();
    void rulesHearOfSecrets();
    void copiesHaveValuesOfTheirOwn();
    void valuesOfASaveElsewhereAreNewThroughHistory();
};

namespace {

const Path replicas(QStringLiteral("spec.replicas"));

ResourceId idOf(const Document &document, const QString &kind, const QString &name)
{
    const ResourcePtr r = document.topology().findByName(kind, name);
    return r ? r->id : ResourceId();
}

ResourceId backend(const Document &document)
{
    return idOf(document, QStringLiteral("Deployment"), QStringLiteral("todo-backend"));
}

Edit setReplicas(const Document &document, int n)
{
    return setField(document.topology(), document.refs(), backend(document), replicas, Value(n));
}

qint64 replicasOf(const Document &document)
{
    return (*document.topology().find(backend(document)))[replicas].toInt(-1);
}

using ValueIds = QHash<QString, QString>;

Topology withValue(const QString &id)
{
    Topology topology = chartwright_test::todoApp();
    const ResourceId secret = topology.ofKind(u"Secret").constFirst()->id;
    topology.apply(setField(topology, RefIndex(topology), secret,
                            keptValuePath(QStringLiteral("DATABASE_URL")), id));
    return topology;
}

bool equalsFullCheck(const Document &document)
{
    QSet<QString> now, full;
    const auto key = [](const Finding &f) {
        return f.rule + u'|' + f.resource.text + u'|' + f.path.text() + u'|' + f.message;
    };
    for (const Finding &f : document.findings())
        now.insert(key(f));
    const Topology &topology = document.topology();
    for (const Finding &f : CheckEngine::check(topology, TargetFacts::of(topology)))
        full.insert(key(f));
    return now == full;
}

} // namespace

void DocumentTest::pushUndoRedo()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    const Topology before = document.topology();
    QSignalSpy modified(&document, &Document::modifiedChanged);
    document.push(setReplicas(document, 3));
    QCOMPARE(replicasOf(document), 3);
    QVERIFY(document.isModified());
    QVERIFY(!document.undoStack()->undoText().isEmpty());
    document.undoStack()->undo();
    QVERIFY(document.topology() == before);
    QVERIFY(!document.isModified());
    document.undoStack()->redo();
    QCOMPARE(replicasOf(document), 3);
    QCOMPARE(modified.size(), 3);
}

void DocumentTest::emptyEditsAreLeftOut()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    document.push({});
    Edit same;
    const ResourcePtr r = document.topology().find(backend(document));
    same.changes.append({r->id, r, std::make_shared<const Resource>(*r)});
    document.push(same);
    QCOMPARE(document.undoStack()->count(), 0);
}

void DocumentTest::typingMerges()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    for (const int n : {3, 30, 300})
        document.push(setReplicas(document, n));
    QCOMPARE(document.undoStack()->count(), 1);
    document.push(renameResource(document.topology(), backend(document), QStringLiteral("x")));
    document.undoStack()->undo();
    document.undoStack()->undo();
    QCOMPARE(replicasOf(document), 2);
}

void DocumentTest::typedNameIsUndoneByItsFirst()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    const ResourceId id = backend(document);
    for (const char *name : {"t", "todo-ap", "todo-api"})
        document.push(renameResource(document.topology(), id, QString::fromLatin1(name)));
    QCOMPARE(document.undoStack()->count(), 1);
    QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Rename todo-backend to todo-api"));
}

void DocumentTest::typingBackToTheStartLeavesNothing()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    document.push(setReplicas(document, 3));
    document.push(setReplicas(document, 2));
    QCOMPARE(document.undoStack()->count(), 0);
    QVERIFY(!document.isModified());
    QCOMPARE(replicasOf(document), 2);
}

void DocumentTest::savedStateIsNotMergedInto()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    document.push(setReplicas(document, 3));
    document.setSaved(QStringLiteral("/x/topology.yaml"));
    document.push(setReplicas(document, 4));
    QVERIFY(document.isModified());
    document.undoStack()->undo();
    QVERIFY(!document.isModified());
    QCOMPARE(replicasOf(document), 3);
}

void DocumentTest::eventsTellWhatChanged()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    Topology mirror = document.topology();
    RefIndex refs(mirror);
    connect(&document, &Document::changed, this, [&](const ChangeEvent &event) {
        mirror.apply(event);
        refs.update(event);
    });
    document.push(setReplicas(document, 3));
    document.push(removeResources(document.topology(), document.refs(),
                                  QList<ResourceId>{backend(document)}));
    document.undoStack()->undo();
    document.undoStack()->undo();
    document.undoStack()->redo();
    QVERIFY(mirror == document.topology());
    for (const ResourcePtr &r : mirror.resources())
        QCOMPARE(refs.neighbours(r->id), document.refs().neighbours(r->id));
}

void DocumentTest::savingFixesValuesKeysForGood()
{
    Document document(allKinds());
    document.reset(emptyTopology(), {});
    const Resource made = newResource(document.topology(), QStringLiteral("Deployment"));
    document.push(insertResource(document.topology(), made, {}));
    document.push(renameResource(document.topology(), made.id, QStringLiteral("other")));
    const auto isFixed = [&] { return document.topology().find(made.id)->valuesKeyFixed; };
    QVERIFY(!isFixed());
    document.setSaved(QStringLiteral("/x/topology.yaml"));
    QVERIFY(isFixed());
    document.undoStack()->undo(); // the resource as it was before the save
    QVERIFY(isFixed());
    document.undoStack()->undo();
    document.undoStack()->redo();
    QVERIFY(isFixed());
}

void DocumentTest::titleAndFolder()
{
    Document document(allKinds());
    QSignalSpy moved(&document, &Document::filePathChanged);
    document.reset(emptyTopology(QStringLiteral("shop")), {});
    QCOMPARE(document.title(), QStringLiteral("shop"));
    QCOMPARE(document.projectFolder(), QString());
    document.setSaved(QStringLiteral("/a/b/topology.yaml"));
    QCOMPARE(document.projectFolder(), QStringLiteral("/a/b"));
    QCOMPARE(moved.size(), 1);
    document.push(renameResource(document.topology(), document.topology().chart()->id,
                                 QStringLiteral("store")));
    QCOMPARE(document.title(), QStringLiteral("store"));
}

void DocumentTest::resetForgetsHistory()
{
    Document document(allKinds());
    QSignalSpy replaced(&document, &Document::replaced);
    document.reset(chartwright_test::todoApp(), {});
    document.push(setReplicas(document, 3));
    document.reset(emptyTopology(), QStringLiteral("/a/topology.yaml"));
    QCOMPARE(replaced.size(), 2);
    QCOMPARE(document.undoStack()->count(), 0);
    QVERIFY(!document.isModified());
    document.undoStack()->resetClean(); // as after a recovery
    QVERIFY(document.isModified());
}

void DocumentTest::findingsFollowEdits()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    QVERIFY(equalsFullCheck(document));
    QSignalSpy spy(&document, &Document::findingsChanged);
    document.push(setReplicas(document, 0));
    QCOMPARE(spy.size(), 1);
    QVERIFY(equalsFullCheck(document));
    QVERIFY(!document.findings(backend(document)).isEmpty());
    document.push(removeResources(document.topology(), document.refs(),
                                  QList<ResourceId>{backend(document)}));
    QVERIFY(equalsFullCheck(document));
    document.undoStack()->undo();
    QVERIFY(equalsFullCheck(document));
    document.undoStack()->undo();
    QVERIFY(equalsFullCheck(document));
}

void DocumentTest::profileOfTheChartCounts()
{
    Document document(allKinds());
    document.reset(chartwright_test::todoApp(), {});
    document.push(setReplicas(document, 9)); // more than Minikube's 4
    const qsizetype before = document.findings().size();
    document.push(setField(document.topology(), document.refs(), document.topology().chart()->id,
                           Path(QStringLiteral("profile")), Value(QStringLiteral("none"))));
    QVERIFY(equalsFullCheck(document));
    QVERIFY(document.findings().size() < before);
}

void DocumentTest::largeDrawingsAreCheckedOnAWorker()
{
    Topology large = emptyTopology();
    for (int i = 0; i < 1200; ++i) {
        Resource r;
        r.id = {QStringLiteral("config-%1").arg(i)};
        r.kind = QStringLiteral("ConfigMap");
        r.name = QStringLiteral("config-%1").arg(i);
        r.valuesKey = QStringLiteral("config%1").arg(i);
        r.fields = Map{{QStringLiteral("data"), Map{{QStringLiteral("A"), QStringLiteral("b")}}}};
        large.put(std::move(r));
    }
    Document document(allKinds());
    document.reset(large, {});
    QVERIFY(document.isChecking());
    // Edits in the meantime count too.
    document.push(renameResource(document.topology(), {QStringLiteral("config-7")},
                                 QStringLiteral("Not A Name")));
    document.push(removeResources(document.topology(), document.refs(),
                                  QList<ResourceId>{{QStringLiteral("config-8")}}));
    QTRY_VERIFY(!document.isChecking());
    QVERIFY(equalsFullCheck(document));
    QVERIFY(!document.findings({QStringLiteral("config-7")}).isEmpty());

    Document closed(allKinds());
    closed.reset(large, {});
    closed.reset(emptyTopology(), {}); // what the worker finds belongs to nothing any more
    QVERIFY(!closed.isChecking());
    QVERIFY(equalsFullCheck(closed));
}

void DocumentTest::rulesHearOfSecrets()
{
    for (const bool large : {false, true}) { // a large one is checked on a worker
        Topology topology = chartwright_test::todoApp();
        for (int i = 0; large && i < 1000; ++i)
            topology.put(
                newResource(topology, QStringLiteral("ConfigMap"), QStringLiteral("c%1").arg(i)));
        Document document(allKinds());
        document.reset(topology, QStringLiteral("/a/topology.yaml"));
        const auto found = [&](const QString &rule) {
            return std::count_if(document.findings().begin(), document.findings().end(),
                                 [&](const Finding &f) { return f.rule == rule; });
        };
        SecretFacts facts;
        facts.isKeychainOpen = true;
        facts.envFiles = {{QStringLiteral(".env"), EnvExposure::How::Tracked}};
        QSignalSpy spy(&document, &Document::findingsChanged);
        document.setSecretFacts(facts);
        QTRY_COMPARE(found(QStringLiteral("secret/value-missing")), 3);
        QCOMPARE(found(QStringLiteral("secret/env-file-tracked")), 1);
        QCOMPARE(spy.size(), 1);
        document.setSecretFacts(facts);
        QCOMPARE(spy.size(), 1);
        // The files of another folder are not known; the keychain is the same.
        document.reset(chartwright_test::todoApp(), QStringLiteral("/b/topology.yaml"));
        QCOMPARE(found(QStringLiteral("secret/env-file-tracked")), 0);
        QCOMPARE(found(QStringLiteral("secret/value-missing")), 3);
    }
}

void DocumentTest::copiesHaveValuesOfTheirOwn()
{
    Document document(allKinds());
    const QString id = newValueId();
    document.reset(withValue(id), {});
    QSignalSpy copied(&document, &Document::valuesCopied);
    const ResourcePtr original = document.topology().ofKind(u"Secret").constFirst();
    const QList<ResourceId> made =
        document.pushCopies({original}, {}, {10, 10}, QStringLiteral("Copy"));
    QCOMPARE(made.size(), 1);
    const QString theirs =
        keptValueId(*document.topology().find(made.first()), QStringLiteral("DATABASE_URL"));
    QVERIFY(isValueId(theirs) && theirs != id);
    QCOMPARE(keptValueId(*document.topology().find(original->id), QStringLiteral("DATABASE_URL")),
             id);
    QCOMPARE(copied.size(), 1);
    QCOMPARE(copied.first().first().value<ValueIds>(), (ValueIds{{id, theirs}}));
    // What comes back by redo is the same copy.
    document.undoStack()->undo();
    document.undoStack()->redo();
    QCOMPARE(keptValueId(*document.topology().find(made.first()), QStringLiteral("DATABASE_URL")),
             theirs);
}

void DocumentTest::valuesOfASaveElsewhereAreNewThroughHistory()
{
    Document document(allKinds());
    const QString first = newValueId(), second = newValueId(), third = newValueId();
    document.reset(withValue(first), QStringLiteral("/a/topology.yaml"));
    const ResourceId secret = document.topology().ofKind(u"Secret").constFirst()->id;
    const auto now = [&] {
        return keptValueId(*document.topology().find(secret), QStringLiteral("DATABASE_URL"));
    };
    const Path type(QStringLiteral("type")), value = keptValuePath(QStringLiteral("DATABASE_URL"));
    const auto set = [&](const Path &path, const Value &to) {
        document.push(setField(document.topology(), document.refs(), secret, path, to));
    };
    set(type, QStringLiteral("kubernetes.io/tls"));
    set(value, {});
    QCOMPARE(now(), QString());
    document.undoStack()->undo();
    QCOMPARE(now(), first);
    document.takeValueIds({{first, second}});
    document.setSaved(QStringLiteral("/b/topology.yaml"));
    QCOMPARE(now(), second);
    QVERIFY(!document.isModified());
    QSignalSpy changed(&document, &Document::changed);
    document.undoStack()->undo();
    QCOMPARE(now(), second);
    document.undoStack()->redo();
    document.takeValueIds({{second, third}});
    document.undoStack()->redo();
    QCOMPARE(now(), QString());
    document.undoStack()->undo();
    QCOMPARE(now(), third);
    document.undoStack()->undo();
    QCOMPARE(now(), third);
    // Another drawing has a history of its own.
    document.reset(withValue(first), {});
    set(type, QStringLiteral("kubernetes.io/tls"));
    QCOMPARE(now(), first);
}

CHARTWRIGHT_TEST(DocumentTest)
#include "test_document.moc"
