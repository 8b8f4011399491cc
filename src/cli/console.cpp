// SPDX-License-Identifier: Apache-2.0
#include "cli/console.h"

#include <QCoreApplication>
#include <QFileDevice>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

bool isDangerous(char16_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

} // namespace

QString plain(const QString &text)
{
    QString out;
    out.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n')
            out += QLatin1String("\\n");
        else if (c == u'\t')
            out += u' ';
        else if (isDangerous(c.unicode()))
            out += QStringLiteral("\\u%1").arg(uint(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out;
}

Result<QByteArray> Console::read(qint64 limit)
{
    QByteArray bytes;
    while (bytes.size() <= limit) {
        const QByteArray more = m_in.read(64ll * 1024);
        if (more.isEmpty())
            return bytes;
        bytes += more;
    }
    return failure(tr("standard input is larger than %1 MiB").arg(limit / (1024ll * 1024)),
                   QStringLiteral("-"));
}

void Console::write(const QByteArray &bytes) { m_out.write(bytes); }

void Console::line(const QString &text) { m_out.write(text.toUtf8() + '\n'); }

void Console::note(const QString &text) { m_err.write(text.toUtf8() + '\n'); }

void Console::flush()
{
    for (QIODevice *device : {&m_out, &m_err}) {
        if (auto *file = qobject_cast<QFileDevice *>(device))
            file->flush();
    }
}

int Console::fail(const Error &error)
{
    QString text = tr("error: %1").arg(plain(error.message));
    if (!error.where.isEmpty())
        text = plain(error.where) + QLatin1String(": ") + text;
    note(text);
    for (const QString &remedy : error.remedy.split(u'\n', Qt::SkipEmptyParts))
        note(QLatin1String("  ") + plain(remedy));
    return Bad;
}

int Console::failUsage(const QString &message, const QString &command)
{
    const QString who = command.isEmpty() ? QStringLiteral("chartwright-cli")
                                          : QLatin1String("chartwright-cli ") + command;
    note(tr("error: %1").arg(plain(message)));
    note(tr("  See: %1 --help").arg(who));
    return Bad;
}

} // namespace chartwright::cli
