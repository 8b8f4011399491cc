// SPDX-License-Identifier: Apache-2.0
#include "deploy/image_manifest.h"

#include "base/image_reference.h"
#include "cluster/plain_text.h"
#include "external/container_engine.h"
#include "external/minikube_output.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int MostLevels = 4; ///< of an index in an index

QString tr(const char *text) { return QCoreApplication::translate("ImageArchive", text); }

/// What has one name, or all that has none; for one platform or for several.
struct Image
{
    QString key;
    QStringList names;
    QList<ArchivedImage> variants;
};

/// Collects the images of one archive.
class Collector
{
public:
    Collector(const ArchiveContents &contents, const QString &file)
        : m_contents(contents), m_file(file)
    {
    }
    Result<QList<Image>> collect();

private:
    tl::unexpected<Error> broken(const QString &what) const
    {
        return failure(tr("The archive is not complete: %1").arg(plainText(what)), m_file,
                       tr("Make it anew, with docker save or podman save."));
    }
    Result<Value> json(const QString &path) const;
    Result<void> addDocker(const Value &entry);
    Result<void> addOci(const Value &descriptor, const QString &key, const QStringList &names,
                        int level);
    Result<ArchivedImage> variant(const QString &config, const QStringList &layers) const;
    void add(const QString &key, const QStringList &names, const ArchivedImage &variant);

    const ArchiveContents &m_contents;
    const QString &m_file;
    QList<Image> m_images;
};

Result<Value> Collector::json(const QString &path) const
{
    const auto bytes = m_contents.texts.constFind(m_contents.target(path));
    if (bytes == m_contents.texts.cend())
        return broken(tr("%1 is missing").arg(path));
    auto read = readJson(*bytes, path);
    if (!read)
        return broken(read.error().text());
    return read;
}

Result<QList<Image>> Collector::collect()
{
    const bool isOci = m_contents.texts.contains(u"index.json"_s);
    if (!isOci && !m_contents.texts.contains(u"manifest.json"_s))
        return failure(tr("The file is an archive, but not of an image"), m_file,
                       tr("Make it with docker save or podman save."));
    const auto list = json(isOci ? u"index.json"_s : u"manifest.json"_s);
    if (!list)
        return tl::unexpected(list.error());
    for (const Value &entry : isOci ? (*list)[u"manifests"].list() : list->list()) {
        const Value &notes = entry[u"annotations"];
        // The second is but a tag where docker or skopeo wrote it.
        QString name = notes[u"io.containerd.image.name"].scalarText();
        if (name.isEmpty())
            name = notes[u"org.opencontainers.image.ref.name"].scalarText();
        const QStringList names = name.isEmpty() ? QStringList() : QStringList{name};
        const auto added =
            isOci ? addOci(entry, entry[u"digest"].scalarText(), names, 0) : addDocker(entry);
        if (!added)
            return tl::unexpected(added.error());
    }
    if (m_images.isEmpty())
        return broken(tr("it names no image that it holds"));
    return m_images;
}

Result<void> Collector::addDocker(const Value &entry)
{
    QStringList names, layers;
    for (const Value &name : entry[u"RepoTags"].list())
        names.append(name.scalarText());
    for (const Value &layer : entry[u"Layers"].list())
        layers.append(layer.scalarText());
    const auto image = variant(entry[u"Config"].scalarText(), layers);
    if (!image)
        return tl::unexpected(image.error());
    add(image->id, names, *image);
    return {};
}

