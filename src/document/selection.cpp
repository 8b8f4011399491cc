// SPDX-License-Identifier: Apache-2.0
#include "document/selection.h"

#include "model/wires.h"

namespace chartwright {
namespace {

bool isWired(const Document &document, const ResourceId &from, const ResourceId &to)
{
    const QList<Wire> wires = wiresAt(document.topology(), document.refs(), from);
    return std::any_of(wires.begin(), wires.end(),
                       [&](const Wire &w) { return w.from == from && w.to == to; });
}

bool touches(const ChangeEvent &event, const ResourceId &a, const ResourceId &b)
{
    return std::any_of(event.changes.begin(), event.changes.end(),
                       [&](const Change &c) { return c.id == a || c.id == b; });
}

} // namespace

Selection::Selection(Document *document) : QObject(document), m_document(document)
{
    connect(document, &Document::replaced, this, &Selection::clear);
    connect(document, &Document::changed, this, &Selection::follow);
}

void Selection::set(const QList<ResourceId> &ids)
{
    if (ids == m_ids && !m_wire)
        return;
    m_ids = ids;
    m_wire.reset();
    emit changed();
}

void Selection::setWire(const ResourceId &from, const ResourceId &to)
{
    const auto wire = std::make_pair(from, to);
    if (m_wire == wire)
        return;
    m_ids.clear();
    m_wire = wire;
    emit changed();
}

void Selection::reveal(const ResourceId &id, const Path &path)
{
    if (!m_document->topology().find(id))
        return;
    set({id});
    emit revealed(id, path);
}

void Selection::follow(const ChangeEvent &event)
{
    QList<ResourceId> ids = m_ids;
    for (const Change &c : event.changes) {
        if (!c.after)
            ids.removeAll(c.id);
    }
    if (m_wire && touches(event, m_wire->first, m_wire->second) &&
        !isWired(*m_document, m_wire->first, m_wire->second)) {
        clear();
    } else if (ids != m_ids) {
        set(ids);
    }
}

} // namespace chartwright
