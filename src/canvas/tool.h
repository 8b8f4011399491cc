// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_view.h"
#include "canvas/diagram_painter.h"

#include <QPointer>

namespace chartwright {

/// What the hand is doing between press and release: one class a gesture. Until release() nothing
/// but the Scene's places may change, and cancel() puts them back.
class Tool
{
public:
    explicit Tool(CanvasView &view) : m_view(view) {}
    virtual ~Tool() = default;
    Tool(const Tool &) = delete;
    Tool &operator=(const Tool &) = delete;

    virtual void move(QPointF scene, Qt::KeyboardModifiers modifiers) = 0;
    /// Does the edit. False: it still waits for a choice and calls finish() itself.
    virtual bool release(QPointF scene, Qt::KeyboardModifiers modifiers) = 0;
    virtual void cancel() {}

    virtual Qt::CursorShape cursor() const { return Qt::ArrowCursor; }
    /// The view scrolls while the pointer is near its edge.
    virtual bool scrolls() const { return true; }
    /// It shows something itself, so that scrolling may not just copy pixels.
    virtual bool paints() const { return true; }
    virtual void adjustNode(int /*node*/, NodeLook & /*look*/) {}
    virtual void adjustWire(int /*wire*/, WireLook & /*look*/) {}
    virtual bool hides(int /*wire*/) const { return false; }
    /// Over everything, in scene coordinates; then in those of the view.
    virtual void paint(DiagramPainter & /*painter*/) {}
    virtual void paintOverlay(QPainter & /*painter*/) {}

    /// It changes the document itself.
    bool isPushing() const { return m_pushing; }

protected:
    void push(const Edit &edit)
    {
        m_pushing = true;
        document().push(edit);
        m_pushing = false;
    }
    QList<ResourceId> pushCopies(const QList<ResourcePtr> &originals,
                                 const QHash<ResourceId, QPointF> &positions, QPointF offset,
                                 const QString &text)
    {
        m_pushing = true;
        const QList<ResourceId> made = document().pushCopies(originals, positions, offset, text);
        m_pushing = false;
        return made;
    }
    CanvasView &view() { return m_view; }
    const CanvasView &view() const { return m_view; }
    Document &document() { return *m_view.document(); }
    Selection &selection() { return *m_view.selection(); }
    Scene &scene() { return m_view.m_scene; }
    const Topology &topology() { return m_view.document()->topology(); }
    void update(const Dirty &dirty) { m_view.updateScene(dirty); }
    void update(const QRectF &rect) { m_view.updateScene(rect); }
    void updateAll() { m_view.viewport()->update(); }
    void hint(const QString &text) { emit m_view.hintChanged(text); }
    void setOrigin(QPoint origin) { m_view.setOrigin(origin); }
    QPoint origin() const { return m_view.m_origin; }
    QPointF pointer() const { return m_view.m_pointer; }
    void finish() { m_view.finishTool(); }

private:
    CanvasView &m_view;
    bool m_pushing = false;
};

class PanTool : public Tool
{
public:
    PanTool(CanvasView &view, QPointF start);
    void move(QPointF scene, Qt::KeyboardModifiers modifiers) override;
    bool release(QPointF scene, Qt::KeyboardModifiers modifiers) override;
    Qt::CursorShape cursor() const override { return Qt::ClosedHandCursor; }
    bool scrolls() const override { return false; }
    bool paints() const override { return false; }

private:
    QPointF m_start; ///< in the view
    QPoint m_origin;
};

/// Selects what a rectangle touches; with Alt what it encloses; with Ctrl in addition.
class MarqueeTool : public Tool
{
public:
    MarqueeTool(CanvasView &view, QPointF start, Qt::KeyboardModifiers modifiers);
    void move(QPointF scene, Qt::KeyboardModifiers modifiers) override;
    bool release(QPointF scene, Qt::KeyboardModifiers modifiers) override;
    void cancel() override;
    void adjustNode(int node, NodeLook &look) override;
    void paint(DiagramPainter &painter) override;

private:
    QRectF rect() const { return QRectF(m_start, m_now).normalized(); }

    QPointF m_start, m_now;
    bool m_adds;
    QSet<int> m_found;
};

/// Moves the selection on the grid; with Alt copies it.
class MoveTool : public Tool
{
public:
    MoveTool(CanvasView &view, QPointF start, int pressed, bool selectsOnClick);
    void move(QPointF scene, Qt::KeyboardModifiers modifiers) override;
    bool release(QPointF scene, Qt::KeyboardModifiers modifiers) override;
    void cancel() override;
    Qt::CursorShape cursor() const override;
    void paint(DiagramPainter &painter) override;

private:
    void moveBy(QPointF delta);

    QPointF m_start, m_delta;
    int m_pressed;
    bool m_selectsOnClick; ///< it was one of several: a click takes it alone
    bool m_moving = false, m_copies = false;
    QHash<int, QPointF> m_from;
};

} // namespace chartwright
