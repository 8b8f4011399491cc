// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SetOption", text); }

constexpr qint64 MostIndex = 65536;
constexpr int MostDepth = 30;

struct Problem
{
    QString message;
};

/// Helm's --set grammar (pkg/strvals): key=value pairs with commas between; "\" takes the meaning
/// off the next character.
class Parser
{
public:
    Parser(const QString &text, bool asStrings) : m_text(text), m_asStrings(asStrings) {}

    void into(Value &tree)
    {
        while (m_at < m_text.size()) {
            tree = key(tree, 0);
        }
    }

private:
    QString m_text;
    bool m_asStrings;
    qsizetype m_at = 0;

    /// Reads up to one of `stops`, which is taken and given; null at the end.
    QChar upTo(QStringView stops, QString &out)
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at++];
            if (stops.contains(c))
                return c;
            if (c == u'\\' && m_at < m_text.size())
                out += m_text[m_at++];
            else
                out += c;
        }
        return {};
    }

    Value key(const Value &tree, int depth)
    {
        if (depth > MostDepth)
            throw Problem{tr("the keys are nested too deep")};
        QString name;
        const QChar stop = upTo(u".[=,", name);
        if (stop.isNull())
            throw Problem{name.isEmpty() ? tr("a key is missing")
                                         : tr("the key \"%1\" has no value").arg(name)};
        if (stop == u',')
            throw Problem{tr("the key \"%1\" has no value (cannot end with ,)").arg(name)};
        if (name.isEmpty())
            throw Problem{tr("a key is empty")};
        if (tree.isList() || !(tree.isMap() || tree.isNull()))
            throw Problem{tr("\"%1\" stands below a value that is no map").arg(name)};
        Map map = tree.map();
        if (stop == u'=')
            map.set(name, value());
        else if (stop == u'[')
            map.set(name, item(below(map[name], Value::Type::List, name), depth + 1));
        else
            map.set(name, key(below(map[name], Value::Type::Map, name), depth + 1));
        return map;
    }

    /// What an earlier pair has set must be of the type that this one goes into.
    static Value below(const Value &old, Value::Type type, const QString &name)
    {
        if (!old.isNull() && old.type() != type)
            throw Problem{tr("\"%1\" has a value of another type already").arg(name)};
        return old;
    }

    Value item(const Value &old, int depth)
    {
        if (depth > MostDepth)
            throw Problem{tr("the keys are nested too deep")};
        QString number;
        if (upTo(u"]", number).isNull())
            throw Problem{tr("a \"[\" has no \"]\"")};
        bool ok = false;
        const qint64 index = number.toLongLong(&ok);
        if (!ok || index < 0 || index > MostIndex)
            throw Problem{tr("\"%1\" is not an index").arg(number)};
        List list = old.list();
        while (list.size() <= index)
            list.append(Value());
        QString between;
        const QChar stop = upTo(u".[=,", between);
        if (!between.isEmpty() || stop.isNull() || stop == u',')
            throw Problem{tr("after \"[%1]\" a value is missing").arg(number)};
        if (stop == u'=')
            list[index] = value();
        else if (stop == u'[')
            list[index] = item(list[index], depth + 1);
        else
            list[index] = key(list[index].isMap() ? list[index] : Value(Map()), depth + 1);
        return list;
    }

    Value value()
    {
        if (m_at < m_text.size() && m_text[m_at] == u'{') {
            ++m_at;
            return listValue();
        }
        QString text;
        upTo(u",", text);
        return typed(text);
    }

    Value listValue()
    {
        List list;
        while (true) {
            QString text;
            const QChar stop = upTo(u",}", text);
            if (stop.isNull())
                throw Problem{tr("a \"{\" has no \"}\"")};
            list.append(typed(text));
            if (stop == u'}')
                break;
        }
        if (m_at < m_text.size() && m_text[m_at] == u',')
            ++m_at;
        else if (m_at < m_text.size())
            throw Problem{tr("after \"}\" a comma is missing")};
        return list;
    }

    Value typed(const QString &text) const
    {
        if (m_asStrings)
            return text;
        if (text.compare(u"true", Qt::CaseInsensitive) == 0)
            return true;
        if (text.compare(u"false", Qt::CaseInsensitive) == 0)
            return false;
        if (text.compare(u"null", Qt::CaseInsensitive) == 0)
            return {};
        if (text == u"0")
            return 0;
        // A leading 0 is kept: an identifier, not a number.
        const bool digits = !text.isEmpty() && !text.startsWith(u'0') &&
                            std::all_of(text.begin() + (text[0] == u'-' || text[0] == u'+'),
                                        text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
        bool ok = false;
        const qint64 number = digits ? text.toLongLong(&ok) : 0;
        return ok ? Value(number) : Value(text);
    }
};

} // namespace

Result<Value> parseSet(const QStringList &sets, bool asStrings, const Value &base)
{
    Value tree = base.isMap() ? base : Value(Map());
    for (const QString &set : sets) {
        try {
            Parser(set, asStrings).into(tree);
        } catch (const Problem &problem) {
            return failure(problem.message, QStringLiteral("--set %1").arg(set),
                           tr("Write key=value, such as backend.replicas=3."));
        }
    }
    return tree;
}

} // namespace chartwright
