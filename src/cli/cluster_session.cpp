// SPDX-License-Identifier: Apache-2.0
#include "cli/cluster_session.h"

#include "base/names.h"
#include "chart/render.h"
#include "cli/await.h"
#include "cli/value_options.h"
#include "deploy/difference.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString givenContext(const QCommandLineParser &parser)
{
    return parser.value(QStringLiteral("context"));
}

/// A command line has nobody to ask: an option says it beforehand.
class GivenConsent : public ExecConsent
{
public:
    explicit GivenConsent(bool given) : m_given(given) {}
    bool isAllowed(const QString &) const override { return m_given; }
    void ask(const ExecQuestion &, QObject *, std::function<void(bool)> answer) override
    {
        answer(m_given);
    }

private:
    bool m_given;
};

Result<ResourcePtr> drawnRelease(const Topology &topology, const QString &name)
{
    if (!name.isEmpty())
        return topology.findByName(u"Release", name);
    const QList<ResourcePtr> drawn = topology.ofKind(u"Release");
    if (drawn.size() == 1)
        return drawn.first();
    return failure(drawn.isEmpty() ? tr("the drawing has no Release")
                                   : tr("the drawing has several Releases"),
                   {}, tr("Name one: --release NAME"));
}

/// The namespace that no option names is `drawnNamespace`, else the context's.
Result<ClusterSession> connectTo(const QCommandLineParser &parser, const QString &context,
                                 const QString &drawnNamespace)
{
    ClusterSession out;
    const auto config =
        loadKubeconfig(KubeconfigFiles::find(parser.value(QStringLiteral("kubeconfig"))));
    if (!config)
        return tl::unexpected(config.error());
    auto target = targetOf(*config, context);
    if (!target)
        return tl::unexpected(target.error());
    out.plan.ns = parser.value(QStringLiteral("namespace"));
    if (out.plan.ns.isEmpty())
        out.plan.ns = drawnNamespace.isEmpty() ? target->nameSpace : drawnNamespace;
    if (!names::isDnsLabel(out.plan.ns))
        return failure(tr("\"%1\" cannot be the name of a namespace").arg(out.plan.ns));
    out.consent = std::make_unique<GivenConsent>(parser.isSet(QStringLiteral("allow-exec")));
    out.connection = std::make_shared<ClusterConnection>(
        std::make_shared<const Target>(std::move(*target)), out.consent.get());
    return out;
}

struct Release
{
    QString name, ns; ///< that is drawn; may be empty
};

Result<Release> releaseOf(const QCommandLineParser &parser, const Topology &topology)
{
    const QString given = parser.value(QStringLiteral("release"));
    const auto drawn = drawnRelease(topology, given);
    if (!drawn)
        return tl::unexpected(drawn.error());
    Release out{given, {}};
    if (*drawn)
        out = {(*drawn)->name, (*drawn)->fields[u"namespace"].scalarText()};
    if (!names::isReleaseName(out.name))
        return failure(tr("\"%1\" cannot be the name of a release").arg(out.name));
    return out;
}

Result<ClusterSession> openRelease(const QCommandLineParser &parser, const Topology &topology,
                                   const Release &release, const QString &context)
{
    auto out = connectTo(parser, context, release.ns);
    if (out) {
        out->plan.release = release.name;
        out->plan.drawn = drawnKinds(topology, out->plan.ns);
    }
    return out;
}

} // namespace

QList<QCommandLineOption> clusterOptions()
{
    return {
        {QStringLiteral("kubeconfig"),
         tr("The kubeconfig file. Without it those of $KUBECONFIG, or ~/.kube/config."),
         QStringLiteral("FILE")},
        {QStringLiteral("context"), tr("The context of the kubeconfig."), QStringLiteral("NAME")},
        {{QStringLiteral("n"), QStringLiteral("namespace")},
         tr("The namespace. Without it that of the drawn release, or of the context."),
         QStringLiteral("NAME")},
        {QStringLiteral("release"),
         tr("The release's name. Without it that of the only drawn Release."),
         QStringLiteral("NAME")},
        {QStringLiteral("allow-exec"),
         tr("Run the login program that the kubeconfig names, if it names one.")}};
}

