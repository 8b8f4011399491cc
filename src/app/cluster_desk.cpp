// SPDX-License-Identifier: Apache-2.0
#include "app/cluster_desk.h"

#include "base/names.h"
#include "cluster/plain_text.h"
#include "external/minikube.h"

#include <QDir>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace chartwright {

ClusterDesk::ClusterDesk(Document *document, ProjectSession *session, Settings *settings,
                         QWidget *window)
    : QObject(window), m_document(document), m_settings(settings), m_consent(settings, window)
{
    connect(&m_watch, &KubeconfigWatch::changed, this, &ClusterDesk::reload);
    connect(document, &Document::replaced, this, [this] {
        m_chosen = m_settings->clusterChoice(m_document->filePath());
        emit choiceChanged();
    });
    connect(document, &Document::changed, this, [this](const ChangeEvent &event) {
        const auto isOfRelease = [](const Change &c) {
            const ResourcePtr r = c.after ? c.after : c.before;
            return r->kind == u"Release" || r->kind == u"Chart";
        };
        if (std::any_of(event.changes.begin(), event.changes.end(), isOfRelease))
            emit choiceChanged();
    });
    connect(session, &ProjectSession::filed, this, [this] {
        if (m_chosen != Choice())
            m_settings->setClusterChoice(m_document->filePath(), m_chosen);
    });
}

ClusterDesk::~ClusterDesk() = default;

const Kubeconfig &ClusterDesk::config()
{
    if (!m_config) {
        const KubeconfigFiles files = KubeconfigFiles::find();
        auto read = loadKubeconfig(files);
        m_problem.reset();
        if (!read)
            m_problem = read.error();
        m_config = read ? std::move(*read) : Kubeconfig();
        if (m_config->files.isEmpty())
            m_config->files = files.files;
        m_watch.setFiles(m_config->files);
    }
    return *m_config;
}

void ClusterDesk::reload()
{
    m_config.reset();
    m_connections.clear();
    emit contextsChanged();
    emit choiceChanged();
}

QStringList ClusterDesk::contexts()
{
    QStringList out;
    for (const Kubeconfig::Context &context : config().contexts)
        out.append(context.name);
    if (!m_profiles)
        lookForMinikube();
    for (const QString &profile : std::as_const(*m_profiles)) {
        if (!out.contains(profile))
            out.append(profile);
    }
    return out;
}

void ClusterDesk::lookForMinikube()
{
    m_profiles.emplace();
    const auto path = findMinikube({});
    if (!path)
        return;
    const QString first = u"minikube"_s;
    m_profiles->append(first); // until it is known
    auto *minikube = new Minikube({*path, {}}, first, this);
    minikube->profiles([this, minikube](const ToolResult<QList<MinikubeProfile>> &found) {
        minikube->deleteLater();
        QStringList names;
        for (const MinikubeProfile &profile : found.value_or(QList<MinikubeProfile>()))
            names.append(profile.name);
        if (names.isEmpty() || names == *m_profiles)
            return;
        m_profiles = names;
        emit contextsChanged();
        emit choiceChanged();
    });
}

bool ClusterDesk::isMinikube(const QString &context)
{
    const Kubeconfig::Context *known = config().context(context);
    if (!known)
        return contexts().contains(context);
    const Kubeconfig::Cluster *cluster = config().cluster(known->cluster);
    return cluster && Value(cluster->extensions)[u"cluster_info"][u"provider"].scalarText() ==
                          u"minikube.sigs.k8s.io";
}

QString ClusterDesk::currentContext() { return config().currentContext; }

QString ClusterDesk::fileNames() const
{
    QStringList out;
    for (const QString &file : m_config ? m_config->files : KubeconfigFiles::find().files)
        out.append(QDir::toNativeSeparators(file));
    return out.join(u", "_s);
}

