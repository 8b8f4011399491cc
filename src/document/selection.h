// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"

namespace chartwright {

/// What is selected, shared by canvas, outline, panels and problems. Main thread only.
class Selection : public QObject
{
    Q_OBJECT
public:
    explicit Selection(Document *document);

    QList<ResourceId> ids() const { return m_ids; }
    bool contains(const ResourceId &id) const { return m_ids.contains(id); }
    /// The two ends of the selected line, if one is.
    std::optional<std::pair<ResourceId, ResourceId>> wire() const { return m_wire; }

    void set(const QList<ResourceId> &ids);
    void setWire(const ResourceId &from, const ResourceId &to);
    void clear() { set({}); }
    /// Selects a resource and asks the views to show its field: the panel focuses it, the canvas
    /// scrolls to the node.
    void reveal(const ResourceId &id, const Path &path = {});

signals:
    void changed();
    void revealed(const chartwright::ResourceId &id, const chartwright::Path &path);

private:
    /// What was deleted is not selected any more.
    void follow(const ChangeEvent &event);

    Document *m_document;
    QList<ResourceId> m_ids;
    std::optional<std::pair<ResourceId, ResourceId>> m_wire;
};

} // namespace chartwright
