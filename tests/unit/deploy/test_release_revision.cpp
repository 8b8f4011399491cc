// SPDX-License-Identifier: Apache-2.0
#include "deploy/release_revision.h"
#include "deploy/secret_mask.h"
#include "support/test_case.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

Value yaml(const QByteArray &text)
{
    const auto read = readYaml(text, u"test"_s);
    return read ? *read : Value();
}

HelmDetail revision(int number, const QString &manifest, const QByteArray &values = "{}")
{
    HelmDetail out;
    out.name = u"todo"_s;
    out.ns = u"demo"_s;
    out.revision = number;
    out.manifest = manifest;
    out.values = yaml(values);
    return out;
}

QString secret(const char *data)
{
    return u"---\n# Source: todo/templates/secret.yaml\napiVersion: v1\nkind: Secret\nmetadata: "
           "{name: s}\ndata: "_s +
           QLatin1String(data) + u'\n';
}

const QString Config = u"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: "
                       "{LEVEL: info}\n"_s;

} // namespace

// What Helm keeps of a release holds secrets: none of them may be seen.
class ReleaseRevisionTest : public TestCase
{
    Q_OBJECT

private slots:
    void hidesInObjects_data();
    void hidesInObjects();
    void hidesInValues_data();
    void hidesInValues();
    void hidesInTexts_data();
    void hidesInTexts();
    void whatASecretHoldsIsHiddenEverywhere();
    void shows();
    void changes();
    void sameHiddenValuesAreTheSame();
    void brokenManifestIsNotShown();
};

void ReleaseRevisionTest::hidesInObjects_data()
{
    QTest::addColumn<QByteArray>("object");
    QTest::addColumn<bool>("isHidden"); // the text "sesame" in it
    const auto row = [](const char *name, const char *object, bool isHidden) {
        QTest::newRow(name) << QByteArray(object) << isHidden;
    };
    row("data", "{kind: Secret, data: {A: sesame}}", true);
    row("stringData", "{kind: Secret, stringData: {A: sesame, B: ''}}", true);
    row("no map", "{kind: Secret, data: sesame}", true);
    row("deep", "{kind: Secret, data: {A: [{b: sesame}]}}", true);
    row("name of a Secret", "{kind: Secret, metadata: {name: sesame}}", false);
    row("annotation",
        "{kind: Secret, metadata: {annotations: "
        "{kubectl.kubernetes.io/last-applied-configuration: sesame}}}",
        true);
    row("configuration", "{kind: ConfigMap, data: {COLOUR: sesame}}", false);
    row("configuration by name", "{kind: ConfigMap, data: {DB_PASSWORD: sesame}}", true);
    row("file", "{kind: ConfigMap, data: {app.properties: \"a=1\\ndb.password = sesame\\n\"}}",
        true);
    row("json", "{kind: ConfigMap, data: {app.json: '{\"dbPassword\": \"sesame\", \"a\": 1}'}}",
        true);
    row("variable", "{kind: Pod, spec: {containers: [{env: [{name: TOKEN, value: sesame}]}]}}",
        true);
    row("other variable", "{kind: Pod, spec: {containers: [{env: [{name: A, value: sesame}]}]}}",
        false);
    row("reference",
        "{kind: Pod, spec: {containers: [{env: [{name: TOKEN, valueFrom: "
        "{secretKeyRef: {name: s, key: sesame}}}]}]}}",
        false);
    row("volume", "{kind: Pod, spec: {volumes: [{name: v, secret: {secretName: sesame}}]}}", false);
    row("argument", "{kind: Pod, spec: {containers: [{args: [--password=sesame]}]}}", true);
    row("next argument", "{kind: Pod, spec: {containers: [{args: [--password, sesame]}]}}", true);
    row("other argument", "{kind: Pod, spec: {containers: [{args: [--user, sesame]}]}}", false);
    row("address", "{kind: ConfigMap, data: {URL: 'postgres://app:sesame@db:5432/app'}}", true);
    row("private key",
        "{kind: ConfigMap, data: {K: \"-----BEGIN RSA PRIVATE KEY-----\\nsesame\\n\"}}", true);
    row("toleration", "{kind: Pod, spec: {tolerations: [{key: sesame, operator: Exists}]}}", false);
}

void ReleaseRevisionTest::hidesInObjects()
{
    QFETCH(QByteArray, object);
    QFETCH(bool, isHidden);
    const Value read = yaml(object);
    QVERIFY(!read.isNull());
    const QByteArray shown = writeYaml(SecretMask().object(read));
    QVERIFY2(shown.contains("sesame") != isHidden, shown);
    if (!isHidden)
        QCOMPARE(shown, writeYaml(read));
}

