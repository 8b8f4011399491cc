// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QColor>
#include <QFont>
#include <QPalette>

namespace chartwright {

/// Colours and fonts of a drawing, from a palette. Sizes are scene units: pixels at 100 %.
struct CanvasTheme
{
    QColor canvas, dot;                  ///< the ground and its grid
    QColor body, line, frame;            ///< a node, the lines in it, its outline
    QColor text, faint;                  ///< faint is still readable on body and canvas
    QColor wire, accent, accentFill;     ///< accentFill: behind a lit row
    QColor chart, chartTitle, chartLine; ///< the Chart's frame
    QColor error, warning, advice, good, onBadge;
    QFont nameFont, rowFont, pillFont;
    bool dark = false;

    static CanvasTheme of(const QPalette &palette, const QFont &font);
    /// The program's own light or dark colours, where there is no window to take them from.
    static CanvasTheme own(bool dark, const QFont &font);

    /// A kind's colour, made lighter or darker where it would not stand out from a node's body.
    QColor kind(quint32 rgb) const;

    friend bool operator==(const CanvasTheme &, const CanvasTheme &) = default;
};

bool isDark(const QPalette &palette);
/// Contrast by WCAG, 1 to 21.
double contrast(const QColor &a, const QColor &b);
/// `share` of the second colour in the first.
QColor mixed(const QColor &a, const QColor &b, double share);

} // namespace chartwright
