// SPDX-License-Identifier: Apache-2.0
#include "secrets/env_import.h"

#include "base/value_id.h"
#include "kinds/kept_values.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "secrets/generator.h"
#include "secrets/value_batch.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QSignalSpy>

using namespace chartwright;
using namespace Qt::StringLiterals;

class EnvImportTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void makesWhatIsNotThere();
    void addsToWhatIsThere();
    void makesNothingWithoutKeys();
    void leavesWhatIsGoneAlone();
    void batchWithoutAKeychain();
    void batchForTheSession();
    void batchTakenBack();

private:
    std::vector<ValueToKeep> someValues(int count) const;

    QTemporaryDir m_dir;
};

void EnvImportTest::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/chartwright");
}

void EnvImportTest::makesWhatIsNotThere()
{
    const Topology before{allKinds()};
    EnvImport import;
    import.source = u".env"_s;
    import.secret = {{}, u"db"_s, { 10, 20 }};
    import.config = {{}, u"app"_s, { 10, 200 }};
    const QString id = newValueId();
    import.secrets = {{u"PASSWORD"_s, id}, { u"TOKEN"_s, {} }};
    import.settings = {{ u"LEVEL"_s, u"info"_s }};
    QList<ResourceId> targets;
    const Edit edit = importEdit(before, import, &targets);
    QCOMPARE(edit.text, u"Import .env"_s);
    Topology after = before;
    after.apply(edit);
    const ResourcePtr secret = after.findByName(u"Secret", u"db");
    const ResourcePtr config = after.findByName(u"ConfigMap", u"app");
    QVERIFY(secret && config);
    QCOMPARE(targets, (QList<ResourceId>{secret->id, config->id}));
    QCOMPARE(keptValueId(*secret, u"PASSWORD"_s), id);
    QCOMPARE(secret->fields[u"data"].map().keys(), (QStringList{u"PASSWORD"_s, u"TOKEN"_s}));
    QCOMPARE(keptValueId(*secret, u"TOKEN"_s), QString());
    QCOMPARE(secret->fields[u"data"][u"TOKEN"][u"source"].toString(), u".env"_s);
    QCOMPARE(config->fields[u"data"][u"LEVEL"].toString(), u"info"_s);
    QCOMPARE(config->fields[u"design"][u"keys"][u"LEVEL"][u"source"].toString(), u".env"_s);
    QCOMPARE(after.placement(secret->id), std::optional(QPointF(10, 20)));
    QCOMPARE(after.placement(config->id), std::optional(QPointF(10, 200)));
    QCOMPARE(integrityProblems(after), QStringList());
    after.apply(edit.reversed());
    QVERIFY(after == before);
}

void EnvImportTest::addsToWhatIsThere()
{
    Topology before = chartwright_test::todoApp();
    Resource old = *before.find({u"secrets-0001"_s});
    const QString was = newValueId(), now = newValueId();
    old.fields = with(old.fields, keptValuePath(u"DATABASE_URL"_s), was);
    old.fields = with(old.fields, Path(u"data.DATABASE_URL.description"_s), u"The data base."_s);
    before.put(old);
    EnvImport import;
    import.source = u"prod.env"_s;
    import.secret.id = old.id;
    import.config.id = {u"config-0001"_s};
    import.secrets = {{u"DATABASE_URL"_s, now}, { u"a.b-c"_s, newValueId() }};
    import.settings = {{u"LOG_LEVEL"_s, u"debug"_s}, { u"NEW"_s, {} }};
    const Edit edit = importEdit(before, import);
    QCOMPARE(edit.changes.size(), 2);
    QVERIFY(edit.moves.isEmpty());
    Topology after = before;
    after.apply(edit);
    const ResourcePtr secret = after.find(old.id), config = after.find(import.config.id);
    QCOMPARE(keptValueId(*secret, u"DATABASE_URL"_s), now);
    QCOMPARE(keptValueId(*secret, u"a.b-c"_s), import.secrets[1].id);
    QCOMPARE(secret->fields[u"data"][u"DATABASE_URL"][u"description"].toString(),
             u"The data base."_s);
    QCOMPARE(secret->fields[u"data"].map().size(), 4);
    QCOMPARE(config->fields[u"data"][u"LOG_LEVEL"].toString(), u"debug"_s);
    QVERIFY(config->fields[u"data"][u"NEW"].isString());
    QVERIFY(config->fields[u"data"][u"NODE_ENV"].toString() == u"production"_s);
    // Undo brings the value back that was there.
    after.apply(edit.reversed());
    QCOMPARE(keptValueId(*after.find(old.id), u"DATABASE_URL"_s), was);
}

