// SPDX-License-Identifier: Apache-2.0
#include "panels/panel_style.h"

#include "canvas/canvas_theme.h"
#include "canvas/icons.h"

#include <QCoreApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QLayout>
#include <QPainter>
#include <QPainterPath>
#include <QTextDocument>
#include <QToolButton>

namespace chartwright::style {
namespace {

QColor mix(const QColor &a, const QColor &b, double part)
{
    return QColor::fromRgbF(float(a.redF() + (b.redF() - a.redF()) * part),
                            float(a.greenF() + (b.greenF() - a.greenF()) * part),
                            float(a.blueF() + (b.blueF() - a.blueF()) * part));
}

/// A 16 × 16 drawing at three densities. `ring`: what is round it in a selected row, where Qt
/// would mix it with the highlight; round a triangle where `pointed`.
QIcon drawn(const std::function<void(QPainter &)> &draw, const QColor &ring, bool pointed)
{
    QIcon icon;
    for (const bool selected : {false, true}) {
        for (const int ratio : {1, 2, 3}) {
            QPixmap pixmap(16 * ratio, 16 * ratio);
            pixmap.setDevicePixelRatio(ratio);
            pixmap.fill(Qt::transparent);
            QPainter painter(&pixmap);
            painter.setRenderHint(QPainter::Antialiasing);
            if (selected && ring.isValid()) {
                painter.setPen(pointed ? QPen(ring, 3.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin)
                                       : QPen(Qt::NoPen));
                painter.setBrush(ring);
                if (pointed)
                    painter.drawPolygon(QPolygonF({{8, 2.4}, {14.2, 13.2}, {1.8, 13.2}}));
                else
                    painter.drawEllipse(QRectF(0.2, 0.2, 15.6, 15.6));
            }
            draw(painter);
            painter.end();
            icon.addPixmap(pixmap, selected ? QIcon::Selected : QIcon::Normal);
        }
    }
    return icon;
}

QIcon cached(const QString &key, const std::function<void(QPainter &)> &draw,
             const QColor &ring = {}, bool pointed = false)
{
    static QHash<QString, QIcon> icons;
    const QString all = ring.isValid() ? key + ring.name() : key;
    auto it = icons.find(all);
    if (it == icons.end())
        it = icons.insert(all, drawn(draw, ring, pointed));
    return *it;
}

void disc(QPainter &p, const QColor &colour)
{
    p.setPen(Qt::NoPen);
    p.setBrush(colour);
    p.drawEllipse(QRectF(1.5, 1.5, 13, 13));
    p.setPen(QPen(Qt::white, 1.7, Qt::SolidLine, Qt::RoundCap));
}

void triangle(QPainter &p, const QColor &colour)
{
    p.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p.setBrush(colour);
    p.drawPolygon(QPolygonF({{8, 2.4}, {14.2, 13.2}, {1.8, 13.2}}));
    p.setPen(QPen(Qt::white, 1.7, Qt::SolidLine, Qt::RoundCap));
}

void drawGlyph(QPainter &p, Glyph glyph, const QColor &colour)
{
    p.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto chevron = [&](QPointF a, QPointF b, QPointF c) {
        p.drawPolyline(QList{a, b, c}.data(), 3);
    };
    switch (glyph) {
    case Glyph::Add:
        p.drawLine(QPointF(8, 3.5), QPointF(8, 12.5));
        p.drawLine(QPointF(3.5, 8), QPointF(12.5, 8));
        break;
    case Glyph::Remove:
        p.drawLine(QPointF(4.5, 4.5), QPointF(11.5, 11.5));
        p.drawLine(QPointF(11.5, 4.5), QPointF(4.5, 11.5));
        break;
    case Glyph::Up:
    case Glyph::Previous:
        chevron({4, 10}, {8, 6}, {12, 10});
        break;
    case Glyph::Down:
    case Glyph::Next:
    case Glyph::Unfolded:
        chevron({4, 6}, {8, 10}, {12, 6});
        break;
    case Glyph::Folded:
        chevron({6, 4}, {10, 8}, {6, 12});
        break;
    case Glyph::Pin:
    case Glyph::Unpinned:
        // values.yaml: a tag on the field.
        if (glyph == Glyph::Pin)
            p.setBrush(colour);
        p.drawEllipse(QPointF(8, 5.5), 3, 3);
        p.setBrush(Qt::NoBrush);
        p.drawLine(QPointF(8, 9), QPointF(8, 13.5));
        break;
    case Glyph::Copy:
        p.drawRoundedRect(QRectF(5.5, 5.5, 7, 8), 1.5, 1.5);
        p.drawPolyline(QList<QPointF>{{3.5, 10.5}, {3.5, 3}, {10, 3}}.data(), 3);
        break;
    case Glyph::Insert:
        p.drawPolyline(QList<QPointF>{{5.5, 3.5}, {3, 3.5}, {3, 12.5}, {5.5, 12.5}}.data(), 4);
        p.drawPolyline(QList<QPointF>{{10.5, 3.5}, {13, 3.5}, {13, 12.5}, {10.5, 12.5}}.data(), 4);
        p.drawLine(QPointF(8, 6), QPointF(8, 10));
        p.drawLine(QPointF(6, 8), QPointF(10, 8));
        break;
    case Glyph::Find:
        p.drawEllipse(QPointF(7, 7), 3.6, 3.6);
        p.drawLine(QPointF(9.8, 9.8), QPointF(13, 13));
        break;
    case Glyph::Edit:
        p.drawPolygon(
            QList<QPointF>{{3.5, 12.5}, {4.2, 9.8}, {10.6, 3.4}, {12.6, 5.4}, {6.2, 11.8}}.data(),
            5);
        break;
    }
}

/// Words that can be clicked; cut short rather than making a panel wide.
class LinkButton : public QToolButton
{
public:
    using QToolButton::QToolButton;
    QSize sizeHint() const override
    {
        const int icon = this->icon().isNull() ? 0 : iconSize().width() + 6;
        return {fontMetrics().horizontalAdvance(text()) + icon + 9, fontMetrics().height() + 6};
    }
    QSize minimumSizeHint() const override
    {
        return {std::min(sizeHint().width(), 60), sizeHint().height()};
    }

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        // As links are followed elsewhere; Space is the button's own.
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QToolButton::keyPressEvent(event);
    }
    void paintEvent(QPaintEvent *) override
    {
        QPainter p(this);
        QRect room = rect().adjusted(4, 0, -4, 0);
        if (!icon().isNull()) {
            icon().paint(
                &p, QRect(QPoint(room.left(), (height() - iconSize().height()) / 2), iconSize()));
            room.setLeft(room.left() + iconSize().width() + 6);
        }
        QFont f = font();
        f.setUnderline(underMouse() || hasFocus());
        p.setFont(f);
        p.setPen(isEnabled() ? accent(palette()) : muted(palette()));
        p.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
    }
};

class WheelGuard : public QObject
{
public:
    using QObject::QObject;
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Wheel || static_cast<QWidget *>(watched)->hasFocus())
            return false;
        event->ignore();
        return true;
    }
};

