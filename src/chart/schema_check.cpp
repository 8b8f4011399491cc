// SPDX-License-Identifier: Apache-2.0
#include "chart/schema.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <cmath>

namespace chartwright::schema {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Values", text); }

bool isType(const Value &value, const QString &type)
{
    switch (value.type()) {
    case Value::Type::Null:
        return type == u"null";
    case Value::Type::Bool:
        return type == u"boolean";
    case Value::Type::Int:
        return type == u"integer" || type == u"number";
    case Value::Type::Double:
        return type == u"number" ||
               (type == u"integer" && std::floor(value.toDouble()) == value.toDouble());
    case Value::Type::String:
        return type == u"string";
    case Value::Type::List:
        return type == u"array";
    case Value::Type::Map:
        return type == u"object";
    default:
        return false;
    }
}

QStringList texts(const Value &value)
{
    QStringList out;
    for (const Value &item : value.isList() ? value.list() : List{value})
        out.append(item.scalarText());
    return out;
}

bool equals(const Value &a, const Value &b)
{
    const bool numbers = (a.type() == Value::Type::Int || a.type() == Value::Type::Double) &&
                         (b.type() == Value::Type::Int || b.type() == Value::Type::Double);
    return numbers ? a.toDouble() == b.toDouble() : a == b;
}

class Checker
{
public:
    QStringList take() { return std::move(m_problems); }

    void check(const Value &schema, const Value &value, const Path &path)
    {
        if (const Value *any = schema.map().find(u"anyOf")) {
            const bool one =
                std::any_of(any->list().begin(), any->list().end(), [&](const Value &s) {
                    Checker inner;
                    inner.check(s, value, path);
                    return inner.m_problems.isEmpty();
                });
            if (!one)
                say(path,
                    tr("the value %1 is not allowed").arg(shown(value)) + hint(any->list(), value));
        }
        if (const Value *type = schema.map().find(u"type")) {
            const QStringList types = texts(*type);
            if (std::none_of(types.begin(), types.end(),
                             [&](const QString &t) { return isType(value, t); })) {
                say(path, tr("must be %1, not %2").arg(types.join(tr(" or ")), shown(value)) +
                              hint({schema}, value));
                return;
            }
        }
        if (const Value *choices = schema.map().find(u"enum")) {
            const List &list = choices->list();
            if (std::none_of(list.begin(), list.end(),
                             [&](const Value &v) { return equals(v, value); }))
                say(path, tr("must be one of %1").arg(texts(*choices).join(QLatin1String(", "))));
        }
        if (value.isString())
            checkText(schema, value.toString(), path);
        else if (value.isMap())
            checkMap(schema, value.map(), path);
        else if (value.isList())
            checkList(schema, value.list(), path);
        else
            checkNumber(schema, value, path);
    }

private:
    QStringList m_problems;

    void say(const Path &path, const QString &problem)
    {
        m_problems.append(path.isEmpty() ? problem : path.text() + QLatin1String(": ") + problem);
    }

    static QString shown(const Value &value)
    {
        if (value.isNull())
            return tr("null");
        if (value.isMap() || value.isList())
            return value.isMap() ? tr("a map") : tr("a list");
        return value.isString() ? u'"' + value.scalarText() + u'"' : value.scalarText();
    }

    /// What to do where a text is wanted that reads as something else.
    static QString hint(const List &schemas, const Value &value)
    {
        const bool takesText = std::any_of(schemas.begin(), schemas.end(), [](const Value &s) {
            return texts(s[u"type"]).contains(QLatin1String("string"));
        });
        const bool scalar = !value.isNull() && !value.isMap() && !value.isList();
        return takesText && scalar && !value.isString()
                   ? tr(": with --set-string, or in quotes in a file, it is a text")
                   : QString();
    }

    static bool matches(const Value &schema, const QString &text)
    {
        const Value *pattern = schema.map().find(u"pattern");
        if (!pattern)
            return true;
        // There are few, each for many values.
        static thread_local QHash<QString, QRegularExpression> compiled;
        QRegularExpression &whole = compiled[pattern->toString()];
        // Helm's "$" is the end, not also a newline before it. Ours hold no other "$".
        if (whole.pattern().isEmpty())
            whole.setPattern(pattern->toString().replace(u'$', QLatin1String("\\z")));
        return whole.match(text).hasMatch();
    }

    static bool isShort(const Value &schema, const QString &text)
    {
        const Value *most = schema.map().find(u"maxLength");
        return !most || text.toUcs4().size() <= most->toInt();
    }

    void checkText(const Value &schema, const QString &text, const Path &path)
    {
        if (!matches(schema, text))
            say(path, tr("\"%1\" does not have the form that is wanted here").arg(text));
        if (!isShort(schema, text))
            say(path, tr("must not be longer than %1 characters")
                          .arg(schema.map()[u"maxLength"].toInt()));
    }

    void checkNumber(const Value &schema, const Value &value, const Path &path)
    {
        if (value.type() != Value::Type::Int && value.type() != Value::Type::Double)
            return;
        if (const Value *least = schema.map().find(u"minimum");
            least && value.toDouble() < least->toDouble())
            say(path, tr("must be at least %1").arg(least->toInt()));
        if (const Value *most = schema.map().find(u"maximum");
            most && value.toDouble() > most->toDouble())
            say(path, tr("must be at most %1").arg(most->toInt()));
    }

    void checkMap(const Value &schema, const Map &map, const Path &path)
    {
        QSet<QStringView> given;
        for (const auto &entry : map)
            given.insert(entry.key);
        for (const Value &key : schema[u"required"].list()) {
            if (!given.contains(key.toString()))
                say(path.key(key.toString()), tr("must be set"));
        }
        const Map &properties = schema[u"properties"].map();
        const Value *rest = schema.map().find(u"additionalProperties");
        const Value *names = schema.map().find(u"propertyNames");
        // Looking up in a Map is linear, and a chart's root may have thousands of keys.
        QHash<QStringView, const Value *> known;
        for (const auto &[key, property] : properties)
            known.insert(key, &property);
        for (const auto &[key, value] : map) {
            if (names && !(matches(*names, key) && isShort(*names, key)))
                say(path.key(key), tr("the key does not have the form that is wanted here"));
            if (const Value *property = known.value(key))
                check(*property, value, path.key(key));
            else if (rest && rest->isMap())
                check(*rest, value, path.key(key));
            else if (rest && !rest->toBool(true))
                say(path.key(key), tr("the chart has no such value"));
        }
    }

    void checkList(const Value &schema, const List &list, const Path &path)
    {
        const Value *items = schema.map().find(u"items");
        for (qsizetype i = 0; items && i < list.size(); ++i)
            check(*items, list[i], path.index(i));
    }
};

} // namespace

QStringList problems(const Value &schema, const Value &value, const QString &path)
{
    Checker checker;
    checker.check(schema, value, Path(path));
    return checker.take();
}

} // namespace chartwright::schema
