// SPDX-License-Identifier: Apache-2.0
#include "canvas/diagram_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

namespace chartwright {
namespace {

using Tone = NodeMark::Tone;
constexpr double Inset = 10, Dot = 8, Square = 7, Gap = 2;

/// Round at its lower corners, open above: it hangs on the node.
QPainterPath stripPath(const QRectF &r)
{
    constexpr double Radius = 5;
    QPainterPath path(r.topLeft());
    path.lineTo(r.left(), r.bottom() - Radius);
    path.quadTo(r.bottomLeft(), {r.left() + Radius, r.bottom()});
    path.lineTo(r.right() - Radius, r.bottom());
    path.quadTo(r.bottomRight(), {r.right(), r.bottom() - Radius});
    path.lineTo(r.topRight());
    return path;
}

} // namespace

QColor DiagramPainter::toneColour(NodeMark::Tone tone) const
{
    switch (tone) {
    case Tone::Quiet:
        return m_theme.faint;
    case Tone::Good:
        return m_theme.good;
    case Tone::Waiting:
        return m_theme.warning;
    case Tone::Bad:
        return m_theme.error;
    case Tone::Changed:
        return m_theme.accent;
    }
    return m_theme.faint;
}

/// A disc, half of one, a ring, a cross: told apart without colour.
void DiagramPainter::toneSign(NodeMark::Tone tone, QPointF c, double size)
{
    const double r = size / 2;
    const QColor colour = toneColour(tone);
    m_painter->setBrush(tone == Tone::Good || tone == Tone::Changed ? QBrush(colour) : Qt::NoBrush);
    m_painter->setPen(QPen(colour, size / 5, Qt::SolidLine, Qt::RoundCap));
    switch (tone) {
    case Tone::Bad:
        m_painter->drawLine(c + QPointF(-r, -r), c + QPointF(r, r));
        m_painter->drawLine(c + QPointF(-r, r), c + QPointF(r, -r));
        break;
    case Tone::Changed:
        m_painter->drawPolygon(QPolygonF(
            {c + QPointF(0, -r), c + QPointF(r, 0), c + QPointF(0, r), c + QPointF(-r, 0)}));
        break;
    case Tone::Waiting:
        m_painter->drawEllipse(c, r, r);
        m_painter->setBrush(colour);
        m_painter->drawPie(QRectF(c - QPointF(r, r), QSizeF(size, size)), 90 * 16, 180 * 16);
        break;
    case Tone::Quiet:
    case Tone::Good:
        m_painter->drawEllipse(c, r, r);
        break;
    }
}

void DiagramPainter::mark(const SceneNode &node, const NodeMark &mark)
{
    const QRectF strip(node.rect.left() + Inset, node.rect.bottom(), node.rect.width() - 2 * Inset,
                       NodeMark::Height);
    if (m_detail == Detail::Middle)
        return middleMark(node, mark);
    if (m_detail == Detail::Far)
        return farMark(node, mark);
    m_painter->setPen(QPen(m_theme.frame, 1));
    m_painter->setBrush(mixed(m_theme.body, toneColour(mark.tone), 0.1));
    m_painter->drawPath(stripPath(strip));
    toneSign(mark.tone, {strip.left() + 11, strip.center().y()}, Dot);

    const QFontMetricsF metrics(m_theme.rowFont);
    const double left = strip.left() + 21;
    const double textWidth =
        std::min(metrics.horizontalAdvance(mark.text), strip.right() - 8 - left);
    const auto room = std::max(0, int((strip.right() - 8 - left - textWidth - 8) / (Square + Gap)));
    const auto shown = std::min(int(mark.pods.size()), room);
    double x = strip.right() - 8 - shown * (Square + Gap) + Gap;
    m_painter->setPen(Qt::NoPen);
    // Where there is no room for all of them, those that need a person come first.
    QList<Tone> pods = mark.pods;
    if (shown < pods.size())
        std::stable_sort(pods.begin(), pods.end(),
                         [](Tone a, Tone b) { return a == Tone::Bad && b != Tone::Bad; });
    for (int i = 0; i < shown; ++i, x += Square + Gap) {
        m_painter->setBrush(toneColour(pods[i]));
        m_painter->drawRect(QRectF(x, strip.center().y() - Square / 2, Square, Square));
    }
    m_painter->setFont(m_theme.rowFont);
    m_painter->setPen(m_theme.text);
    m_painter->drawText(QPointF(left, strip.top() + 14),
                        metrics.elidedText(mark.text, Qt::ElideRight, textWidth + 0.5));
}

/// A line in a size that stays readable.
void DiagramPainter::middleMark(const SceneNode &node, const NodeMark &mark)
{
    const double pixel = 1 / m_zoom, height = NodeMark::MiddleHeight * pixel;
    const QRectF strip(node.rect.left(), node.rect.bottom(), node.rect.width(), height);
    m_painter->fillRect(strip, mixed(m_theme.canvas, toneColour(mark.tone), 0.14));
    m_painter->setRenderHint(QPainter::Antialiasing);
    toneSign(mark.tone, {strip.left() + 6 * pixel, strip.center().y()}, 6 * pixel);
    QFont font = m_theme.rowFont;
    font.setPixelSize(std::max(1, int(9 * pixel)));
    m_painter->setFont(font);
    m_painter->setPen(m_theme.text);
    m_painter->drawText(
        QPointF(strip.left() + 12 * pixel, strip.bottom() - 3 * pixel),
        QFontMetricsF(font).elidedText(mark.text, Qt::ElideRight, strip.width() - 13 * pixel));
    m_painter->setRenderHint(QPainter::Antialiasing, false);
}

/// From very far away: a bar of the tone's colour, and its sign where it is not as it should be.
void DiagramPainter::farMark(const SceneNode &node, const NodeMark &mark)
{
    const double pixel = 1 / m_zoom, height = std::min(4 * pixel, NodeMark::Height);
    const QRectF bar(node.rect.left(), node.rect.bottom(), node.rect.width(), height);
    m_painter->fillRect(bar, toneColour(mark.tone));
    if (mark.tone != Tone::Bad && mark.tone != Tone::Waiting)
        return;
    m_painter->setRenderHint(QPainter::Antialiasing);
    const double size = std::min(9 * pixel, 30.0);
    const QPointF c(node.rect.right() - size, node.rect.bottom() - size);
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(m_theme.body);
    m_painter->drawEllipse(c, size * 0.8, size * 0.8);
    toneSign(mark.tone, c, size);
    m_painter->setRenderHint(QPainter::Antialiasing, false);
}

} // namespace chartwright
