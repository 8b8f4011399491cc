// SPDX-License-Identifier: Apache-2.0
#include "canvas/canvas_view.h"

#include "canvas/accessible.h"
#include "canvas/name_editor.h"
#include "canvas/tool.h"

#include <QEvent>
#include <QScrollBar>
#include <QSet>
#include <QTimer>
#include <cmath>

namespace chartwright {

CanvasView::CanvasView(Document *document, Selection *selection, QWidget *parent)
    : QAbstractScrollArea(parent), m_document(document), m_selection(selection),
      m_autoScroll(new QTimer(this))
{
    installCanvasAccessibility();
    setAccessibleName(tr("Drawing"));
    setFrameShape(QFrame::NoFrame);
    // They would come and go with every zoom; the hand, the wheel and the keys do all that they do.
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAcceptDrops(true);
    viewport()->setAcceptDrops(true);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->grabGesture(Qt::PinchGesture);
    m_autoScroll->setInterval(16);
    connect(m_autoScroll, &QTimer::timeout, this, &CanvasView::autoScroll);
    connect(document, &Document::changed, this, &CanvasView::onChanged);
    connect(document, &Document::replaced, this, &CanvasView::onReplaced);
    connect(document, &Document::findingsChanged, this, &CanvasView::onFindingsChanged);
    connect(selection, &Selection::changed, this, &CanvasView::onSelectionChanged);
    updateTheme();
    onReplaced();
}

CanvasView::~CanvasView() { m_arrangeStop.request_stop(); }

QRectF CanvasView::nodeRect(const ResourceId &id) const
{
    const auto n = m_scene.find(id);
    return n ? m_scene.node(*n).rect : QRectF();
}

std::optional<QPointF> CanvasView::socketPosition(const ResourceId &id, const QString &socket,
                                                  bool out) const
{
    const auto n = m_scene.find(id);
    const auto row = n ? m_scene.node(*n).shape.socketRow(socket, out) : std::nullopt;
    return row ? std::optional(m_scene.node(*n).socket(*row, out)) : std::nullopt;
}

std::optional<QPointF> CanvasView::wireMiddle(const ResourceId &from, const ResourceId &to) const
{
    const auto w = m_scene.findWire(from, to);
    if (!w)
        return std::nullopt;
    const SceneWire &wire = m_scene.wire(*w);
    return wire.pill.isNull() ? wire.roundPath().pointAtPercent(0.5) : wire.pill.center();
}

QPointF CanvasView::insertPosition() const
{
    return mapToScene(m_pointerInside ? m_pointer : QRectF(viewport()->rect()).center());
}

bool CanvasView::isGestureActive() const { return m_tool != nullptr; }

void CanvasView::onChanged(const ChangeEvent &event)
{
    if (m_tool && !m_tool->isPushing())
        breakOff();
    m_hover = {};
    m_keepsFit = false;
    updateScene(m_scene.update(m_document->topology(), m_document->refs(), event));
    onSelectionChanged();
    updateScrollBars();
}

void CanvasView::onReplaced()
{
    breakOff();
    cancelArrange();
    m_hover = {};
    m_scene.rebuild(m_document->topology(), m_document->refs());
    onFindingsChanged();
    onSelectionChanged();
    m_fitWhenShown = true;
    if (isVisible())
        fitAll();
    viewport()->update();
}

void CanvasView::onFindingsChanged()
{
    QHash<ResourceId, Scene::Counts> counts;
    for (const Finding &f : m_document->findings()) {
        if (!f.isOpen())
            continue;
        Scene::Counts &c = counts[f.resource];
        ++(f.severity == Severity::Error     ? c.errors
           : f.severity == Severity::Warning ? c.warnings
                                             : c.advice);
    }
    updateScene(m_scene.setFindings(counts));
}

void CanvasView::onSelectionChanged()
{
    QSet<int> selected;
    for (const ResourceId &id : m_selection->ids()) {
        if (const auto n = m_scene.find(id))
            selected.insert(*n);
    }
    const auto ends = m_selection->wire();
    const int wire = ends ? m_scene.findWire(ends->first, ends->second).value_or(-1) : -1;
    if (selected == m_selected && wire == m_selectedWire)
        return;
    const QSet<int> changed = (selected | m_selected) - (selected & m_selected);
    // Their wires and the far ends of these change too; with many of them, everything does.
    if (changed.size() > 12) {
        viewport()->update();
    } else {
        for (const int n : changed) {
            if (n < m_scene.nodeCount() && m_scene.node(n).alive)
                updateHit({SceneHit::What::Node, n});
        }
        for (const int w : {wire, m_selectedWire}) {
            if (w >= 0 && w < m_scene.wireCount() && m_scene.wire(w).alive)
                updateHit({SceneHit::What::Wire, -1, w});
        }
    }
    m_selected = selected;
    m_selectedWire = wire;
    notifySelectionChanged(this);
}

void CanvasView::updateHit(const SceneHit &hit)
{
    Dirty dirty;
    const auto add = [&](int w) {
        const SceneWire &wire = m_scene.wire(w);
        dirty |= wire;
        for (const int n : {wire.from, wire.to}) {
            if (n == m_scene.chart())
                dirty |= QRectF(wire.points.last() - QPointF(12, 12), QSizeF(24, 24));
            else
                dirty |= m_scene.node(n).rect.adjusted(-14, -14, 14, 14);
        }
    };
    if (hit.wire >= 0)
        add(hit.wire);
    if (hit.node >= 0 && hit.node == m_scene.chart()) {
        viewport()->update();
    } else if (hit.node >= 0) {
        const SceneNode &node = m_scene.node(hit.node);
        dirty |= node.rect.adjusted(-14, -14, 14, 14);
        for (const int w : node.wires)
            add(w);
    }
    updateScene(dirty);
}

void CanvasView::setMarks(const NodeMarks &marks)
{
    const NodeMarks before = std::exchange(m_marks, marks);
    QSet<ResourceId> changed;
    for (const NodeMarks *side : {&before, &marks}) {
        for (auto it = side->cbegin(); it != side->cend(); ++it) {
            if (before.value(it.key()) != m_marks.value(it.key()) ||
                before.contains(it.key()) != m_marks.contains(it.key()))
                changed.insert(it.key());
        }
    }
    for (const ResourceId &id : std::as_const(changed)) {
        if (const auto n = m_scene.find(id))
            updateScene(m_scene.node(*n).rect.adjusted(-2, -2, 2, markHeight() + 2));
    }
}

void CanvasView::updateTheme()
{
    const CanvasTheme theme = CanvasTheme::of(palette(), font());
    if (theme == m_theme)
        return;
    m_theme = theme;
    m_scene.forgetTexts();
    viewport()->update();
}

void CanvasView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        updateTheme();
}

