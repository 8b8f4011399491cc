// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QIcon>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace chartwright {

/// The icons in :/icons are drawn in one colour, black, which these replace.

/// Painted as vectors, so that it stays sharp and goes into an SVG as shapes.
void paintIcon(QPainter *painter, const QString &file, const QColor &colour, const QRectF &rect);
/// The same, from a picture that is kept for the size in device pixels. Faster by far.
void drawIcon(QPainter *painter, const QString &file, const QColor &colour, const QRectF &rect);
QPixmap iconPixmap(const QString &file, const QColor &colour, int pixels);
/// For a button or menu, with a fainter one for what is disabled.
QIcon tintedIcon(const QString &file, const QColor &colour);

} // namespace chartwright