QColor disabledText(const QPalette &p)
{
    return mix(p.color(QPalette::Text), p.color(QPalette::Base), 0.4);
}

} // namespace

bool isDark(const QPalette &p)
{
    return p.color(QPalette::Window).lightness() < p.color(QPalette::WindowText).lightness();
}

QColor muted(const QPalette &p) { return disabledText(p); }

QColor line(const QPalette &p)
{
    return mix(p.color(QPalette::Window), p.color(QPalette::WindowText), 0.14);
}

QColor accent(const QPalette &p)
{
    return isDark(p) ? QColor(0x6c, 0xb2, 0xff) : QColor(0x1f, 0x6f, 0xc9);
}

QColor marked(const QPalette &p) { return mixed(p.color(QPalette::Base), accent(p), 0.16); }

QColor severityColour(Severity severity, const QPalette &p)
{
    const bool dark = isDark(p);
    switch (severity) {
    case Severity::Error:
        return dark ? QColor(0xff, 0x7b, 0x72) : QColor(0xc9, 0x2f, 0x2f);
    case Severity::Warning:
        return dark ? QColor(0xe9, 0xb4, 0x4c) : QColor(0x9a, 0x66, 0x00);
    case Severity::Advice:
        break;
    }
    return accent(p);
}

QString toolTip(const QString &text)
{
    constexpr qsizetype Most = 2000;
    const QString shown = text.size() > Most ? text.left(Most) + u'…' : text;
    return shown.isEmpty() ? QString() : Qt::convertFromPlainText(shown);
}

QString severityTitle(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return QCoreApplication::translate("Severity", "Error");
    case Severity::Warning:
        return QCoreApplication::translate("Severity", "Warning");
    case Severity::Advice:
        break;
    }
    return QCoreApplication::translate("Severity", "Advice");
}

