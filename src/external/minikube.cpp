// SPDX-License-Identifier: Apache-2.0
#include "external/minikube.h"

#include "base/semver.h"

#include <memory>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr std::chrono::milliseconds Looking{60'000}, Working{15 * 60'000}, Starting{30 * 60'000};
constexpr int NoSuchProfile = 85; ///< exit code of `status`

QProcessEnvironment environment()
{
    QProcessEnvironment out = QProcessEnvironment::systemEnvironment();
    out.insert(u"MINIKUBE_IN_STYLE"_s, u"false"_s);
    out.insert(u"LC_ALL"_s, u"C"_s); // what it says is looked for words
    out.remove(u"LANGUAGE"_s);
    return out;
}

/// What it says went wrong: with JSON on standard output, else on standard error.
using ErrorEvent = std::shared_ptr<std::optional<MinikubeEvent>>;

ErrorEvent errorEventOf(ToolRun *run)
{
    auto out = std::make_shared<std::optional<MinikubeEvent>>();
    QObject::connect(run, &ToolRun::line, run, [out](const QString &line, bool isError) {
        const auto event = isError ? std::nullopt : minikubeEvent(line);
        if (event && event->what == MinikubeEvent::What::Error)
            *out = event;
    });
    return out;
}

ToolFailure failureOf(const ErrorEvent &event, const ToolFailure &failure)
{
    return *event && failure.kind != ToolFailure::Kind::Stopped ? minikubeFailure(**event)
                                                                : minikubeFailure(failure);
}

} // namespace

Result<QString> findMinikube(const QString &given)
{
    return findTool(u"minikube"_s, given,
                    Minikube::tr("Install Minikube from minikube.sigs.k8s.io, or name it in the "
                                 "settings."));
}

void askMinikube(const QString &path, QObject *context,
                 std::function<void(const Result<ToolProgram> &)> done)
{
    askVersion(
        path, {u"version"_s, u"--short"_s}, context,
        [path, done = std::move(done)](const QString &version) {
            const QStringList numbers = version.split(u'.');
            if (numbers.size() < 2)
                return done(failure(Minikube::tr("%1 does not say which version it is").arg(path),
                                    {},
                                    Minikube::tr("Install Minikube from minikube.sigs.k8s.io.")));
            if (numbers[0].toInt() < 1 || (numbers[0].toInt() == 1 && numbers[1].toInt() < 26))
                return done(failure(Minikube::tr("%1 is Minikube %2").arg(path, version), {},
                                    Minikube::tr("Minikube 1.26 or later is needed.")));
            done(ToolProgram{path, version});
        });
}

Minikube::Minikube(ToolProgram tool, QString profile, QObject *parent)
    : QObject(parent), m_tool(std::move(tool)), m_profile(std::move(profile))
{
}

ToolRun *Minikube::run(const QStringList &arguments, std::chrono::milliseconds time,
                       const ToolRun::Done &done)
{
    auto *run = new ToolRun(u"minikube"_s, this);
    const ErrorEvent event = errorEventOf(run);
    run->start(m_tool.path, arguments + QStringList{u"--profile"_s, m_profile}, environment(), time,
               [run, event, done](const ToolResult<QByteArray> &output) {
                   run->deleteLater();
                   if (output)
                       done(output);
                   else
                       done(tl::unexpected(failureOf(event, output.error())));
               });
    return run;
}

ToolRun *Minikube::change(const QStringList &arguments, std::chrono::milliseconds time,
                          const Done<void> &done)
{
    return run(arguments, time, [done](const ToolResult<QByteArray> &output) {
        if (output)
            done({});
        else
            done(tl::unexpected(output.error()));
    });
}

template <class T>
ToolRun *Minikube::read(const QStringList &arguments, Result<T> (*parse)(const QByteArray &),
                        const Done<T> &done)
{
    return run(arguments, Looking, [parse, done](const ToolResult<QByteArray> &output) {
        if (!output)
            return done(tl::unexpected(output.error()));
        auto read = parse(*output);
        if (read)
            return done(std::move(*read));
        ToolFailure failure;
        failure.error = read.error();
        done(tl::unexpected(failure));
    });
}

