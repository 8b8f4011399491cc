// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"
#include "cluster/kubeconfigs.h"
#include "cluster/real_cluster.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "project/project.h"
#include "project/starters.h"
#include "support/hard_strings.h"
#include "support/helm.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QTemporaryDir>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const RealCluster &cluster() { return RealCluster::instance(); }

const QList<std::pair<QString, QString>> &drawn()
{
    static const QList<std::pair<QString, QString>> objects{
        {u"deployment"_s, u"todo-backend"_s}, {u"deployment"_s, u"todo-frontend"_s},
        {u"service"_s, u"backend-service"_s}, {u"service"_s, u"frontend-service"_s},
        {u"configmap"_s, u"todo-config"_s},   {u"ingress"_s, u"todo-ingress"_s}};
    return objects;
}

} // namespace

// diff, apply and delete against a real API server, as a person types them.
class ApplyTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() override;
    void appliesWhatIsDrawn();
    void comparesFieldByField();
    void conflictsNameWhoOwns();
    void prunesWhatLeftTheDrawing();
    void helmsReleaseIsLeftAlone();
    void helmsReleaseIsTakenOver();
    void namespaceOnlyAccount();
    void namespaceIsMade();
    void namespaceThatMayNotBeMade();
    void namespaceThatMayNotBeSeen();
    void whatTheServerRefuses();
    void nobodyThere();
    void hardStringsAreStored();

private:
    Output cli(const QString &command, const QStringList &more = {}) const;
    Topology drawing() const;
    void draw(const Topology &topology) const;
    QStringList versions() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNamespace> m_namespace;
    QString m_config;
};

void ApplyTest::initTestCase()
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
}

void ApplyTest::init()
{
    TestCase::init();
    m_folder = std::make_unique<QTemporaryDir>();
    m_namespace = std::make_unique<TestNamespace>(u"apply"_s);
    m_config = cluster().adminConfig();
    draw(newFromStarter(u"todo-app"_s, allKinds()).value().topology);
}

Output ApplyTest::cli(const QString &command, const QStringList &more) const
{
    QStringList arguments{command, m_folder->path(), u"--kubeconfig"_s, m_config};
    if (!more.contains(u"-n"_s))
        arguments += {u"-n"_s, m_namespace->name()};
    return runProgram(arguments + more);
}

Topology ApplyTest::drawing() const
{
    return loadProject(m_folder->path(), allKinds()).value().topology;
}

void ApplyTest::draw(const Topology &topology) const
{
    QVERIFY_RESULT(saveProject(topology, m_folder->filePath(u"topology.yaml"_s)));
}

QStringList ApplyTest::versions() const
{
    QStringList out;
    for (const auto &[kind, name] : drawn()) {
        out.append(cluster()
                       .object(kind, name, m_namespace->name())[u"metadata"][u"resourceVersion"]
                       .toString());
    }
    return out;
}