void ReleaseRevisionTest::hidesInValues_data()
{
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<bool>("isHidden");
    const auto row = [](const char *name, const char *values, bool isHidden) {
        QTest::newRow(name) << QByteArray(values) << isHidden;
    };
    row("of our charts", "{secrets: {existingSecret: '', data: {COLOUR: sesame}}}", true);
    row("existing", "{secrets: {existingSecret: sesame, data: {}}}", false);
    row("password", "{auth: {username: a, password: sesame}}", true);
    row("in camel case", "{auth: {rootPassword: sesame}}", true);
    row("key", "{encryptionKey: sesame}", true);
    row("number", "{auth: {pass: 4711, other: sesame}}", false);
    row("list", "{tokens: [], apiToken: [sesame]}", true);
    row("plain", "{image: {repository: sesame}}", false);
    row("name of a key", "{auth: {existingSecretPasswordKey: sesame}}", false);
    row("topology", "{affinity: [{topologyKey: sesame}]}", false);
    row("toleration", "{tolerations: [{key: sesame, effect: NoSchedule}]}", false);
    row("pull secret", "{imagePullSecrets: [{name: sesame}]}", false);
}

void ReleaseRevisionTest::hidesInValues()
{
    QFETCH(QByteArray, values);
    QFETCH(bool, isHidden);
    const Value read = yaml(values);
    QVERIFY(!read.isNull());
    const QByteArray shown = writeYaml(SecretMask().values(read));
    QVERIFY2(shown.contains("sesame") != isHidden, shown);
    QVERIFY2(!shown.contains("4711"), shown);
}

void ReleaseRevisionTest::hidesInTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("assigned") << u"  export PASSWORD=sesame && a"_s
                              << u"  export PASSWORD=••• && a"_s;
    QTest::newRow("quoted") << u"password: \"open sesame\""_s << u"password: •••"_s;
    QTest::newRow("two") << u"TOKEN=a, SECRET=b"_s << u"TOKEN=•••, SECRET=•••"_s;
    QTest::newRow("fetched") << u"PASSWORD=$(kubectl get secret x)"_s
                             << u"PASSWORD=$(kubectl get secret x)"_s;
    QTest::newRow("setting") << u"PASSWORD_MIN_LENGTH=8"_s << u"PASSWORD_MIN_LENGTH=8"_s;
    QTest::newRow("ours") << u"kubectl create secret generic s --from-literal=DATABASE_URL=…"_s
                          << u"kubectl create secret generic s --from-literal=DATABASE_URL=…"_s;
}

void ReleaseRevisionTest::hidesInTexts()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(SecretMask().text(text), shown);
}

void ReleaseRevisionTest::whatASecretHoldsIsHiddenEverywhere()
{
    // "open.Sesame", and the small word "door".
    HelmDetail detail = revision(1,
                                 secret("{A: b3Blbi5TZXNhbWU=, B: ZG9vcg==}") +
                                     u"---\nkind: ConfigMap\nmetadata: {name: c}\ndata: {X: "
                                     "open.Sesame, Q: 'db://open.Sesame/', Z: indoor, W: door}\n"_s,
                                 "{some: open.Sesame, b64: b3Blbi5TZXNhbWU=}");
    detail.notes = u"Log in with open.Sesame.\n"_s;
    const ShownRevision shown = shownRevision(detail);
    QVERIFY2(!shown.problem, qPrintable(shown.problem ? shown.problem->text() : QString()));
    const QString all = shown.notes + shown.values + shown.manifest;
    QVERIFY2(!all.contains(u"open.Sesame") && !all.contains(u"b3Blbi5TZXNhbWU"), qPrintable(all));
    QVERIFY2(all.contains(u"db://•••/") && all.contains(u"Log in with •••."), qPrintable(all));
    QVERIFY2(all.contains(u"Z: indoor") && !all.contains(u"W: door"), qPrintable(all));
    // What stands under the name of a credential in the values, too.
    const ShownRevision other = shownRevision(
        revision(1, u"kind: ConfigMap\ndata: {X: open.Sesame}\n"_s, "{password: open.Sesame}"));
    QVERIFY2(!other.manifest.contains(u"Sesame"), qPrintable(other.manifest));
}

void ReleaseRevisionTest::shows()
{
    HelmDetail detail = revision(2, Config + secret("{A: c2VzYW1l}"), "{a: {b: 1}}");
    detail.notes = u"\nHello\x1b[31m\n"_s;
    const ShownRevision shown = shownRevision(detail);
    QVERIFY(!shown.problem);
    QCOMPARE(shown.notes, u"Hello"_s);
    QCOMPARE(shown.values, u"a:\n  b: 1\n"_s);
    QCOMPARE(shown.objects.size(), 2);
    QCOMPARE(shown.objects[0], (ObjectRef{u"v1"_s, u"ConfigMap"_s, u"demo"_s, u"c"_s}));
    QVERIFY2(shown.manifest.contains(u"LEVEL: info\n---\n"), qPrintable(shown.manifest));
    QVERIFY2(shown.manifest.contains(u"A: \"•••\""), qPrintable(shown.manifest));
    QVERIFY(shownRevision(revision(1, {})).objects.isEmpty());
}