Result<ClusterDesk::ConnectionPtr> ClusterDesk::connection(const QString &context)
{
    if (const auto known = m_connections.find(context); known != m_connections.end())
        return known->second;
    if (!isInKubeconfig(context) && isMinikube(context))
        return failure(tr("Minikube's profile %1 does not run").arg(shownName(context)), {},
                       tr("Deploy starts it."));
    auto target = targetOf(config(), context);
    if (!target)
        return tl::unexpected(target.error());
    ConnectionPtr made(
        new ClusterConnection(std::make_shared<const Target>(std::move(*target)), &m_consent),
        [](ClusterConnection *old) { old->deleteLater(); });
    m_connections.emplace(context, made);
    return made;
}

bool ClusterDesk::wouldAsk(const QString &context)
{
    const auto there = connection(context);
    if (!there || (*there)->target().login != Login::Exec)
        return false;
    const ExecSpec &spec = *(*there)->target().exec;
    const QString program = findPlugin(spec.exec.command, QProcessEnvironment::systemEnvironment());
    return !program.isEmpty() && !m_consent.isAllowed(execQuestion(spec, program).fingerprint);
}

QString ClusterDesk::productionKey(const QString &context)
{
    const Kubeconfig::Context *c = config().context(context);
    const Kubeconfig::Cluster *cluster = c ? config().cluster(c->cluster) : nullptr;
    return context + u'\n' + (cluster ? cluster->server : QString());
}

bool ClusterDesk::isProduction(const QString &context)
{
    return m_settings->isProduction(productionKey(context));
}

void ClusterDesk::setProduction(const QString &context, bool on)
{
    if (on == isProduction(context))
        return;
    m_settings->setProduction(productionKey(context), on);
    emit choiceChanged();
}

ResourcePtr ClusterDesk::drawnRelease(const QString &name) const
{
    return m_document->topology().findByName(u"Release", name);
}

QStringList ClusterDesk::releases() const
{
    QStringList out;
    for (const ResourcePtr &release : m_document->topology().ofKind(u"Release"))
        out.append(release->name);
    const ResourcePtr chart = m_document->topology().chart();
    if (out.isEmpty() && chart)
        out.append(chart->name);
    return out;
}

ClusterDesk::Choice ClusterDesk::choice()
{
    Choice out = m_chosen;
    // Minikube is asked for its profiles only where the kubeconfig does not say enough.
    const bool isThere =
        isInKubeconfig(out.context) || (!out.context.isEmpty() && contexts().contains(out.context));
    if (!isThere)
        out.context = isInKubeconfig(currentContext()) ? currentContext() : contexts().value(0);
    const QStringList drawn = releases();
    if (!drawn.contains(out.release))
        out.release = drawn.value(0);
    if (out.ns.isEmpty())
        out.ns = namespaceOf(out.context, out.release);
    return out;
}

QString ClusterDesk::namespaceOf(const QString &context, const QString &release)
{
    const ResourcePtr drawn = drawnRelease(release);
    QString out = drawn ? drawn->fields[u"namespace"].scalarText() : QString();
    if (const Kubeconfig::Context *named = config().context(context); named && out.isEmpty())
        out = named->nameSpace;
    return out.isEmpty() ? u"default"_s : out;
}

void ClusterDesk::choose(const Choice &choice)
{
    m_chosen = choice;
    if (!m_document->filePath().isEmpty())
        m_settings->setClusterChoice(m_document->filePath(), choice);
    emit choiceChanged();
}

RenderInput ClusterDesk::renderInput()
{
    const Choice to = choice();
    RenderInput out;
    out.release = to.release;
    out.ns = to.ns;
    if (const ResourcePtr release = drawnRelease(to.release))
        out.values = overrideValues(m_document->topology(), *release);
    return out;
}

QString ClusterDesk::title()
{
    const Choice to = choice();
    return to.context.isEmpty() ? QString() : tr("%1 / %2").arg(shownName(to.context), to.ns);
}

} // namespace chartwright