void ApplyTest::appliesWhatIsDrawn()
{
    const auto before = cli(u"diff"_s);
    QCOMPARE(before.code, 1);
    QVERIFY(before.out.contains("Deployment todo-backend: new"));
    const auto applied = cli(u"apply"_s);
    QVERIFY2(applied.code == 0, applied.text());
    QVERIFY(applied.out.contains("Ingress todo-ingress: created"));
    for (const auto &[kind, name] : drawn()) {
        const Value object = cluster().object(kind, name, m_namespace->name());
        const Value &labels = object[u"metadata"][u"labels"];
        QCOMPARE(labels[u"chartwright.org/release"].toString(), u"todo"_s);
        QCOMPARE(labels[u"app.kubernetes.io/managed-by"].toString(), u"chartwright"_s);
    }
    QCOMPARE(cli(u"diff"_s).code, 0);
    // Controllers write to the status meanwhile; what is applied is looked at twice at rest.
    QTRY_COMPARE_WITH_TIMEOUT(
        cluster()
            .object(u"deployment"_s, u"todo-backend"_s, m_namespace->name())[u"status"][u"replicas"]
            .toInt(),
        2, 20'000);
    const auto again = cli(u"apply"_s);
    QCOMPARE(again.code, 0);
    QCOMPARE(again.out.count(": unchanged"), 6);
    const auto deleted = cli(u"delete"_s);
    QCOMPARE(deleted.code, 0);
    QCOMPARE(deleted.out.count(": deleted"), 6);
    QTRY_COMPARE_WITH_TIMEOUT(versions().join(QString()), QString(), 20'000);
    QVERIFY(cli(u"delete"_s).out.contains("There is nothing of the release todo"));
}

void ApplyTest::comparesFieldByField()
{
    QCOMPARE(cli(u"apply"_s).code, 0);
    const auto text = cli(u"diff"_s, {u"--set"_s, u"backend.replicas=3"_s});
    QCOMPARE(text.code, 1);
    QVERIFY2(text.out.contains("Deployment todo-backend: changed\n  spec.replicas: 2 → 3\n"),
             text.out);
    QVERIFY(text.out.contains("As drawn: 5\n"));
    const auto json = cli(u"diff"_s, {u"--set"_s, u"config.LOG_LEVEL=debug"_s, u"-o"_s, u"json"_s});
    const auto read = readJson(json.out, u"diff"_s);
    QVERIFY_RESULT(read);
    const Value &config = read->list().constFirst();
    QCOMPARE(config[u"state"].toString(), u"changed"_s);
    QCOMPARE(config[u"changes"].list().constFirst()[u"path"].toString(), u"data.LOG_LEVEL"_s);
    QCOMPARE(config[u"changes"].list().constFirst()[u"after"].toString(), u"debug"_s);
    QCOMPARE(cli(u"diff"_s).code, 0); // nothing was changed by looking
}

void ApplyTest::conflictsNameWhoOwns()
{
    QCOMPARE(cli(u"apply"_s).code, 0);
    cluster().kubectl({u"scale"_s, u"deployment"_s, u"todo-backend"_s, u"--replicas=4"_s, u"-n"_s,
                       m_namespace->name()});
    const auto seen = cli(u"diff"_s);
    QCOMPARE(seen.code, 1);
    QVERIFY2(seen.out.contains(".spec.replicas belongs to kubectl: --take takes it"), seen.out);
    const auto refused = cli(u"apply"_s);
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains("belongs to kubectl") &&
                 refused.err.contains("Left as they are: 2\n"),
             refused.err);
    const auto replicas = [&] {
        return cluster()
            .object(u"deployment"_s, u"todo-backend"_s, m_namespace->name())[u"spec"][u"replicas"]
            .toInt();
    };
    QCOMPARE(replicas(), 4);
    QCOMPARE(cli(u"apply"_s, {u"--take"_s}).code, 0);
    QCOMPARE(replicas(), 2);
    QCOMPARE(cli(u"diff"_s).code, 0);
}

void ApplyTest::prunesWhatLeftTheDrawing()
{
    QCOMPARE(cli(u"apply"_s).code, 0);
    Topology topology = drawing();
    topology.apply(removeResources(topology, RefIndex(topology),
                                   {topology.findByName(u"Ingress", u"todo-ingress")->id}));
    draw(topology);
    const auto seen = cli(u"diff"_s);
    QCOMPARE(seen.code, 1);
    QVERIFY(seen.out.contains("Ingress todo-ingress: no longer drawn"));
    QCOMPARE(cli(u"apply"_s).code, 0);
    const auto ingress = [&] {
        return cluster().object(u"ingress"_s, u"todo-ingress"_s, m_namespace->name());
    };
    QVERIFY(ingress().isMap()); // not without being told to
    const auto pruned = cli(u"apply"_s, {u"--prune"_s});
    QVERIFY(pruned.out.contains("Ingress todo-ingress: deleted"));
    QTRY_VERIFY_WITH_TIMEOUT(ingress().isNull(), 20'000);
    QCOMPARE(cli(u"diff"_s).code, 0);
}

void ApplyTest::helmsReleaseIsLeftAlone()
{
    const Helm &helm = Helm::four();
    QVERIFY_HELM(helm);
    const QString chart = m_folder->filePath(u"chart"_s);
    QCOMPARE(runProgram({u"export"_s, m_folder->path(), chart}).code, 0);
    const auto installed = helm.run({u"install"_s, u"todo"_s, chart, u"--kubeconfig"_s, m_config,
                                     u"-n"_s, m_namespace->name(), u"--wait=false"_s});
    QVERIFY2(installed.ok(), qPrintable(installed.text()));
    // Compared as Helm would bring it, which is no difference; without a helm here, too.
    const auto same = cli(u"diff"_s, {u"--helm"_s, helm.program()});
    QVERIFY2(same.code == 0 && same.err.contains("A release of Helm"), same.text());
    const auto alone = cli(u"diff"_s, {u"--helm"_s, u"/no/such/helm"_s});
    QVERIFY2(alone.code == 0 && alone.err.contains("helm is not here"), alone.text());
    const QStringList before = versions();
    const auto refused = cli(u"apply"_s);
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains("it belongs to the Helm release todo"), refused.err);
    QCOMPARE(versions().constFirst(), before.first());
    QVERIFY(cli(u"delete"_s).out.contains("There is nothing"));
}

void ApplyTest::helmsReleaseIsTakenOver()
{
    const Helm &helm = Helm::four();
    QVERIFY_HELM(helm);
    const QString chart = m_folder->filePath(u"chart"_s);
    QCOMPARE(runProgram({u"export"_s, m_folder->path(), chart}).code, 0);
    const QStringList there{u"--kubeconfig"_s, m_config, u"-n"_s, m_namespace->name()};
    const auto installed =
        helm.run(QStringList{u"install"_s, u"todo"_s, chart, u"--wait=false"_s} + there);
    QVERIFY2(installed.ok(), qPrintable(installed.text()));
    const auto applied = cli(u"apply"_s, {u"--from-helm"_s, u"--set"_s, u"backend.replicas=3"_s});
    QVERIFY2(applied.code == 0, applied.text());
    const Value backend = cluster().object(u"deployment"_s, u"todo-backend"_s, m_namespace->name());
    QCOMPARE(backend[u"spec"][u"replicas"].toInt(), 3);
    QCOMPARE(backend[u"metadata"][u"labels"][u"app.kubernetes.io/managed-by"].toString(),
             u"chartwright"_s);
    QVERIFY(backend[u"metadata"][u"annotations"][u"meta.helm.sh/release-name"].isNull());
    // Helm no longer knows it, and cannot take it back by mistake.
    QVERIFY(!helm.run(QStringList{u"status"_s, u"todo"_s} + there).ok());
    QCOMPARE(cli(u"diff"_s, {u"--set"_s, u"backend.replicas=3"_s}).code, 0);
    QCOMPARE(cli(u"delete"_s).code, 0);
}

void ApplyTest::namespaceOnlyAccount()
{
    m_config = cluster().namespaceConfig();
    const QStringList there{u"-n"_s, u"team-a"_s};
    const auto applied = cli(u"apply"_s, there);
    QVERIFY2(applied.code == 0, applied.text());
    QCOMPARE(cli(u"diff"_s, there).code, 0);
    QCOMPARE(cli(u"delete"_s, there).code, 0);
    const auto unseen = cli(u"diff"_s);
    QCOMPARE(unseen.code, 2);
    QVERIFY2(unseen.err.contains("forbidden"), unseen.err);
    const auto elsewhere = cli(u"apply"_s);
    QCOMPARE(elsewhere.code, 2);
    QVERIFY2(elsewhere.err.contains("forbidden") && elsewhere.err.contains("Ask an administrator"),
             elsewhere.err);
}

void ApplyTest::namespaceIsMade()
{
    const QString name = m_namespace->name() + u"-new"_s;
    const auto missing = cli(u"apply"_s, {u"-n"_s, name});
    QCOMPARE(missing.code, 2);
    QVERIFY2(missing.err.contains("--create-namespace"), missing.err);
    QCOMPARE(cli(u"apply"_s, {u"-n"_s, name, u"--create-namespace"_s}).code, 0);
    QVERIFY(cluster().object(u"configmap"_s, u"todo-config"_s, name).isMap());
    cluster().kubectl({u"delete"_s, u"namespace"_s, name, u"--wait=false"_s});
}

void ApplyTest::namespaceThatMayNotBeMade()
{
    m_config = m_folder->filePath(u"editor"_s);
    const TestAccount editor(u"edit"_s);
    QVERIFY(writeConfig(m_config, {{u"editor"_s, adminCluster(), editor.user()}}));
    const QString name = m_namespace->name() + u"-new"_s;
    const QStringList more{u"-n"_s, name, u"--create-namespace"_s, u"--dry-run"_s};
    const auto told = cli(u"apply"_s, more);
    QVERIFY2(told.code == 2 && told.out.contains("this account may not create it") &&
                 told.err.contains("An apply would stop at Namespace " + name.toUtf8()),
             told.text());
    const auto json = cli(u"apply"_s, more + QStringList{u"-o"_s, u"json"_s});
    const auto read = readJson(json.out, u"dry-run"_s);
    QVERIFY_RESULT(read);
    QCOMPARE(read->list().constFirst()[u"state"].toString(), u"refused"_s);
    // In one that is there the account may do all that is needed.
    const auto there = cli(u"apply"_s, {u"--create-namespace"_s, u"--dry-run"_s});
    QVERIFY2(there.code == 0, there.text());
}

/// Whether it is there this account may not look; it is.
void ApplyTest::namespaceThatMayNotBeSeen()
{
    const QString role = m_namespace->name();
    cluster().kubectl({u"create"_s, u"clusterrole"_s, role, u"--verb=get,list,create,patch"_s,
                       u"--resource=deployments.apps,services,configmaps,secrets"_s,
                       u"--resource=ingresses.networking.k8s.io"_s});
    const TestAccount account(role);
    m_config = m_folder->filePath(u"blind"_s);
    QVERIFY(writeConfig(m_config, {{u"blind"_s, adminCluster(), account.user()}}));
    for (const QStringList &more : {QStringList{u"--dry-run"_s}, QStringList()}) {
        const auto o = cli(u"apply"_s, more + QStringList{u"--create-namespace"_s});
        QVERIFY2(o.code == 0, o.text());
    }
    cluster().kubectl({u"delete"_s, u"clusterrole"_s, role});
}

void ApplyTest::whatTheServerRefuses()
{
    Topology topology = drawing();
    const ResourcePtr backend = topology.findByName(u"Deployment", u"todo-backend");
    // Right for the drawing, and not for a cluster.
    topology.apply(setField(topology, RefIndex(topology), backend->id,
                            Path(u"metadata.annotations"_s), Map{{u"a b"_s, u"x"_s}}));
    draw(topology);
    const auto seen = cli(u"diff"_s);
    QCOMPARE(seen.code, 2);
    QVERIFY2(seen.out.contains("Deployment todo-backend: refused") &&
                 seen.err.contains("metadata.annotations"),
             seen.err);
}

void ApplyTest::nobodyThere()
{
    QFile config(m_folder->filePath(u"config"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [{name: x, cluster: "
                 "{server: 'https://127.0.0.1:1'}}]\nusers: [{name: x, user: {}}]\ncontexts: "
                 "[{name: x, context: {cluster: x, user: x}}]\n");
    config.close();
    m_config = config.fileName();
    for (const QString &command : {u"diff"_s, u"apply"_s, u"delete"_s}) {
        const auto failed = cli(command);
        QCOMPARE(failed.code, 2);
        QVERIFY2(failed.err.contains("cannot be reached"), failed.err);
    }
}

void ApplyTest::hardStringsAreStored()
{
    Topology topology = drawing();
    Map data = topology.findByName(u"ConfigMap", u"todo-config")->fields[u"data"].map(),
        annotations;
    List arguments;
    for (const QString &hard : hardStrings()) {
        const QString key = u"key-"_s + QString::number(annotations.size());
        data.append(key, hard);
        annotations.append(key, hard);
        arguments.append(hard);
    }
    const auto set = [&](QStringView kind, QStringView name, const QString &path, const Value &to) {
        topology.apply(setField(topology, RefIndex(topology), topology.findByName(kind, name)->id,
                                Path(path), to));
    };
    set(u"ConfigMap", u"todo-config", u"data"_s, data);
    set(u"ConfigMap", u"todo-config", u"metadata.annotations"_s, annotations);
    set(u"Deployment", u"todo-frontend", u"spec.template.spec.containers[frontend].args"_s,
        arguments);
    draw(topology);
    const auto applied = cli(u"apply"_s);
    QVERIFY2(applied.code == 0, applied.text());
    const Value config = cluster().object(u"configmap"_s, u"todo-config"_s, m_namespace->name());
    for (const auto &[key, text] : annotations) {
        QCOMPARE(config[u"data"][key], text);
        QCOMPARE(config[u"metadata"][u"annotations"][key], text);
    }
    const Value frontend =
        cluster().object(u"deployment"_s, u"todo-frontend"_s, m_namespace->name());
    QCOMPARE(at(frontend, Path(u"spec.template.spec.containers[frontend].args"_s)),
             Value(arguments));
    QCOMPARE(cli(u"diff"_s).code, 0);
}

CHARTWRIGHT_TEST(ApplyTest)
#include "test_apply.moc"
