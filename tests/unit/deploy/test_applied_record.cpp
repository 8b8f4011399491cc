// SPDX-License-Identifier: Apache-2.0
#include "deploy/applied_record.h"
#include "support/test_case.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

Value object(const QString &apiVersion, const QString &kind, const QString &ns, const QString &name)
{
    return Map{{u"apiVersion"_s, apiVersion},
               {u"kind"_s, kind},
               {u"metadata"_s, ns.isEmpty() ? Map{{u"name"_s, name}}
                                            : Map{{u"name"_s, name}, {u"namespace"_s, ns}}}};
}

} // namespace

class AppliedRecordTest : public TestCase
{
    Q_OBJECT

private slots:
    void everyObjectIsKept();
};

void AppliedRecordTest::everyObjectIsKept()
{
    const QList<Value> objects{
        object(u"v1"_s, u"Service"_s, u"shop"_s, u"web"_s),
        // The same words in another group, namespace, or none.
        object(u"serving.knative.dev/v1"_s, u"Service"_s, u"shop"_s, u"web"_s),
        object(u"v1"_s, u"Service"_s, u"other"_s, u"web"_s),
        object(u"example.org/v1"_s, u"Service"_s, {}, u"web"_s),
        // Names that cannot be keys.
        object(u"rbac.authorization.k8s.io/v1"_s, u"ClusterRole"_s, {}, u"system:a"_s),
        object(u"rbac.authorization.k8s.io/v1"_s, u"ClusterRole"_s, {}, u"system_a"_s),
        object(u"example.org/v1"_s, u"Widget"_s, u"shop"_s, QString(250, u'a') + u"b"_s),
        object(u"example.org/v1"_s, u"Widget"_s, u"shop"_s, QString(250, u'a') + u"c"_s)};
    AppliedObjects applied;
    for (const Value &o : objects)
        applied.insert(refOf(o), o);
    const QList<ApplyObject> record = recordObjects(applied, u"todo"_s, u"shop"_s);
    QCOMPARE(record.size(), 1);
    static const QRegularExpression key(u"^[-._a-zA-Z0-9]{1,253}$"_s);
    for (const auto &[name, text] : record.first().object[u"data"].map())
        QVERIFY2(key.match(name).hasMatch(), qPrintable(name));
    QCOMPARE(recorded(Map{{u"items"_s, List{record.first().object}}}), applied);
}

CHARTWRIGHT_TEST(AppliedRecordTest)
#include "test_applied_record.moc"
