// SPDX-License-Identifier: Apache-2.0
#include "canvas/tool.h"
#include "canvas/wire_tool.h"

#include <QGestureEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPinchGesture>
#include <QPointingDevice>
#include <QTimer>
#include <QToolTip>
#include <cmath>

namespace chartwright {
namespace {

constexpr int ScrollEdge = 24;

} // namespace

SceneHit CanvasView::hitAt(QPointF view) const
{
    const QPointF p = mapToScene(view);
    const double reach = 1 / m_zoom;
    if (m_selectedWire >= 0 && detailAt(m_zoom) != Detail::Far) {
        const SceneHit end = m_scene.hitWireEnd(m_selectedWire, p, reach);
        if (end.what != SceneHit::What::Nothing)
            return end;
    }
    return m_scene.hit(p, reach, detailAt(m_zoom));
}

void CanvasView::setTool(std::unique_ptr<Tool> tool)
{
    if (m_hover != SceneHit{}) {
        const SceneHit left = m_hover;
        m_hover = {};
        updateHit(left);
    }
    m_tool = std::move(tool);
    updateCursor();
}

void CanvasView::finishTool()
{
    m_autoScroll->stop();
    if (const std::unique_ptr<Tool> done = std::move(m_tool); done && done->paints())
        viewport()->update();
    updateCursor();
}

void CanvasView::breakOff()
{
    if (!m_tool)
        return;
    m_tool->cancel();
    finishTool();
}

void CanvasView::cancel()
{
    if (m_tool)
        breakOff();
    else if (m_arranging)
        cancelArrange();
    else
        m_selection->clear();
}

void CanvasView::startTool(QMouseEvent *event)
{
    const QPointF at = mapToScene(event->position());
    const bool adds = event->modifiers().testFlag(Qt::ControlModifier);
    const SceneHit hit = hitAt(event->position());
    using What = SceneHit::What;
    switch (hit.what) {
    case What::Socket:
        setTool(std::make_unique<WireTool>(*this, hit, at));
        break;
    case What::WireEnd:
        setTool(WireTool::reattach(*this, hit, at));
        break;
    case What::Wire: {
        const Wire &wire = m_scene.wire(hit.wire).wire;
        m_selection->setWire(wire.from, wire.to);
        break;
    }
    case What::Node:
    case What::Badge:
    case What::Chart: {
        const ResourceId id = m_scene.node(hit.node).shape.id;
        QList<ResourceId> ids = m_selection->ids();
        const bool was = ids.contains(id);
        if (adds) {
            if (was)
                ids.removeAll(id);
            else
                ids.append(id);
            m_selection->set(ids);
            if (was)
                break;
        } else if (!was) {
            m_selection->set({id});
        }
        setTool(std::make_unique<MoveTool>(*this, at, hit.node, was && ids.size() > 1));
        break;
    }
    case What::Nothing:
        setTool(std::make_unique<MarqueeTool>(*this, at, event->modifiers()));
        break;
    }
}

void CanvasView::mousePressEvent(QMouseEvent *event)
{
    event->accept();
    m_pointer = event->position();
    m_keepsFit = false;
    m_ignoresMenu = false;
    QToolTip::hideText();
    if (m_tool) { // a second button breaks off
        m_ignoresMenu = event->button() == Qt::RightButton;
        if (m_ignoresMenu)
            breakOff();
        return;
    }
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceDown))
        setTool(std::make_unique<PanTool>(*this, event->position()));
    else if (event->button() == Qt::LeftButton)
        startTool(event);
}

void CanvasView::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position();
    m_modifiers = event->modifiers();
    m_pointerInside = viewport()->rect().contains(m_pointer.toPoint());
    if (!m_tool) {
        if (event->buttons() == Qt::NoButton)
            updateHover(m_pointer);
        return;
    }
    m_tool->move(mapToScene(m_pointer), m_modifiers);
    const bool nearEdge = !viewport()
                               ->rect()
                               .adjusted(ScrollEdge, ScrollEdge, -ScrollEdge, -ScrollEdge)
                               .contains(m_pointer.toPoint());
    if (nearEdge && m_tool->scrolls()) {
        if (!m_autoScroll->isActive())
            m_autoScroll->start();
    } else {
        m_autoScroll->stop();
    }
    updateCursor();
}

void CanvasView::mouseReleaseEvent(QMouseEvent *event)
{
    m_pointer = event->position();
    if (!m_tool || (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton))
        return;
    m_autoScroll->stop();
    if (m_tool->release(mapToScene(event->position()), event->modifiers()))
        finishTool();
    if (!m_tool)
        updateHover(m_pointer);
}

