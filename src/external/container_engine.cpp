// SPDX-License-Identifier: Apache-2.0
#include "external/container_engine.h"

#include "cluster/exec_plugin.h"
#include "external/minikube_output.h"
#include "tree/yaml.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr std::chrono::milliseconds Looking{60'000}, Working{60 * 60'000};

QString onPathAs(const QString &name)
{
    return findPlugin(name, QProcessEnvironment::systemEnvironment());
}

/// Nobody but a registry would know more, and asking one sends nothing but the name.
bool isMissing(const ToolFailure &failure)
{
    static const QStringList words{u"no such image"_s, u"No such image"_s, u"No such object"_s,
                                   u"image not known"_s, u"no such object"_s};
    return std::any_of(words.begin(), words.end(),
                       [&](const QString &word) { return failure.errors.contains(word); });
}

} // namespace

ContainerEngine::ContainerEngine(QString name, QString path, QObject *parent)
    : QObject(parent), m_name(std::move(name)), m_path(std::move(path))
{
}

QStringList ContainerEngine::onPath()
{
    QStringList out{u"docker"_s, u"podman"_s, u"nerdctl"_s, u"buildah"_s};
    out.removeIf([](const QString &name) { return onPathAs(name).isEmpty(); });
    return out;
}

void ContainerEngine::find(QObject *context, std::function<void(ContainerEngine *)> done)
{
    findOf(onPath(), context, std::move(done));
}

void ContainerEngine::findOf(QStringList names, QObject *context,
                             std::function<void(ContainerEngine *)> done)
{
    if (names.isEmpty()) {
        QMetaObject::invokeMethod(
            context, [done = std::move(done)] { done(nullptr); }, Qt::QueuedConnection);
        return;
    }
    const QString name = names.takeFirst();
    auto *engine = new ContainerEngine(name, onPathAs(name), context);
    // The version alone would come without the daemon too.
    const QStringList ask = engine->isBuildah() ? QStringList{u"images"_s, u"--quiet"_s}
                                                : QStringList{u"ps"_s, u"--quiet"_s};
    engine->run(ask, Looking, [engine, names, context, done](const ToolResult<QByteArray> &out) {
        if (out)
            return done(engine);
        engine->deleteLater();
        findOf(names, context, done);
    });
}

ToolRun *ContainerEngine::run(const QStringList &arguments, std::chrono::milliseconds time,
                              const ToolRun::Done &done)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    auto *run = new ToolRun(m_name, this);
    run->start(m_path, arguments, environment, time,
               [run, done](const ToolResult<QByteArray> &output) {
                   run->deleteLater();
                   done(output);
               });
    return run;
}

ToolRun *ContainerEngine::change(const QStringList &arguments, const Done<void> &done)
{
    return run(arguments, Working, [done](const ToolResult<QByteArray> &output) {
        if (output)
            done({});
        else
            done(tl::unexpected(output.error()));
    });
}

ToolRun *ContainerEngine::inspect(const QString &reference,
                                  const Done<std::optional<LocalImage>> &done)
{
    // nerdctl has --type for containers and images too, and the words of docker.
    const QStringList arguments{u"inspect"_s, u"--type"_s, u"image"_s, reference};
    return run(arguments, Looking, [reference, done](const ToolResult<QByteArray> &output) {
        if (!output) {
            if (isMissing(output.error()))
                return done(std::optional<LocalImage>());
            return done(tl::unexpected(output.error()));
        }
        auto image = localImage(*output);
        if (!image) {
            ToolFailure failure;
            failure.error = image.error();
            return done(tl::unexpected(failure));
        }
        image->name = reference;
        done(std::optional<LocalImage>(*image));
    });
}

ToolRun *ContainerEngine::build(const QString &folder, const QString &dockerfile,
                                const QString &reference, const QString &platform,
                                const Done<void> &done)
{
    QStringList arguments{u"build"_s, u"--tag"_s, fullImageName(reference), u"--file"_s,
                          folder + u'/' + dockerfile};
    // The others keep their layers unasked; without them each build is another image.
    if (isBuildah() || m_name == u"podman")
        arguments.append(u"--layers"_s);
    if (!platform.isEmpty())
        arguments += {u"--platform"_s, platform};
    return change(arguments + QStringList{folder}, done);
}

ToolRun *ContainerEngine::save(const QString &name, const QString &tar, const Done<void> &done)
{
    if (isBuildah())
        return change({u"push"_s, name, u"docker-archive:%1:%2"_s.arg(tar, fullImageName(name))},
                      done);
    QStringList arguments{u"save"_s, u"--output"_s, tar, name};
    if (m_name == u"podman")
        arguments.insert(1, u"--format=docker-archive"_s);
    return change(arguments, done);
}

QString imagePlatform(const QString &os, const QString &machine, const QString &variant)
{
    const bool counts = machine == u"arm" && !variant.isEmpty();
    return os + u'/' + machine + (counts ? u'/' + variant : QString());
}

Result<LocalImage> localImage(const QByteArray &json)
{
    const auto read = readJson(json, u"inspect"_s);
    // A list of one; of buildah the image itself, with its parts under "Docker".
    const Value image = read && read->isList() && !read->list().isEmpty() ? read->list().first()
                        : read                                            ? *read
                                                                          : Value();
    const bool isBuildah = image[u"FromImageID"].isString();
    const Value &config = isBuildah ? image[u"OCIv1"] : image;
    LocalImage out;
    out.id = image[isBuildah ? u"FromImageID" : u"Id"].scalarText();
    if (out.id.startsWith(u"sha256:"))
        out.id.remove(0, 7);
    if (out.id.isEmpty())
        return failure(ContainerEngine::tr("what the container engine says is not understood"));
    const QString os = config[isBuildah ? u"os" : u"Os"].scalarText();
    const QString machine = config[isBuildah ? u"architecture" : u"Architecture"].scalarText();
    const QString variant = config[isBuildah ? u"variant" : u"Variant"].scalarText();
    out.platform = imagePlatform(os, machine, variant);
    out.size = qint64(image[u"Size"].scalarText().toDouble());
    return out;
}

} // namespace chartwright
