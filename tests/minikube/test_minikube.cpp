// SPDX-License-Identifier: Apache-2.0
#include "kinds/registry.h"
#include "minikube/minikube_case.h"
#include "model/edits.h"
#include "project/project.h"
#include "support/places.h"
#include "support/result_check.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// One command brings the todo application from nothing to a page that answers, through the real
// ingress of a real cluster.
class MinikubeTest : public MinikubeCase
{
    Q_OBJECT

private slots:
    void cold_data();
    void cold();
    void warm_data() { cold_data(); }
    void warm();
    void asJson();
    void changedImage();
    void rewriteTarget();
    void otherDoors();
    void stopped();
    void noSecrets();

private:
    void rewrite(const Value &target) const;
    QString revision() const;
    QByteArray releaseOf(const QString &secret) const;
};

void MinikubeTest::cold_data()
{
    QTest::addColumn<QStringList>("engines");
    QTest::newRow("podman") << QStringList{u"podman"_s};
    QTest::newRow("buildah") << QStringList{u"buildah"_s};
    QTest::newRow("no engine") << QStringList();
}

void MinikubeTest::cold()
{
    QFETCH(const QStringList, engines);
    setTools(engines);
    forgetCluster();
    setTools(engines);
    const Deploy done = deploy();
    QVERIFY2(done.output.code == 0, done.text());
    QCOMPARE(done.count(u"start "_s), 1);
    QCOMPARE(done.count(u"addons enable ingress "_s), 1);
    QCOMPARE(done.count(u"image build "_s), engines.isEmpty() ? 2 : 0);
    QCOMPARE(done.count(u"image load "_s), engines.isEmpty() ? 0 : 2);
    if (!engines.isEmpty())
        QVERIFY2(done.output.out.contains("Building with " + engines.first().toUtf8()),
                 done.text());
    const QByteArray ip = minikube({u"ip"_s}).out.trimmed();
    QVERIFY2(done.output.out.endsWith("It answers at http://" + ip + "/\n"), done.text());

    const auto addons =
        readJson(minikube({u"addons"_s, u"list"_s, u"-o"_s, u"json"_s}).out, u"addons"_s);
    QVERIFY(addons);
    QCOMPARE((*addons)[u"ingress"][u"Status"].toString(), u"enabled"_s);
    const QByteArray live = kubectl({u"get"_s, u"ingress"_s, u"todo-ingress"_s, u"-o"_s,
                                     u"jsonpath={.spec.ingressClassName} {.status}"_s});
    QVERIFY2(live.startsWith("nginx ") && live.contains(ip), live);
    QCOMPARE(titleOfPage(), "To do");
    QTRY_VERIFY_WITH_TIMEOUT(hasTasks(), Soon);
}

void MinikubeTest::warm()
{
    QFETCH(const QStringList, engines);
    setTools(engines);
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    const QString before = revision();
    const QStringList running = pods(u"todo-"_s);
    QCOMPARE(running.size(), 4);
    const Deploy again = deploy();
    QVERIFY2(again.output.code == 0, again.text());
    QVERIFY2(again.count(u"status "_s) == 1 && again.count(u"ip "_s) == 1, again.text());
    for (const QString &change :
         {u"start "_s, u"addons enable "_s, u"image load "_s, u"image tag "_s})
        QVERIFY2(again.count(change) == 0, again.text());
    // Only Minikube itself knows which parts of a build are there.
    QCOMPARE(again.count(u"image build "_s), engines.isEmpty() ? 2 : 0);
    QCOMPARE(revision(), before); // nothing differs
    QCOMPARE(pods(u"todo-"_s), running);
    QCOMPARE(titleOfPage(), "To do");
}

/// For a program that reads it: one value after another, and no text between.
void MinikubeTest::asJson()
{
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    const Deploy told = deploy({u"--output"_s, u"json"_s});
    QVERIFY2(told.output.code == 0, told.text());
    static const QRegularExpression text(u"^[^\\[\\]{} ]"_s, QRegularExpression::MultilineOption);
    QVERIFY2(!text.match(QString::fromUtf8(told.output.out)).hasMatch(), told.text());
    const QByteArray ip = minikube({u"ip"_s}).out.trimmed();
    const QList<Value> steps = stepsOf(told.output.out);
    QCOMPARE(steps.size(), 4);
    for (const Value &step : steps) {
        QCOMPARE(step[u"state"].toString(), u"needless"_s);
        QVERIFY(step[u"milliseconds"].toInt() > 0 && step[u"error"].isNull());
    }
    QCOMPARE(steps[0][u"work"].toString(), u"start"_s);
    QCOMPARE(steps[0][u"name"].toString(), u"minikube"_s);
    QCOMPARE(steps[1][u"work"].toString(), u"addon"_s);
    QCOMPARE(steps[2][u"work"].toString(), u"image"_s);
    QCOMPARE(steps[2][u"name"].toString(), u"todo-backend:latest"_s);
    QVERIFY2(steps[2][u"text"].toString().startsWith(u"It is there already, "), told.text());
    QVERIFY2(told.output.out.endsWith("{\"address\": \"http://" + ip + "/\"}\n"), told.text());
}