void CanvasView::updateScene(const QRectF &scene)
{
    if (!scene.isNull())
        viewport()->update(mapFromScene(scene).toAlignedRect().adjusted(-4, -4, 4, 4));
}

void CanvasView::updateScene(const Dirty &dirty)
{
    // So far away the frame's name, which keeps its size, stands beyond what a scene tells of it.
    if (m_zoom < MinZoom && dirty.frame)
        return viewport()->update();
    for (const QRectF &rect : dirty.rects())
        updateScene(rect);
    if (detailAt(m_zoom) != Detail::Far)
        return;
    for (const QRectF &rect : dirty.straight())
        updateScene(rect);
}

void CanvasView::setOrigin(QPoint origin)
{
    if (origin == m_origin)
        return;
    m_keepsFit = false;
    const QPoint by = m_origin - origin;
    m_origin = origin;
    // Scrolling copies the pixels that stay; only a strip is painted.
    if (std::abs(by.x()) < viewport()->width() && std::abs(by.y()) < viewport()->height() &&
        (!m_tool || !m_tool->paints()))
        viewport()->scroll(by.x(), by.y());
    else
        viewport()->update();
    if (m_nameEditor)
        m_nameEditor->clearFocus(); // it stands over a place that moves
    updateScrollBars();
}

void CanvasView::updateScrollBars()
{
    const QRectF all = m_scene.contents();
    const QSize view = viewport()->size();
    m_settingBars = true;
    const auto set = [](QScrollBar *bar, double low, double high, int page, int value) {
        // Half a page beyond the drawing, and to wherever the hand has gone.
        const int least = std::min(value, int(std::floor(low)) - page / 2);
        const int most = std::max(value, int(std::ceil(high)) - page / 2);
        bar->setRange(least, std::max(least, most));
        bar->setPageStep(page);
        bar->setSingleStep(40);
        bar->setValue(value);
    };
    set(horizontalScrollBar(), all.left() * m_zoom, all.right() * m_zoom, view.width(),
        m_origin.x());
    set(verticalScrollBar(), all.top() * m_zoom, all.bottom() * m_zoom, view.height(),
        m_origin.y());
    m_settingBars = false;
}

