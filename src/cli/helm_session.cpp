// SPDX-License-Identifier: Apache-2.0
#include "cli/helm_session.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

QCommandLineOption helmOption()
{
    return {QStringLiteral("helm"), tr("The program helm. Without it the one on PATH."),
            QStringLiteral("PATH")};
}

Result<HelmProgram> findHelmProgram(const QCommandLineParser &parser)
{
    const auto path = findHelm(parser.value(QStringLiteral("helm")));
    if (!path)
        return tl::unexpected(path.error());
    return await<Result<HelmProgram>>(
        [&](QObject *context, const auto &done) { askHelm(*path, context, done); });
}

tl::expected<HelmProgram, int> helmProgram(const QCommandLineParser &parser, Console &console)
{
    const auto program = findHelmProgram(parser);
    if (!program)
        return tl::unexpected(console.fail(program.error()));
    return *program;
}

tl::expected<std::unique_ptr<Helm>, int> openHelm(const HelmProgram &program,
                                                  const QCommandLineParser &parser,
                                                  const ClusterSession &session, Console &console)
{
    if (const auto failure = learnKinds(*session.connection))
        return tl::unexpected(failApi(*failure, console));
    HelmPlace place;
    place.kubeconfig = KubeconfigFiles::find(parser.value(QStringLiteral("kubeconfig"))).files;
    place.context = session.connection->target().context;
    place.ns = session.plan.ns;
    return std::make_unique<Helm>(program, place);
}

int failHelm(const HelmFailure &failure, Console &console, const QString &what)
{
    Error error = failure.error;
    error.message = plain(error.message);
    if (error.where.isEmpty())
        error.where = plain(what);
    return console.fail(error);
}

} // namespace chartwright::cli
