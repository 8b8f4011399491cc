// SPDX-License-Identifier: Apache-2.0
#include "import/manifest_file.h"

#include "project/project.h"
#include "project/safe_write.h"
#include "secrets/secret_value.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace chartwright {
namespace {

constexpr qsizetype MostFiles = 1000;
constexpr qint64 LookedAt = 256 * 1024;

QString tr(const char *text) { return QCoreApplication::translate("ManifestImport", text); }

const QStringList &suffixes()
{
    static const QStringList all{QStringLiteral("yaml"), QStringLiteral("yml"),
                                 QStringLiteral("json")};
    return all;
}

/// Of a List the items, which need not say what they are where the List does.
void unpack(const Value &object, const QString &where, QList<ManifestObject> &out)
{
    const QString kind = object[u"kind"].toString();
    if (!kind.endsWith(u"List") || !object[u"items"].isList()) {
        if (!object.isNull())
            out.append({object, where});
        return;
    }
    const List &items = object[u"items"].list();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const Value &item = items[i];
        Map whole;
        if (item.isMap() && kind != u"List") {
            for (const QString &key : {QStringLiteral("apiVersion"), QStringLiteral("kind")}) {
                if (item[key].isNull())
                    whole.append(key, key == u"kind" ? Value(kind.chopped(4)) : object[key]);
            }
            for (const auto &[key, value] : item.map()) {
                if (!whole.contains(key))
                    whole.append(key, value);
            }
        }
        unpack(whole.isEmpty() ? item : Value(whole), where + QStringLiteral(", items[%1]").arg(i),
               out);
    }
}

QStringList filesIn(const QString &folder)
{
    QStringList out;
    const QDir dir(folder);
    for (const QFileInfo &info : dir.entryInfoList(QDir::Files, QDir::Name)) {
        if (suffixes().contains(info.suffix().toLower()))
            out.append(QDir::cleanPath(folder + u'/' + info.fileName()));
    }
    return out;
}

} // namespace

Result<QList<ManifestObject>> readManifests(const QByteArray &bytes, const QString &file)
{
    // No core is dumped from here on, where values may be among what is read.
    const SecretValue guard = SecretValue::ofSize(bytes.contains("Secret") ? 1 : 0);
    QList<Position> starts;
    const auto documents = readYamlStream(bytes, file, {}, &starts);
    if (!documents) {
        Error error = documents.error();
        if (bytes.contains("{{") && bytes.contains("}}"))
            error.remedy = tr("This looks like the template of a Helm chart: import what "
                              "\"helm template\" makes of the chart.");
        return tl::unexpected(error);
    }
    QList<ManifestObject> out;
    for (qsizetype i = 0; i < documents->size(); ++i)
        unpack((*documents)[i], file + u':' + QString::number(starts.value(i).line), out);
    return out;
}

Result<QList<ManifestObject>> readManifestFiles(const QStringList &paths)
{
    QStringList files;
    for (const QString &path : paths) {
        if (!QFileInfo(path).isDir()) {
            files.append(path);
            continue;
        }
        const QStringList inside = filesIn(path);
        if (inside.isEmpty())
            return failure(tr("this folder holds no .yaml, .yml or .json"), path,
                           tr("Choose the files themselves, or another folder."));
        files += inside;
    }
    if (files.size() > MostFiles)
        return failure(tr("these are %1 files, more than are read at once").arg(files.size()), {},
                       tr("Choose fewer."));
    QList<ManifestObject> out;
    for (const QString &file : std::as_const(files)) {
        auto bytes = readFile(file, ReadLimits().bytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto objects = readManifests(*bytes, file);
        wipe(*bytes);
        if (!objects)
            return objects;
        out += *objects;
    }
    return out;
}

bool looksLikeManifests(const QString &text)
{
    static const QRegularExpression version(QStringLiteral("^[ \\t{]*\"?apiVersion\"?[ \\t]*:"),
                                            QRegularExpression::MultilineOption);
    static const QRegularExpression kind(QStringLiteral("^[ \\t{]*\"?kind\"?[ \\t]*:"),
                                         QRegularExpression::MultilineOption);
    static const QRegularExpression json(
        QStringLiteral("\"(apiVersion|kind)\"[ \\t]*:[^}]*\"(kind|apiVersion)\"[ \\t]*:"));
    // A drawing, or a part of one, may hold manifests.
    static const QRegularExpression drawing(
        QStringLiteral("^(version|chartwright)[ \\t]*:[ \\t]*[0-9]+[ \\t]*\\r?$"),
        QRegularExpression::MultilineOption);
    static const QRegularExpression resources(QStringLiteral("^resources[ \\t]*:"),
                                              QRegularExpression::MultilineOption);
    if (drawing.match(text).hasMatch() && resources.match(text).hasMatch())
        return false;
    return (version.match(text).hasMatch() && kind.match(text).hasMatch()) ||
           (text.trimmed().startsWith(u'{') && json.match(text).hasMatch());
}

bool mayHoldManifests(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir()) {
        const QStringList files = filesIn(path);
        return !QFileInfo::exists(path + u'/' + ProjectFileName) &&
               std::any_of(files.begin(), files.end(), mayHoldManifests);
    }
    QFile file(path);
    if (!info.isFile() || !suffixes().contains(info.suffix().toLower()) ||
        !file.open(QIODevice::ReadOnly))
        return false;
    QByteArray head = file.read(LookedAt);
    QString text = QString::fromUtf8(head);
    const bool is = looksLikeManifests(text);
    wipe(head);
    wipe(text);
    return is;
}

} // namespace chartwright
