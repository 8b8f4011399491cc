// SPDX-License-Identifier: Apache-2.0
#include "tree/value.h"

#include <QLocale>

namespace chartwright {

Value::Value(List l) : m_data(std::make_shared<const List>(std::move(l))) {}
Value::Value(Map m) : m_data(std::make_shared<const Map>(std::move(m))) {}

bool Value::isEmpty() const
{
    switch (type()) {
    case Type::Null:
        return true;
    case Type::String:
        return std::get<QString>(m_data).isEmpty();
    case Type::List:
        return list().isEmpty();
    case Type::Map:
        return map().isEmpty();
    case Type::Text:
        return asText()->pieces.isEmpty();
    default:
        return false;
    }
}

bool Value::toBool(bool fallback) const
{
    const bool *b = std::get_if<bool>(&m_data);
    return b ? *b : fallback;
}

qint64 Value::toInt(qint64 fallback) const
{
    const qint64 *i = std::get_if<qint64>(&m_data);
    return i ? *i : fallback;
}

double Value::toDouble(double fallback) const
{
    if (const qint64 *i = std::get_if<qint64>(&m_data))
        return double(*i);
    const double *d = std::get_if<double>(&m_data);
    return d ? *d : fallback;
}

QString Value::toString(const QString &fallback) const
{
    const QString *s = std::get_if<QString>(&m_data);
    return s ? *s : fallback;
}

const List *Value::asList() const
{
    const ListPtr *p = std::get_if<ListPtr>(&m_data);
    return p ? p->get() : nullptr;
}

const Map *Value::asMap() const
{
    const MapPtr *p = std::get_if<MapPtr>(&m_data);
    return p ? p->get() : nullptr;
}

const List &Value::list() const
{
    static const List empty;
    const List *l = asList();
    return l ? *l : empty;
}

const Map &Value::map() const
{
    static const Map empty;
    const Map *m = asMap();
    return m ? *m : empty;
}

const Value &Value::operator[](QStringView key) const { return map()[key]; }

QString Value::scalarText() const
{
    switch (type()) {
    case Type::Bool:
        return toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case Type::Int:
        return QString::number(toInt());
    case Type::Double:
        return QString::number(toDouble(), 'g', QLocale::FloatingPointShortest);
    case Type::String:
        return toString();
    default:
        return {};
    }
}

bool operator==(const Value &a, const Value &b)
{
    if (a.m_data.index() != b.m_data.index())
        return false;
    if (const List *l = a.asList())
        return l == b.asList() || *l == *b.asList();
    if (const Map *m = a.asMap())
        return m == b.asMap() || *m == *b.asMap();
    return a.m_data == b.m_data;
}

const Value *Map::find(QStringView key) const
{
    for (const Entry &e : m_entries) {
        if (e.key == key)
            return &e.value;
    }
    return nullptr;
}

const Value &Map::operator[](QStringView key) const
{
    static const Value null;
    const Value *v = find(key);
    return v ? *v : null;
}

void Map::set(const QString &key, Value value)
{
    for (Entry &e : m_entries) {
        if (e.key == key) {
            e.value = std::move(value);
            return;
        }
    }
    m_entries.append({key, std::move(value)});
}

bool Map::remove(QStringView key)
{
    return m_entries.removeIf([&](const Entry &e) { return e.key == key; }) > 0;
}

bool Map::rename(QStringView from, const QString &to)
{
    if (contains(to))
        return false;
    for (Entry &e : m_entries) {
        if (e.key == from) {
            e.key = to;
            return true;
        }
    }
    return false;
}

QStringList Map::keys() const
{
    QStringList out;
    out.reserve(m_entries.size());
    for (const Entry &e : m_entries)
        out.append(e.key);
    return out;
}

bool operator==(const Map &a, const Map &b)
{
    if (a.size() != b.size())
        return false;
    if (a.m_entries == b.m_entries)
        return true;
    return std::all_of(a.begin(), a.end(), [&](const Map::Entry &e) {
        const Value *other = b.find(e.key);
        return other && *other == e.value;
    });
}

} // namespace chartwright