void MinikubeTest::changedImage()
{
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    const QStringList backend = pods(u"todo-backend"_s);
    const QString oldImage = imageOf(u"todo-frontend"_s), backendImage = imageOf(u"todo-backend"_s);
    setTitle("Shopping");
    const auto back = qScopeGuard([this] { setTitle("To do"); });
    const Deploy changed = deploy();
    QVERIFY2(changed.output.code == 0, changed.text());
    QVERIFY2(changed.count(u"image load "_s) == 1 &&
                 changed.count(u"image tag docker.io/library/todo-frontend:latest "_s) == 1 &&
                 changed.count(u"image tag "_s) == 1,
             changed.text());
    const QString image = imageOf(u"todo-frontend"_s);
    static const QRegularExpression ofContent(u"\\Atodo-frontend:latest-[0-9a-f]{8}\\z"_s);
    QVERIFY2(ofContent.match(image).hasMatch() && image != oldImage, qPrintable(image));
    QCOMPARE(imageOf(u"todo-backend"_s), backendImage);
    QCOMPARE(pods(u"todo-backend"_s), backend);
    QTRY_COMPARE_WITH_TIMEOUT(titleOfPage(), "Shopping", Soon);
    QVERIFY2(namesOfSameImage(u"todo-frontend:latest"_s).contains(u"docker.io/library/"_s + image),
             qPrintable(namesOfSameImage(u"todo-frontend:latest"_s).join(u' ')));

    // A release that knows nothing of these tags runs the same contents.
    const Output exported = run(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"),
                                {u"export"_s, project(), path(u"chart"_s), u"--force"_s});
    QVERIFY2(exported.code == 0, exported.text());
    const Output upgraded =
        run(m_helm, {u"upgrade"_s, u"todo"_s, path(u"chart"_s), u"--set"_s, u"backend.replicas=3"_s,
                     u"--wait"_s, u"--kube-context"_s, u"minikube"_s});
    QVERIFY2(upgraded.code == 0, upgraded.text());
    QCOMPARE(imageOf(u"todo-frontend"_s), u"todo-frontend:latest"_s);
    QTRY_COMPARE_WITH_TIMEOUT(pods(u"todo-backend"_s).size(), 3, Soon);
    QTRY_COMPARE_WITH_TIMEOUT(titleOfPage(), "Shopping", Soon);
    QTRY_VERIFY_WITH_TIMEOUT(hasTasks(), Soon);
}

/// The control of what the others see: an Ingress that ruins the paths is noticed.
void MinikubeTest::rewriteTarget()
{
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    rewrite(u"/"_s);
    const auto back = qScopeGuard([this] { rewrite({}); });
    const Deploy broken = deploy();
    QVERIFY2(broken.output.code == 0, broken.text()); // its page still answers
    QCOMPARE(kubectl({u"get"_s, u"ingress"_s, u"todo-ingress"_s, u"-o"_s,
                      u"jsonpath={.metadata.annotations.nginx\\.ingress\\.kubernetes\\.io/"
                      "rewrite-target}"_s}),
             "/");
    QTRY_VERIFY_WITH_TIMEOUT(!hasTasks(), Soon);
    // Not because nobody is there: whoever answers got another path.
    const QByteArray answer = page(u"/api/tasks"_s);
    QVERIFY2(answer.startsWith("status 4") || answer.contains("<title>"), answer);
    QCOMPARE(titleOfPage(), "To do");
    rewrite({});
    haveDeployed();
}