QIcon severityIcon(Severity severity, const QPalette &palette)
{
    QColor colour = severityColour(severity, palette);
    if (severity == Severity::Warning)
        colour = isDark(palette) ? QColor(0xb9, 0x80, 0x12) : QColor(0xc9, 0x86, 0x0b);
    else if (isDark(palette))
        colour = severity == Severity::Error ? QColor(0xd8, 0x45, 0x45) : QColor(0x2f, 0x7f, 0xd6);
    return cached(
        QStringLiteral("severity%1%2").arg(int(severity)).arg(colour.rgb()),
        [=](QPainter &p) {
            // The shapes of the canvas: told apart without colour too.
            if (severity == Severity::Warning) {
                triangle(p, colour);
                p.drawLine(QPointF(8, 6), QPointF(8, 9.4));
                p.drawPoint(QPointF(8, 12));
                return;
            }
            disc(p, colour);
            if (severity == Severity::Error) {
                p.drawLine(QPointF(5.8, 5.8), QPointF(10.2, 10.2));
                p.drawLine(QPointF(10.2, 5.8), QPointF(5.8, 10.2));
            } else {
                p.drawLine(QPointF(8, 7.4), QPointF(8, 11.4));
                p.drawPoint(QPointF(8, 4.8));
            }
        },
        palette.color(QPalette::HighlightedText), severity == Severity::Warning);
}

QIcon acceptedIcon(const QPalette &palette)
{
    const QColor colour = muted(palette);
    return cached(QStringLiteral("accepted%1").arg(colour.rgb()), [=](QPainter &p) {
        disc(p, colour);
        p.drawPolyline(QList<QPointF>{{5, 8.2}, {7.2, 10.4}, {11, 5.8}}.data(), 3);
    });
}

QIcon quietIcon(const QPalette &palette)
{
    const QColor colour = muted(palette);
    return cached(QStringLiteral("quiet%1").arg(colour.rgb()), [=](QPainter &p) {
        p.setPen(QPen(colour, 1.5));
        p.setBrush(Qt::NoBrush);
        p.drawEllipse(QPointF(8, 8), 5.5, 5.5);
    });
}

QIcon noIcon()
{
    return cached(QStringLiteral("none"), [](QPainter &) {});
}

QColor kindColour(const KindSpec &kind, const QPalette &palette)
{
    return CanvasTheme::of(palette, QFont()).kind(kind.colour);
}

QIcon kindIcon(const KindSpec *kind, const QPalette &palette)
{
    if (!kind)
        return {};
    QIcon icon = tintedIcon(kind->icon, kindColour(*kind, palette));
    for (const QSize &size : icon.availableSizes())
        icon.addPixmap(
            iconPixmap(kind->icon, palette.color(QPalette::HighlightedText), size.width()),
            QIcon::Selected);
    return icon;
}

QIcon glyph(Glyph which, const QColor &colour)
{
    return cached(QStringLiteral("glyph%1/%2").arg(int(which)).arg(colour.rgba()),
                  [=](QPainter &p) { drawGlyph(p, which, colour); });
}

QToolButton *glyphButton(Glyph which, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setProperty("glyph", int(which));
    button->setAutoRaise(true);
    button->setFixedSize(20, 20);
    button->setIconSize({16, 16});
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    updateGlyph(button);
    return button;
}

void updateGlyph(QToolButton *button)
{
    const auto which = Glyph(button->property("glyph").toInt());
    const QPalette palette = button->palette();
    button->setIcon(glyph(which, which == Glyph::Pin ? accent(palette) : muted(palette)));
}

QToolButton *linkButton(const QString &text, QWidget *parent)
{
    auto *button = new LinkButton(parent);
    button->setAutoRaise(true);
    button->setText(text);
    button->setCursor(Qt::PointingHandCursor);
    button->setFocusPolicy(Qt::TabFocus);
    button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return button;
}

void ignoreWheelWithoutFocus(QWidget *widget)
{
    widget->setFocusPolicy(Qt::StrongFocus);
    widget->installEventFilter(new WheelGuard(widget));
}

void growToFit(QWidget *window)
{
    if (!window->isVisible())
        return;
    window->layout()->activate();
    const int needed = window->layout()->totalHeightForWidth(window->width());
    if (window->height() < needed)
        window->resize(window->width(), needed);
}

} // namespace chartwright::style
