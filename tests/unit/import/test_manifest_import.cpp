// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"
#include "checks/check_engine.h"
#include "import/manifest_import.h"
#include "kinds/kept_values.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "model/wires.h"
#include "project/safe_write.h"
#include "project/topology_file.h"
#include "support/chart_folder.h"
#include "support/helm.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

QList<ManifestObject> objects(const QByteArray &yaml)
{
    const auto read = readManifests(yaml, u"f.yaml"_s);
    return read ? *read : QList<ManifestObject>();
}

Topology imported(const Topology &before, const QByteArray &yaml)
{
    const auto import = importManifests(before, objects(yaml));
    Topology after = before;
    if (import)
        after.apply(import->edit);
    return after;
}

QString texts(const QList<ImportNote> &notes)
{
    QStringList out;
    for (const ImportNote &note : notes)
        out.append(note.where + u": "_s + note.text);
    return out.join(u'\n');
}

} // namespace

class TestManifestImport : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theShopIsDrawn();
    void theShopIsWired();
    void exportedAgainItIsTheSame();
    void otherKindsStayWordForWord();
    void secretsLeaveNoValue();
    void keptValuesGetIds();
    void namespacesThatDifferStay();
    void whatIsDrawnStays();
    void namesOfWhatIsDrawnAreWired();
    void ambiguousServiceStaysText();
    void keptWordForWordWithReason();

private:
    QByteArray m_shop;
    Topology m_drawn = emptyTopology();
    std::optional<ManifestImport> m_import;
};

