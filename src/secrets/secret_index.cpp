// SPDX-License-Identifier: Apache-2.0
#include "secrets/secret_index.h"

#include "project/safe_write.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QLockFile>
#include <QStandardPaths>
#include <algorithm>
#include <chrono>
#include <tuple>

namespace chartwright {
namespace {

constexpr int Version = 1;
constexpr std::chrono::seconds Patience(5);

QString tr(const char *text) { return QCoreApplication::translate("SecretIndex", text); }

constexpr std::pair<Oddity, QLatin1StringView> Words[] = {
    {Oddity::Empty, QLatin1StringView("empty")},
    {Oddity::DoubleBase64, QLatin1StringView("double-base64")},
    {Oddity::TrailingNewline, QLatin1StringView("trailing-newline")},
    {Oddity::LocalhostUrl, QLatin1StringView("localhost-url")},
    {Oddity::UrlPasswordEncoding, QLatin1StringView("url-password-encoding")},
    {Oddity::AsyncpgSslmode, QLatin1StringView("asyncpg-sslmode")},
    {Oddity::Certificate, QLatin1StringView("certificate")},
    {Oddity::PrivateKey, QLatin1StringView("private-key")},
};

/// Words that a later version has are passed over.
std::optional<Verdict> verdictOf(const Value &words)
{
    if (!words.isList())
        return std::nullopt;
    Verdict out;
    for (const Value &word : words.list()) {
        for (const auto &[oddity, name] : Words)
            out.setFlag(oddity, out.testFlag(oddity) || word.toString() == name);
    }
    return out;
}

List wordsOf(Verdict verdict)
{
    List out;
    for (const auto &[oddity, name] : Words) {
        if (verdict.testFlag(oddity))
            out.append(QString(name));
    }
    return out;
}

auto orderOf(const IndexEntry &e) { return std::tie(e.document, e.secret, e.key, e.id, e.target); }

struct Content
{
    QList<IndexEntry> entries;
    bool isDamaged = false;
};

Content readContent(const QByteArray &bytes, const QString &file)
{
    Content out;
    const auto root = readJson(bytes, file, ReadLimits::project());
    if (!root || !(*root)[u"values"].isList())
        return {{}, true};
    for (const Value &item : (*root)[u"values"].list()) {
        const auto text = [&](QStringView key) { return item[key].toString(); };
        if (text(u"id").isEmpty()) {
            out.isDamaged = true;
            continue;
        }
        out.entries.append({text(u"id"), text(u"document"), text(u"secret"), text(u"key"),
                            text(u"target"), QDateTime::fromString(text(u"when"), Qt::ISODate),
                            verdictOf(item[u"verdict"])});
    }
    return out;
}

QByteArray toJson(QList<IndexEntry> entries)
{
    std::sort(entries.begin(), entries.end(),
              [](const IndexEntry &a, const IndexEntry &b) { return orderOf(a) < orderOf(b); });
    List values;
    for (const IndexEntry &e : std::as_const(entries)) {
        Map item{{QStringLiteral("id"), e.id},
                 {QStringLiteral("document"), e.document},
                 {QStringLiteral("secret"), e.secret},
                 {QStringLiteral("key"), e.key},
                 {QStringLiteral("when"), e.when.toUTC().toString(Qt::ISODate)}};
        if (!e.target.isEmpty())
            item.append(QStringLiteral("target"), e.target);
        if (e.verdict)
            item.append(QStringLiteral("verdict"), wordsOf(*e.verdict));
        values.append(item);
    }
    return writeJson(Map{{QStringLiteral("version"), Version}, {QStringLiteral("values"), values}});
}

/// One of a later version would lose what we do not know of.
Result<Content> readIndex(const QString &file)
{
    if (!QFileInfo::exists(file))
        return Content();
    const auto bytes = readFile(file, ReadLimits::project().bytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto root = readJson(*bytes, file, ReadLimits::project());
    if (root && (*root)[u"version"].toInt() > Version)
        return failure(tr("the list of stored values was written by a newer version"), file,
                       tr("Update Chartwright."));
    return readContent(*bytes, file);
}

} // namespace

SecretIndex::SecretIndex(QString file) : m_file(std::move(file)) {}

QString SecretIndex::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QLatin1String("/chartwright/secrets/index.json");
}

Result<QList<IndexEntry>> SecretIndex::list() const
{
    auto content = readIndex(m_file); // the file is replaced whole, so reading needs no lock
    if (!content)
        return tl::unexpected(content.error());
    std::sort(content->entries.begin(), content->entries.end(),
              [](const IndexEntry &a, const IndexEntry &b) { return orderOf(a) < orderOf(b); });
    return content->entries;
}

Result<void> SecretIndex::change(const std::function<void(QList<IndexEntry> &)> &edit)
{
    const QString folder = QFileInfo(m_file).absolutePath();
    if (auto made = makeFolder(folder); !made)
        return made;
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QLockFile lock(m_file + QLatin1String(".lock"));
    if (!lock.tryLock(Patience))
        return failure(
            tr("another program is writing the list of stored values"), m_file,
            tr("Try again. If no Chartwright runs, remove the file that ends in .lock."));
    auto content = readIndex(m_file);
    if (!content)
        return tl::unexpected(content.error());
    if (content->isDamaged) // kept for whoever wants to look; an older one goes
        QFile::remove(m_file + QLatin1String(".damaged")),
            QFile::copy(m_file, m_file + QLatin1String(".damaged"));
    const QByteArray before = content->isDamaged ? QByteArray() : toJson(content->entries);
    edit(content->entries);
    const QByteArray after = toJson(content->entries);
    return after == before ? Result<void>() : writeFileSafely(m_file, after);
}

Result<void> SecretIndex::add(const QList<IndexEntry> &entries)
{
    return change([&](QList<IndexEntry> &all) {
        for (const IndexEntry &entry : entries) {
            all.removeIf([&](const IndexEntry &e) {
                return e.id == entry.id && e.target == entry.target && e.document == entry.document;
            });
            for (IndexEntry &e : all) {
                if (e.id == entry.id && e.target == entry.target)
                    e.verdict = entry.verdict;
            }
            all.append(entry);
        }
    });
}

Result<void> SecretIndex::setVerdict(const QString &id, const QString &target, Verdict verdict)
{
    return change([&](QList<IndexEntry> &all) {
        for (IndexEntry &e : all) {
            if (e.id == id && e.target == target)
                e.verdict = verdict;
        }
    });
}

Result<void> SecretIndex::adopt(const QString &document, const QList<IndexEntry> &held)
{
    return change([&](QList<IndexEntry> &all) {
        QList<IndexEntry> own;
        const auto isOwn = [&](const IndexEntry &entry) {
            return std::any_of(own.cbegin(), own.cend(), [&](const IndexEntry &o) {
                return o.id == entry.id && o.target == entry.target;
            });
        };
        for (const IndexEntry &h : held) {
            for (const IndexEntry &e : std::as_const(all)) {
                if (e.id == h.id && !isOwn(e))
                    own.append({h.id, document, h.secret, h.key, e.target, e.when, e.verdict});
            }
        }
        all.removeIf([&](const IndexEntry &e) {
            return (e.document == document || e.document.isEmpty()) && isOwn(e);
        });
        all += own;
    });
}

Result<void> SecretIndex::forget(const QSet<QString> &ids)
{
    return change([&](QList<IndexEntry> &all) {
        all.removeIf([&](const IndexEntry &e) { return ids.contains(e.id); });
    });
}

QSet<QString> SecretIndex::orphans(
    const QList<IndexEntry> &entries,
    const std::function<std::optional<QSet<QString>>(const QString &document)> &idsIn)
{
    QHash<QString, std::optional<QSet<QString>>> documents;
    QSet<QString> held, all;
    for (const IndexEntry &e : entries) {
        all.insert(e.id);
        if (!documents.contains(e.document)) {
            documents.insert(e.document, idsIn(e.document));
            held += documents[e.document].value_or(QSet<QString>());
        }
        if (!documents[e.document])
            held.insert(e.id);
    }
    return all - held;
}

} // namespace chartwright
