// SPDX-License-Identifier: Apache-2.0
#include "canvas/diagram.h"

#include "canvas/diagram_painter.h"
#include "project/safe_write.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

namespace chartwright {
namespace {

constexpr double Margin = 24;
constexpr double MostPixels = 8192; ///< of a side

QString tr(const char *text) { return QCoreApplication::translate("Diagram", text); }

QByteArray svg(const Diagram &diagram, const CanvasTheme &theme)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    // So that a unit is a pixel: the default counts in points.
    generator.setResolution(96);
    generator.setSize(diagram.bounds().size().toSize());
    generator.setViewBox(QRectF({}, diagram.bounds().size()));
    generator.setTitle(tr("Drawing"));
    QPainter painter(&generator);
    painter.translate(-diagram.bounds().topLeft());
    diagram.paint(&painter, theme);
    painter.end();
    return bytes;
}

Result<QByteArray> png(const Diagram &diagram, const CanvasTheme &theme, double scale)
{
    const QSizeF size = diagram.bounds().size();
    scale = std::min(scale, MostPixels / std::max(size.width(), size.height()));
    QImage image((size * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    if (image.isNull())
        return failure(tr("there is not enough memory for the picture"));
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.translate(-diagram.bounds().topLeft());
    diagram.paint(&painter, theme);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        return failure(tr("the picture cannot be written as PNG"));
    return bytes;
}

} // namespace

struct Diagram::Private
{
    Scene scene;
};

Diagram::Diagram(const Topology &topology) : m_private(std::make_unique<Private>())
{
    m_private->scene.rebuild(topology, RefIndex(topology));
}

Diagram::~Diagram() = default;

QRectF Diagram::bounds() const
{
    const QRectF all = m_private->scene.contents();
    return all.isNull() ? QRectF(0, 0, 320, 200) : all.adjusted(-Margin, -Margin, Margin, Margin);
}

void Diagram::paint(QPainter *painter, const CanvasTheme &theme) const
{
    painter->fillRect(bounds(), theme.canvas);
    DiagramPainter diagram(painter, theme, 1);
    diagram.setGrid(false);
    const Scene &scene = m_private->scene;
    const int chart = scene.chart();
    if (chart >= 0)
        diagram.chart(scene.node(chart), {});
    for (int w = 0; w < scene.wireCount(); ++w)
        diagram.wire(scene.wire(w), {});
    for (int n = 0; n < scene.nodeCount(); ++n) {
        if (n != chart)
            diagram.node(scene.node(n), {});
    }
    for (int w = 0; w < scene.wireCount(); ++w)
        diagram.pill(scene.wire(w), {});
}

Result<void> writeDiagram(const Topology &topology, const QString &file, bool dark, double scale)
{
    const Diagram diagram(topology);
    const CanvasTheme theme = CanvasTheme::own(dark, QGuiApplication::font());
    const QString suffix = QFileInfo(file).suffix().toLower();
    if (suffix == u"svg")
        return writeFileSafely(file, svg(diagram, theme));
    if (suffix != u"png")
        return failure(tr("a picture ends in .svg or .png"), file);
    const Result<QByteArray> bytes = png(diagram, theme, scale);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return writeFileSafely(file, *bytes);
}

} // namespace chartwright