Result<void> Collector::addOci(const Value &descriptor, const QString &key,
                               const QStringList &names, int level)
{
    const auto pathOf = [](const Value &one) {
        return u"blobs/"_s + one[u"digest"].scalarText().replace(u':', u'/');
    };
    // What says how an image was built is no image.
    if (descriptor[u"platform"][u"os"].scalarText() == u"unknown" || level == MostLevels)
        return {};
    // Of an image for several platforms, an archive may hold but one.
    if (level > 0 && !m_contents.texts.contains(pathOf(descriptor)))
        return {};
    const auto manifest = json(pathOf(descriptor));
    if (!manifest)
        return tl::unexpected(manifest.error());
    for (const Value &inner : (*manifest)[u"manifests"].list()) {
        if (auto added = addOci(inner, key, names, level + 1); !added)
            return added;
    }
    if ((*manifest)[u"manifests"].isList())
        return {};
    QStringList layers;
    for (const Value &layer : (*manifest)[u"layers"].list())
        layers.append(pathOf(layer));
    const auto image = variant(pathOf((*manifest)[u"config"]), layers);
    if (!image)
        return tl::unexpected(image.error());
    add(key, names, *image);
    return {};
}

Result<ArchivedImage> Collector::variant(const QString &config, const QStringList &layers) const
{
    const auto read = json(config);
    if (!read)
        return tl::unexpected(read.error());
    ArchivedImage out;
    out.config = m_contents.texts.value(m_contents.target(config));
    out.id = QString::fromLatin1(
        QCryptographicHash::hash(out.config, QCryptographicHash::Sha256).toHex());
    out.platform =
        plainText(imagePlatform((*read)[u"os"].scalarText(), (*read)[u"architecture"].scalarText(),
                                (*read)[u"variant"].scalarText()));
    for (const QString &layer : layers) {
        const QString path = m_contents.target(layer);
        const auto size = m_contents.sizes.constFind(path);
        if (size == m_contents.sizes.cend())
            return broken(tr("%1 is missing").arg(layer));
        out.size += *size;
        out.layers.append(path);
    }
    return out;
}

void Collector::add(const QString &key, const QStringList &names, const ArchivedImage &variant)
{
    const QString group = names.isEmpty() ? QString() : key;
    auto image = std::find_if(m_images.begin(), m_images.end(),
                              [&](const Image &other) { return other.key == group; });
    if (image == m_images.end()) {
        m_images.append({group, {}, {}});
        image = std::prev(m_images.end());
    }
    image->names += names;
    image->variants.append(variant);
}

bool isNamed(const Image &image, const QString &reference)
{
    const QString full = fullImageName(reference);
    const auto drawn = ImageReference::parse(reference);
    return std::any_of(image.names.begin(), image.names.end(), [&](const QString &name) {
        const bool isTag = !name.contains(u':') && !name.contains(u'/');
        return fullImageName(name) == full || (isTag && drawn && name == drawn->tag);
    });
}

} // namespace

QString ArchiveContents::target(QString path) const
{
    for (qsizetype steps = 0; steps <= links.size() && links.contains(path); ++steps)
        path = links.value(path);
    return path;
}

Result<ArchivedImage> findArchived(const ArchiveContents &contents, const QString &file,
                                   const QString &reference, const QString &platform)
{
    const auto images = Collector(contents, file).collect();
    if (!images)
        return tl::unexpected(images.error());
    QList<ArchivedImage> found;
    QStringList names, platforms;
    for (const Image &image : *images) {
        names += image.names;
        if (images->size() == 1 || isNamed(image, reference))
            found += image.variants;
    }
    names.removeDuplicates();
    const auto several = [&] {
        return failure(tr("The archive holds several images, and none is %1").arg(reference), file,
                       names.isEmpty()
                           ? tr("They have no names. Save the image by its name, or alone.")
                           : tr("It holds %1. Name the image like one of them, or save it alone.")
                                 .arg(plainText(names.join(u", "_s))));
    };
    if (found.isEmpty())
        return several();
    QList<ArchivedImage> fitting;
    for (const ArchivedImage &image : std::as_const(found)) {
        platforms.append(image.platform);
        const bool isKnown =
            std::any_of(fitting.begin(), fitting.end(),
                        [&](const ArchivedImage &other) { return other.id == image.id; });
        if (!isKnown && (platform.isEmpty() || image.platform == platform))
            fitting.append(image);
    }
    if (fitting.size() > 1)
        return several();
    if (!fitting.isEmpty())
        return fitting.first();
    platforms.removeDuplicates();
    found.first().platform = platforms.join(u", "_s);
    return found.first();
}

} // namespace chartwright
