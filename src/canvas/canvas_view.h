// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_theme.h"
#include "canvas/node_mark.h"
#include "canvas/scene.h"
#include "document/selection.h"

#include <QAbstractScrollArea>
#include <QPointer>
#include <stop_token>

class QLineEdit;
class QTimer;

namespace chartwright {

class Tool;
class DiagramPainter;
struct NodeLook;
struct WireLook;

/// The mime type of a kind that is dragged from the palette; the data is KindSpec::kind in UTF-8.
inline constexpr char KindMimeType[] = "application/x-chartwright-kind";

/// What stands under the pointer, for a context menu.
enum class CanvasPlace { Empty, Node, Wire, Chart };

/// The drawing as a node graph, edited by hand. Shows a Document and a Selection and changes both;
/// every gesture is one undo step, and one that is broken off leaves nothing behind.
///
/// One painted widget rather than a QGraphicsView: with 10,000 nodes fit-all took a third of the
/// time, and a scene's items would have added nothing but their index.
///
/// Coordinates are those of the scene (a Topology's placements) unless they say "view": pixels of
/// viewport(). Main thread only.
class CanvasView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    CanvasView(Document *document, Selection *selection, QWidget *parent = nullptr);
    ~CanvasView() override;

    static constexpr double MinZoom = 0.05, MaxZoom = 4.0, ZoomStep = 1.2;
    static constexpr double FitZoom = 0.005; ///< fitAll() may go so far

    double zoom() const { return m_zoom; }
    QPointF mapToScene(QPointF view) const { return (view + m_origin) / m_zoom; }
    QPointF mapFromScene(QPointF scene) const { return scene * m_zoom - m_origin; }
    QRectF mapFromScene(const QRectF &r) const
    {
        return {mapFromScene(r.topLeft()), r.size() * m_zoom};
    }
    QRectF mapToScene(const QRectF &r) const
    {
        return {mapToScene(r.topLeft()), r.size() / m_zoom};
    }

    /// Where a node stands; the Chart's is its frame. Null for what is not drawn.
    QRectF nodeRect(const ResourceId &id) const;
    /// The middle of a socket ("" is the header's), or nullopt where the node has none.
    std::optional<QPointF> socketPosition(const ResourceId &id, const QString &socket,
                                          bool out) const;
    /// A place on a wire: its pill's, where it has one.
    std::optional<QPointF> wireMiddle(const ResourceId &from, const ResourceId &to) const;

    /// The pointer while it is over the canvas, else the middle of what is seen.
    QPointF insertPosition() const;
    bool isGestureActive() const;
    bool isArranging() const { return m_arranging; }

    /// What is said of nodes beside what is drawn; without any the drawing is all there is.
    void setMarks(const NodeMarks &marks);
    const NodeMarks &marks() const { return m_marks; }

    // For tools and accessibility.
    Document *document() const { return m_document; }
    Selection *selection() const { return m_selection; }
    Scene &scene() { return m_scene; }
    const Scene &scene() const { return m_scene; }
    const CanvasTheme &theme() const { return m_theme; }

public slots:
    void zoomIn();
    void zoomOut();
    void zoomToActualSize();
    void fitAll();
    void fitSelection();
    /// About a place in the view that stays where it is; the middle if it is not given.
    void setZoom(double zoom, std::optional<QPointF> view = {});
    /// Scrolls, as little as will do, until a node is seen.
    void showNode(const chartwright::ResourceId &id);

    void selectAll();
    void deleteSelection();
    void duplicateSelection();
    void copy();
    void cut();
    void paste();
    /// A line edit over the header of the selected node.
    void renameSelection();
    /// The automatic layout, on a worker; one undo step. Esc cancels.
    void arrange();
    void cancelArrange();
    /// Inserts a resource at insertPosition() and selects it.
    void insertKind(const QString &kind);
    /// Opens the list of kinds, typed to filter, at insertPosition().
    void addByTyping();
    /// Esc: breaks off the gesture, else clears the selection.
    void cancel();

signals:
    void zoomChanged(double zoom);
    /// Enter or a double click on a node: to its panel.
    void editRequested(const chartwright::ResourceId &id);
    /// After what was clicked has been selected.
    void contextMenuRequested(chartwright::CanvasPlace place, QPoint globalPos);
    /// What a gesture has to say: why a wire was refused, what Esc does. Empty: nothing any more.
    void hintChanged(const QString &text);
    void arrangingChanged(bool arranging);
    /// The clipboard's text is no part of a drawing.
    void pasteFailed(const QString &why, const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    friend class Tool;

    void paintScene(QPainter &painter, const QRegion &region);
    double markHeight() const
    {
        return std::max(NodeMark::Height, NodeMark::MiddleHeight / m_zoom);
    }
    void paintMarks(DiagramPainter &diagram, const QRegion &region);
    NodeLook lookOf(int node) const;
    WireLook lookOfWire(int wire) const;
    bool isHot(int wire) const;
    void updateScene(const QRectF &scene);
    void updateScene(const Dirty &dirty);
    void updateHit(const SceneHit &hit);
    void updateTheme();
    void updateScrollBars();
    void setOrigin(QPoint origin);
    void centreOn(QPointF scene);
    void scrollTo(const QRectF &scene);
    void fit(const QRectF &scene);

    void onChanged(const ChangeEvent &event);
    void onReplaced();
    void onFindingsChanged();
    void onSelectionChanged();

    void startTool(QMouseEvent *event);
    void setTool(std::unique_ptr<Tool> tool);
    void finishTool();
    void breakOff();
    void updateHover(QPointF view);
    void updateCursor();
    void autoScroll();
    void nudge(QPointF delta);
    SceneHit hitAt(QPointF view) const;
    QString toolTipFor(const SceneHit &hit) const;
    enum class Room { Shared, Free };
    void insertAt(const QString &kind, QPointF centre, Room room);
    QList<ResourcePtr> selectedResources() const;
    void insertCopies(const QList<ResourcePtr> &originals, const QHash<ResourceId, QPointF> &places,
                      QPointF offset, const QString &text);
    void placeArranged(int run, const QHash<ResourceId, QPointF> &places);

    Document *m_document;
    Selection *m_selection;
    Scene m_scene;
    CanvasTheme m_theme;
    NodeMarks m_marks;
    double m_zoom = 1;
    QPoint m_origin; ///< the view's top left corner in scaled scene coordinates
    bool m_settingBars = false, m_fitWhenShown = true;
    bool m_keepsFit = false; ///< nothing was touched since fitAll(): a new size fits anew

    std::unique_ptr<Tool> m_tool;
    QTimer *m_autoScroll;
    QPointF m_pointer{-1, -1};
    Qt::KeyboardModifiers m_modifiers;
    bool m_pointerInside = false, m_spaceDown = false, m_ignoresMenu = false;
    SceneHit m_hover;
    QSet<int> m_selected; ///< nodes, by number
    int m_selectedWire = -1;
    std::optional<QRectF> m_ghost; ///< of a kind dragged in
    QPointer<QLineEdit> m_nameEditor;

    bool m_arranging = false;
    std::stop_source m_arrangeStop;
    int m_arrangeRun = 0;
};

} // namespace chartwright
