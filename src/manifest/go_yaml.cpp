// SPDX-License-Identifier: Apache-2.0
#include "manifest/go_text.h"
#include "tree/scalar_rules.h"

#include <QRegularExpression>

#include <cmath>

namespace chartwright::manifest {
namespace {

/// After this column a long text goes on on the next line, at the next space.
constexpr qsizetype BestWidth = 80;
constexpr qsizetype LongestSimpleKey = 128;

bool isPrintable(char32_t c)
{
    return c == U'\n' || (c >= 0x20 && c <= 0x7e) ||
           (c >= 0xa0 && c < 0xfffe && c != 0xfeff && !(c >= 0xd800 && c < 0xe000));
}

bool isBreak(char32_t c)
{
    return c == U'\n' || c == U'\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool isBlank(char32_t c) { return c == U' ' || c == U'\t'; }

enum class Style { Plain, Single, Double, Literal };

/// What Go's emitter finds out about a text before it chooses a style.
struct Analysis
{
    bool multiline = false, plain = true, single = true, literal = true;
};

bool isIndicator(const QList<uint> &text, qsizetype i)
{
    static constexpr QStringView AtStart = u"#,[]{}&*!|>'\"%@`";
    const char32_t c = text[i];
    const bool blankAfter = i + 1 == text.size() || isBlank(text[i + 1]);
    if (i == 0) {
        if (c < 128 && AtStart.contains(QChar(char16_t(c))))
            return true;
        return (c == U'?' || c == U':' || c == U'-') && blankAfter;
    }
    return (c == U':' && blankAfter) ||
           (c == U'#' && (isBlank(text[i - 1]) || isBreak(text[i - 1])));
}

Analysis analyse(const QString &string)
{
    const QList<uint> text = string.toUcs4();
    Analysis a;
    bool indicators = string.startsWith(u"---") || string.startsWith(u"...");
    bool special = false, breakSpace = false, spaceBreak = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        indicators = indicators || isIndicator(text, i);
        special = special || !isPrintable(c);
        a.multiline = a.multiline || isBreak(c);
        if (i > 0) {
            breakSpace = breakSpace || (c == U' ' && isBreak(text[i - 1]));
            spaceBreak = spaceBreak || (isBreak(c) && text[i - 1] == U' ');
        }
    }
    const auto isEdge = [](char32_t c) { return c == U' ' || isBreak(c); };
    const bool edges = !text.isEmpty() && (isEdge(text.first()) || isEdge(text.last()));
    const bool broken = spaceBreak || special;
    a.plain = !(edges || breakSpace || broken || a.multiline || indicators);
    a.single = !(breakSpace || broken);
    a.literal = !(text.isEmpty() || text.last() == U' ' || broken);
    return a;
}

bool isTimestamp(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A[0-9]{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
                       "(([Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?.*)?\\z"));
    return pattern.match(text).hasMatch();
}

bool isBase60(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?\\z"));
    return pattern.match(text).hasMatch();
}

Style styleOf(const QString &text, bool isKey)
{
    const Analysis a = analyse(text);
    Style style = Style::Double;
    if (text.contains(u'\n'))
        style = Style::Literal;
    else if (resolvePlainScalar(text).isString() && !isBase60(text) && !isTimestamp(text))
        style = Style::Plain;
    if (isKey && a.multiline)
        return Style::Double;
    if (style == Style::Plain && !a.plain)
        style = Style::Single;
    if (style == Style::Single && !a.single)
        style = Style::Double;
    if (style == Style::Literal && (!a.literal || isKey))
        style = Style::Double;
    return style;
}

QString doubleEscape(char32_t c)
{
    static const QHash<char32_t, QChar> letters{
        {U'\0', u'0'},  {U'\a', u'a'}, {U'\b', u'b'}, {U'\t', u't'},  {U'\n', u'n'},
        {U'\v', u'v'},  {U'\f', u'f'}, {U'\r', u'r'}, {0x1b, u'e'},   {U'"', u'"'},
        {U'\\', u'\\'}, {0x85, u'N'},  {0xa0, u'_'},  {0x2028, u'L'}, {0x2029, u'P'}};
    if (const auto letter = letters.constFind(c); letter != letters.constEnd())
        return u'\\' + QString(*letter);
    const auto hex = [c](QChar kind, int digits) {
        return u'\\' + QString(kind) +
               QString::number(c, 16).toUpper().rightJustified(digits, u'0');
    };
    return c <= 0xff ? hex(u'x', 2) : c <= 0xffff ? hex(u'u', 4) : hex(u'U', 8);
}

class Writer
{
public:
    QString take() { return std::move(m_out); }

