// SPDX-License-Identifier: Apache-2.0
#include "canvas/accessible.h"

#include "canvas/canvas_view.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <map>

namespace chartwright {
namespace {

/// A node by its id: it may be gone when somebody asks.
class AccessibleNode : public QAccessibleInterface
{
public:
    AccessibleNode(CanvasView *view, const ResourceId &id) : m_view(view), m_id(id) {}

    bool isValid() const override { return m_view && m_view->scene().find(m_id).has_value(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}

    QString text(QAccessible::Text which) const override
    {
        if (!isValid())
            return {};
        const SceneNode &node = m_view->scene().node(*m_view->scene().find(m_id));
        if (which == QAccessible::Name)
            return CanvasView::tr("%1 %2").arg(node.shape.title, node.shape.name);
        if (which != QAccessible::Description)
            return {};
        QStringList parts;
        if (node.errors > 0)
            parts.append(CanvasView::tr("%n errors", nullptr, node.errors));
        if (node.warnings > 0)
            parts.append(CanvasView::tr("%n warnings", nullptr, node.warnings));
        for (const NodeRow &row : node.shape.rows)
            parts.append(row.value.isEmpty() ? row.label
                                             : CanvasView::tr("%1: %2").arg(row.label, row.value));
        return parts.join(QLatin1String(", "));
    }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect r = m_view->mapFromScene(m_view->nodeRect(m_id)).toAlignedRect();
        return {m_view->viewport()->mapToGlobal(r.topLeft()), r.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.selectable = state.focusable = true;
        if (isValid()) {
            state.selected = m_view->selection()->contains(m_id);
            state.focused =
                state.selected && m_view->selection()->ids().size() == 1 && m_view->hasFocus();
            state.offscreen = !m_view->viewport()->rect().intersects(
                m_view->mapFromScene(m_view->nodeRect(m_id)).toAlignedRect());
        }
        return state;
    }

    const ResourceId &id() const { return m_id; }

private:
    QPointer<CanvasView> m_view;
    ResourceId m_id;
};

class AccessibleCanvas : public QAccessibleWidget
{
public:
    explicit AccessibleCanvas(CanvasView *view)
        : QAccessibleWidget(view, QAccessible::List), m_view(view)
    {
    }
    ~AccessibleCanvas() override
    {
        for (const auto &[id, known] : m_known)
            QAccessible::deleteAccessibleInterface(known);
    }

    int childCount() const override { return int(resources().size()); }
    QAccessibleInterface *child(int i) const override
    {
        return i >= 0 && i < resources().size() ? of(resources().at(i)->id) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *node = dynamic_cast<const AccessibleNode *>(child);
        for (int i = 0; node && i < resources().size(); ++i) {
            if (resources().at(i)->id == node->id())
                return i;
        }
        return -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPointF view = m_view->viewport()->mapFromGlobal(QPoint(x, y));
        const Scene &scene = m_view->scene();
        const SceneHit hit = scene.hit(m_view->mapToScene(view), 1 / m_view->zoom(), Detail::Far);
        return hit.node >= 0 ? of(scene.node(hit.node).shape.id) : nullptr;
    }

    QAccessibleInterface *of(const ResourceId &id) const
    {
        auto &known = m_known[id];
        QAccessibleInterface *made = known ? QAccessible::accessibleInterface(known) : nullptr;
        if (!made) {
            made = new AccessibleNode(m_view, id);
            known = QAccessible::registerAccessibleInterface(made);
        }
        return made;
    }

private:
    const QList<ResourcePtr> &resources() const
    {
        return m_view->document()->topology().resources();
    }

    CanvasView *m_view;
    mutable std::map<ResourceId, QAccessible::Id> m_known;
};

QAccessibleInterface *make(const QString &className, QObject *object)
{
    auto *view =
        className == u"chartwright::CanvasView" ? qobject_cast<CanvasView *>(object) : nullptr;
    return view ? new AccessibleCanvas(view) : nullptr;
}

} // namespace

void installCanvasAccessibility()
{
    static const bool once = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(once)
}

void notifySelectionChanged(CanvasView *view)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent within(view, QAccessible::SelectionWithin);
    QAccessible::updateAccessibility(&within);
    const QList<ResourceId> ids = view->selection()->ids();
    auto *canvas = dynamic_cast<AccessibleCanvas *>(QAccessible::queryAccessibleInterface(view));
    if (canvas && ids.size() == 1) {
        QAccessibleEvent focus(canvas->of(ids.first()), QAccessible::Focus);
        QAccessible::updateAccessibility(&focus);
    }
}

} // namespace chartwright
