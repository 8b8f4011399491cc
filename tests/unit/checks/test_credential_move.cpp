// SPDX-License-Identifier: Apache-2.0
#include "checks/credential_move.h"

#include "base/value_id.h"
#include "checks/check_engine.h"
#include "kinds/kept_values.h"
#include "kinds/registry.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "unit/checks/cases.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestCredentialMove : public TestCase
{
    Q_OBJECT
private slots:
    void aKeyMovesWithItsReaders();
    void aVariableReadsFromASecret();
    void aValueThatIsThereStays();
    void whatLooksLikeOneMovesToo();
    void goesWhereTheReadersLook();
    void whatChangedIsNotMoved();
    void whatHoldsItBackIsTold();

private:
    static Finding found(const Topology &topology, const QString &rule)
    {
        QList<Finding> all = CheckEngine::check(topology, TargetFacts::of(topology));
        all.removeIf([&](const Finding &f) { return f.rule != rule; });
        return all.value(0);
    }
    static CredentialMove move(const Topology &topology, const QString &rule, const QString &id)
    {
        return moveCredential(topology, RefIndex(topology), found(topology, rule), id);
    }
    static Value reads(const QString &secret, const QString &key)
    {
        return Map{{u"secretKeyRef"_s, Map{{u"name"_s, Ref{{secret}, {}}},
                                           {u"key"_s, Ref{{secret}, u"key/"_s + key}}}}};
    }
    static bool holds(const Topology &topology, const QString &text)
    {
        bool out = false;
        for (const ResourcePtr &r : topology.resources()) {
            walk(r->fields,
                 [&](const Path &, const Value &v) { out = out || v.scalarText().contains(text); });
        }
        return out;
    }
};

namespace {

const Path Env(u"spec.template.spec.containers[backend].env"_s);

} // namespace

void TestCredentialMove::aKeyMovesWithItsReaders()
{
    const Ref name{{u"config-0001"_s}, {}}, key{{u"config-0001"_s}, u"key/DB_PASSWORD"_s};
    const Value read = Map{{u"configMapKeyRef"_s, Map{{u"name"_s, name}, {u"key"_s, key}}}};
    const Topology before = changed(Map{
        {u"config-0001"_s, Map{{u"data.DB_PASSWORD"_s, u"hunter22"_s},
                               {u"design.keys.DB_PASSWORD.description"_s, u"x"_s}}},
        {u"todo-backend-0001"_s,
         Map{{u"C.env"_s, List{Map{{u"name"_s, u"A"_s}, {u"valueFrom"_s, read}}}},
             {u"C.envFrom"_s,
              List{Map{{u"prefix"_s, u"X_"_s}, {u"configMapRef"_s, Map{{u"name"_s, name}}}}}}}}});
    QVERIFY(movesCredential(found(before, u"config/sensitive"_s)));
    const QString id = newValueId();
    const CredentialMove moved = move(before, u"config/sensitive"_s, id);
    QCOMPARE(moved.secret, u"todo-secrets"_s);
    QCOMPARE(moved.key, u"DB_PASSWORD"_s);
    QCOMPARE(moved.value, u"hunter22"_s);
    Topology after = before;
    after.apply(moved.edit);
    const ResourcePtr pods = after.find({u"todo-backend-0001"_s});
    QCOMPARE((*pods)[Env.item(u"A"_s)][u"valueFrom"], reads(u"secrets-0001"_s, moved.key));
    QCOMPARE((*pods)[Env.item(u"X_DB_PASSWORD"_s)][u"valueFrom"],
             reads(u"secrets-0001"_s, moved.key));
    QVERIFY(!holds(after, u"hunter22"_s));
    QCOMPARE(keptValueId(*after.find({u"secrets-0001"_s}), moved.key), id);
    const ResourcePtr config = after.find({u"config-0001"_s});
    QVERIFY(!config->fields[u"data"].map().contains(u"DB_PASSWORD"_s));
    QVERIFY(!config->fields[u"design"][u"keys"].map().contains(u"DB_PASSWORD"_s));
}

void TestCredentialMove::aVariableReadsFromASecret()
{
    const Value env = List{Map{{u"name"_s, u"DB_PASSWORD"_s}, {u"value"_s, u"hunter22"_s}}};
    const Topology before = changed(
        Map{{u"todo-backend-0001"_s, Map{{u"C.env"_s, env}}}, {u"secrets-0001"_s, Value()}});
    const QString id = newValueId();
    const CredentialMove moved = move(before, u"env/literal-secret"_s, id);
    Topology after = before;
    after.apply(moved.edit);
    const ResourcePtr secret = after.findByName(u"Secret", moved.secret);
    QVERIFY(secret);
    QCOMPARE(keptValueId(*secret, moved.key), id);
    QCOMPARE((*after.find({u"todo-backend-0001"_s}))[Env.item(u"DB_PASSWORD"_s)],
             (Map{{u"name"_s, u"DB_PASSWORD"_s},
                  {u"valueFrom"_s, reads(secret->id.text, u"DB_PASSWORD"_s)}}));
    QVERIFY(!holds(after, u"hunter22"_s));
}