void TestManifestImport::initTestCase()
{
    const auto bytes =
        readFile(QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/data/manifests/shop.yaml"), 100'000);
    QVERIFY_RESULT(bytes);
    m_shop = *bytes;
    auto import = importManifests(m_drawn, objects(m_shop));
    QVERIFY_RESULT(import);
    m_import = std::move(*import);
    m_drawn.apply(m_import->edit);
}

void TestManifestImport::theShopIsDrawn()
{
    QCOMPARE(m_import->edit.text, u"Import 10 objects"_s);
    QCOMPARE(m_import->made.size(), 13); // and three images
    QCOMPARE(m_drawn.resources().size(), 14);
    QVERIFY(integrityProblems(m_drawn).isEmpty());
    QVERIFY(refusals(m_drawn).isEmpty());
    const ResourcePtr image = m_drawn.findByName(u"Image", u"team/web");
    QVERIFY(image);
    QCOMPARE(image->fields[u"registry"].toString(), u"registry.example.com:5000"_s);
    QCOMPARE(image->fields[u"tag"].toString(), u"v2.0.0"_s);
    QVERIFY(m_drawn.findByName(u"Image", u"team/api")
                ->fields[u"digest"]
                .toString()
                .startsWith(u"sha256:0123"));
    for (const ResourcePtr &r : m_drawn.resources())
        QVERIFY2(r->fields[u"metadata"][u"namespace"].isNull(), qPrintable(r->name));
    const QString notes = texts(m_import->notes);
    QVERIFY2(notes.contains(u"The namespace shop is left out"), qPrintable(notes));
    QVERIFY2(notes.contains(u"The Service web now selects the pods of web"), qPrintable(notes));
    // What nobody drew in the first place is not a problem.
    for (const Finding &f : CheckEngine::check(m_drawn, TargetFacts::of(m_drawn)))
        QVERIFY2(f.rule != u"label/set-by-chart", qPrintable(f.message));
}

void TestManifestImport::theShopIsWired()
{
    QStringList wires;
    for (const Wire &wire : allWires(m_drawn, RefIndex(m_drawn))) {
        const ResourcePtr from = m_drawn.find(wire.from), to = m_drawn.find(wire.to);
        wires.append(from->kind + u' ' + from->name + u" > "_s + to->kind + u' ' + to->name);
    }
    for (const char *wanted :
         {"Ingress shop > Service web", "Ingress shop > Service api",
          "Ingress shop > Secret web-secrets", "Service web > Deployment web",
          "Service api > Deployment api", "ConfigMap web-settings > Deployment web",
          "Secret web-secrets > Deployment web", "Deployment web > Image team/web",
          "Deployment web > Image shipper", "Deployment api > Image team/api",
          "Service api > ConfigMap web-settings"})
        QVERIFY2(wires.contains(QLatin1StringView(wanted)),
                 qPrintable(QLatin1StringView(wanted) + u" is missing in\n"_s + wires.join(u'\n')));
    const ResourcePtr config = m_drawn.findByName(u"ConfigMap", u"web-settings");
    QVERIFY(config->fields[u"data"][u"API_URL"].asText());
    QVERIFY(config->fields[u"data"][u"OTHER_URL"].isString());
    QVERIFY(config->fields[u"data"][u"WRONG_PORT"].isString());
    const ResourcePtr web = m_drawn.findByName(u"Deployment", u"web");
    const Path container(u"spec.template.spec.containers[web]"_s);
    for (const char *path : {"readinessProbe.httpGet.port", "volumeMounts[/etc/nginx].name",
                             "env[LOG_LEVEL].valueFrom.configMapKeyRef.key",
                             "env[GONE].valueFrom.configMapKeyRef.name"})
        QVERIFY2((*web)[container / Path(QLatin1StringView(path))].asRef(), path);
    // Nothing is called so: it stays what was typed.
    QCOMPARE((*web)[container / Path(u"env[GONE].valueFrom.configMapKeyRef.key"_s)].toString(),
             u"NO_SUCH_KEY"_s);
    QCOMPARE((*web)[Path(u"spec.template.spec.imagePullSecrets[#0].name"_s)].toString(),
             u"regcred"_s);
    // As the cluster does for an image without a tag, which the chart could not know.
    QCOMPARE(
        (*web)[Path(u"spec.template.spec.containers[log-shipper].imagePullPolicy"_s)].toString(),
        u"Always"_s);
}

/// Each field of the first that the second has otherwise, but for what is meant to differ.
static QStringList lost(const Value &was, const Value &is, const QString &at)
{
    if (was.isMap()) {
        QStringList out;
        for (const auto &[key, value] : was.map())
            out += lost(value, is[key], at + u'.' + key);
        return out;
    }
    if (was.isList() && was.list().size() == is.list().size()) {
        QStringList out;
        for (qsizetype i = 0; i < was.list().size(); ++i)
            out += lost(was.list()[i], is.list()[i], at + u'[' + QString::number(i) + u']');
        return out;
    }
    return was == is ? QStringList() : QStringList{at + u": "_s + was.scalarText()};
}

void TestManifestImport::exportedAgainItIsTheSame()
{
    const auto rendered = render(m_drawn, {u"shop"_s, u"shop"_s, {}, false});
    QVERIFY_RESULT(rendered);
    QStringList differences;
    for (const ManifestObject &o : objects(m_shop)) {
        const QString kind = o.object[u"kind"].toString(),
                      name = o.object[u"metadata"][u"name"].toString();
        const auto it = std::find_if(rendered->begin(), rendered->end(), [&](const Rendered &r) {
            return r.kind == kind && r.name == name;
        });
        // The one's values are not part of a drawing; the other is the release's.
        if (kind == u"Secret" || kind == u"Namespace")
            continue;
        QVERIFY2(it != rendered->end(), qPrintable(kind + u' ' + name));
        differences += lost(o.object, it->object, kind + u' ' + name);
    }
    const QStringList meant{
        u"ConfigMap web-settings.metadata.labels.app.kubernetes.io/name: web"_s,
        u"Deployment web.spec.template.spec.containers[1].image: shipper"_s,
        u"Deployment api.spec.template.spec.containers[0].image: team/api@sha256:"_s +
            u"0123456789abcdef"_s.repeated(4),
        u"StatefulSet db.metadata.namespace: shop"_s, u"Cart first.metadata.namespace: shop"_s};
    QCOMPARE(differences, meant);

    ChartFolder chart(m_drawn);
    QVERIFY2(chart.problem().isEmpty(), qPrintable(chart.problem()));
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const auto theirs =
            helm->render(chart.path(), u"shop"_s, {u"--skip-tests"_s, u"--namespace"_s, u"shop"_s});
        QVERIFY2(theirs.ok(), qPrintable(theirs.text()));
        const auto read = readYamlStream(theirs.out, helm->name());
        QVERIFY_RESULT(read);
        for (const Rendered &r : *rendered)
            QVERIFY2(read->contains(r.object), r.text.constData());
    }
}

