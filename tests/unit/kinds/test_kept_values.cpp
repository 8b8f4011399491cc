// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"
#include "kinds/kept_values.h"
#include "support/test_case.h"
#include "unit/kinds/todo.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

class KeptValuesTest : public TestCase
{
    Q_OBJECT
private slots:
    void keysAndIds();
    void copiesShareNothing();
};

namespace {

Resource secret(const Map &data)
{
    Resource out;
    out.id = {u"s-0001"_s};
    out.kind = u"Secret"_s;
    out.name = u"s"_s;
    out.fields = Map{{u"data"_s, data}};
    return out;
}

} // namespace

void KeptValuesTest::keysAndIds()
{
    Topology topology(allKinds());
    const QString id = newValueId();
    topology.put(secret({{u"A"_s, Map{{u"value"_s, id}}},
                         {u"B"_s, Map()},
                         {u"a.b"_s, Map{{u"value"_s, u"in plain text"_s}}},
                         {u"broken"_s, u"x"_s}}));
    QStringList found;
    for (const SecretKey &k : secretKeys(topology))
        found.append(k.secret + u'/' + k.key + u'=' + k.id);
    QCOMPARE(found, (QStringList{u"s/A="_s + id, u"s/B="_s, u"s/a.b="_s, u"s/broken="_s}));
    QCOMPARE(keptValuePath(u"a.b"_s).text(), u"data.'a.b'.value"_s);
}

void KeptValuesTest::copiesShareNothing()
{
    const QString id = newValueId();
    const auto original = std::make_shared<const Resource>(
        secret({{u"A"_s, Map{{u"value"_s, id}, {u"source"_s, u".env"_s}}},
                {u"twin"_s, Map{{u"value"_s, id}}},
                {u"B"_s, Map()}}));
    const auto ids = newValueIds({original});
    QCOMPARE(ids.keys(), QStringList(id));
    QVERIFY(isValueId(ids.value(id)) && ids.value(id) != id);
    const ResourcePtr copy = withValueIds(original, ids);
    QCOMPARE(keptValueId(*copy, u"A"_s), ids.value(id));
    QCOMPARE(keptValueId(*copy, u"twin"_s), ids.value(id));
    QCOMPARE(at(copy->fields, Path(u"data.A.source"_s)).toString(), u".env"_s);
    QCOMPARE(keptValueId(*original, u"A"_s), id);
    QCOMPARE(withValueIds(copy, ids), copy);
    Resource config = *original;
    config.kind = u"ConfigMap"_s;
    QVERIFY(newValueIds({std::make_shared<const Resource>(config)}).isEmpty());
}

CHARTWRIGHT_TEST(KeptValuesTest)
#include "test_kept_values.moc"
