// SPDX-License-Identifier: Apache-2.0
#include "cluster/todo_test_case.h"

#include "kinds/registry.h"
#include "model/edits.h"
#include "project/project.h"
#include "project/starters.h"
#include "support/places.h"
#include "support/result_check.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace chartwright_test {

QStringList linesOf(const QByteArray &text)
{
    return QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts);
}

Value entryOf(const Value &list, const QString &name)
{
    for (const Value &entry : list.list()) {
        if (entry[u"name"].toString() == name)
            return entry;
    }
    return {};
}

void TodoTestCase::init()
{
    TestCase::init();
    const RealCluster &cluster = RealCluster::instance();
    QVERIFY2(cluster.problem().isEmpty(), qPrintable(cluster.problem()));
    m_folder = std::make_unique<QTemporaryDir>();
    m_namespace = std::make_unique<TestNamespace>(u"todo"_s);
    m_config = cluster.adminConfig();
    draw(newFromStarter(u"todo-app"_s, allKinds()).value().topology);
}

QStringList TodoTestCase::arguments(const QString &command, const QStringList &more) const
{
    QStringList out{command, m_folder->path()};
    out += more;
    out += QStringList{u"--kubeconfig"_s, m_config};
    if (!more.contains(u"-n"_s))
        out += QStringList{u"-n"_s, m_namespace->name()};
    return out;
}

Output TodoTestCase::cli(const QString &command, const QStringList &more) const
{
    return runProgram(arguments(command, more));
}

void TodoTestCase::start(QProcess &process, const QString &command, const QStringList &more) const
{
    process.start(QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"), arguments(command, more));
    QVERIFY(process.waitForStarted());
}

QByteArray TodoTestCase::kubectl(const QStringList &more) const
{
    return RealCluster::instance().kubectl(more + QStringList{u"-n"_s, m_namespace->name()});
}

Topology TodoTestCase::drawing() const
{
    return loadProject(m_folder->path(), allKinds()).value().topology;
}

void TodoTestCase::draw(const Topology &topology) const
{
    QVERIFY_RESULT(saveProject(topology, m_folder->filePath(u"topology.yaml"_s)));
}

void TodoTestCase::set(const QString &deployment, const QString &path, const Value &value) const
{
    Topology topology = drawing();
    const ResourcePtr r = topology.findByName(u"Deployment", deployment);
    topology.apply(setField(topology, RefIndex(topology), r->id, Path(path), value));
    draw(topology);
}

void TodoTestCase::giveSecret() const
{
    kubectl({u"create"_s, u"secret"_s, u"generic"_s, u"todo-secrets"_s,
             u"--from-literal=DATABASE_URL=x"_s, u"--from-literal=OPENAI_API_KEY=x"_s,
             u"--from-literal=BETTER_AUTH_SECRET=x"_s});
}

void TodoTestCase::giveAddress() const
{
    kubectl({u"patch"_s, u"ingress"_s, u"todo-ingress"_s, u"--subresource=status"_s,
             u"--type=merge"_s, u"-p"_s,
             uR"({"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.7"}]}}})"_s});
}

QStringList TodoTestCase::versions() const
{
    const QByteArray all = kubectl({u"get"_s, u"service,configmap,ingress,secret"_s, u"-o"_s,
                                    u"jsonpath={range .items[*]}{.metadata.name}="
                                    "{.metadata.resourceVersion}{\"\\n\"}{end}"_s});
    // The status of a Deployment goes on by itself; what it asks for does not.
    return linesOf(all + kubectl({u"get"_s, u"deployment"_s, u"-o"_s,
                                  u"jsonpath={range .items[*]}{.metadata.name}="
                                  "{.metadata.generation}{\"\\n\"}{end}"_s}));
}

} // namespace chartwright_test
