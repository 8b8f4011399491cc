// SPDX-License-Identifier: Apache-2.0
#include "external/minikube_output.h"

#include "base/image_reference.h"
#include "cluster/plain_text.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Minikube", text); }

QString text(const Value &v) { return plainText(v.scalarText()).simplified(); }

tl::unexpected<Error> notUnderstood()
{
    return failure(tr("the output of minikube is not understood"), {},
                   tr("Install Minikube 1.26 or later from minikube.sigs.k8s.io."));
}

/// Of an image; what has none is called so.
QStringList names(const Value &list)
{
    QStringList out;
    for (const Value &v : list.list()) {
        if (const QString name = text(v); !name.contains(u"<none>"))
            out.append(name);
    }
    return out;
}

} // namespace

std::optional<MinikubeEvent> minikubeEvent(const QString &line)
{
    using What = MinikubeEvent::What;
    if (!line.startsWith(u'{'))
        return std::nullopt;
    const auto event = readJson(line.toUtf8(), QStringLiteral("minikube"));
    if (!event || !event->isMap())
        return std::nullopt;
    const QString type =
        (*event)[u"type"].scalarText().section(QStringLiteral("io.k8s.sigs.minikube."), 1);
    const Value &data = (*event)[u"data"];
    MinikubeEvent out;
    out.message = text(data[u"message"]);
    if (type == u"step") {
        out.what = What::Step;
        out.step = data[u"currentstep"].scalarText().toInt();
        out.steps = data[u"totalsteps"].scalarText().toInt();
        out.name = text(data[u"name"]);
    } else if (type == u"download" || type == u"download.progress") {
        out.what = type == u"download" ? What::Download : What::Progress;
        out.message = text(data[u"artifact"]);
        out.fraction = data[u"progress"].scalarText().toDouble();
    } else if (type == u"error") {
        out.what = What::Error;
        out.name = text(data[u"name"]);
        out.exitCode = data[u"exitcode"].scalarText().toInt();
        out.advice = text(data[u"advice"]);
    } else if (type == u"warning") {
        out.what = What::Warning;
    } else if (type != u"info") {
        return std::nullopt;
    }
    if (out.message.isEmpty() && out.name.isEmpty())
        return std::nullopt;
    return out;
}

Result<QList<MinikubeProfile>> minikubeProfiles(const QByteArray &json)
{
    const auto read = readJson(json, QStringLiteral("minikube"));
    if (!read || !read->isMap() || (*read)[u"error"].isString())
        return notUnderstood();
    QList<MinikubeProfile> out;
    for (const Value &profile : (*read)[u"valid"].list()) {
        const Value &config = profile[u"Config"];
        out.append({text(profile[u"Name"]), text(profile[u"Status"]), text(config[u"Driver"]),
                    text(config[u"KubernetesConfig"][u"KubernetesVersion"]),
                    text(config[u"KubernetesConfig"][u"ContainerRuntime"])});
    }
    return out;
}

Result<std::optional<MinikubeState>> minikubeState(const QByteArray &json)
{
    // Of several nodes a list; without a profile events, one a line.
    const auto read = readJson(json, QStringLiteral("minikube"));
    if (!read || (*read)[u"specversion"].isString())
        return std::optional<MinikubeState>();
    for (const Value &node : read->isMap() ? List{*read} : read->list()) {
        if (node[u"Worker"].toBool())
            continue;
        if (node[u"Host"].scalarText() == u"Nonexistent")
            return std::optional<MinikubeState>();
        return MinikubeState{text(node[u"Host"]), text(node[u"Kubelet"]), text(node[u"APIServer"]),
                             text(node[u"Kubeconfig"])};
    }
    return notUnderstood();
}

Result<QList<MinikubeImage>> minikubeImages(const QByteArray &json)
{
    const auto read = readJson(json, QStringLiteral("minikube"));
    if (!read || !(read->isList() || read->isNull()))
        return notUnderstood();
    QList<MinikubeImage> out;
    for (const Value &image : read->list()) {
        QString id = text(image[u"id"]);
        if (id.startsWith(QLatin1String("sha256:")))
            id.remove(0, 7);
        // Where docker is the runtime, each name stands for itself.
        auto same = std::find_if(out.begin(), out.end(),
                                 [&](const MinikubeImage &other) { return other.id == id; });
        if (same == out.end()) {
            out.append({id, {}, 0});
            same = std::prev(out.end());
        }
        same->names = names(image[u"repoTags"]) + same->names + names(image[u"repoDigests"]);
        same->size = qint64(image[u"size"].scalarText().toDouble());
    }
    return out;
}

Result<QStringList> enabledAddons(const QByteArray &json)
{
    const auto read = readJson(json, QStringLiteral("minikube"));
    if (!read || !read->isMap())
        return notUnderstood();
    QStringList out;
    for (const auto &[name, addon] : read->map()) {
        if (addon[u"Status"].scalarText() == u"enabled")
            out.append(name);
    }
    return out;
}

bool MinikubeImage::isNamed(const QString &reference) const
{
    const QString full = fullImageName(reference);
    return std::any_of(names.begin(), names.end(),
                       [&](const QString &name) { return fullImageName(name) == full; });
}

std::optional<QUrl> minikubeServiceUrl(const QString &line)
{
    const QUrl url(line, QUrl::StrictMode);
    const bool isPage = url.scheme() == u"http" || url.scheme() == u"https";
    return isPage && !url.host().isEmpty() && url.port() > 0 ? std::optional(url) : std::nullopt;
}

QString fullImageName(const QString &reference)
{
    auto image = ImageReference::parse(reference);
    if (!image)
        return reference;
    if (image->registry.isEmpty())
        image->registry = QStringLiteral("docker.io");
    if (image->registry == u"docker.io" && !image->name.contains(u'/'))
        image->name.prepend(QLatin1String("library/"));
    if (!image->digest.isEmpty())
        image->tag.clear();
    else if (image->tag.isEmpty())
        image->tag = QStringLiteral("latest");
    return image->text();
}

} // namespace chartwright
