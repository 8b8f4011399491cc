// SPDX-License-Identifier: Apache-2.0
#include "app/app_style.h"

#include "canvas/canvas_theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int ScrollBarWidth = 12, MenuArrow = 14, ButtonPadding = 12;

bool opensMenu(const QStyleOptionToolButton &button)
{
    return (button.features & QStyleOptionToolButton::HasMenu) &&
           !(button.features & QStyleOptionToolButton::MenuButtonPopup) && !button.text.isEmpty();
}

QColor hairline(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.14);
}

void drawScrollBar(const QStyleOptionSlider &bar, const QRect &slider, QPainter *painter)
{
    const QPalette &p = bar.palette;
    painter->fillRect(bar.rect, p.color(QPalette::Window));
    if (bar.maximum <= bar.minimum)
        return;
    const bool hot = bar.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(
        mixed(p.color(QPalette::Window), p.color(QPalette::WindowText), hot ? 0.42 : 0.24));
    const QRectF handle = QRectF(slider).adjusted(3, 3, -3, -3);
    const double radius = std::min(handle.width(), handle.height()) / 2;
    painter->drawRoundedRect(handle, radius, radius);
    painter->restore();
}

void drawOutline(const QRect &rect, const QPalette &palette, QPainter *painter)
{
    painter->save();
    painter->setPen(
        mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.4));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(rect.adjusted(0, 0, -1, -1));
    painter->restore();
}

void drawTab(const QStyleOptionTab &tab, QPainter *painter)
{
    const bool selected = tab.state & QStyle::State_Selected;
    if (tab.state & QStyle::State_MouseOver && !selected)
        painter->fillRect(tab.rect, mixed(tab.palette.color(QPalette::Window),
                                          tab.palette.color(QPalette::WindowText), 0.05));
    if (selected)
        painter->fillRect(
            QRect(tab.rect.left() + 6, tab.rect.bottom() - 1, tab.rect.width() - 12, 2),
            tab.palette.color(QPalette::Highlight));
}

} // namespace

AppStyle::AppStyle() : QProxyStyle(u"Fusion"_s) {}

int AppStyle::pixelMetric(PixelMetric metric, const QStyleOption *option,
                          const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return ScrollBarWidth;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_ToolBarItemSpacing:
        return 2;
    case PM_ToolBarItemMargin:
        return 4;
    case PM_DockWidgetSeparatorExtent:
        return 5;
    case PM_TabBarTabHSpace:
        return 24;
    case PM_TabBarTabVSpace:
        return 12;
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int AppStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                        QStyleHintReturn *data) const
{
    return hint == SH_DialogButtonBox_ButtonsHaveIcons
               ? 0
               : QProxyStyle::styleHint(hint, option, widget, data);
}

QRect AppStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                               SubControl part, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    const bool lying = bar->orientation == Qt::Horizontal;
    const int length = lying ? bar->rect.width() : bar->rect.height();
    const int span = bar->maximum - bar->minimum;
    int handle = length;
    if (span > 0) {
        handle = int(qint64(bar->pageStep) * length / (qint64(span) + bar->pageStep));
        handle =
            std::min(std::max(handle, pixelMetric(PM_ScrollBarSliderMin, option, widget)), length);
    }
    const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                              length - handle, bar->upsideDown);
    const auto piece = [&](int from, int size) {
        const QRect r =
            lying ? QRect(bar->rect.left() + from, bar->rect.top(), size, bar->rect.height())
                  : QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), size);
        return visualRect(bar->direction, bar->rect, r);
    };
    switch (part) {
    case SC_ScrollBarSlider:
        return piece(start, handle);
    case SC_ScrollBarSubPage:
        return piece(0, start);
    case SC_ScrollBarAddPage:
        return piece(start + handle, length - start - handle);
    case SC_ScrollBarGroove:
        return bar->rect;
    default:
        return {};
    }
}

QSize AppStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                 const QWidget *widget) const
{
    QSize s = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_MenuBarItem)
        s += QSize(6, 6);
    if (type == CT_PushButton) // long words come close to the border otherwise
        s.setWidth(std::max(s.width(), size.width() + 2 * ButtonPadding));
    if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        button && type == CT_ToolButton && opensMenu(*button))
        s.rwidth() += MenuArrow;
    return s;
}

void AppStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                  QPainter *painter, const QWidget *widget) const
{
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        bar && control == CC_ScrollBar) {
        drawScrollBar(*bar, subControlRect(control, option, SC_ScrollBarSlider, widget), painter);
        return;
    }
    if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        button && control == CC_ToolButton && opensMenu(*button)) {
        // Beside the text: Fusion squeezes a tiny one into the corner.
        QStyleOptionToolButton plain = *button;
        plain.features &= ~QStyleOptionToolButton::HasMenu;
        plain.text.clear();
        QProxyStyle::drawComplexControl(control, &plain, painter, widget);
        plain.text = button->text;
        plain.rect =
            visualRect(button->direction, button->rect, button->rect.adjusted(0, 0, -MenuArrow, 0));
        QProxyStyle::drawControl(CE_ToolButtonLabel, &plain, painter, widget);
        const QRect side(button->rect.right() - MenuArrow - 1, button->rect.top(), MenuArrow,
                         button->rect.height());
        plain.rect = QRect(0, 0, 8, 8);
        plain.rect.moveCenter(visualRect(button->direction, button->rect, side).center());
        drawPrimitive(PE_IndicatorArrowDown, &plain, painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void AppStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                           const QWidget *widget) const
{
    if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option);
        tab && element == CE_TabBarTabShape) {
        drawTab(*tab, painter);
        return;
    }
    if (const auto *dock = qstyleoption_cast<const QStyleOptionDockWidget *>(option);
        dock && element == CE_DockWidgetTitle && !dock->title.isEmpty()) {
        painter->save();
        QFont font = painter->font();
        font.setBold(true);
        painter->setFont(font);
        painter->setPen(mixed(dock->palette.color(QPalette::WindowText),
                              dock->palette.color(QPalette::Window), 0.3));
        const QRect text =
            subElementRect(SE_DockWidgetTitleBarText, option, widget).adjusted(6, 0, 0, 0);
        painter->drawText(
            text, Qt::AlignVCenter | Qt::AlignLeft,
            painter->fontMetrics().elidedText(dock->title, Qt::ElideRight, text.width()));
        painter->restore();
        return;
    }
    if (element == CE_ToolBar) {
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        painter->fillRect(
            QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
            hairline(option->palette));
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                             QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case PE_IndicatorDockWidgetResizeHandle: {
        const QRect r = option->rect;
        painter->fillRect(r, option->palette.color(QPalette::Window));
        const QRect line = r.width() > r.height() ? QRect(r.left(), r.center().y(), r.width(), 1)
                                                  : QRect(r.center().x(), r.top(), 1, r.height());
        painter->fillRect(line, hairline(option->palette));
        return;
    }
    case PE_IndicatorCheckBox:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        drawOutline(option->rect, option->palette, painter); // Fusion's cannot be seen in the dark
        return;
    case PE_PanelScrollAreaCorner: // a piece of a frame that nothing else has
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        return;
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

} // namespace chartwright