void CanvasView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_spaceDown)
        return;
    const SceneHit hit = hitAt(event->position());
    if (hit.what == SceneHit::What::Nothing) {
        addByTyping();
    } else if (hit.what == SceneHit::What::Node || hit.what == SceneHit::What::Badge ||
               hit.what == SceneHit::What::Chart) {
        m_selection->set({m_scene.node(hit.node).shape.id});
        emit editRequested(m_scene.node(hit.node).shape.id);
    }
}

void CanvasView::updateHover(QPointF view)
{
    const SceneHit now = m_pointerInside ? hitAt(view) : SceneHit{};
    SceneHit shown = now;
    if (shown.what ==
        SceneHit::What::Chart) // a frame that lights up whenever it is crossed is a nuisance
        shown.node = -1;
    if (shown == m_hover)
        return;
    const SceneHit left = m_hover;
    m_hover = shown;
    if (left.node != shown.node || left.wire != shown.wire || left.row != shown.row ||
        left.what != shown.what) {
        updateHit({left.what, left.node, left.wire});
        updateHit({shown.what, shown.node, shown.wire});
    }
    updateCursor();
}

void CanvasView::updateCursor()
{
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (m_tool)
        shape = m_tool->cursor();
    else if (m_spaceDown)
        shape = Qt::OpenHandCursor;
    else if (m_hover.what == SceneHit::What::Socket || m_hover.what == SceneHit::What::WireEnd)
        shape = Qt::CrossCursor;
    else if (m_hover.what == SceneHit::What::Wire)
        shape = Qt::PointingHandCursor;
    if (viewport()->cursor().shape() != shape)
        viewport()->setCursor(shape);
}

void CanvasView::autoScroll()
{
    if (!m_tool)
        return m_autoScroll->stop();
    const QRectF inner =
        QRectF(viewport()->rect()).adjusted(ScrollEdge, ScrollEdge, -ScrollEdge, -ScrollEdge);
    const auto speed = [](double p, double low, double high) {
        const double beyond = p < low ? p - low : p > high ? p - high : 0;
        return std::clamp(beyond / 2, -24.0, 24.0);
    };
    const QPointF by(speed(m_pointer.x(), inner.left(), inner.right()),
                     speed(m_pointer.y(), inner.top(), inner.bottom()));
    if (by.isNull())
        return;
    setOrigin(m_origin + by.toPoint());
    m_tool->move(mapToScene(m_pointer), m_modifiers);
}

void CanvasView::wheelEvent(QWheelEvent *event)
{
    event->accept();
    const bool touchpad =
        event->device() && event->device()->type() == QInputDevice::DeviceType::TouchPad;
    const bool zooms = event->modifiers().testFlag(Qt::ControlModifier);
    if (touchpad && !zooms && !event->pixelDelta().isNull()) {
        setOrigin(m_origin - event->pixelDelta());
        return;
    }
    if (event->modifiers().testFlag(Qt::ShiftModifier) && !zooms) {
        const QPoint angle = event->angleDelta();
        setOrigin(m_origin - QPoint(angle.x() != 0 ? angle.x() : angle.y(), 0));
        return;
    }
    if (!zooms && event->angleDelta().x() != 0 && event->angleDelta().y() == 0) {
        setOrigin(m_origin - QPoint(event->angleDelta().x(), 0));
        return;
    }
    setZoom(m_zoom * std::pow(ZoomStep, event->angleDelta().y() / 120.0), event->position());
    if (m_tool)
        m_tool->move(mapToScene(event->position()), event->modifiers());
}

bool CanvasView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Gesture: {
        auto *gestures = static_cast<QGestureEvent *>(event);
        if (auto *pinch = static_cast<QPinchGesture *>(gestures->gesture(Qt::PinchGesture))) {
            const QPointF at = viewport()->mapFromGlobal(pinch->hotSpot().toPoint());
            setZoom(m_zoom * pinch->scaleFactor(), at);
            gestures->accept(pinch);
            return true;
        }
        break;
    }
    case QEvent::NativeGesture: {
        auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            setZoom(m_zoom * (1 + gesture->value()), gesture->position());
            return true;
        }
        break;
    }
    case QEvent::ToolTip: {
        auto *help = static_cast<QHelpEvent *>(event);
        const QString text = m_tool ? QString() : toolTipFor(hitAt(help->pos()));
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), text, viewport());
        return true;
    }
    case QEvent::Leave:
        m_pointerInside = false;
        if (!m_tool)
            updateHover(m_pointer);
        break;
    default:
        break;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace chartwright