Result<ClusterSession> openPlace(const QCommandLineParser &parser)
{
    return connectTo(parser, givenContext(parser), {});
}

Result<ClusterSession> openCluster(const QCommandLineParser &parser, const Topology &topology)
{
    const auto release = releaseOf(parser, topology);
    if (!release)
        return tl::unexpected(release.error());
    return openRelease(parser, topology, *release, givenContext(parser));
}

std::optional<ApiFailure> learnKinds(ClusterConnection &connection)
{
    return await<std::optional<ApiFailure>>(
        [&](QObject *context, const auto &done) { connection.learnKinds(context, done); });
}

tl::expected<ClusterSession, int> openDrawn(const QCommandLineParser &parser,
                                            const QString &command, Console &console,
                                            const FindPlace &findPlace)
{
    if (const int bad = refuseTwoReaders(parser, command, console); bad != Clean)
        return tl::unexpected(bad);
    const auto source = openSource(parser.positionalArguments().constFirst(), console);
    if (!source)
        return tl::unexpected(console.fail(source.error()));
    if (tellRefusals(*source, console))
        return tl::unexpected(int(Bad));
    const Topology &topology = source->project.topology;
    const auto release = releaseOf(parser, topology);
    if (!release)
        return tl::unexpected(console.fail(release.error()));
    auto values = releaseValues(parser, console, topology, release->name);
    if (!values)
        return tl::unexpected(console.fail(values.error()));
    Place place{givenContext(parser), {}, {}};
    if (findPlace) {
        // It may take minutes: what can be found wrong without it comes before.
        const auto drawn = render(topology, {release->name, QStringLiteral("default"), *values});
        if (!drawn)
            return tl::unexpected(console.fail(drawn.error()));
        const auto found = findPlace(topology, QFileInfo(source->file).absolutePath(), *values);
        if (!found)
            return tl::unexpected(found.error());
        place = *found;
        if (place.values.isMap())
            values = mergeValues(place.values, values->isMap() ? *values : Map());
    }
    auto session = openRelease(parser, topology, *release, place.context);
    if (!session)
        return tl::unexpected(console.fail(session.error()));
    const RenderInput input{session->plan.release, session->plan.ns, *values};
    auto plan = releasePlan(topology, input, session->connection->kinds());
    const auto isUnserved = [&](const ApplyObject &object) {
        return unservedKind(session->connection->kinds(), object.ref).has_value();
    };
    // Whether they stand in a namespace, and where, only the server knows.
    if (plan && std::any_of(plan->objects.begin(), plan->objects.end(), isUnserved)) {
        if (const auto failure = learnKinds(*session->connection))
            return tl::unexpected(failApi(*failure, console));
        plan = releasePlan(topology, input, session->connection->kinds());
    }
    if (!plan)
        return tl::unexpected(console.fail(plan.error()));
    session->plan = *plan;
    session->topology = topology;
    session->values = *values;
    session->minikube = place.minikube;
    return std::move(*session);
}

int failApi(const ApiFailure &failure, Console &console, const QString &what)
{
    Error error = failure.error;
    if (!what.isEmpty())
        error.where = what;
    if (failure.kind == ApiFailure::Kind::NotFound)
        error.remedy = tr("Check --namespace and --context; apply --create-namespace makes a "
                          "namespace.");
    console.fail(error);
    if (failure.conflicts.isEmpty()) {
        for (const ApiFailure::Cause &cause : failure.causes) {
            console.note(QStringLiteral("  %1: %2").arg(plain(cause.field), plain(cause.message)));
        }
    }
    tellConflicts(failure.conflicts, [&](const QString &line) { console.note(line); });
    return Bad;
}

void tellConflicts(const QList<FieldConflict> &conflicts,
                   const std::function<void(const QString &)> &tell)
{
    for (const FieldConflict &conflict : conflicts) {
        tell(QLatin1String("  ") + tr("%1 belongs to %2: --take takes it")
                                       .arg(plain(conflict.field), plain(conflict.manager)));
    }
}

} // namespace chartwright::cli
