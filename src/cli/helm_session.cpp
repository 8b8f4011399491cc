// SPDX-License-Identifier: Apache-2.0
#include "cli/helm_session.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

Result<HelmProgram> helmProgram(const QString &given)
{
    const auto path = findHelm(given);
    if (!path)
        return tl::unexpected(path.error());
    return await<Result<HelmProgram>>(
        [&](QObject *context, const auto &done) { askHelm(*path, context, done); });
}

} // namespace

QCommandLineOption helmOption()
{
    return {QStringLiteral("helm"), tr("The program helm. Without it the one on PATH."),
            QStringLiteral("PATH")};
}

tl::expected<std::unique_ptr<Helm>, int> openHelm(const QCommandLineParser &parser,
                                                  const ClusterSession &session, Console &console)
{
    const auto program = helmProgram(parser.value(QStringLiteral("helm")));
    if (!program)
        return tl::unexpected(console.fail(program.error()));
    if (const auto failure = learnKinds(*session.connection))
        return tl::unexpected(failApi(*failure, console));
    HelmPlace place;
    place.kubeconfig = KubeconfigFiles::find(parser.value(QStringLiteral("kubeconfig"))).files;
    place.context = session.connection->target().context;
    place.ns = session.plan.ns;
    return std::make_unique<Helm>(*program, place);
}

int failHelm(const HelmFailure &failure, Console &console)
{
    Error error = failure.error;
    error.message = plain(error.message);
    return console.fail(error);
}

} // namespace chartwright::cli
