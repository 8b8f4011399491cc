// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/source.h"
#include "cluster/cluster_connection.h"
#include "deploy/address.h"
#include "deploy/release_plan.h"

#include <QCommandLineParser>

namespace chartwright::cli {

/// --kubeconfig, --context, --namespace, --release and --allow-exec.
QList<QCommandLineOption> clusterOptions();

/// What a command that speaks to a cluster works with.
struct ClusterSession
{
    std::unique_ptr<ExecConsent> consent;
    /// Its kinds() are what every server serves, and where more is drawn, what this one does.
    std::shared_ptr<ClusterConnection> connection;
    ReleasePlan plan; ///< without objects where only the release was asked for
    // Of openDrawn():
    std::optional<Topology> topology;
    Value values; ///< over those of the chart
    std::optional<MinikubePlace> minikube;
};

/// Connects as the options say; asks nothing of the server yet. The release is that of the option,
/// else the drawn one, if there is just one; the namespace that of the option, of the drawn
/// release, or of the context.
Result<ClusterSession> openCluster(const QCommandLineParser &parser, const Topology &topology);
/// What openDrawn() is given before it connects: the context, and values below those that were
/// asked for.
struct Place
{
    QString context;
    Value values;
    std::optional<MinikubePlace> minikube;
};
using FindPlace = std::function<tl::expected<Place, int>(
    const Topology &topology, const QString &folder, const Value &values)>;
/// The same for the PROJECT of a command, with what of it goes to the cluster. Where it is, the
/// options say, or `findPlace` does once the project is read. What is wrong has been told: gives an
/// ExitCode.
tl::expected<ClusterSession, int> openDrawn(const QCommandLineParser &parser,
                                            const QString &command, Console &console,
                                            const FindPlace &findPlace = {});
/// Without a drawing, where the release is not needed or comes as an argument.
Result<ClusterSession> openPlace(const QCommandLineParser &parser);
/// Logs in and waits for what is served.
std::optional<ApiFailure> learnKinds(ClusterConnection &connection);

/// Tells a failure with all that the cluster says of it; `what` is the object. Gives Bad.
int failApi(const ApiFailure &failure, Console &console, const QString &what = {});
void tellConflicts(const QList<FieldConflict> &conflicts,
                   const std::function<void(const QString &)> &tell);

} // namespace chartwright::cli
