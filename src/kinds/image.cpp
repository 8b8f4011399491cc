// SPDX-License-Identifier: Apache-2.0
#include "base/image_reference.h"
#include "kinds/common.h"
#include "kinds/table.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ImageKind", text); }

QString registryProblem(const QString &t)
{
    const bool ok = std::all_of(t.begin(), t.end(), [](QChar c) { return c != u' '; }) &&
                    ImageReference::isRegistry(t.section(u'/', 0, 0));
    return ok ? QString()
              : tr("A host name with an optional port, such as registry.example.com:5000");
}

QString tagProblem(const QString &t)
{
    return ImageReference::isTag(t)
               ? QString()
               : tr("Letters, digits, '_', '.' and '-', at most 128, not starting with '.' or '-'");
}

QString digestProblem(const QString &t)
{
    return ImageReference::isDigest(t) ? QString() : tr("sha256: and 64 hexadecimal digits");
}

Value create(const QString &)
{
    return Map{{QStringLiteral("tag"), QStringLiteral("latest")},
               {QStringLiteral("platform"), QStringLiteral("linux/amd64")}};
}

QList<NodeRow> rows(const Topology &, const Resource &r)
{
    QList<NodeRow> out{{tr("tag"), r.fields[u"tag"].scalarText(), {}, {}},
                       {tr("platform"), r.fields[u"platform"].scalarText(), {}, {}}};
    if (const QString registry = r.fields[u"registry"].scalarText(); !registry.isEmpty())
        out.append({tr("registry"), registry, {}, {}});
    if (const QString size = r.fields[u"size"].scalarText(); !size.isEmpty())
        out.append({tr("size"), size, {}, {}});
    return out;
}

} // namespace

KindSpec imageKind()
{
    using namespace table;
    KindSpec k;
    k.kind = QStringLiteral("Image");
    k.title = tr("Image");
    k.help = tr("A packaged, versioned container image that Deployments run.");
    k.defaultName = QStringLiteral("image");
    k.icon = QStringLiteral(":/icons/image.svg");
    k.shortcut = u'M';
    k.colour = 0x3a9fd6;
    k.column = 5;
    k.headerIn = true;
    k.fields = {
        string("tag", tr("Tag"), tr("The version: latest, v1.0.0, sha-abc123."))
            .must()
            .checked(tagProblem),
        string("registry", tr("Registry"),
               tr("Where it is pulled from. Empty for an image that is local or on Docker Hub."))
            .checked(registryProblem),
        string("digest", tr("Digest"), tr("Pins the image to one content, whatever the tag says."))
            .checked(digestProblem),
        choice("platform", tr("Platform"),
               {QStringLiteral("linux/amd64"), QStringLiteral("linux/arm64"),
                QStringLiteral("linux/arm/v7"), QStringLiteral("linux/ppc64le"),
                QStringLiteral("linux/s390x"), QStringLiteral("windows/amd64")},
               tr("What the image was built for; it has to be the node's."))
            .must()
            .otherwise(QStringLiteral("linux/amd64")),
        string("size", tr("Size"), tr("Size in MB, for people; not part of the chart.")),
        string("build.context", tr("Build folder"),
               tr("The folder with the Dockerfile, from the project's folder.")),
        string("build.dockerfile", tr("Dockerfile"), tr("Its name, from the build folder."))
            .otherwise(QStringLiteral("Dockerfile")),
        string("archive", tr("Archive"),
               tr("In place of a build folder: a file of docker save or podman save, or an OCI "
                  "archive, from the project's folder.")),
    };
    k.create = create;
    k.rows = rows;
    return k;
}

} // namespace chartwright
