// SPDX-License-Identifier: Apache-2.0
#include "tree/scalar_rules.h"
#include "tree/tree_builder.h"

#include <QCoreApplication>

#include <new>
#include <yaml.h>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Read", text); }

Position positionOf(const yaml_mark_t &mark) { return {int(mark.line) + 1, int(mark.column) + 1}; }

Ref refOf(const QString &text)
{
    const qsizetype hash = text.indexOf(u'#');
    return hash < 0 ? Ref{{text}, {}} : Ref{{text.first(hash)}, text.mid(hash + 1)};
}

/// The other way round than textText() of yaml_write.cpp; nullopt where a "${" does not end.
std::optional<Text> textOf(const QString &source)
{
    Text text;
    QString literal;
    for (qsizetype i = 0; i < source.size(); ++i) {
        if (source[i] != u'$') {
            literal += source[i];
        } else if (i + 1 < source.size() && source[i + 1] == u'$') {
            literal += u'$';
            ++i;
        } else if (i + 1 < source.size() && source[i + 1] == u'{') {
            QString inner;
            for (i += 2; i < source.size() && source[i] != u'}'; ++i) {
                if (source[i] == u'$' && i + 1 < source.size())
                    ++i;
                inner += source[i];
            }
            if (i >= source.size())
                return std::nullopt;
            if (!literal.isEmpty())
                text.pieces.append(std::exchange(literal, {}));
            text.pieces.append(refOf(inner));
        } else {
            return std::nullopt;
        }
    }
    if (!literal.isEmpty())
        text.pieces.append(literal);
    return text;
}

/// A libyaml parser over bytes that outlive it.
class Parser
{
public:
    explicit Parser(const QByteArray &bytes)
    {
        if (!yaml_parser_initialize(&m_parser))
            throw std::bad_alloc();
        yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&m_parser,
                                     reinterpret_cast<const unsigned char *>(bytes.constData()),
                                     size_t(bytes.size()));
    }
    ~Parser()
    {
        yaml_event_delete(&m_event);
        yaml_parser_delete(&m_parser);
    }
    Q_DISABLE_COPY_MOVE(Parser)

    /// The next event, valid until the next call; null on an error.
    const yaml_event_t *next()
    {
        yaml_event_delete(&m_event);
        return yaml_parser_parse(&m_parser, &m_event) ? &m_event : nullptr;
    }
    const yaml_parser_t &state() const { return m_parser; }

private:
    yaml_parser_t m_parser{};
    yaml_event_t m_event{};
};

/// Characters as JSON escapes them, in two halves: "\ud83d\ude00". libyaml refuses those, and where
/// double quotes are, outside of which they are plain text, only it knows. So their backslashes go
/// in under the guise of a character that the file does not hold.
class Pairs
{
public:
    explicit Pairs(const QByteArray &bytes) : m_bytes(bytes)
    {
        qsizetype i = nextPair(bytes, 0);
        if (i < 0)
            return;
        for (char16_t c = 0xe000; c < 0xe100 && m_guise.isNull(); ++c) {
            if (!bytes.contains(QString(QChar(c)).toUtf8()))
                m_guise = QChar(c);
        }
        if (m_guise.isNull())
            return; // refused
        const QByteArray guise = QString(m_guise).toUtf8();
        qsizetype from = 0;
        m_bytes.clear();
        for (; i >= 0; i = nextPair(bytes, from)) {
            m_bytes += bytes.mid(from, i - from) + guise + bytes.mid(i + 1, 5) + guise +
                       bytes.mid(i + 7, 5);
            from = i + 12;
        }
        m_bytes += bytes.mid(from);
    }

