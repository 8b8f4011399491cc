// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"
#include "kinds/registry.h"
#include "project/autosave.h"
#include "project/sidecar.h"
#include "secrets/value_keeper.h"
#include "secrets/value_survey.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace chartwright;
using namespace Qt::StringLiterals;

class ValueSurveyTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void drawingsOnTheDisk();
    void unsavedWorkCounts();
    void hiddenWorkMayHoldAnything();
    void openDrawingAndItsHistoryCount();
    void keeperListsAfterItsChanges();
};

namespace {

Topology holding(const QString &id)
{
    Topology out = emptyTopology(u"todo"_s);
    Resource secret;
    secret.id = {u"todo-secrets-0001"_s};
    secret.kind = u"Secret"_s;
    secret.name = u"todo-secrets"_s;
    secret.valuesKey = u"secrets"_s;
    secret.fields = Map{{u"data"_s, Map{{u"KEY"_s, Map{{u"value"_s, id}}}}}};
    out.put(secret);
    return out;
}

IndexEntry entry(const QString &id, const QString &document)
{
    return {id, document, u"todo-secrets"_s, u"KEY"_s, {}, QDateTime::currentDateTimeUtc()};
}

QList<ValueUse> usesOf(const QList<IndexEntry> &entries, const OpenDrawing &open = {})
{
    QList<ValueUse> out;
    for (const SurveyedValue &value : surveyValues(entries, open))
        out.append(value.use);
    return out;
}

} // namespace

void ValueSurveyTest::init()
{
    TestCase::init();
    QDir(sidecars::folder()).removeRecursively();
}

void ValueSurveyTest::drawingsOnTheDisk()
{
    const QTemporaryDir folder;
    const QString here = folder.filePath(u"here/topology.yaml"_s),
                  broken = folder.filePath(u"broken/topology.yaml"_s),
                  gone = folder.filePath(u"gone/topology.yaml"_s);
    const QString held = newValueId(), dropped = newValueId(), unknown = newValueId();
    QVERIFY_RESULT(saveProject(holding(held), here));
    QVERIFY(QDir(folder.path()).mkdir(u"broken"_s));
    QFile file(broken);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("resources: [") > 0);
    file.close();
    QCOMPARE(usesOf({entry(held, here), entry(dropped, here), entry(unknown, broken),
                     entry(newValueId(), gone), entry(held, gone)}),
             (QList<ValueUse>{ValueUse::Elsewhere, ValueUse::None, ValueUse::Unreadable,
                              ValueUse::Gone, ValueUse::Elsewhere}));
    // What one that cannot be read may hold is no orphan of another.
    QCOMPARE(usesOf({entry(unknown, here), entry(unknown, broken)}),
             (QList<ValueUse>{ValueUse::Unreadable, ValueUse::Unreadable}));
}

void ValueSurveyTest::unsavedWorkCounts()
{
    const QString held = newValueId(), other = newValueId();
    auto autosave = std::make_unique<Autosave>();
    autosave->noteChange(holding(held));
    autosave->flush();
    const QList<IndexEntry> entries{entry(held, {}), entry(other, {})};
    const QList<ValueUse> expected{ValueUse::Elsewhere, ValueUse::None};
    QCOMPARE(usesOf(entries), expected); // of a program that runs
    autosave.reset();
    QCOMPARE(usesOf(entries), expected); // of one that ended badly
    const QDir dir(sidecars::folder());
    QFile sidecar(dir.filePath(dir.entryList({u'*' + sidecars::Suffix}).value(0)));
    QVERIFY(sidecar.open(QIODevice::Append) && sidecar.write("\n[") > 0);
    sidecar.close();
    QCOMPARE(usesOf(entries), (QList<ValueUse>{ValueUse::Unreadable, ValueUse::Unreadable}));
}

void ValueSurveyTest::hiddenWorkMayHoldAnything()
{
    const QTemporaryDir folder;
    const QString here = folder.filePath(u"here/topology.yaml"_s);
    QVERIFY_RESULT(saveProject(holding(newValueId()), here));
    const QList<IndexEntry> entries{entry(newValueId(), {}), entry(newValueId(), here)};
    Autosave mine;
    mine.setEnabled(false); // what this program works on is told to the survey
    QCOMPARE(usesOf(entries), (QList<ValueUse>{ValueUse::None, ValueUse::None}));
    // Another program without autosave: a lock with nothing beside it.
    QProcess other;
    other.start(u"sleep"_s, {u"60"_s});
    QVERIFY(other.waitForStarted());
    QFile lock(sidecars::folder() + u"/other"_s + sidecars::Suffix + u".lock"_s);
    QVERIFY(lock.open(QIODevice::WriteOnly));
    lock.write(QByteArray::number(other.processId()) + "\nsleep\n\n\n\n");
    lock.close();
    QCOMPARE(usesOf(entries), (QList<ValueUse>{ValueUse::Unreadable, ValueUse::Unreadable}));
    other.kill();
    QVERIFY(other.waitForFinished());
    QCOMPARE(usesOf(entries), (QList<ValueUse>{ValueUse::None, ValueUse::None}));
}

void ValueSurveyTest::openDrawingAndItsHistoryCount()
{
    const QString now = newValueId(), before = newValueId(), never = newValueId();
    QCOMPARE(usesOf({entry(now, {}), entry(before, {}), entry(never, {})}, {{now}, {now, before}}),
             (QList<ValueUse>{ValueUse::Open, ValueUse::Undo, ValueUse::None}));
}

void ValueSurveyTest::keeperListsAfterItsChanges()
{
    const QTemporaryDir folder;
    SecretIndex index(folder.filePath(u"index.json"_s));
    const QString id = newValueId();
    QVERIFY_RESULT(index.add({entry(id, {})}));
    ValueKeeper keeper{index};
    QSignalSpy changed(&keeper, &ValueKeeper::indexChanged);
    keeper.adopt(u"/saved/topology.yaml"_s, {entry(id, {})});
    QStringList documents;
    keeper.list(this, [&](const Result<QList<IndexEntry>> &entries) {
        for (const IndexEntry &e : entries.value_or(QList<IndexEntry>()))
            documents.append(e.document);
    });
    QVERIFY(documents.isEmpty());
    QTRY_COMPARE(documents, QStringList{u"/saved/topology.yaml"_s});
    QCOMPARE(changed.size(), 1);
}

CHARTWRIGHT_TEST(ValueSurveyTest)
#include "test_value_survey.moc"
