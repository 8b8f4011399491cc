// SPDX-License-Identifier: Apache-2.0
#include "deploy/image_archive.h"

#include "cluster/plain_text.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <archive.h>
#include <archive_entry.h>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr qint64 MostText = 4ll * 1024 * 1024, MostTexts = 64ll * 1024 * 1024;
constexpr qsizetype Block = 1 << 20;

QString tr(const char *text) { return QCoreApplication::translate("ImageArchive", text); }

/// "./a/../b" as "b", so that whoever made the archive may write paths as they like.
QString cleaned(const QString &path)
{
    const QString out = QDir::cleanPath(path);
    return out.startsWith(u'/') ? out.mid(1) : out;
}

/// Goes through the files of an archive.
class Reader
{
public:
    explicit Reader(const QString &file) : m_file(file), m_archive(archive_read_new())
    {
        for (const auto add : {archive_read_support_filter_gzip, archive_read_support_filter_xz,
                               archive_read_support_filter_zstd, archive_read_support_format_tar})
            add(m_archive);
        const QByteArray name = QFile::encodeName(file);
        m_isOpen = archive_read_open_filename(m_archive, name.constData(), Block) == ARCHIVE_OK;
    }
    ~Reader() { archive_read_free(m_archive); }
    Q_DISABLE_COPY_MOVE(Reader)

    /// False at the end; an error where it is cut off or none at all.
    Result<bool> next(const std::stop_token &stop)
    {
        if (stop.stop_requested())
            return failure(tr("Stopped"), m_file);
        const int code =
            m_isOpen ? archive_read_next_header(m_archive, &m_entry) : int(ARCHIVE_FATAL);
        if (code == ARCHIVE_EOF)
            return false;
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            return broken();
        m_isBegun = true;
        return true;
    }
    QString path() const { return cleaned(text(archive_entry_pathname(m_entry))); }
    qint64 size() const { return archive_entry_size(m_entry); }
    bool isFile() const { return archive_entry_filetype(m_entry) == AE_IFREG && link().isEmpty(); }
    /// Where it leads to; empty where it is no link.
    QString link() const
    {
        if (const char *hard = archive_entry_hardlink(m_entry))
            return cleaned(text(hard));
        if (const char *soft = archive_entry_symlink(m_entry))
            return cleaned(QFileInfo(path()).path() + u'/' + text(soft));
        return {};
    }
    /// At most a block of the file, nothing at its end.
    Result<QByteArray> read()
    {
        QByteArray out(Block, Qt::Uninitialized);
        const la_ssize_t count = archive_read_data(m_archive, out.data(), size_t(out.size()));
        if (count < 0)
            return broken();
        out.resize(count);
        return out;
    }

private:
    static QString text(const char *bytes) { return bytes ? QString::fromUtf8(bytes) : QString(); }
    tl::unexpected<Error> broken() const
    {
        const QString detail = plainText(text(archive_error_string(m_archive))).simplified();
        if (!m_isBegun)
            return failure(tr("The file is no archive of an image: %1").arg(detail), m_file,
                           tr("Make it with docker save or podman save."));
        return failure(tr("The archive is not complete: %1").arg(detail), m_file,
                       tr("Make it anew, with docker save or podman save."));
    }

    QString m_file;
    struct archive *m_archive;
    struct archive_entry *m_entry = nullptr;
    bool m_isOpen = false, m_isBegun = false;
};

/// Writes files into a new archive.
class Writer
{
public:
    explicit Writer(const QString &file) : m_file(file), m_archive(archive_write_new())
    {
        archive_write_set_format_pax_restricted(m_archive);
        const QByteArray name = QFile::encodeName(file);
        m_isGood = archive_write_open_filename(m_archive, name.constData()) == ARCHIVE_OK;
    }
    ~Writer() { archive_write_free(m_archive); }
    Q_DISABLE_COPY_MOVE(Writer)

    void begin(const QString &path, qint64 size)
    {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, path.toUtf8().constData());
        archive_entry_set_size(entry, size);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        m_isGood = m_isGood && archive_write_header(m_archive, entry) == ARCHIVE_OK;
        archive_entry_free(entry);
    }
    void write(const QByteArray &bytes)
    {
        m_isGood = m_isGood && archive_write_data(m_archive, bytes.constData(),
                                                  size_t(bytes.size())) == bytes.size();
    }
    void add(const QString &path, const QByteArray &bytes)
    {
        begin(path, bytes.size());
        write(bytes);
    }
    bool isGood() const { return m_isGood; }
    Result<void> close()
    {
        m_isGood = m_isGood && archive_write_close(m_archive) == ARCHIVE_OK;
        if (m_isGood)
            return {};
        return failure(tr("The image could not be copied: %1")
                           .arg(QString::fromUtf8(archive_error_string(m_archive))),
                       m_file, tr("Make room for temporary files."));
    }

private:
    QString m_file;
    struct archive *m_archive;
    bool m_isGood = false;
};

} // namespace

Result<ArchivedImage> readImageArchive(const QString &file, const QString &reference,
                                       const QString &platform, const std::stop_token &stop)
{
    Reader reader(file);
    ArchiveContents contents;
    qint64 kept = 0;
    for (;;) {
        const auto more = reader.next(stop);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        const QString path = reader.path();
        if (const QString link = reader.link(); !link.isEmpty())
            contents.links.insert(path, link);
        if (!reader.isFile())
            continue;
        contents.sizes.insert(path, reader.size());
        const bool isText = path.endsWith(u".json") || path.startsWith(u"blobs/");
        if (!isText || reader.size() > MostText || kept + reader.size() > MostTexts)
            continue;
        QByteArray bytes;
        for (;;) {
            const auto block = reader.read();
            if (!block)
                return tl::unexpected(block.error());
            if (block->isEmpty())
                break;
            bytes += *block;
        }
        kept += bytes.size();
        contents.texts.insert(path, bytes);
    }
    return findArchived(contents, file, reference, platform);
}

Result<void> writeImageArchive(const QString &file, const ArchivedImage &image,
                               const QStringList &names, const QString &target,
                               const std::stop_token &stop)
{
    Reader reader(file);
    Writer writer(target);
    QHash<QString, QString> written;
    for (const QString &layer : image.layers) {
        if (!written.contains(layer)) // an empty one may be there twice
            written.insert(layer, u"layer%1.tar"_s.arg(written.size()));
    }
    QSet<QString> missing(image.layers.begin(), image.layers.end());
    while (!missing.isEmpty() && writer.isGood()) {
        const auto more = reader.next(stop);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return failure(tr("The archive has changed while it was read"), file, tr("Try again."));
        if (!reader.isFile() || !missing.remove(reader.path()))
            continue;
        writer.begin(written.value(reader.path()), reader.size());
        for (;;) {
            const auto block = reader.read();
            if (!block)
                return tl::unexpected(block.error());
            if (block->isEmpty() || !writer.isGood() || stop.stop_requested())
                break;
            writer.write(*block);
        }
    }
    List tags, layers;
    for (const QString &name : names)
        tags.append(name);
    for (const QString &layer : image.layers)
        layers.append(written.value(layer));
    const QString config = image.id + u".json"_s;
    writer.add(config, image.config);
    writer.add(
        u"manifest.json"_s,
        writeJson(List{Map{{u"Config"_s, config}, {u"RepoTags"_s, tags}, {u"Layers"_s, layers}}}));
    return writer.close();
}

} // namespace chartwright
