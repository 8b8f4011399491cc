// SPDX-License-Identifier: Apache-2.0
#include "model/topology.h"

#include "base/names.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>

namespace chartwright {
namespace {

auto lowerBound(const QList<ResourcePtr> &list, const ResourceId &id)
{
    return std::lower_bound(list.begin(), list.end(), id,
                            [](const ResourcePtr &r, const ResourceId &i) { return r->id < i; });
}

bool same(const ResourcePtr &a, const ResourcePtr &b) { return a == b || (a && b && *a == *b); }

} // namespace

Edit Edit::reversed() const
{
    Edit out{text, {}, {}, mergeKey};
    for (auto it = changes.crbegin(); it != changes.crend(); ++it)
        out.changes.append({it->id, it->after, it->before});
    for (auto it = moves.crbegin(); it != moves.crend(); ++it)
        out.moves.append({it->id, it->after, it->before});
    return out;
}

Topology Topology::withKinds(const Kinds &kinds) const
{
    Topology out = *this;
    out.m_kinds = &kinds;
    return out;
}

ResourcePtr Topology::find(const ResourceId &id) const
{
    const auto it = lowerBound(m_resources, id);
    return it != m_resources.end() && (*it)->id == id ? *it : nullptr;
}

QList<ResourcePtr> Topology::ofKind(QStringView kind) const
{
    QList<ResourcePtr> out;
    for (const ResourcePtr &r : m_resources) {
        if (r->kind == kind)
            out.append(r);
    }
    return out;
}

ResourcePtr Topology::findByName(QStringView kind, QStringView name) const
{
    for (const ResourcePtr &r : m_resources) {
        if (r->kind == kind && r->name == name)
            return r;
    }
    return nullptr;
}

ResourcePtr Topology::chart() const
{
    const auto it = std::find_if(m_resources.begin(), m_resources.end(),
                                 [](const ResourcePtr &r) { return r->kind == u"Chart"; });
    return it == m_resources.end() ? nullptr : *it;
}

std::optional<QPointF> Topology::placement(const ResourceId &id) const
{
    const auto it = m_placements.constFind(id);
    return it == m_placements.cend() ? std::nullopt : std::optional(*it);
}

void Topology::put(ResourcePtr resource)
{
    const qsizetype i = lowerBound(m_resources, resource->id) - m_resources.cbegin();
    if (i < m_resources.size() && m_resources.at(i)->id == resource->id)
        m_resources[i] = std::move(resource);
    else
        m_resources.insert(i, std::move(resource));
}

void Topology::remove(const ResourceId &id)
{
    const qsizetype i = lowerBound(m_resources, id) - m_resources.cbegin();
    if (i < m_resources.size() && m_resources.at(i)->id == id)
        m_resources.removeAt(i);
}

void Topology::place(const ResourceId &id, std::optional<QPointF> position)
{
    if (position)
        m_placements.insert(id, *position);
    else
        m_placements.remove(id);
}

void Topology::apply(const Edit &edit)
{
    for (const Change &c : edit.changes) {
        if (c.after)
            put(c.after);
        else
            remove(c.id);
    }
    for (const PlacementChange &m : edit.moves)
        place(m.id, m.after);
}

ResourceId Topology::newId(QStringView name) const
{
    static constexpr char16_t Alphabet[] = u"abcdefghijklmnopqrstuvwxyz0123456789";
    const QString stem = names::toDnsLabel(name) + u'-';
    ResourceId id;
    do {
        id.text = stem;
        for (int i = 0; i < 4; ++i)
            id.text += Alphabet[QRandomGenerator::global()->bounded(36)];
    } while (find(id));
    return id;
}

QString Topology::freeName(QStringView kind, const QString &wanted) const
{
    QSet<QString> used;
    for (const ResourcePtr &r : m_resources) {
        if (r->kind == kind)
            used.insert(r->name);
    }
    // A copy of config-2 is config-3, not config-2-2.
    static const QRegularExpression counted(QStringLiteral("\\A(.+)-[0-9]{1,3}\\z"));
    const QString stem = counted.match(wanted).captured(1);
    const QString base = used.contains(stem) ? stem : wanted;
    QString name = wanted;
    for (int i = 2; used.contains(name); ++i)
        name = base + u'-' + QString::number(i);
    return name;
}

bool operator==(const Topology &a, const Topology &b)
{
    return a.m_placements == b.m_placements && a.m_extra == b.m_extra &&
           a.m_resources.size() == b.m_resources.size() &&
           std::equal(a.m_resources.begin(), a.m_resources.end(), b.m_resources.begin(), same);
}

Edit difference(const Topology &before, const Topology &after, const QString &text,
                const QString &mergeKey)
{
    Edit edit{text, {}, {}, mergeKey};
    const auto &olds = before.resources();
    const auto &news = after.resources();
    qsizetype i = 0, j = 0;
    while (i < olds.size() || j < news.size()) {
        if (j == news.size() || (i < olds.size() && olds[i]->id < news[j]->id)) {
            edit.changes.append({olds[i]->id, olds[i], nullptr});
            ++i;
        } else if (i == olds.size() || news[j]->id < olds[i]->id) {
            edit.changes.append({news[j]->id, nullptr, news[j]});
            ++j;
        } else {
            if (!same(olds[i], news[j]))
                edit.changes.append({olds[i]->id, olds[i], news[j]});
            ++i;
            ++j;
        }
    }
    for (auto it = before.placements().cbegin(); it != before.placements().cend(); ++it) {
        if (const auto now = after.placement(it.key()); now != it.value())
            edit.moves.append({it.key(), it.value(), now});
    }
    for (auto it = after.placements().cbegin(); it != after.placements().cend(); ++it) {
        if (!before.placement(it.key()))
            edit.moves.append({it.key(), std::nullopt, it.value()});
    }
    return edit;
}

} // namespace chartwright