    /// `indent`: of the lines that follow the first.
    void value(const Value &value, int indent)
    {
        if (const Map *map = value.asMap(); map && !map->isEmpty())
            writeMap(*map, indent);
        else if (const List *list = value.asList(); list && !list->isEmpty())
            writeList(*list, indent);
        else
            scalar(value, indent, false);
    }

private:
    QString m_out;
    qsizetype m_lineStart = 0;

    qsizetype column() const { return m_out.size() - m_lineStart; }

    void newLine(int indent)
    {
        m_out += u'\n';
        m_lineStart = m_out.size();
        m_out += QString(indent, u' ');
    }

    void writeMap(const Map &map, int indent);
    void writeList(const List &list, int indent)
    {
        bool first = true;
        for (const Value &item : list) {
            if (!std::exchange(first, false))
                newLine(indent);
            m_out += QLatin1String("- ");
            value(item, indent + 2);
        }
    }

    void scalar(const Value &value, int indent, bool isKey)
    {
        if (value.isMap())
            m_out += QLatin1String("{}");
        else if (value.isList())
            m_out += QLatin1String("[]");
        else if (value.isNull())
            m_out += QLatin1String("null");
        else if (value.type() == Value::Type::Double)
            number(value.toDouble());
        else if (value.isString())
            string(value.toString(), indent, isKey);
        else
            m_out += value.scalarText();
    }

    // It goes through JSON: a whole number comes out of that as an integer.
    void number(double d)
    {
        const QString json = goJson(d);
        m_out += json.contains(u'.') || json.contains(u'e') || json.size() > 18 ? goFloat(d) : json;
    }

    void string(const QString &text, int indent, bool isKey)
    {
        switch (styleOf(text, isKey)) {
        case Style::Plain:
            folded(text, indent, isKey);
            break;
        case Style::Single:
            m_out += u'\'';
            folded(QString(text).replace(u'\'', QLatin1String("''")), indent, isKey);
            m_out += u'\'';
            break;
        case Style::Double:
            doubleQuoted(text, indent, isKey);
            break;
        case Style::Literal:
            literal(text, indent);
            break;
        }
    }

    bool breaksAt(const QString &text, qsizetype i, bool isKey) const
    {
        const auto isSpace = [&](qsizetype at) { return text[at] == u' '; };
        return !isKey && isSpace(i) && column() > BestWidth && i > 0 && i + 1 < text.size() &&
               !isSpace(i - 1) && !isSpace(i + 1);
    }

    void folded(const QString &text, int indent, bool isKey)
    {
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (breaksAt(text, i, isKey))
                newLine(indent);
            else
                m_out += text[i];
        }
    }

    void doubleQuoted(const QString &text, int indent, bool isKey)
    {
        m_out += u'"';
        const QList<uint> characters = text.toUcs4();
        // Go asks for a byte order mark at the start, whatever character it is at.
        const bool all = text.startsWith(QChar(0xfeff));
        bool afterSpace = false;
        for (qsizetype i = 0; i < characters.size(); ++i) {
            const char32_t c = characters[i];
            if (c == U' ' && !all && !isKey && !afterSpace && column() > BestWidth && i > 0 &&
                i + 1 < characters.size()) {
                newLine(indent);
                if (characters[i + 1] == U' ')
                    m_out += u'\\';
            } else if (all || !isPrintable(c) || isBreak(c) || c == U'"' || c == U'\\') {
                m_out += doubleEscape(c);
            } else {
                m_out += QString::fromUcs4(&c, 1);
            }
            afterSpace = c == U' ';
        }
        m_out += u'"';
    }

