// SPDX-License-Identifier: Apache-2.0
#include "canvas/icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <cmath>
#include <map>

namespace chartwright {
namespace {

/// Parsing costs more than painting, and there are few kinds and colours.
QSvgRenderer *renderer(const QString &file, const QColor &colour)
{
    static std::map<std::pair<QString, QRgb>, std::unique_ptr<QSvgRenderer>> kept;
    auto &entry = kept[{file, colour.rgb()}];
    if (!entry) {
        QFile svg(file);
        QByteArray content;
        if (!file.isEmpty() && svg.open(QIODevice::ReadOnly))
            content = svg.readAll().replace("#000", colour.name().toLatin1());
        entry = std::make_unique<QSvgRenderer>();
        if (!content.isEmpty())
            entry->load(content);
    }
    return entry.get();
}

} // namespace

void paintIcon(QPainter *painter, const QString &file, const QColor &colour, const QRectF &rect)
{
    QSvgRenderer *svg = renderer(file, colour);
    if (!file.isEmpty() && svg->isValid())
        svg->render(painter, rect);
}

QPixmap iconPixmap(const QString &file, const QColor &colour, int pixels)
{
    const QString key = QStringLiteral("chartwright-%1-%2-%3").arg(file, colour.name()).arg(pixels);
    QPixmap picture;
    if (QPixmapCache::find(key, &picture))
        return picture;
    picture = QPixmap(pixels, pixels);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    paintIcon(&painter, file, colour, QRectF(0, 0, pixels, pixels));
    painter.end();
    QPixmapCache::insert(key, picture);
    return picture;
}

void drawIcon(QPainter *painter, const QString &file, const QColor &colour, const QRectF &rect)
{
    // deviceTransform() holds the ratio of device pixels too.
    const double scale = painter->deviceTransform().m11();
    const int pixels = std::max(1, int(std::lround(rect.width() * scale)));
    painter->drawPixmap(rect, iconPixmap(file, colour, pixels), QRectF(0, 0, pixels, pixels));
}

QIcon tintedIcon(const QString &file, const QColor &colour)
{
    QIcon icon;
    for (const int pixels : {16, 18, 20, 24, 32, 40, 48, 64}) {
        icon.addPixmap(iconPixmap(file, colour, pixels));
        QPixmap disabled(pixels, pixels);
        disabled.fill(Qt::transparent);
        QPainter painter(&disabled);
        painter.setOpacity(0.35);
        painter.drawPixmap(0, 0, iconPixmap(file, colour, pixels));
        painter.end();
        icon.addPixmap(disabled, QIcon::Disabled);
    }
    return icon;
}

} // namespace chartwright
