// SPDX-License-Identifier: Apache-2.0
#include "app/theme.h"

#include "canvas/canvas_theme.h"

#include <QApplication>
#include <QToolTip>

namespace chartwright {
namespace {

struct Colours
{
    QRgb window, text, base, alternate, button, muted, accent, onAccent, line, shadow, tip;
};

QPalette palette(const Colours &c)
{
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, QRgb rgb) {
        p.setColor(role, QColor::fromRgb(rgb));
    };
    set(QPalette::Window, c.window);
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.base);
    set(QPalette::AlternateBase, c.alternate);
    set(QPalette::Text, c.text);
    set(QPalette::Button, c.button);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, c.onAccent);
    set(QPalette::ToolTipBase, c.tip);
    set(QPalette::ToolTipText, c.text);
    set(QPalette::PlaceholderText, c.muted);
    set(QPalette::Highlight, c.accent);
    set(QPalette::HighlightedText, c.onAccent);
    set(QPalette::Link, c.accent);
    set(QPalette::LinkVisited, c.accent);
    set(QPalette::Light, c.base);
    set(QPalette::Midlight, c.alternate);
    set(QPalette::Mid, c.line);
    set(QPalette::Dark, c.line);
    set(QPalette::Shadow, c.shadow);
    const QColor faint = mixed(QColor::fromRgb(c.text), QColor::fromRgb(c.window), 0.55);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::HighlightedText, QPalette::PlaceholderText})
        p.setColor(QPalette::Disabled, role, faint);
    p.setColor(QPalette::Disabled, QPalette::Highlight, QColor::fromRgb(c.line));
    return p;
}

} // namespace

QPalette lightPalette()
{
    return palette({.window = 0xfbfcfd,
                    .text = 0x1f2933,
                    .base = 0xffffff,
                    .alternate = 0xf3f5f8,
                    .button = 0xf7f9fb,
                    .muted = 0x6b7785,
                    .accent = 0x2477ce,
                    .onAccent = 0xffffff,
                    .line = 0xc9d0d9,
                    .shadow = 0x9aa5b1,
                    .tip = 0xffffff});
}

QPalette darkPalette()
{
    return palette({.window = 0x272c33,
                    .text = 0xe6e9ee,
                    .base = 0x2f353d,
                    .alternate = 0x333a43,
                    .button = 0x343b45,
                    .muted = 0x98a3b0,
                    .accent = 0x4c9be8,
                    .onAccent = 0x10151b,
                    .line = 0x454d58,
                    .shadow = 0x14171b,
                    .tip = 0x363d47});
}

void applyTheme(Settings::Theme theme)
{
    // Without one of ours the palette is that of the desktop.
    QApplication::setPalette(QPalette());
    const bool dark = theme == Settings::Theme::Dark ||
                      (theme == Settings::Theme::System && isDark(QApplication::palette()));
    const QPalette own = dark ? darkPalette() : lightPalette();
    QApplication::setPalette(own);
    QToolTip::setPalette(own);
}

} // namespace chartwright
