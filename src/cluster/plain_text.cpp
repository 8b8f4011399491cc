// SPDX-License-Identifier: Apache-2.0
#include "cluster/plain_text.h"

#include <QRegularExpression>
#include <QStringList>

namespace chartwright {
namespace {

bool isShown(QChar c)
{
    const char16_t code = c.unicode();
    if (code == u'\n' || code == u'\t')
        return true;
    const bool turns = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
                       code == 0x200e || code == 0x200f || code == 0x061c;
    return code >= 0x20 && (code < 0x7f || code > 0x9f) && !turns;
}

} // namespace

QString plainText(const QString &text)
{
    // CSI, then OSC and its like up to their end, then two characters.
    static const QRegularExpression ansi(QStringLiteral(
        "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]"
        "|(?:\\x1b[\\]PX^_]|[\\x9d\\x90])[^\\x07\\x1b\\x9c\\n]*(?:\\x07|\\x1b\\\\|\\x9c|(?=\\n)|$)"
        "|\\x1b[ -/]*[0-~]"));
    QString out = text;
    out.remove(ansi);
    out.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    out.removeIf([](QChar c) { return !isShown(c); });
    return out;
}

QString shownName(const QString &name, qsizetype most)
{
    QString out;
    for (const char32_t c : name.toUcs4()) {
        const QChar::Category category = QChar::category(c);
        if (c == U' ' || category <= QChar::Number_Other || category >= QChar::Letter_Uppercase)
            out += QString::fromUcs4(&c, 1);
        else if (c == U'\n')
            out += QLatin1String("\\n");
        else if (c == U'\t')
            out += QLatin1String("\\t");
        else
            out += QStringLiteral("\\u%1").arg(uint(c), 4, 16, QLatin1Char('0'));
    }
    return out.size() <= most ? out : out.left(most / 2) + u'…' + out.right(most - most / 2 - 1);
}

QString shellWord(const QString &word)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    return plain.match(word).hasMatch()
               ? word
               : u'\'' + QString(word).replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

QString lastLines(QByteArrayView utf8, qsizetype lines, qsizetype characters)
{
    // JSON Web Tokens, and those of EKS.
    static const QRegularExpression token(
        QStringLiteral("(?:eyJ[\\w-]{8,}(?:\\.[\\w-]*)*|k8s-aws-v1\\.[\\w-]+)"));
    const qsizetype most = characters * 8;
    const QByteArrayView tail = utf8.size() > most ? utf8.last(most) : utf8;
    const QString text = plainText(QString::fromUtf8(tail)).trimmed();
    const QString end = text.split(u'\n')
                            .mid(std::max<qsizetype>(0, text.count(u'\n') + 1 - lines))
                            .join(u'\n')
                            .replace(token, QStringLiteral("…"));
    return end.size() > characters ? u'…' + end.last(characters) : end;
}

} // namespace chartwright