void TestCredentialMove::aValueThatIsThereStays()
{
    const QString old = newValueId(), id = newValueId();
    const Value env = List{Map{{u"name"_s, u"BETTER_AUTH_SECRET"_s}, {u"value"_s, u"hunter22"_s}}};
    const Topology before =
        changed(Map{{u"todo-backend-0001"_s, Map{{u"C.env"_s, env}}},
                    {u"secrets-0001"_s, Map{{u"data.BETTER_AUTH_SECRET.value"_s, old}}}});
    const CredentialMove moved = move(before, u"env/literal-secret"_s, id);
    QCOMPARE(moved.key, u"BETTER_AUTH_SECRET_2"_s);
    Topology after = before;
    after.apply(moved.edit);
    const ResourcePtr secret = after.find({u"secrets-0001"_s});
    QCOMPARE(keptValueId(*secret, u"BETTER_AUTH_SECRET"_s), old);
    QCOMPARE(keptValueId(*secret, moved.key), id);
    QCOMPARE(
        (*after.find({u"todo-backend-0001"_s}))[Env.item(u"BETTER_AUTH_SECRET"_s)][u"valueFrom"],
        reads(u"secrets-0001"_s, moved.key));
}

void TestCredentialMove::whatLooksLikeOneMovesToo()
{
    const QString url = u"postgres://todo:hunter22@db.example.com/todo"_s;
    const Topology before =
        changed(Map{{u"config-0001"_s, Map{{u"data.DB"_s, url}}},
                    {u"todo-backend-0001"_s, Map{{u"C.args"_s, List{u"--db"_s, url}}}}});
    QList<Finding> all = CheckEngine::check(before, TargetFacts::of(before));
    all.removeIf([&](const Finding &f) { return f.rule != u"secret/plain-text-field"_s; });
    QCOMPARE(all.size(), 2);
    for (const Finding &f : std::as_const(all)) {
        // An argument cannot be read from a Secret.
        QCOMPARE(movesCredential(f), f.resource.text == u"config-0001"_s);
        QVERIFY(!f.message.contains(u"hunter22"_s) && f.detail.isNull());
    }
}

/// Not into a Secret that only comes first in the drawing.
void TestCredentialMove::goesWhereTheReadersLook()
{
    const Ref name{{u"config-0001"_s}, {}};
    const Value all = List{Map{{u"configMapRef"_s, Map{{u"name"_s, name}}}}};
    const Topology before = changed(
        Map{{u"a-secret-0001"_s, Map{{u"kind"_s, u"Secret"_s}, {u"data"_s, Map()}}},
            {u"a-deployment-0001"_s, Map{{u"kind"_s, u"Deployment"_s},
                                         {u"spec.template.spec.containers"_s,
                                          List{Map{{u"name"_s, u"c"_s}, {u"envFrom"_s, all}}}}}},
            {u"config-0001"_s, Map{{u"data.X_TOKEN"_s, u"abc"_s}}}});
    QCOMPARE(move(before, u"config/sensitive"_s, {}).secret, u"todo-secrets"_s);
}

void TestCredentialMove::whatChangedIsNotMoved()
{
    const Topology before = changed(Map{{u"config-0001"_s, Map{{u"data.X_TOKEN"_s, u"abc"_s}}}});
    const Finding finding = found(before, u"config/sensitive"_s);
    QVERIFY(movesCredential(finding));
    const Topology empty = changed(Map{});
    QVERIFY(moveCredential(empty, RefIndex(empty), finding, newValueId()).edit.isEmpty());
    QVERIFY(moveCredential(Topology(allKinds()), {}, finding, newValueId()).edit.isEmpty());
}

void TestCredentialMove::whatHoldsItBackIsTold()
{
    const Value volumes = List{Map{
        {u"name"_s, u"files"_s}, {u"configMap"_s, Map{{u"name"_s, Ref{{u"config-0001"_s}, {}}}}}}};
    const Finding finding =
        found(changed(Map{{u"config-0001"_s, Map{{u"data.X_TOKEN"_s, u"abc"_s}}},
                          {u"todo-backend-0001"_s, Map{{u"spec.template.spec.volumes"_s, volumes}}}}),
              u"config/sensitive"_s);
    QVERIFY(!finding.rule.isEmpty() && !movesCredential(finding));
    QVERIFY2(finding.remedy.contains(u"take that volume"), qPrintable(finding.remedy));
}

CHARTWRIGHT_TEST(TestCredentialMove)
#include "test_credential_move.moc"
