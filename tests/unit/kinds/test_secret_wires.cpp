// SPDX-License-Identifier: Apache-2.0
#include "support/test_case.h"
#include "unit/kinds/todo.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestSecretWires : public TestCase
{
    Q_OBJECT

private slots:
    void tlsAndPullSecret();
    void anEmptySecretTakesACertificate();
};

void TestSecretWires::tlsAndPullSecret()
{
    Drawing d;
    const auto ingress = d.add(u"Ingress"_s, u"in"_s);
    const auto secret = d.add(u"Secret"_s, u"cert"_s);
    const auto pods = d.add(u"Deployment"_s, u"web"_s);
    d.set(secret, u"data.'tls.crt'"_s, Map());
    d.set(ingress, u"spec.rules"_s, List{Map{{u"host"_s, u"todo.local"_s}}});
    QVERIFY(d.wire(u"tls"_s, {ingress, {}}, {secret, {}}));
    QCOMPARE(d.get(ingress, u"spec.tls[#0].hosts"_s), Value(List{u"todo.local"_s}));
    QCOMPARE(d.line(ingress, secret).label, u"TLS"_s);
    d.topology.apply(removeWire(d.topology, d.line(ingress, secret)));
    QVERIFY(d.get(ingress, u"spec.tls"_s).isNull());
    QVERIFY(d.wire(u"secret-pull"_s, {secret, {}}, {pods, {}}));
    QVERIFY(!d.wire(u"secret-pull"_s, {secret, {}}, {pods, u"container/app/env"_s}));
    d.topology.apply(removeWire(d.topology, d.line(secret, pods)));
    QVERIFY(d.get(pods, u"spec.template.spec.imagePullSecrets"_s).isNull());
}

// As one that was just dropped at the end of the wire.
void TestSecretWires::anEmptySecretTakesACertificate()
{
    Drawing d;
    const auto ingress = d.add(u"Ingress"_s, u"web"_s);
    const auto made = d.add(u"Secret"_s, u"cert"_s);
    QVERIFY(d.wire(u"tls"_s, {ingress, {}}, {made, {}}));
    QCOMPARE(d.get(made, u"type"_s), Value(u"kubernetes.io/tls"_s));
    QCOMPARE(d.get(made, u"data"_s).map().keys(), QStringList({u"tls.crt"_s, u"tls.key"_s}));

    // What holds something, or is something to others, stays what it is.
    const auto full = d.add(u"Secret"_s, u"full"_s);
    d.set(full, u"data.TOKEN"_s, Map());
    QVERIFY(d.wire(u"tls"_s, {ingress, u"tls"_s}, {full, {}}));
    QCOMPARE(d.get(full, u"type"_s), Value(u"Opaque"_s));
    QCOMPARE(d.get(full, u"data"_s).map().keys(), QStringList{u"TOKEN"_s});
    const auto pull = d.add(u"Secret"_s, u"pull"_s);
    const auto pods = d.add(u"Deployment"_s, u"pods"_s);
    d.set(pods, u"spec.template.spec.imagePullSecrets"_s, List{Map{{u"name"_s, Ref{pull, {}}}}});
    QVERIFY(d.wire(u"tls"_s, {ingress, u"tls"_s}, {pull, {}}));
    QCOMPARE(d.get(pull, u"type"_s), Value(u"Opaque"_s));
}

CHARTWRIGHT_TEST(TestSecretWires)
#include "test_secret_wires.moc"