void EnvImportTest::makesNothingWithoutKeys()
{
    EnvImport import;
    import.secret = {{}, u"db"_s, {}};
    import.config = {{}, u"app"_s, {}};
    QVERIFY(importEdit(Topology(allKinds()), import).isEmpty());
    import.settings = {{ u"A"_s, u"1"_s }};
    QCOMPARE(importEdit(Topology(allKinds()), import).changes.size(), 1);
}

void EnvImportTest::leavesWhatIsGoneAlone()
{
    EnvImport import;
    import.secret.id = {u"gone-0001"_s};
    import.secrets = {{ u"A"_s, newValueId() }};
    import.config.id = {u"secrets-0001"_s}; // no ConfigMap
    import.settings = {{ u"B"_s, u"1"_s }};
    QVERIFY(importEdit(chartwright_test::todoApp(), import).isEmpty());
}

std::vector<ValueToKeep> EnvImportTest::someValues(int count) const
{
    std::vector<ValueToKeep> out;
    out.reserve(size_t(count));
    for (int i = 0; i < count; ++i)
        out.push_back({{newValueId(), {}, u"s"_s, QString::number(i), {}, {}},
                       std::move(*generate(32, Alphabet::Hex))});
    return out;
}

void EnvImportTest::batchWithoutAKeychain()
{
    ValueKeeper keeper(SecretIndex(m_dir.filePath(u"index.json"_s)));
    ValueBatch batch(&keeper, someValues(3));
    QList<Trouble> troubles;
    connect(&batch, &ValueBatch::failed, this,
            [&](const VaultError &error) { troubles.append(error.trouble); });
    QSignalSpy finished(&batch, &ValueBatch::finished);
    batch.start();
    QVERIFY(batch.isRunning());
    QTRY_COMPARE(troubles, QList<Trouble>{Trouble::NoBus});
    QVERIFY(!batch.isRunning());
    batch.start();
    QTRY_COMPARE(troubles.size(), 2);
    QCOMPARE(batch.keptCount(), 0);
    QVERIFY(finished.isEmpty());
    QVERIFY_RESULT(SecretIndex(m_dir.filePath(u"index.json"_s)).list());
    QVERIFY(SecretIndex(m_dir.filePath(u"index.json"_s)).list()->isEmpty());
}

void EnvImportTest::batchForTheSession()
{
    ValueKeeper keeper(SecretIndex(m_dir.filePath(u"index.json"_s)));
    std::vector<ValueToKeep> values = someValues(3);
    const ValueKey last{values.back().entry.id, {}};
    const SecretValue expected = values.back().value.clone();
    ValueBatch batch(&keeper, std::move(values));
    QSignalSpy finished(&batch, &ValueBatch::finished);
    batch.keepForSession();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(batch.keptCount(), 3);
    bool same = false;
    keeper.vault()->read(last, this, [&](const VaultResult<SecretValue> &value) {
        same = value && value->equals(expected);
    });
    QTRY_VERIFY(same);
}

void EnvImportTest::batchTakenBack()
{
    ValueKeeper keeper(SecretIndex(m_dir.filePath(u"index.json"_s)));
    auto parent = std::make_unique<QObject>();
    QPointer<ValueBatch> batch = new ValueBatch(&keeper, someValues(2), parent.get());
    QSignalSpy failed(batch, &ValueBatch::failed);
    batch->start();
    batch->takeBack();
    parent.reset(); // a dialog that is gone
    QVERIFY(batch);
    QTRY_VERIFY(!batch);
    QVERIFY(failed.isEmpty());
}

CHARTWRIGHT_TEST(EnvImportTest)
#include "test_env_import.moc"
