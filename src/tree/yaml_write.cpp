// SPDX-License-Identifier: Apache-2.0
#include "tree/scalar_rules.h"
#include "tree/yaml.h"

#include <cmath>
#include <utility>

namespace chartwright {
namespace {

/// A simple key ends within 1024 characters, or readers want "? ".
constexpr qsizetype LongestSimpleKey = 250;

bool isPlain(const QString &text)
{
    static constexpr QStringView Indicators = u"?:,[]{}#&*!|>'\"%@`";
    if (text.isEmpty() || Indicators.contains(text[0]) || text.startsWith(u' ') ||
        text.endsWith(u' ') || text.endsWith(u':'))
        return false;
    if (text[0] == u'-' && (text.size() == 1 || text[1] == u' '))
        return false;
    if (text.startsWith(u"---") || text.startsWith(u"..."))
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c < 0x20 || c > 0x7e)
            return false;
        if (c == u':' && i + 1 < text.size() && text[i + 1] == u' ')
            return false;
        if (c == u'#' && text[i - 1] == u' ')
            return false;
    }
    return !looksLikeOtherType(text);
}

QString escaped(char16_t c)
{
    switch (c) {
    case u'"':
        return QStringLiteral("\\\"");
    case u'\\':
        return QStringLiteral("\\\\");
    case u'\n':
        return QStringLiteral("\\n");
    case u'\t':
        return QStringLiteral("\\t");
    case u'\r':
        return QStringLiteral("\\r");
    default:
        break;
    }
    if (c < 0x20 || (c >= 0x7f && c <= 0xa0))
        return QStringLiteral("\\x%1").arg(uint(c), 2, 16, QLatin1Char('0'));
    return QStringLiteral("\\u%1").arg(uint(c), 4, 16, QLatin1Char('0'));
}

bool mustEscape(char16_t c)
{
    return c < 0x20 || c == u'"' || c == u'\\' || (c >= 0x7f && c <= 0xa0) || c == 0x2028 ||
           c == 0x2029 || c == 0xfeff || c >= 0xfffe;
}

QString refText(const Ref &ref)
{
    return ref.part.isEmpty() ? ref.target.text : ref.target.text + u'#' + ref.part;
}

QString textText(const Text &text)
{
    QString out;
    for (const auto &piece : text.pieces) {
        if (const QString *literal = std::get_if<QString>(&piece)) {
            out += QString(*literal).replace(u'$', QLatin1String("$$"));
        } else {
            QString inner = refText(std::get<Ref>(piece));
            inner.replace(u'$', QLatin1String("$$")).replace(u'}', QLatin1String("$}"));
            out += QLatin1String("${") + inner + u'}';
        }
    }
    return out;
}

class Writer
{
public:
    QByteArray take() { return std::move(m_out); }

    void document(const Value &value, int indent)
    {
        if (isScalar(value)) {
            scalar(value);
            m_out += '\n';
        } else {
            block(value, indent, false);
        }
    }

private:
    QByteArray m_out;

    static bool isScalar(const Value &v) { return !(v.isMap() || v.isList()) || v.isEmpty(); }

    void text(const QString &s)
    {
        if (!isPlain(s)) {
            m_out += yamlQuoted(s).toUtf8();
            return;
        }
        // Plain texts are ASCII.
        const qsizetype at = m_out.size();
        m_out.resize(at + s.size());
        char *out = m_out.data() + at;
        for (const QChar c : s)
            *out++ = char(c.unicode());
    }

    void scalar(const Value &v)
    {
        if (v.isMap())
            m_out += "{}";
        else if (v.isList())
            m_out += "[]";
        else if (v.isString())
            text(v.toString());
        else
            m_out += yamlScalar(v).toUtf8();
    }

    /// `inlineFirst`: the first line follows "- " on the line that is already begun.
    void block(const Value &value, int indent, bool inlineFirst)
    {
        const auto startLine = [&] {
            if (!std::exchange(inlineFirst, false))
                m_out.append(indent, ' ');
        };
        for (const auto &[key, entry] : value.map()) {
            startLine();
            writeKey(key, indent);
            after(entry, indent + 2);
        }
        for (const Value &item : value.list()) {
            startLine();
            m_out += "- ";
            if (isScalar(item)) {
                scalar(item);
                m_out += '\n';
            } else {
                block(item, indent + 2, true);
            }
        }
    }

    void writeKey(const QString &key, int indent)
    {
        if (key.size() > LongestSimpleKey) {
            m_out += "? ";
            text(key);
            m_out += '\n';
            m_out.append(indent, ' ');
        } else {
            text(key);
        }
        m_out += ':';
    }

    void after(const Value &value, int indent)
    {
        if (isScalar(value)) {
            m_out += ' ';
            scalar(value);
            m_out += '\n';
        } else {
            m_out += '\n';
            block(value, indent, false);
        }
    }
};

} // namespace

QString yamlQuoted(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const QChar c : text) {
        if (mustEscape(c.unicode()))
            out += escaped(c.unicode());
        else
            out += c;
    }
    return out + u'"';
}

QString yamlScalar(const QString &text) { return isPlain(text) ? text : yamlQuoted(text); }

QString yamlKey(const QString &key) { return yamlScalar(key); }

QString yamlScalar(const Value &scalar)
{
    switch (scalar.type()) {
    case Value::Type::Null:
        return QStringLiteral("null");
    case Value::Type::String:
        return yamlScalar(scalar.toString());
    case Value::Type::Ref:
        return QLatin1String("!ref ") + yamlScalar(refText(*scalar.asRef()));
    case Value::Type::Text:
        return QLatin1String("!text ") + yamlQuoted(textText(*scalar.asText()));
    case Value::Type::Double: {
        const double d = scalar.toDouble();
        if (std::isnan(d))
            return QStringLiteral(".nan");
        if (std::isinf(d))
            return d > 0 ? QStringLiteral(".inf") : QStringLiteral("-.inf");
        // With a point or exponent, so that it does not come back as an integer.
        QString text = scalar.scalarText();
        if (!text.contains(u'.') && !text.contains(u'e'))
            text += QLatin1String(".0");
        return text;
    }
    default:
        return scalar.scalarText();
    }
}

QByteArray writeYaml(const Value &value, int indent)
{
    Writer writer;
    writer.document(value, indent);
    return writer.take();
}

} // namespace chartwright