void TestManifestImport::otherKindsStayWordForWord()
{
    const ResourcePtr cart = m_drawn.findByName(u"Manifest", u"first");
    QVERIFY(cart);
    QCOMPARE(cart->fields[u"manifest"][u"spec"][u"note"].toString(), u"- yes"_s);
    const auto files = chartFiles(m_drawn);
    QVERIFY_RESULT(files);
    QStringList paths;
    for (const ChartFile &file : *files)
        paths.append(file.path);
    for (const char *path : {"templates/first-cart.yaml", "templates/db-statefulset.yaml"})
        QVERIFY2(paths.contains(QLatin1StringView(path)), qPrintable(paths.join(u'\n')));
    const NodeRow row = allKinds().find(u"Manifest")->rows(m_drawn, *cart).constFirst();
    QCOMPARE(row.value, u"Cart"_s);
    // Saved and read, it is the same.
    const QByteArray saved = writeTopology(m_drawn);
    const auto again = readTopology(saved, u"topology.yaml"_s, allKinds());
    QVERIFY_RESULT(again);
    QCOMPARE(writeTopology(*again), saved);
    QCOMPARE(again->find(cart->id)->fields, cart->fields);
}

void TestManifestImport::secretsLeaveNoValue()
{
    QCOMPARE(m_import->values.size(), 2u);
    for (const ImportedValue &value : m_import->values) {
        QCOMPARE(m_drawn.find(value.resource)->name, u"web-secrets"_s);
        const QByteArray expected = value.key == u"API_KEY"
                                        ? QByteArray("k3y-öäü \"{{ x }}\"")
                                        : QByteArray("postgres://shop:hunter2@db/shop");
        QCOMPARE(value.value.view().toByteArray(), expected);
    }
    const QByteArray saved = writeTopology(m_drawn);
    for (const char *value : {"hunter2", "cG9zdGdyZXM", "k3y-"})
        QVERIFY2(!saved.contains(value), value);
    // Whoever shares what was read sees it overwritten, also when the import fails.
    const QByteArray twice = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, annotations: "
                             "{kubectl.kubernetes.io/last-applied-configuration: hunter2}}\n"
                             "data: {A: aHVudGVyMg==, B: '%%%'}\nstringData: {C: hunter2}\n---\n";
    const QList<ManifestObject> read = objects(twice + twice);
    const Value shared = read.first().object;
    QVERIFY_ERROR(importManifests(m_drawn, read), u"twice"_s);
    const QByteArray left = writeYaml(shared);
    QVERIFY2(!left.contains("hunter2") && !left.contains("aHVud"), left.constData());

    const auto import = importManifests(emptyTopology(), objects(twice));
    QVERIFY_RESULT(import);
    QCOMPARE(import->values.size(), 2u);
    QCOMPARE(import->notes.size(), 1);
    QVERIFY(import->notes[0].text.contains(u"The value of B in the Secret a"));
    QVERIFY(!import->notes[0].text.contains(u"%%%"));
}

void TestManifestImport::keptValuesGetIds()
{
    Topology drawn = emptyTopology();
    auto import = importManifests(drawn, objects(m_shop));
    QVERIFY_RESULT(import);
    const auto values = valuesToKeep(*import, u"/p/topology.yaml"_s);
    QCOMPARE(values.size(), 2u);
    QVERIFY(import->values.empty());
    drawn.apply(import->edit);
    QSet<QString> ids;
    for (const ValueToKeep &value : values)
        ids.insert(value.entry.id);
    QCOMPARE(keptValueIds(drawn), ids);
}

