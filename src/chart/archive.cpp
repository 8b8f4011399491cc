// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"

#include "base/helm_ignore.h"

#include <QCoreApplication>

#include <archive.h>
#include <archive_entry.h>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Archive", text); }

/// With the folders on the way.
bool isIgnored(const HelmIgnore &rules, const QString &path)
{
    for (qsizetype slash = path.indexOf(u'/'); slash >= 0; slash = path.indexOf(u'/', slash + 1)) {
        if (rules.ignores(path.left(slash), true))
            return true;
    }
    return rules.ignores(path, false);
}

la_ssize_t append(struct archive *, void *out, const void *bytes, size_t size)
{
    static_cast<QByteArray *>(out)->append(static_cast<const char *>(bytes), qsizetype(size));
    return la_ssize_t(size);
}

bool add(struct archive *out, const QByteArray &path, const QByteArray &bytes)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, path.constData());
    archive_entry_set_size(entry, bytes.size());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    // Always the same time, so that the same chart is the same archive.
    archive_entry_set_mtime(entry, 315532800, 0);
    const bool ok =
        archive_write_header(out, entry) == ARCHIVE_OK &&
        archive_write_data(out, bytes.constData(), size_t(bytes.size())) == bytes.size();
    archive_entry_free(entry);
    return ok;
}

} // namespace

Result<QByteArray> chartArchive(const QList<ChartFile> &files, const QString &chartName)
{
    QString rules;
    for (const ChartFile &file : files) {
        if (file.path == u".helmignore")
            rules = QString::fromUtf8(file.bytes);
    }
    const HelmIgnore ignored(rules);
    QByteArray bytes;
    struct archive *out = archive_write_new();
    archive_write_add_filter_gzip(out);
    archive_write_set_filter_option(out, "gzip", "timestamp", nullptr);
    archive_write_set_format_pax_restricted(out);
    bool ok = archive_write_open(out, &bytes, nullptr, append, nullptr) == ARCHIVE_OK;
    for (const ChartFile &file : files) {
        if (ok && !isIgnored(ignored, file.path))
            ok = add(out, (chartName + u'/' + file.path).toUtf8(), file.bytes);
    }
    ok = archive_write_close(out) == ARCHIVE_OK && ok;
    const QString problem = ok ? QString() : QString::fromUtf8(archive_error_string(out));
    archive_write_free(out);
    if (!ok)
        return failure(tr("the archive could not be written: %1").arg(problem));
    return bytes;
}

} // namespace chartwright