/// What would end with the command is told as a command that makes it.
void MinikubeTest::otherDoors()
{
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    const Variables desktop{{u"CHARTWRIGHT_MINIKUBE_DESKTOP"_s, u"1"_s}};
    const Deploy ingress = deploy({}, desktop);
    QVERIFY2(ingress.output.code == 0, ingress.text());
    const QByteArray command = "kubectl --context minikube --namespace ingress-nginx port-forward "
                               "service/ingress-nginx-controller 8080:80";
    QVERIFY2(
        ingress.output.out.endsWith("at http://127.0.0.1:8080/ while this runs: " + command + '\n'),
        ingress.text());
    const Deploy json = deploy({u"--output"_s, u"json"_s}, desktop);
    QVERIFY2(json.output.out.endsWith("{\"address\": \"http://127.0.0.1:8080/\",\"command\": \"" +
                                      command + "\"}\n"),
             json.text());
    // One that no load balancer has an address for is ready all the same.
    const Topology before = loadProject(project(), allKinds()).value().topology;
    const auto back = qScopeGuard(
        [&] { QVERIFY_RESULT(saveProject(before, project() + u'/' + ProjectFileName)); });
    Topology topology = before;
    topology.apply(removeResources(topology, RefIndex(topology),
                                   {topology.findByName(u"Ingress", u"todo-ingress")->id}));
    QVERIFY_RESULT(saveProject(topology, project() + u'/' + ProjectFileName));
    draw(u"Service", u"frontend-service", u"spec.type"_s, u"LoadBalancer"_s);
    const Deploy balancer = deploy();
    QVERIFY2(balancer.output.code == 0, balancer.text());
    const QByteArray ip = minikube({u"ip"_s}).out.trimmed();
    QVERIFY2(balancer.output.out.contains("It answers at http://" + ip + ":3"), balancer.text());
    const Deploy tunnel = deploy({}, desktop);
    QVERIFY2(tunnel.output.code == 0, tunnel.text());
    QVERIFY2(tunnel.output.out.endsWith("minikube service frontend-service --namespace default "
                                        "--url --profile minikube\n"),
             tunnel.text());
    draw(u"Service", u"frontend-service", u"spec.type"_s, u"ClusterIP"_s);
    const Deploy inside = deploy();
    QVERIFY2(inside.output.code == 0, inside.text());
    QVERIFY2(inside.output.out.endsWith("kubectl --context minikube --namespace default "
                                        "port-forward service/frontend-service 8080:3000\n"),
             inside.text());
}

/// It starts with what it was made with, and leaves the context alone that is in use.
void MinikubeTest::stopped()
{
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    kubectl({u"config"_s, u"set-context"_s, u"other"_s, u"--cluster=minikube"_s});
    kubectl({u"config"_s, u"use-context"_s, u"other"_s});
    const Output ended = minikube({u"stop"_s});
    QVERIFY2(ended.code == 0, ended.text());
    const Deploy woken = deploy({u"--cpus"_s, u"4"_s});
    QVERIFY2(woken.output.code == 0, woken.text());
    QVERIFY2(woken.commands.contains(u"start --output json --interactive=false --keep-context "
                                     "--profile minikube"_s),
             woken.text());
    QCOMPARE(woken.count(u"addons enable "_s), 0);
    QCOMPARE(kubectl({u"config"_s, u"current-context"_s}).trimmed(), "other");
    QTRY_VERIFY_WITH_TIMEOUT(hasTasks(), Soon);
}

void MinikubeTest::noSecrets()
{
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    QVERIFY(m_allCommands.size() >= 5);
    const QByteArray said = m_allCommands.join(u'\n').toUtf8();
    const QString secrets = QString::fromUtf8(
        kubectl({u"get"_s, u"secret"_s, u"-l"_s, u"owner=helm"_s, u"-o"_s, u"name"_s}));
    QVERIFY2(secrets.contains(u"sh.helm.release.v1.todo.v"_s), qPrintable(secrets));
    QByteArray kept;
    for (const QString &secret : secrets.split(u'\n', Qt::SkipEmptyParts)) {
        kept += releaseOf(secret);
        QVERIFY2(kept.contains("todo-backend"), kept.left(200));
    }
    for (const QByteArray &value : std::as_const(m_values)) {
        QVERIFY(!said.contains(value) && !said.contains(value.toBase64()));
        QVERIFY(!kept.contains(value) && !kept.contains(value.toBase64()));
    }
    QCOMPARE(QByteArray::fromBase64(kubectl({u"get"_s, u"secret"_s, u"todo-secrets"_s, u"-o"_s,
                                             u"jsonpath={.data.OPENAI_API_KEY}"_s})),
             m_values[1]);
}

void MinikubeTest::rewrite(const Value &target) const
{
    const Path annotation =
        Path("metadata.annotations"_L1).key(u"nginx.ingress.kubernetes.io/rewrite-target"_s);
    draw(u"Ingress", u"todo-ingress", annotation.text(), target);
}

QString MinikubeTest::revision() const
{
    const Output listed =
        run(m_helm, {u"list"_s, u"-o"_s, u"json"_s, u"--kube-context"_s, u"minikube"_s});
    const auto releases = readJson(listed.out, u"list"_s);
    return releases && releases->list().size() == 1
               ? releases->list().first()[u"revision"].toString()
               : QString::fromUtf8(listed.text());
}

/// All that Helm keeps of a revision, as JSON.
QByteArray MinikubeTest::releaseOf(const QString &secret) const
{
    const QByteArray kept = kubectl({u"get"_s, secret, u"-o"_s, u"jsonpath={.data.release}"_s});
    return run(u"gunzip"_s, {}, QByteArray::fromBase64(QByteArray::fromBase64(kept))).out;
}

CHARTWRIGHT_TEST(MinikubeTest)
#include "test_minikube.moc"