    const QByteArray &bytes() const { return m_bytes; }
    /// A scalar's text as it was meant.
    QString restored(QString text, bool escapes) const
    {
        if (m_guise.isNull())
            return text;
        for (qsizetype i = escapes ? text.indexOf(m_guise) : -1; i >= 0;
             i = text.indexOf(m_guise, i))
            text.replace(i, 12, QString(half(text, i)) + half(text, i + 6));
        return text.replace(m_guise, u'\\');
    }

private:
    static QChar half(const QString &text, qsizetype i)
    {
        return QChar(text.mid(i + 2, 4).toUShort(nullptr, 16));
    }

    static bool isHalf(const QByteArray &bytes, qsizetype i, ushort first)
    {
        bool ok = false;
        const ushort code = bytes.mid(i + 2, 4).toUShort(&ok, 16);
        return ok && bytes.mid(i, 2) == "\\u" && code >= first && code < first + 0x400;
    }

    static qsizetype nextPair(const QByteArray &bytes, qsizetype from)
    {
        for (qsizetype i = bytes.indexOf("\\u", from); i >= 0; i = bytes.indexOf("\\u", i + 2)) {
            qsizetype run = i; // of backslashes, each second of which is escaped
            while (run > from && bytes[run - 1] == '\\')
                --run;
            if ((i - run) % 2 == 0 && isHalf(bytes, i, 0xd800) && isHalf(bytes, i + 6, 0xdc00))
                return i;
        }
        return -1;
    }

    QByteArray m_bytes;
    QChar m_guise;
};

QByteArrayView view(const yaml_char_t *text)
{
    return text ? QByteArrayView(reinterpret_cast<const char *>(text)) : QByteArrayView();
}

class Handler
{
public:
    Handler(TreeBuilder &builder, const Pairs &pairs) : m_builder(builder), m_pairs(pairs) {}

    void take(const yaml_event_t &event)
    {
        const Position at = positionOf(event.start_mark);
        switch (event.type) {
        case YAML_ALIAS_EVENT:
            m_builder.fail(tr("aliases (*name) are not read"), at, tr("Write the value out."));
        case YAML_SCALAR_EVENT:
            scalar(event.data.scalar, at);
            break;
        case YAML_SEQUENCE_START_EVENT:
            refuseContainer(event.data.sequence_start.anchor, event.data.sequence_start.tag, at);
            m_builder.startList(at);
            break;
        case YAML_MAPPING_START_EVENT:
            refuseContainer(event.data.mapping_start.anchor, event.data.mapping_start.tag, at);
            m_builder.startMap(at);
            break;
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
            m_builder.end();
            break;
        default:
            break;
        }
    }

private:
    void scalar(const decltype(yaml_event_t::data.scalar) &scalar, Position at)
    {
        refuseAnchor(scalar.anchor, at);
        const QByteArrayView tag = view(scalar.tag);
        const bool plain = scalar.plain_implicit && scalar.style == YAML_PLAIN_SCALAR_STYLE;
        const QString text = m_pairs.restored(
            m_builder.text({reinterpret_cast<const char *>(scalar.value), qsizetype(scalar.length)},
                           at),
            scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE);
        if (m_builder.wantsKey()) {
            if (plain && text.isEmpty())
                m_builder.fail(tr("a key is empty"), at);
            if (!tag.isEmpty() ||
                (plain && (text == u"<<" || !resolvePlainScalar(text).isString())))
                m_builder.fail(tr("the key \"%1\" is not a string").arg(text), at,
                               tr("Put it in double quotes."));
            m_builder.key(text, at);
        } else if (tag.isEmpty()) {
            m_builder.scalar(plain ? resolvePlainScalar(text) : Value(text), at);
        } else if (tag == "!" || tag == YAML_STR_TAG) {
            m_builder.scalar(text, at);
        } else if (tag == "!ref") {
            m_builder.scalar(refOf(text), at);
        } else if (tag == "!text") {
            auto parsed = textOf(text);
            if (!parsed)
                m_builder.fail(tr("a \"$\" is neither \"$$\" nor \"${…}\""), at);
            m_builder.scalar(*parsed, at);
        } else {
            refuseTag(tag, at);
        }
    }

