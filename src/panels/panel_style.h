// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/finding.h"
#include "model/kind_spec.h"

#include <QColor>
#include <QIcon>
#include <QPalette>

class QAbstractButton;
class QToolButton;
class QWidget;

/// Colours, icons and small widgets that all panels share; they follow the palette, so both themes
/// need nothing more than a repaint.
namespace chartwright::style {

inline constexpr int LabelWidth = 128, RowHeight = 26, Indent = 12;

bool isDark(const QPalette &palette);
QColor muted(const QPalette &palette);  ///< of what is said by the way
QColor line(const QPalette &palette);   ///< of hairlines
QColor accent(const QPalette &palette); ///< of links and marks
QColor marked(const QPalette &palette); ///< behind text that has just changed
QColor severityColour(Severity severity, const QPalette &palette);
QString severityTitle(Severity severity);
/// For setToolTip(), which takes text that looks like HTML for HTML: of a file or a cluster.
QString toolTip(const QString &text);
/// A cross, an exclamation mark and an i in a disc, told apart without colour.
QIcon severityIcon(Severity severity, const QPalette &palette);
QIcon acceptedIcon(const QPalette &palette);
/// A ring: of what is on its way out, or not known.
QIcon quietIcon(const QPalette &palette);
/// As wide as the others, so that texts with and without one stand below each other.
QIcon noIcon();
/// The kind's icon in its colour.
QIcon kindIcon(const KindSpec *kind, const QPalette &palette);
QColor kindColour(const KindSpec &kind, const QPalette &palette);

enum class Glyph {
    Add,
    Remove,
    Up,
    Down,
    Pin,
    Unpinned,
    Folded,
    Unfolded,
    Copy,
    Insert,
    Edit,
    Next,
    Previous,
    Find
};
QIcon glyph(Glyph glyph, const QColor &colour);

/// A flat button of 20 pixels with a glyph; `name` is both tool tip and accessible name.
QToolButton *glyphButton(Glyph glyph, const QString &name, QWidget *parent);
/// Repaints the glyph for the present palette (call it on PaletteChange).
void updateGlyph(QToolButton *button);
/// A button that reads as a link: "Raise the limit to 600m".
QToolButton *linkButton(const QString &text, QWidget *parent);

/// The wheel scrolls the panel unless the widget has the focus: nobody changes a field by
/// scrolling.
void ignoreWheelWithoutFocus(QWidget *widget);

/// Makes a window that is shown as high as its layout needs: for lines that wrap it does not grow
/// by itself.
void growToFit(QWidget *window);

} // namespace chartwright::style