void CanvasView::scrollContentsBy(int, int)
{
    if (!m_settingBars)
        setOrigin({horizontalScrollBar()->value(), verticalScrollBar()->value()});
}

/// What was opened meanwhile, in a view that keeps its size.
void CanvasView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    if (m_fitWhenShown && viewport()->width() > 50)
        fitAll();
}

void CanvasView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if ((m_fitWhenShown || m_keepsFit) && viewport()->width() > 50)
        fitAll();
    else
        updateScrollBars();
}

void CanvasView::setZoom(double zoom, std::optional<QPointF> view)
{
    // A large drawing may have been fitted from further away than one goes by hand.
    const double now =
        std::clamp(zoom, zoom < m_zoom ? std::min(MinZoom, m_zoom) : MinZoom, MaxZoom);
    if (std::abs(now - m_zoom) < 1e-9)
        return;
    const QPointF fixed = view.value_or(QRectF(viewport()->rect()).center());
    const QPointF scene = mapToScene(fixed);
    m_zoom = now;
    m_keepsFit = false;
    m_origin = (scene * now - fixed).toPoint();
    m_fitWhenShown = false;
    viewport()->update();
    updateScrollBars();
    emit zoomChanged(m_zoom);
}

void CanvasView::zoomIn() { setZoom(m_zoom * ZoomStep); }
void CanvasView::zoomOut() { setZoom(m_zoom / ZoomStep); }
void CanvasView::zoomToActualSize() { setZoom(1); }

void CanvasView::centreOn(QPointF scene)
{
    setOrigin((scene * m_zoom - QRectF(viewport()->rect()).center()).toPoint());
}

void CanvasView::fit(const QRectF &scene)
{
    if (scene.isEmpty())
        return;
    constexpr double Margin = 20;
    const double x = (viewport()->width() - 2 * Margin) / scene.width();
    const double y = (viewport()->height() - 2 * Margin) / scene.height();
    const double zoom = std::clamp(std::min(x, y), FitZoom, 1.0);
    if (std::abs(zoom - m_zoom) > 1e-9) {
        m_zoom = zoom;
        viewport()->update();
        emit zoomChanged(m_zoom);
    }
    centreOn(scene.center());
    updateScrollBars();
}

void CanvasView::fitAll()
{
    m_fitWhenShown = !isVisible() || viewport()->width() <= 50;
    fit(m_scene.contents());
    m_keepsFit = true;
}

void CanvasView::fitSelection()
{
    QRectF all = m_scene.contents(m_selection->ids());
    if (m_selectedWire >= 0)
        all = m_scene.wire(m_selectedWire).bounds.adjusted(-40, -40, 40, 40);
    fit(all.isEmpty() ? m_scene.contents() : all);
}

void CanvasView::showNode(const ResourceId &id)
{
    const QRectF node = nodeRect(id);
    if (node.isNull())
        return;
    m_fitWhenShown = false;
    if (m_zoom < 0.6)
        setZoom(1);
    scrollTo(m_scene.find(id) == m_scene.chart()
                 ? QRectF(node.topLeft(), QSizeF(std::min(node.width(), 200 / m_zoom), 30))
                 : node);
}

/// As little as will do.
void CanvasView::scrollTo(const QRectF &scene)
{
    const QRectF view = QRectF(viewport()->rect()).adjusted(24, 24, -24, -24);
    const QRectF seen = mapFromScene(scene);
    QPointF by;
    if (seen.right() > view.right())
        by.setX(seen.right() - view.right());
    if (seen.left() - by.x() < view.left())
        by.setX(seen.left() - view.left());
    if (seen.bottom() > view.bottom())
        by.setY(seen.bottom() - view.bottom());
    if (seen.top() - by.y() < view.top())
        by.setY(seen.top() - view.top());
    setOrigin(m_origin + by.toPoint());
}

} // namespace chartwright