ToolRun *Minikube::profiles(const Done<QList<MinikubeProfile>> &done)
{
    return read({u"profile"_s, u"list"_s, u"--light"_s, u"--output"_s, u"json"_s}, minikubeProfiles,
                done);
}

ToolRun *Minikube::state(const Done<std::optional<MinikubeState>> &done)
{
    // Its exit code tells what is not running; what it prints does too.
    auto *run = new ToolRun(u"minikube"_s, this);
    auto printed = std::make_shared<QByteArray>();
    const ErrorEvent event = errorEventOf(run);
    connect(run, &ToolRun::line, this, [printed](const QString &line, bool isError) {
        if (!isError)
            *printed += line.toUtf8() + '\n';
    });
    run->start(m_tool.path, {u"status"_s, u"--output"_s, u"json"_s, u"--profile"_s, m_profile},
               environment(), Looking,
               [run, printed, event, done](const ToolResult<QByteArray> &output) {
                   run->deleteLater();
                   const int code = output ? 0 : output.error().exitCode;
                   if (code == NoSuchProfile)
                       return done(std::optional<MinikubeState>());
                   // It cannot tell, which is not to say that there is none.
                   if (!output && *event)
                       return done(tl::unexpected(failureOf(event, output.error())));
                   const auto state = minikubeState(*printed);
                   if (!printed->isEmpty() && state)
                       return done(*state);
                   if (!output)
                       return done(tl::unexpected(minikubeFailure(output.error())));
                   ToolFailure failure;
                   failure.error = state.error();
                   done(tl::unexpected(failure));
               });
    return run;
}

ToolRun *Minikube::start(const MinikubeSettings &settings, bool keepsContext,
                         const Done<void> &done)
{
    QStringList arguments{u"start"_s, u"--output"_s, u"json"_s, u"--interactive=false"_s};
    if (keepsContext)
        arguments.append(u"--keep-context"_s);
    if (!settings.driver.isEmpty())
        arguments += {u"--driver"_s, settings.driver};
    if (settings.cpus > 0)
        arguments += {u"--cpus"_s, QString::number(settings.cpus)};
    if (settings.memoryMb > 0)
        arguments += {u"--memory"_s, QString::number(settings.memoryMb) + u"mb"_s};
    return change(arguments, Starting, done);
}

ToolRun *Minikube::addons(const Done<QStringList> &done)
{
    return read({u"addons"_s, u"list"_s, u"--output"_s, u"json"_s}, enabledAddons, done);
}

ToolRun *Minikube::enableAddon(const QString &name, const Done<void> &done)
{
    return change({u"addons"_s, u"enable"_s, name}, Working, done);
}

ToolRun *Minikube::images(const Done<QList<MinikubeImage>> &done)
{
    return read({u"image"_s, u"ls"_s, u"--format"_s, u"json"_s}, minikubeImages, done);
}

ToolRun *Minikube::loadImage(const QString &tar, const Done<void> &done)
{
    return change({u"image"_s, u"load"_s, tar}, Working, done);
}

ToolRun *Minikube::tagImage(const QString &from, const QString &to, const Done<void> &done)
{
    return change({u"image"_s, u"tag"_s, from, to}, Working, done);
}

ToolRun *Minikube::buildImage(const QString &folder, const QString &dockerfile, const QString &name,
                              const Done<void> &done)
{
    return change({u"image"_s, u"build"_s, u"--tag"_s, name, u"--file"_s, dockerfile, folder},
                  Working, done);
}

ToolRun *Minikube::ip(const Done<QString> &done)
{
    return run({u"ip"_s}, Looking, [done](const ToolResult<QByteArray> &output) {
        if (output)
            done(QString::fromUtf8(*output).trimmed());
        else
            done(tl::unexpected(output.error()));
    });
}

ToolRun *Minikube::serviceUrls(const QString &service, const QString &ns, const Done<void> &done)
{
    return change({u"service"_s, service, u"--namespace"_s, ns, u"--url"_s}, 0ms, done);
}

} // namespace chartwright
