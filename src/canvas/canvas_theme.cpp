// SPDX-License-Identifier: Apache-2.0
#include "canvas/canvas_theme.h"

#include <cmath>

namespace chartwright {
namespace {

double luminance(const QColor &c)
{
    const auto part = [](double v) {
        return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(c.redF()) + 0.7152 * part(c.greenF()) + 0.0722 * part(c.blueF());
}

/// Unhinted, so that a text keeps its width in proportion at every zoom.
QFont sized(QFont font, int pixels, QFont::Weight weight)
{
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Window)) <
           luminance(palette.color(QPalette::WindowText));
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto part = [share](int x, int y) { return int(std::lround(x + (y - x) * share)); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

CanvasTheme CanvasTheme::of(const QPalette &palette, const QFont &font)
{
    CanvasTheme t;
    t.dark = isDark(palette);
    t.body = palette.color(QPalette::Base);
    t.text = palette.color(QPalette::Text);
    t.accent = palette.color(QPalette::Highlight);
    const QColor window = palette.color(QPalette::Window);
    // The ground stands behind the nodes: never lighter than they are in the dark, nor equal.
    const QColor deeper = luminance(window) < luminance(t.body) ? window : t.body;
    t.canvas =
        t.dark ? mixed(deeper, Qt::black, 0.24) : mixed(window, QColor(0x5b, 0x6b, 0x8c), 0.045);
    t.dot = mixed(t.canvas, t.text, t.dark ? 0.20 : 0.19);
    t.line = mixed(t.body, t.text, t.dark ? 0.13 : 0.10);
    t.frame = mixed(t.body, t.text, t.dark ? 0.26 : 0.22);
    t.faint = mixed(t.text, t.body, 0.36);
    t.wire = mixed(t.canvas, t.text, 0.56);
    t.accentFill = mixed(t.body, t.accent, t.dark ? 0.26 : 0.13);
    t.chart = mixed(t.canvas, t.text, t.dark ? 0.025 : 0.014);
    t.chartTitle = mixed(t.canvas, t.text, t.dark ? 0.09 : 0.07);
    t.chartLine = mixed(t.canvas, t.text, 0.42);
    t.error = t.dark ? QColor(0xf0, 0x5d, 0x5d) : QColor(0xd1, 0x34, 0x38);
    t.good = t.dark ? QColor(0x5f, 0xc4, 0x7e) : QColor(0x2e, 0x8b, 0x4f);
    t.warning = t.dark ? QColor(0xe8, 0xa3, 0x3d) : QColor(0xc4, 0x7a, 0x00);
    t.advice = t.dark ? QColor(0x6a, 0xae, 0xf0) : QColor(0x2f, 0x78, 0xc4);
    t.onBadge = t.dark ? QColor(0x14, 0x17, 0x1b) : QColor(Qt::white);
    t.nameFont = sized(font, 13, QFont::DemiBold);
    t.rowFont = sized(font, 12, QFont::Normal);
    t.pillFont = sized(font, 11, QFont::Normal);
    return t;
}

CanvasTheme CanvasTheme::own(bool dark, const QFont &font)
{
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, QRgb rgb) {
        p.setColor(role, QColor::fromRgb(rgb));
    };
    set(QPalette::Window, dark ? 0x262b31 : 0xfbfcfe);
    set(QPalette::WindowText, dark ? 0xe6e9ed : 0x1f2730);
    set(QPalette::Base, dark ? 0x2d343c : 0xffffff);
    set(QPalette::Text, dark ? 0xe6e9ed : 0x1f2730);
    set(QPalette::Highlight, dark ? 0x4f9ae6 : 0x2277cc);
    return of(p, font);
}

QColor CanvasTheme::kind(quint32 rgb) const
{
    QColor colour = QColor::fromRgb(rgb);
    for (int i = 0; i < 8 && contrast(colour, body) < 3; ++i)
        colour = mixed(colour, dark ? Qt::white : Qt::black, 0.12);
    return colour;
}

} // namespace chartwright
