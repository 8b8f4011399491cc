// SPDX-License-Identifier: Apache-2.0
#include "cluster/field_path.h"

#include "tree/yaml.h"

namespace chartwright {
namespace {

/// Follows the text of a field into an object.
class Follower
{
public:
    Follower(QStringView field, const Value &object) : m_rest(field), m_at(object) {}

    Path follow()
    {
        while (!m_rest.isEmpty() && !m_isEnd) {
            if (m_rest.startsWith(u'['))
                bracket();
            else
                key();
        }
        return m_path;
    }

private:
    /// Keys may hold dots: the longest that is there is meant.
    void key()
    {
        if (m_rest.startsWith(u'.'))
            m_rest = m_rest.mid(1);
        qsizetype best = -1;
        for (const auto &[name, value] : m_at.map()) {
            const QStringView after = m_rest.mid(name.size());
            const bool isWhole =
                after.isEmpty() || after.startsWith(u'.') || after.startsWith(u'[');
            if (m_rest.startsWith(name) && isWhole && name.size() > best)
                best = name.size();
        }
        if (best < 0) { // not there: a required field, say
            const QString name = m_rest.left(m_rest.indexOf(u'[')).toString();
            if (m_at.isMap() && !name.isEmpty() && !name.contains(u'.') && !m_rest.contains(u'['))
                m_path = m_path.key(name);
            m_isEnd = true;
            return;
        }
        const QString name = m_rest.left(best).toString();
        m_rest = m_rest.mid(best);
        step(name);
    }

    void bracket()
    {
        const qsizetype end = m_at.isMap() ? m_rest.lastIndexOf(u']') : endOfBracket();
        if (end < 0) {
            m_isEnd = true;
            return;
        }
        const QString inner = m_rest.mid(1, end - 1).toString();
        m_rest = m_rest.mid(end + 1);
        if (m_at.isMap())
            step(inner);
        else
            item(inner);
    }

    qsizetype endOfBracket() const
    {
        bool isQuoted = false;
        for (qsizetype i = 1; i < m_rest.size(); ++i) {
            if (m_rest[i] == u'"' && m_rest[i - 1] != u'\\')
                isQuoted = !isQuoted;
            else if (m_rest[i] == u']' && !isQuoted)
                return i;
        }
        return -1;
    }

    void step(const QString &name)
    {
        m_path = m_path.key(name);
        const Value below = m_at[name];
        m_at = below;
        m_isEnd = m_at.isNull();
    }

    /// `0`, or `name="backend"`, or `containerPort=8000,protocol="TCP"`.
    void item(const QString &inner)
    {
        bool isNumber = false;
        qsizetype index = inner.toLongLong(&isNumber);
        if (!isNumber) {
            const auto wanted =
                readYaml('{' + QString(inner).replace(u'=', QLatin1String(": ")).toUtf8() + '}',
                         QStringLiteral("field"));
            index = wanted ? indexOfItem(wanted->map()) : -1;
        }
        if (index < 0 || index >= m_at.list().size()) {
            m_isEnd = true;
            return;
        }
        const Path::Step step = itemStep(m_path.last().name, m_at.list(), index);
        m_path = step.kind == Path::Step::Kind::Item ? m_path.item(step.name) : m_path.index(index);
        const Value below = m_at.list()[index];
        m_at = below;
    }

    qsizetype indexOfItem(const Map &wanted) const
    {
        const List &items = m_at.list();
        const auto found = std::find_if(items.begin(), items.end(), [&](const Value &item) {
            return std::all_of(wanted.begin(), wanted.end(), [&](const Map::Entry &e) {
                // What the server has a default for may be missing here.
                return item[e.key].isNull() ? e.key == u"protocol" : item[e.key] == e.value;
            });
        });
        return found == items.end() ? -1 : found - items.begin();
    }

    QStringView m_rest;
    Value m_at;
    Path m_path;
    bool m_isEnd = false;
};

} // namespace

Path fieldPath(const QString &field, const Value &object)
{
    return Follower(field, object).follow();
}

} // namespace chartwright
