// SPDX-License-Identifier: Apache-2.0
#include "deploy/helm_compare.h"
#include "deploy/helm_plan.h"
#include "support/test_case.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

using State = ObjectDifference::State;

ObjectDifference backend(State state)
{
    ObjectDifference out;
    out.state = state;
    out.ref = {u"apps/v1"_s, u"Deployment"_s, u"demo"_s, u"todo-backend"_s};
    return out;
}

FieldDifference replicas(const QString &owner)
{
    FieldDifference out;
    out.path = Path(u"spec.replicas"_s);
    out.before = 4;
    out.after = 2;
    out.owners = {owner};
    out.isConflict = true;
    return out;
}

ReleasePlan planOf(const QByteArray &drawn, const QByteArray &noted)
{
    ReleasePlan plan{u"todo"_s, u"demo"_s};
    const Value object = *readYaml(drawn, u"drawn"_s);
    plan.objects.append({refOf(object), {}, object});
    HelmDetail last;
    last.manifest = QString::fromUtf8(noted);
    return helmPlan(plan, last);
}

const QByteArray Drawn =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: demo\n"
    "  labels: {app.kubernetes.io/managed-by: chartwright}\ndata: {a: b}\n";

} // namespace

class HelmCompareTest : public TestCase
{
    Q_OBJECT

private slots:
    void saysWhoHasAField();
    void saysWhatIsNoPartOfIt();
    void knowsWhatIsThere();
    void waitsForWebhooks();
};

void HelmCompareTest::saysWhoHasAField()
{
    ObjectDifference d = backend(State::Changed);
    d.changes = {replicas(u"kubectl"_s)};
    const HeldByOthers held = heldByOthers({d}, u"todo"_s);
    QCOMPARE(
        held.error().message,
        u"spec.replicas of Deployment todo-backend was set by kubectl: it is 4, and 2 is drawn"_s);
    d.changes = {replicas(u"kube-controller-manager"_s), replicas(u"kubectl"_s)};
    const Error error = heldByOthers({d}, u"todo"_s).error();
    QVERIFY2(error.message.contains(u"by an autoscaler") && error.message.contains(u"1 more"),
             qPrintable(error.message));
    QVERIFY(error.remedy.contains(u"again"));
    d.changes[0].isConflict = d.changes[1].isConflict = false;
    QVERIFY(heldByOthers({d}, u"todo"_s).isEmpty());
}

void HelmCompareTest::saysWhatIsNoPartOfIt()
{
    ObjectDifference d = backend(State::Changed);
    d.isOutside = true;
    d.changes = {replicas(u"kubectl"_s)};
    HeldByOthers held = heldByOthers({d}, u"todo"_s);
    QVERIFY(held.fields.isEmpty() && held.applied.isEmpty());
    QVERIFY2(held.error().message.contains(u"no part of the release"),
             qPrintable(held.error().message));
    d.live = *readYaml("metadata: {labels: {chartwright.org/release: todo}}", u"live"_s);
    held = heldByOthers({d}, u"todo"_s);
    QCOMPARE(held.applied, QList{d.ref});
    QVERIFY2(held.error().message.contains(u"applied without Helm"),
             qPrintable(held.error().message));
    QVERIFY(heldByOthers({d}, u"other"_s).applied.isEmpty());
}

void HelmCompareTest::knowsWhatIsThere()
{
    HelmDetail last;
    last.status = u"deployed"_s;
    const QByteArray noted = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n"
                             "  labels: {app.kubernetes.io/managed-by: Helm}\ndata: {a: b}\n";
    const ReleasePlan plan = planOf(Drawn, noted);
    ObjectDifference d = backend(State::Same);
    QVERIFY(isAsLastOfHelm(plan, {d}, last, {}));
    QVERIFY(!isAsLastOfHelm(plan, {d}, last, Map{{u"a"_s, 1}}));
    d.state = State::Changed;
    QVERIFY(!isAsLastOfHelm(plan, {d}, last, {}));
    d.state = State::Same;
    last.status = u"failed"_s;
    QVERIFY(!isAsLastOfHelm(plan, {d}, last, {}));
    last.status = u"deployed"_s;
    // What the cluster has by another's hand, Helm has not noted.
    QVERIFY(
        !isAsLastOfHelm(planOf(Drawn, QByteArray(noted).replace("a: b", "a: c")), {d}, last, {}));
}

void HelmCompareTest::waitsForWebhooks()
{
    const ReleasePlan plan = planOf(Drawn, {});
    ObjectDifference d = backend(State::Refused);
    d.failure = failureWith(ApiFailure::Kind::Refused,
                            {u"Internal error occurred: failed calling webhook \"x\""_s, {}, {}});
    QList<ObjectDifference> all{d};
    expectWebhooks(all, plan);
    QVERIFY(all[0].state == State::New && !all[0].failure);
    QVERIFY(all[0].untried == ObjectDifference::Untried::WebhookSilent);
    d.failure->error.message = u"field is immutable"_s;
    all = {d};
    expectWebhooks(all, plan);
    QVERIFY(all[0].state == State::Refused && all[0].failure);
}

CHARTWRIGHT_TEST(HelmCompareTest)
#include "test_helm_compare.moc"
