// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/ids.h"

#include <QList>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <variant>

namespace chartwright {

/// A leaf that stands for (a part of) another resource. `part` is "" (the resource itself, written
/// as its name), or one that the target's kind declares: "port/http", "key/DATABASE_URL",
/// "selector", "volume/tmp", … (KindSpec::parts).
struct Ref
{
    ResourceId target;
    QString part;
    friend bool operator==(const Ref &, const Ref &) = default;
};

/// A string with references in it: "http://" ref ":" ref.
struct Text
{
    QList<std::variant<QString, Ref>> pieces;
    friend bool operator==(const Text &, const Text &) = default;
};

class Value;
class Map;
using List = QList<Value>;

/// An ordered tree: what a manifest says, with references as leaves. A value type; copies share
/// their content, so taking a snapshot costs next to nothing. Not to be changed from two threads.
class Value
{
public:
    enum class Type { Null, Bool, Int, Double, String, Ref, Text, List, Map };

    Value() = default;
    Value(bool b) : m_data(b) {}
    Value(int i) : m_data(qint64(i)) {}
    Value(qint64 i) : m_data(i) {}
    Value(double d) : m_data(d) {}
    Value(QString s) : m_data(std::move(s)) {}
    Value(Ref r) : m_data(std::move(r)) {}
    Value(Text t) : m_data(std::move(t)) {}
    Value(List l);
    Value(Map m);
    Value(const char *) = delete;

    Type type() const { return Type(m_data.index()); }
    bool isNull() const { return type() == Type::Null; }
    bool isString() const { return type() == Type::String; }
    bool isList() const { return type() == Type::List; }
    bool isMap() const { return type() == Type::Map; }
    bool isRef() const { return type() == Type::Ref; }
    /// Null, an empty string, list or map.
    bool isEmpty() const;

    // Each gives the fallback unless the value is of just that type (toDouble takes an integer
    // too).
    bool toBool(bool fallback = false) const;
    qint64 toInt(qint64 fallback = 0) const;
    double toDouble(double fallback = 0) const;
    QString toString(const QString &fallback = {}) const;
    // A null pointer unless the value is of that type.
    const Ref *asRef() const { return std::get_if<Ref>(&m_data); }
    const Text *asText() const { return std::get_if<Text>(&m_data); }
    const List *asList() const;
    const Map *asMap() const;
    /// The list or map, or an empty one.
    const List &list() const;
    const Map &map() const;

    /// The entry of a map, or a null value.
    const Value &operator[](QStringView key) const;

    /// How a scalar reads to a person: "3", "true", "http"; "" for null, references and containers.
    QString scalarText() const;

    friend bool operator==(const Value &a, const Value &b);

private:
    using ListPtr = std::shared_ptr<const List>;
    using MapPtr = std::shared_ptr<const Map>;
    std::variant<std::monostate, bool, qint64, double, QString, Ref, Text, ListPtr, MapPtr> m_data;
};

/// Keys in the order they were set. Looking up is linear: maps of a manifest are small, and those
/// that are not (a ConfigMap's data) are walked far more often than searched.
class Map
{
public:
    struct Entry
    {
        QString key;
        Value value;
        friend bool operator==(const Entry &, const Entry &) = default;
    };

    Map() = default;
    Map(std::initializer_list<Entry> entries) : m_entries(entries) {}

    bool isEmpty() const { return m_entries.isEmpty(); }
    qsizetype size() const { return m_entries.size(); }
    bool contains(QStringView key) const { return find(key) != nullptr; }
    const Value *find(QStringView key) const;
    const Value &operator[](QStringView key) const; ///< a null value if it is not there
    /// Replaces in place, or appends.
    void set(const QString &key, Value value);
    /// As set(), for a key that is known not to be there.
    void append(QString key, Value value) { m_entries.append({std::move(key), std::move(value)}); }
    bool remove(QStringView key);
    /// Keeps the place; false if `from` is missing or `to` is there already.
    bool rename(QStringView from, const QString &to);
    QStringList keys() const;

    auto begin() const { return m_entries.cbegin(); }
    auto end() const { return m_entries.cend(); }

    /// Order counts not: two maps are equal if they have the same keys with equal values.
    friend bool operator==(const Map &a, const Map &b);

private:
    QList<Entry> m_entries;
};

} // namespace chartwright
