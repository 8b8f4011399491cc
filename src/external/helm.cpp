// SPDX-License-Identifier: Apache-2.0
#include "external/helm.h"

#include "tree/yaml.h"

#include <QDir>

using namespace std::chrono_literals;

namespace chartwright {
namespace {

constexpr std::chrono::milliseconds Looking{60'000}, Working{300'000}, Testing{600'000};
constexpr qsizetype Most = 64ll * 1024 * 1024; ///< of an output: manifests of a large release

QProcessEnvironment environmentFor(const HelmPlace &place)
{
    QProcessEnvironment out = QProcessEnvironment::systemEnvironment();
    // What would lead it elsewhere, or make it talk.
    for (const char *name :
         {"HELM_NAMESPACE", "HELM_KUBECONTEXT", "HELM_KUBEAPISERVER", "HELM_KUBETOKEN",
          "HELM_KUBEASUSER", "HELM_KUBEASGROUPS", "HELM_KUBECAFILE", "HELM_DEBUG"})
        out.remove(QLatin1String(name));
    if (!place.kubeconfig.isEmpty())
        out.insert(QStringLiteral("KUBECONFIG"), place.kubeconfig.join(QDir::listSeparator()));
    return out;
}

HelmFailure failureOf(PluginProcess &process, PluginProcess::End end)
{
    using Kind = HelmFailure::Kind;
    switch (end) {
    case PluginProcess::End::Exited:
        return helmFailure(process.errors());
    case PluginProcess::End::Stopped:
        return {Kind::Stopped, {Helm::tr("helm was stopped"), {}, {}}};
    case PluginProcess::End::TooLate:
        return {Kind::Other,
                {Helm::tr("helm did not come to an end"),
                 {},
                 Helm::tr("Look whether the cluster answers, and try again.")}};
    case PluginProcess::End::TooMuch:
        return {Kind::Other, {Helm::tr("helm printed more than is read of it"), {}, {}}};
    case PluginProcess::End::NotStarted:
        return {Kind::Other, {Helm::tr("helm did not start: %1").arg(process.problem()), {}, {}}};
    case PluginProcess::End::Crashed:
        break;
    }
    return {Kind::Other, {Helm::tr("helm crashed"), {}, {}}};
}

} // namespace

Helm::Helm(HelmProgram program, HelmPlace place, QObject *parent)
    : QObject(parent), m_program(std::move(program)), m_place(std::move(place))
{
}

Helm::~Helm()
{
    for (auto *process : findChildren<PluginProcess *>(Qt::FindDirectChildrenOnly))
        process->letGo();
}

HelmCall Helm::run(const QStringList &arguments, const QByteArray &input, QObject *context,
                   const Output &done, std::chrono::milliseconds time)
{
    QStringList all = arguments;
    if (!m_place.context.isEmpty())
        all += {QStringLiteral("--kube-context"), m_place.context};
    if (!arguments.contains(QStringLiteral("--all-namespaces")))
        all += {QStringLiteral("--namespace"), m_place.ns};
    ProcessLimits limits;
    limits.time = time;
    limits.grace = limits.farewell = 10s; // it notes what became of the release
    limits.output = Most;
    auto *process = new PluginProcess(limits, this);
    const bool isTest = arguments.constFirst() == u"test";
    connect(process, &PluginProcess::ended, context,
            [process, done, isTest](PluginProcess::End end) {
                process->retire();
                if (end == PluginProcess::End::Exited && process->exitCode() == 0)
                    return done(process->takeOutput());
                HelmFailure failure = failureOf(*process, end);
                if (isTest) // which say why they failed; all else may hold secrets
                    failure.output = QString::fromUtf8(process->takeOutput().view());
                done(tl::unexpected(failure));
            });
    process->start(m_program.path, all, environmentFor(m_place), input);
    return HelmCall(process);
}

template <class T>
HelmCall Helm::read(const QStringList &arguments, Result<T> (*parse)(const QByteArray &),
                    QObject *context, const Done<T> &done)
{
    return run(
        arguments + QStringList{QStringLiteral("--output"), QStringLiteral("json")}, {}, context,
        [parse, done](const HelmResult<SecretValue> &output) {
            if (!output)
                return done(tl::unexpected(output.error()));
            const QByteArrayView bytes = output->view();
            auto read = parse(QByteArray::fromRawData(bytes.data(), bytes.size()));
            if (read)
                done(std::move(*read));
            else
                done(tl::unexpected(HelmFailure{HelmFailure::Kind::Other, read.error()}));
        },
        Looking);
}

HelmCall Helm::change(const QStringList &arguments, const QByteArray &input, QObject *context,
                      const Done<void> &done)
{
    return run(
        arguments, input, context,
        [done](const HelmResult<SecretValue> &output) {
            if (output)
                done({});
            else
                done(tl::unexpected(output.error()));
        },
        Working);
}

HelmCall Helm::list(bool allNamespaces, QObject *context, const Done<QList<HelmRelease>> &done)
{
    QStringList arguments{QStringLiteral("list"), QStringLiteral("--max"), QStringLiteral("0")};
    if (m_program.major == 3)
        arguments.append(QStringLiteral("--all")); // of every status, as 4 does
    if (allNamespaces)
        arguments.append(QStringLiteral("--all-namespaces"));
    return read(arguments, helmReleases, context, done);
}

HelmCall Helm::history(const QString &release, QObject *context,
                       const Done<QList<HelmRevision>> &done)
{
    return read({QStringLiteral("history"), release}, helmHistory, context, done);
}

HelmCall Helm::detail(const QString &release, int revision, QObject *context,
                      const Done<HelmDetail> &done)
{
    return read({QStringLiteral("status"), release, QStringLiteral("--revision"),
                 QString::number(revision)},
                helmDetail, context, done);
}

HelmCall Helm::upgrade(const HelmUpgrade &what, QObject *context, const Done<void> &done)
{
    QStringList arguments{QStringLiteral("upgrade"),
                          QStringLiteral("--install"),
                          what.release,
                          what.chart,
                          QStringLiteral("--reset-values"),
                          QStringLiteral("--values"),
                          QStringLiteral("-")};
    if (what.takeConflicts && m_program.major >= 4)
        arguments.append(QStringLiteral("--force-conflicts"));
    if (what.takeOwnership)
        arguments.append(QStringLiteral("--take-ownership"));
    // Standard input has to be there, and a map: nothing else is values to helm.
    return change(arguments, writeYaml(what.values.isMap() ? what.values : Map()), context, done);
}

HelmCall Helm::rollback(const QString &release, int revision, bool takeConflicts, QObject *context,
                        const Done<void> &done)
{
    QStringList arguments{QStringLiteral("rollback"), release};
    if (revision > 0)
        arguments.append(QString::number(revision));
    if (takeConflicts && m_program.major >= 4)
        arguments.append(QStringLiteral("--force-conflicts"));
    return change(arguments, {}, context, done);
}

HelmCall Helm::uninstall(const QString &release, QObject *context, const Done<void> &done)
{
    return change({QStringLiteral("uninstall"), release}, {}, context, done);
}

HelmCall Helm::test(const QString &release, QObject *context, const Done<QString> &done)
{
    return run(
        {QStringLiteral("test"), release, QStringLiteral("--logs")}, {}, context,
        [done](const HelmResult<SecretValue> &output) {
            if (output)
                done(QString::fromUtf8(output->view()));
            else
                done(tl::unexpected(output.error()));
        },
        Testing);
}

} // namespace chartwright
