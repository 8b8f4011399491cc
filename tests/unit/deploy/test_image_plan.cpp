// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"
#include "chart/render.h"
#include "deploy/helm_plan.h"
#include "deploy/image_plan.h"
#include "model/edits.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// What a deploy to Minikube does with images, of the todo application.
class ImagePlanTest : public TestCase
{
    Q_OBJECT

private slots:
    void plans();
    void valuesWin();
    void archive();
    void pinned();
    void valuesOfContents();
    void alwaysIsNotPulled();
    void needs();
    void lastOfHelmHasNoSecrets();

private:
    static Topology with(const Topology &topology, QStringView kind, QStringView name,
                         const QString &path, const Value &value);
};

Topology ImagePlanTest::with(const Topology &topology, QStringView kind, QStringView name,
                             const QString &path, const Value &value)
{
    Topology out = topology;
    out.apply(setField(out, RefIndex(out), out.findByName(kind, name)->id, Path(path), value));
    return out;
}

void ImagePlanTest::plans()
{
    const QList<ImagePlan> plans = imagePlans(todoApp(), {}, u"/home/me/todo"_s);
    QCOMPARE(plans.size(), 2);
    const auto backend = std::find_if(plans.begin(), plans.end(), [](const ImagePlan &plan) {
        return plan.reference == u"todo-backend:latest";
    });
    QVERIFY(backend != plans.end());
    QCOMPARE(backend->folder, u"/home/me/todo/images/backend"_s);
    QCOMPARE(backend->dockerfile, u"Dockerfile"_s);
    QCOMPARE(backend->tagPaths, (QList<QStringList>{{u"backend"_s, u"image"_s, u"tag"_s}}));
    QVERIFY(backend->policyPaths.isEmpty());
}

void ImagePlanTest::valuesWin()
{
    const Value values = *readYaml("backend: {image: {tag: v2}}", u"values"_s);
    const QList<ImagePlan> plans = imagePlans(todoApp(), values, u"/"_s);
    QCOMPARE(plans.size(), 1);
    QCOMPARE(plans.first().reference, u"todo-frontend:latest"_s);
}

void ImagePlanTest::archive()
{
    const Topology given =
        with(todoApp(), u"Image", u"todo-backend", u"archive"_s, u"../saved/backend.tar.gz"_s);
    const QList<ImagePlan> plans = imagePlans(given, {}, u"/home/me/todo"_s);
    QVERIFY(std::any_of(plans.begin(), plans.end(), [](const ImagePlan &plan) {
        return plan.reference == u"todo-backend:latest" &&
               plan.archive == u"/home/me/saved/backend.tar.gz";
    }));
    // It is for a deploy alone: the chart is the same.
    const auto before = chartFiles(todoApp()), after = chartFiles(given);
    QVERIFY_RESULT(before);
    QVERIFY_RESULT(after);
    QCOMPARE(after->size(), before->size());
    for (qsizetype i = 0; i < before->size(); ++i)
        QCOMPARE(after->at(i).bytes, before->at(i).bytes);
}

/// It is a step, and the release runs what is drawn.
void ImagePlanTest::pinned()
{
    const QString digest = u"sha256:"_s + QString(64, u'a');
    const Topology pinned = with(todoApp(), u"Image", u"todo-backend", u"digest"_s, digest);
    const QList<ImagePlan> plans = imagePlans(pinned, {}, u"/"_s);
    QCOMPARE(plans.size(), 2);
    const auto backend = std::find_if(plans.begin(), plans.end(), [&](const ImagePlan &plan) {
        return plan.reference == u"todo-backend:latest@"_s + digest;
    });
    QVERIFY(backend != plans.end());
    QCOMPARE(backend->digest, digest);
    // What ran before it was pinned is not what runs now.
    const Value last = *readYaml("backend: {image: {tag: latest-5f3a9c01}}", u"values"_s);
    QVERIFY(contentValues(pinned, {}, last).isEmpty());
    QCOMPARE(contentValues(todoApp(), {}, last), last);
}

void ImagePlanTest::valuesOfContents()
{
    const QList<ImagePlan> plans = imagePlans(todoApp(), {}, u"/"_s);
    QHash<ResourceId, QString> ids;
    for (const ImagePlan &plan : plans) {
        if (plan.reference.startsWith(u"todo-backend"))
            ids.insert(plan.resource, u"5f3a9c0177"_s);
    }
    const Value values = imageValues(plans, ids);
    QCOMPARE(writeYaml(values), QByteArray("backend:\n  image:\n    tag: latest-5f3a9c01\n"));
    // And the chart takes them.
    QVERIFY_RESULT(render(todoApp(), {u"todo"_s, u"default"_s, values}));
}

void ImagePlanTest::alwaysIsNotPulled()
{
    const Topology always =
        with(todoApp(), u"Deployment", u"todo-backend",
             u"spec.template.spec.containers[backend].imagePullPolicy"_s, u"Always"_s);
    const QList<ImagePlan> plans = imagePlans(always, {}, u"/"_s);
    QHash<ResourceId, QString> ids;
    for (const ImagePlan &plan : plans)
        ids.insert(plan.resource, u"5f3a9c0177"_s);
    const Value values = imageValues(plans, ids);
    QCOMPARE(values[u"backend"][u"image"][u"pullPolicy"].toString(), u"IfNotPresent"_s);
    QVERIFY(values[u"frontend"][u"image"][u"pullPolicy"].isNull());
}

void ImagePlanTest::needs()
{
    const MinikubeSettings small = minikubeSettings(todoApp());
    QVERIFY(small.cpus >= 2);
    QVERIFY2(small.memoryMb >= 2048 && small.memoryMb <= 4096,
             qPrintable(QString::number(small.memoryMb)));
    const Topology large = with(todoApp(), u"Deployment", u"todo-backend", u"spec.replicas"_s, 40);
    QVERIFY(minikubeSettings(large).memoryMb > small.memoryMb + 4000);
    QVERIFY(needsIngressAddon(todoApp()));
    QVERIFY(!needsIngressAddon(
        with(todoApp(), u"Ingress", u"todo-ingress", u"spec.ingressClassName"_s, u"traefik"_s)));
}

/// It is shown, and a manifest of Helm has their values in plain text.
void ImagePlanTest::lastOfHelmHasNoSecrets()
{
    HelmDetail last;
    last.manifest = u"kind: Secret\napiVersion: v1\nmetadata: {name: a}\nstringData: {k: v}\n---\n"
                    "kind: ConfigMap\napiVersion: v1\nmetadata: {name: b}\n"_s;
    const ReleasePlan plan = helmPlan({u"todo"_s, u"shop"_s}, last);
    QCOMPARE(plan.lastOfHelm.size(), 1);
    QCOMPARE(plan.lastOfHelm.cbegin().key().kind, u"ConfigMap"_s);
    QCOMPARE(plan.lastOfHelm.cbegin().key().ns, u"shop"_s);
}

CHARTWRIGHT_TEST(ImagePlanTest)
#include "test_image_plan.moc"