    void refuseAnchor(const yaml_char_t *anchor, Position at)
    {
        if (anchor)
            m_builder.fail(tr("anchors (&name) are not read"), at, tr("Write the value out."));
    }

    void refuseTag(QByteArrayView tag, Position at)
    {
        m_builder.fail(tr("the tag \"%1\" is not known").arg(QString::fromUtf8(tag)), at);
    }

    void refuseContainer(const yaml_char_t *anchor, const yaml_char_t *tag, Position at)
    {
        refuseAnchor(anchor, at);
        if (m_builder.wantsKey())
            m_builder.fail(tr("a key is not a string"), at);
        if (const QByteArrayView name = view(tag); !name.isEmpty() && name != "!")
            refuseTag(name, at);
    }

    TreeBuilder &m_builder;
    const Pairs &m_pairs;
};

Error explained(const yaml_parser_t &parser, const QString &file)
{
    const Position at = positionOf(parser.problem_mark);
    const QLatin1String what(parser.problem ? parser.problem : "unreadable");
    for (const auto &[words, open, close] :
         {std::tuple("did not find expected ',' or ']'", u'[', u']'),
          std::tuple("did not find expected ',' or '}'", u'{', u'}')}) {
        if (what == QLatin1String(words))
            return TreeBuilder::error(
                tr("\"%1\" was opened and not closed up to here").arg(QChar(open)), file, at,
                tr("Put \"%1\" where it ends.").arg(QChar(close)));
    }
    if (what == QLatin1String("found invalid Unicode character escape code"))
        return TreeBuilder::error(
            tr("\"\\u…\" stands for half of a character"), file, at,
            tr("Write the character itself, or all of it, as in \"\\U0001F600\"."));
    QString text = what;
    if (parser.context)
        text += QStringLiteral(" %1").arg(QLatin1String(parser.context));
    return TreeBuilder::error(tr("this is not YAML: %1").arg(text), file, at);
}

Result<QList<Value>> readDocuments(const QByteArray &bytes, const QString &file,
                                   const ReadLimits &limits, Positions *positions, int most,
                                   QList<Position> *starts)
{
    if (auto error = checkBytes(bytes, file, limits))
        return tl::unexpected(*error);
    TreeBuilder builder(file, limits, positions);
    const Pairs pairs(bytes);
    Handler handler(builder, pairs);
    QList<Value> out;
    Parser parser(pairs.bytes());
    try {
        while (const yaml_event_t *event = parser.next()) {
            if (event->type == YAML_STREAM_END_EVENT)
                return out;
            if (event->type == YAML_DOCUMENT_START_EVENT && out.size() >= most)
                return failure(tr("the file holds more than one document (\"---\")"), file,
                               tr("Keep one of them."));
            if (event->type == YAML_DOCUMENT_END_EVENT) {
                out.append(builder.take());
            } else {
                const bool isContent = event->type != YAML_STREAM_START_EVENT &&
                                       event->type != YAML_DOCUMENT_START_EVENT;
                if (starts && isContent && starts->size() == out.size())
                    starts->append(positionOf(event->start_mark));
                handler.take(*event);
            }
        }
    } catch (const ReadFailure &e) {
        return tl::unexpected(e.error);
    }
    return tl::unexpected(explained(parser.state(), file));
}

} // namespace

Result<Value> readYaml(const QByteArray &bytes, const QString &file, const ReadLimits &limits,
                       Positions *positions)
{
    auto documents = readDocuments(bytes, file, limits, positions, 1, nullptr);
    if (!documents)
        return tl::unexpected(documents.error());
    return documents->isEmpty() ? Value() : documents->first();
}

Result<QList<Value>> readYamlStream(const QByteArray &bytes, const QString &file,
                                    const ReadLimits &limits, QList<Position> *starts)
{
    return readDocuments(bytes, file, limits, nullptr, std::numeric_limits<int>::max(), starts);
}

} // namespace chartwright