void TestManifestImport::namespacesThatDifferStay()
{
    const Topology drawn = imported(
        emptyTopology(), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: one}\n"
                         "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: "
                         "two}\ndata: {A: b}\n---\n"
                         "apiVersion: apps/v1\nkind: Deployment\n"
                         "metadata: {name: d, namespace: two}\nspec: {template: {spec: "
                         "{containers: [{name: c, envFrom: [{configMapRef: {name: a}}]}]}}}\n");
    QCOMPARE(drawn.ofKind(u"ConfigMap").size(), 2);
    const ResourcePtr d = drawn.findByName(u"Deployment", u"d");
    QCOMPARE((*d)[Path(u"metadata.namespace"_s)].toString(), u"two"_s);
    const Ref *ref =
        (*d)[Path(u"spec.template.spec.containers[c].envFrom[#0].configMapRef.name"_s)].asRef();
    QVERIFY(ref);
    QVERIFY(!drawn.find(ref->target)->fields[u"data"].isNull());
}

void TestManifestImport::whatIsDrawnStays()
{
    const auto again = importManifests(m_drawn, objects(m_shop));
    QVERIFY_RESULT(again);
    QCOMPARE(again->objects, 0);
    QVERIFY(again->edit.isEmpty());
    QVERIFY(again->values.empty());
    QVERIFY(texts(again->notes).contains(u"StatefulSet db is left out: it is drawn already"));
}

void TestManifestImport::namesOfWhatIsDrawnAreWired()
{
    const Topology drawn =
        imported(todoApp(), "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: worker}\n"
                            "spec: {template: {spec: {containers: [{name: c, image: x, envFrom: "
                            "[{secretRef: {name: todo-secrets}}]}]}}}\n");
    const ResourcePtr worker = drawn.findByName(u"Deployment", u"worker");
    const Ref *ref = (*worker)[Path(u"spec.template.spec.containers[c].envFrom[#0].secretRef."
                                    "name"_s)]
                         .asRef();
    QVERIFY(ref);
    QCOMPARE(drawn.find(ref->target)->name, u"todo-secrets"_s);
}

void TestManifestImport::ambiguousServiceStaysText()
{
    QByteArray yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n"
                      "spec: {selector: {app: a}, ports: [{port: 80}]}\n";
    for (const char *track : {"stable", "canary"})
        yaml +=
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + QByteArray(track) +
            "}\nspec: {selector: {matchLabels: {app: a, track: " + track +
            "}}, template: {metadata: {labels: {app: a, track: " + track + "}}}}\n";
    const auto import = importManifests(emptyTopology(), objects(yaml));
    QVERIFY_RESULT(import);
    QVERIFY2(texts(import->notes).contains(u"selects the pods of"),
             qPrintable(texts(import->notes)));
    const Topology drawn = imported(emptyTopology(), yaml);
    const ResourcePtr service = drawn.findByName(u"Service", u"s");
    QCOMPARE((*service)[Path(u"spec.selector.app"_s)].toString(), u"a"_s);
    QCOMPARE((*service)[Path(u"spec.ports[#0].targetPort"_s)].toInt(), 80);
}

void TestManifestImport::keptWordForWordWithReason()
{
    const QByteArray yaml =
        "apiVersion: v1\nkind: Service\nmetadata: {name: out}\n"
        "spec: {type: ExternalName, externalName: example.com}\n---\n"
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: e}\nspec: {selector: "
        "{matchExpressions: [{key: a, operator: Exists}]}, template: {}}\n---\n"
        "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: old}\n---\n"
        "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: job-}\nspec: {}\n";
    const auto import = importManifests(emptyTopology(), objects(yaml));
    QVERIFY_RESULT(import);
    const QString notes = texts(import->notes);
    for (const char *words : {"ExternalName", "matchExpressions", "networking.k8s.io/v1beta1"})
        QVERIFY2(notes.contains(QLatin1StringView(words)), qPrintable(notes));
    const Topology drawn = imported(emptyTopology(), yaml);
    QCOMPARE(drawn.ofKind(u"Manifest").size(), 4);
    const auto rendered = render(drawn);
    QVERIFY_RESULT(rendered);
    for (const Rendered &r : *rendered) {
        const auto read = objects(yaml);
        QVERIFY2(std::any_of(read.begin(), read.end(),
                             [&](const ManifestObject &o) { return o.object == r.object; }),
                 r.text.constData());
    }
}

CHARTWRIGHT_TEST(TestManifestImport)
#include "test_manifest_import.moc"
