// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_theme.h"
#include "canvas/node_mark.h"
#include "canvas/scene.h"

#include <QStaticText>

class QFontMetricsF;
class QPainter;

namespace chartwright {

struct NodeLook
{
    bool selected = false, hot = false, dimmed = false;
    NodeShape::Mask litIn = 0, litOut = 0;       ///< at the ends of hot wires
    NodeShape::Mask acceptIn = 0, acceptOut = 0; ///< would take the wire that is pulled
    NodeShape::Mask snapIn = 0, snapOut = 0;     ///< where it would go now
    bool isPlain() const { return !selected && !hot && !dimmed; }
};

struct WireLook
{
    bool hot = false, dimmed = false;
};

/// A node's texts, cut to fit, laid out once.
struct NodeTexts
{
    struct Row
    {
        QString label, value;
        QStaticText labelText, valueText;
        double valueX = 0;
    };
    QString name;
    QStaticText nameText;
    QString note;
    double noteX = 0;
    std::vector<Row> rows;
};

/// A name in as few lines as it takes, broken after what joins its words; none where it cannot be
/// shown whole in `most` lines.
QStringList wholeName(const QString &name, const QFontMetricsF &metrics, double width, int most);

/// Paints what a Scene knows, on a screen, a picture or into an SVG. The painter is in scene
/// coordinates.
class DiagramPainter
{
public:
    DiagramPainter(QPainter *painter, const CanvasTheme &theme, double zoom);

    /// What is seen: the frame's ground and grid are not painted beyond.
    void setExposed(const QRectF &rect) { m_exposed = rect; }
    void setGrid(bool on) { m_hasGrid = on; }
    void grid(const QRectF &rect);
    void chart(const SceneNode &node, const NodeLook &look);
    void wire(const SceneWire &wire, const WireLook &look);
    /// A wire that is being pulled: not yet orthogonal, not yet there.
    void pulled(QPointF from, QPointF to, WireStyle style, bool refused);
    void pill(const SceneWire &wire, const WireLook &look);
    void node(const SceneNode &node, const NodeLook &look);
    /// On the strip below the node.
    void mark(const SceneNode &node, const NodeMark &mark);
    /// Everything at once, from far away.
    void far(const Scene &scene, const QRectF &rect, const QSet<int> &selected, int hotWire);
    /// What to do with an empty drawing.
    void emptyHint(const QRectF &frame);
    void marquee(const QRectF &rect);
    void ghost(const QRectF &rect);
    /// A box with a text beside the pointer; the painter is in view coordinates.
    static void tip(QPainter *painter, const CanvasTheme &theme, const QString &text, QPointF at,
                    const QSizeF &view, bool refused);
    static QRectF tipRect(const CanvasTheme &theme, const QString &text, QPointF at,
                          const QSizeF &view);

    Detail detail() const { return m_detail; }

private:
    const NodeTexts &texts(const SceneNode &node) const;
    void nearNode(const SceneNode &node, const NodeLook &look);
    void middleNode(const SceneNode &node, const NodeLook &look);
    void row(const SceneNode &node, int row, const NodeTexts::Row &texts, const NodeLook &look);
    void sockets(const SceneNode &node, const NodeLook &look);
    void socket(QPointF at, bool wired, bool lit, bool accepts, bool snapped);
    void badge(const SceneNode &node, const QRectF &rect);
    void middleMark(const SceneNode &node, const NodeMark &mark);
    void farMark(const SceneNode &node, const NodeMark &mark);
    void toneSign(NodeMark::Tone tone, QPointF middle, double size);
    QColor toneColour(NodeMark::Tone tone) const;
    void icon(const QString &file, const QColor &colour, const QRectF &rect);
    void text(QPointF baseline, const QFont &font, const QColor &colour, const QString &plain,
              const QStaticText &laidOut);
    void dashed(const SceneWire &wire, QPen pen);
    QPen wirePen(WireStyle style, bool hot) const;

    QPainter *m_painter;
    const CanvasTheme &m_theme;
    double m_zoom;
    Detail m_detail;
    QRectF m_exposed;
    bool m_hasGrid = true;
    bool m_vector; ///< into a file of shapes rather than pixels
};

} // namespace chartwright