void ReleaseRevisionTest::changes()
{
    using State = ObjectDifference::State;
    const QString service = u"---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n"_s;
    const HelmDetail before = revision(1, Config + secret("{A: b25l, B: c2FtZQ==}") + service,
                                       "{replicas: 1, password: one1}");
    const HelmDetail after = revision(
        2,
        QString(Config).replace(u"info"_s, u"debug"_s) + secret("{A: dHdv, B: c2FtZQ==, C: bmV3}") +
            u"---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n"_s,
        "{replicas: 1, password: two2}");
    const ObjectRef drawn{{}, u"ConfigMap"_s, u"demo"_s, u"c"_s};
    const RevisionChanges found = revisionChanges(before, after, {{drawn, {u"config-1234"_s}}});
    QVERIFY(!found.problem && !found.isNothing());
    QCOMPARE(found.changed(), 4);
    QCOMPARE(found.objects.size(), 4);
    const ObjectDifference &config = found.objects[0];
    QCOMPARE(config.state, State::Changed);
    QCOMPARE(config.resource.text, u"config-1234"_s);
    QCOMPARE(config.changes.size(), 1);
    QCOMPARE(config.changes[0].path.text(), u"data.LEVEL"_s);
    QCOMPARE(config.changes[0].after.toString(), u"debug"_s);
    const ObjectDifference &hidden = found.objects[1];
    QCOMPARE(hidden.state, State::Changed);
    QCOMPARE(hidden.changes.size(), 2); // A, and C that is new
    QCOMPARE(hidden.live[u"data"][u"A"].toString(), u"•••"_s);
    QCOMPARE(hidden.planned[u"data"][u"A"].toString(), u"••• (changed)"_s);
    QCOMPARE(hidden.planned[u"data"][u"B"].toString(), u"•••"_s);
    QCOMPARE(hidden.planned[u"data"][u"C"].toString(), u"•••"_s);
    QCOMPARE(found.objects[2].state, State::New);
    QCOMPARE(found.objects[3].state, State::Gone);
    QCOMPARE(found.objects[3].ref.kind, u"Service"_s);
    QCOMPARE(found.summary(), u"Changed: ConfigMap c, Secret s.\nNew: ServiceAccount a.\n"
                              "Deleted: Service web."_s);
    QVERIFY(found.objects[3].planned.isNull());
    QCOMPARE(found.valuesBefore, u"replicas: 1\npassword: \"•••\"\n"_s);
    QCOMPARE(found.valuesAfter, u"replicas: 1\npassword: \"••• (changed)\"\n"_s);
}

void ReleaseRevisionTest::sameHiddenValuesAreTheSame()
{
    // What its annotation keeps is not deleted.
    const HelmDetail kept = revision(1, u"apiVersion: v1\nkind: Secret\nmetadata: {name: s, "
                                        "annotations: {helm.sh/resource-policy: keep}}\n"_s);
    QCOMPARE(revisionChanges(kept, revision(2, {})).summary(),
             u"No part of it any more, but kept: Secret s."_s);
    QCOMPARE(revisionChanges(kept, kept).summary(),
             u"Nothing differs between the two revisions."_s);

    const HelmDetail one = revision(1, secret("{A: b25l}"), "{password: one1}");
    HelmDetail two = one;
    two.revision = 2;
    const RevisionChanges found = revisionChanges(one, two);
    QVERIFY(found.isNothing());
    QCOMPARE(found.objects.size(), 1);
    QCOMPARE(found.valuesAfter, u"password: \"•••\"\n"_s);
    // A text of which a part is hidden.
    const QString file = u"kind: ConfigMap\ndata: {f: \"a=1\\npassword=%1\\n\"}\n"_s;
    const RevisionChanges part =
        revisionChanges(revision(1, file.arg(u"x1"_s)), revision(2, file.arg(u"x2"_s)));
    QCOMPARE(part.objects[0].planned[u"data"][u"f"].toString(), u"a=1\npassword=•••\n(changed)"_s);
    // Items are told apart by their names.
    const QString pod = u"kind: Pod\nspec: {env: [%1{name: TOKEN, value: %2}]}\n"_s;
    const RevisionChanges moved =
        revisionChanges(revision(1, pod.arg(QString(), u"aaaa"_s)),
                        revision(2, pod.arg(u"{name: A, value: b}, "_s, u"aaaa"_s)));
    QCOMPARE(moved.objects[0].planned[u"spec"][u"env"].list()[1][u"value"].toString(), u"•••"_s);
}

void ReleaseRevisionTest::brokenManifestIsNotShown()
{
    const HelmDetail broken = revision(3, u"kind: Secret\ndata: {A: sesame\n"_s, "{a: 1}");
    const ShownRevision shown = shownRevision(broken);
    QVERIFY(shown.problem && shown.manifest.isEmpty());
    QVERIFY2(shown.problem->message.contains(u"revision 3") &&
                 !shown.problem->text().contains(u"sesame"),
             qPrintable(shown.problem->text()));
    QCOMPARE(shown.values, QString()); // what the Secret holds may stand there
    const RevisionChanges found = revisionChanges(revision(1, Config), broken);
    QVERIFY(found.problem && found.objects.isEmpty());
}

CHARTWRIGHT_TEST(ReleaseRevisionTest)
#include "test_release_revision.moc"