    void literal(const QString &text, int indent)
    {
        m_out += u'|';
        if (text.startsWith(u' ') || text.startsWith(u'\n'))
            m_out += u'2';
        if (!text.endsWith(u'\n'))
            m_out += u'-';
        else if (text.size() == 1 || text.endsWith(QLatin1String("\n\n")))
            m_out += u'+';
        QStringList lines = text.split(u'\n');
        if (text.endsWith(u'\n'))
            lines.removeLast();
        for (const QString &line : lines) {
            newLine(line.isEmpty() ? 0 : indent);
            m_out += line;
        }
    }
};

/// Go's order of keys: numbers in them by size, letters after all else.
bool less(const QString &left, const QString &right)
{
    const QList<uint> a = left.toUcs4(), b = right.toUcs4();
    const auto isDigit = [](uint c) { return QChar::isDigit(c); };
    for (qsizetype i = 0; i < a.size() && i < b.size(); ++i) {
        if (a[i] == b[i])
            continue;
        const bool al = QChar::isLetter(a[i]), bl = QChar::isLetter(b[i]);
        if (al && bl)
            return a[i] < b[i];
        if (al || bl)
            return bl;
        qint64 an = 0, bn = 0;
        if (a[i] == U'0' || b[i] == U'0') {
            for (qsizetype j = i - 1; j >= 0 && isDigit(a[j]); --j) {
                if (a[j] != U'0') {
                    an = bn = 1;
                    break;
                }
            }
        }
        qsizetype ai = i, bi = i;
        for (; ai < a.size() && isDigit(a[ai]); ++ai)
            an = qint64(quint64(an) * 10 + (a[ai] - U'0'));
        for (; bi < b.size() && isDigit(b[bi]); ++bi)
            bn = qint64(quint64(bn) * 10 + (b[bi] - U'0'));
        if (an != bn)
            return an < bn;
        if (ai != bi)
            return ai < bi;
        return a[i] < b[i];
    }
    return a.size() < b.size();
}

void Writer::writeMap(const Map &map, int indent)
{
    QList<Map::Entry> entries(map.begin(), map.end());
    std::sort(entries.begin(), entries.end(),
              [](const auto &a, const auto &b) { return less(a.key, b.key); });
    bool first = true;
    for (const auto &[key, entry] : entries) {
        if (!std::exchange(first, false))
            newLine(indent);
        const bool simple = key.toUtf8().size() <= LongestSimpleKey && !analyse(key).multiline;
        if (!simple)
            m_out += QLatin1String("? ");
        scalar(key, indent + 2, simple);
        if (!simple)
            newLine(indent);
        m_out += u':';
        if (entry.isMap() && !entry.map().isEmpty()) {
            newLine(indent + 2);
            writeMap(entry.map(), indent + 2);
        } else if (entry.isList() && !entry.list().isEmpty()) {
            newLine(indent);
            writeList(entry.list(), indent);
        } else {
            m_out += u' ';
            scalar(entry, indent + 2, false);
        }
    }
}

bool isRefused(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        return (c.unicode() >= 0x7f && c.unicode() < 0xa0) || c.unicode() >= 0xfffe;
    });
}

bool anyText(const Value &value, const std::function<bool(const QString &)> &test)
{
    if (value.isString())
        return test(value.toString());
    if (value.isList())
        return std::any_of(value.list().begin(), value.list().end(),
                           [&](const Value &item) { return anyText(item, test); });
    return std::any_of(value.map().begin(), value.map().end(),
                       [&](const auto &e) { return test(e.key) || anyText(e.value, test); });
}

} // namespace

bool helmReads(const Value &value)
{
    return !anyText(value, [](const QString &text) { return isRefused(text) || text == u"<<"; });
}

bool survivesToYaml(const Value &value)
{
    // Go writes white space beyond ASCII bare, and Helm trims what stands last in a document.
    const auto isTrimmed = [](const QString &text) {
        return !text.isEmpty() &&
               (text.back() == u'\n' || (text.back().unicode() >= 0x80 && text.back().isSpace()));
    };
    return !anyText(value, [&](const QString &text) {
        return isRefused(text) || text == u"<<" || isTrimmed(text) ||
               text.contains(QLatin1String("<no value>"));
    });
}

QString goYaml(const Value &value)
{
    if (anyText(value, isRefused))
        return {};
    Writer writer;
    writer.value(value, 0);
    return writer.take();
}

} // namespace chartwright::manifest
