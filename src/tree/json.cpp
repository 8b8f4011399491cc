// SPDX-License-Identifier: Apache-2.0
#include "tree/tree_builder.h"

#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include <cmath>
#include <iterator>

namespace chartwright {
namespace {

using Json = nlohmann::json;

QString tr(const char *text) { return QCoreApplication::translate("Read", text); }

/// Where the parser is. It reads one character ahead at most.
struct Cursor
{
    Position next{1, 1};
    Position current{1, 1};
};

class Input
{
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = const char &;

    Input(const char *at, Cursor *cursor) : m_at(at), m_cursor(cursor) {}
    reference operator*() const { return *m_at; }
    Input &operator++()
    {
        m_cursor->current = m_cursor->next;
        if (*m_at == '\n')
            m_cursor->next = {m_cursor->next.line + 1, 1};
        else
            ++m_cursor->next.column;
        ++m_at;
        return *this;
    }
    Input operator++(int)
    {
        Input old = *this;
        ++*this;
        return old;
    }
    friend bool operator==(const Input &a, const Input &b) { return a.m_at == b.m_at; }

private:
    const char *m_at;
    Cursor *m_cursor;
};

class Handler
{
public:
    Handler(TreeBuilder &builder, const Cursor &cursor) : m_builder(builder), m_cursor(cursor) {}

    bool null() { return put({}); }
    bool boolean(bool b) { return put(b); }
    bool number_integer(Json::number_integer_t i) { return put(qint64(i)); }
    bool number_unsigned(Json::number_unsigned_t u)
    {
        constexpr auto Most = Json::number_unsigned_t(std::numeric_limits<qint64>::max());
        return u <= Most ? put(qint64(u)) : put(double(u));
    }
    bool number_float(Json::number_float_t d, const std::string &)
    {
        if (!std::isfinite(d))
            m_builder.fail(tr("a number is too large"), m_cursor.current);
        return put(d);
    }
    bool string(std::string &text) { return put(m_builder.text(text, m_cursor.current)); }
    bool binary(Json::binary_t &) { return false; }
    bool start_object(std::size_t)
    {
        m_builder.startMap(m_cursor.current);
        return true;
    }
    bool start_array(std::size_t)
    {
        m_builder.startList(m_cursor.current);
        return true;
    }
    bool end_object() { return end(); }
    bool end_array() { return end(); }
    bool key(std::string &text)
    {
        m_builder.key(m_builder.text(text, m_cursor.current), m_cursor.current);
        return true;
    }
    bool parse_error(std::size_t, const std::string &, const Json::exception &e)
    {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: …"
        const QString what = QString::fromUtf8(e.what());
        const qsizetype colon = what.indexOf(QLatin1String(": "));
        m_builder.fail(tr("this is not JSON: %1").arg(colon < 0 ? what : what.mid(colon + 2)),
                       m_cursor.current);
    }

private:
    bool put(Value value)
    {
        m_builder.scalar(std::move(value), m_cursor.current);
        return true;
    }
    bool end()
    {
        m_builder.end();
        return true;
    }

    TreeBuilder &m_builder;
    const Cursor &m_cursor;
};

void writeText(QByteArray &out, const QString &text)
{
    const bool plain = std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() >= 0x20 && c.unicode() < 0x7f && c != u'"' && c != u'\\';
    });
    if (!plain) {
        out += Json(text.toStdString()).dump();
        return;
    }
    out += '"';
    for (const QChar c : text)
        out += char(c.unicode());
    out += '"';
}

void newLine(QByteArray &out, int indent)
{
    out += '\n';
    out.append(qsizetype(indent), ' ');
}

void write(QByteArray &out, const Value &value, int indent)
{
    if (const Map *map = value.asMap(); map && !map->isEmpty()) {
        char separator = '{';
        for (const auto &[key, entry] : *map) {
            out += std::exchange(separator, ',');
            newLine(out, indent + 2);
            writeText(out, key);
            out += ": ";
            write(out, entry, indent + 2);
        }
        newLine(out, indent);
        out += '}';
    } else if (const List *list = value.asList(); list && !list->isEmpty()) {
        char separator = '[';
        for (const Value &item : *list) {
            out += std::exchange(separator, ',');
            newLine(out, indent + 2);
            write(out, item, indent + 2);
        }
        newLine(out, indent);
        out += ']';
    } else if (value.isMap()) {
        out += "{}";
    } else if (value.isList()) {
        out += "[]";
    } else if (value.isNull() ||
               (value.type() == Value::Type::Double && !std::isfinite(value.toDouble()))) {
        out += "null"; // JSON has no infinite number
    } else if (value.isString()) {
        writeText(out, value.toString());
    } else if (const Ref *ref = value.asRef()) {
        const Map whole{{QStringLiteral("$ref"), ref->target.text},
                        {QStringLiteral("part"), ref->part}};
        write(out, whole, indent);
    } else if (const Text *text = value.asText()) {
        List pieces;
        for (const auto &piece : text->pieces)
            pieces.append(std::visit([](const auto &p) { return Value(p); }, piece));
        write(out, Map{{QStringLiteral("$text"), pieces}}, indent);
    } else {
        out += value.scalarText().toUtf8();
    }
}

} // namespace

Result<Value> readJson(const QByteArray &bytes, const QString &file, const ReadLimits &limits)
{
    if (auto error = checkBytes(bytes, file, limits))
        return tl::unexpected(*error);
    TreeBuilder builder(file, limits, nullptr);
    Cursor cursor;
    Handler handler(builder, cursor);
    try {
        const Input begin(bytes.constData(), &cursor),
            end(bytes.constData() + bytes.size(), &cursor);
        Json::sax_parse(begin, end, &handler);
    } catch (const ReadFailure &e) {
        return tl::unexpected(e.error);
    } catch (const std::exception &e) {
        return failure(tr("this is not JSON: %1").arg(QString::fromUtf8(e.what())), file);
    }
    return builder.take();
}

QByteArray writeJson(const Value &value)
{
    QByteArray out;
    write(out, value, 0);
    return out + '\n';
}

} // namespace chartwright
