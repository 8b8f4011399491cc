// SPDX-License-Identifier: Apache-2.0
#include "panels/revealed_value.h"

#include "panels/panel_style.h"

#include <QFontDatabase>
#include <QPainter>
#include <QResizeEvent>

namespace chartwright {
namespace {

constexpr std::chrono::seconds Moment(15);
constexpr int MostLines = 12, Margin = 6;
constexpr int Flags = Qt::TextWrapAnywhere | Qt::AlignLeft | Qt::AlignTop;

} // namespace

RevealedValue::RevealedValue(QWidget *parent) : QWidget(parent)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(tr("Value, shown for a moment"));
    m_end.setSingleShot(true);
    m_end.setInterval(Moment);
    connect(&m_end, &QTimer::timeout, this, &QWidget::hide);
    hide();
}

void RevealedValue::reveal(SecretValue value)
{
    m_value = std::move(value);
    fitHeight();
    show();
    update();
    m_end.start();
    emit toggled(true);
}

void RevealedValue::withText(const std::function<void(const QString &)> &use) const
{
    if (!QUtf8StringView(m_value.view().data(), m_value.size()).isValidUtf8())
        return use(tr("%n bytes that are no text", nullptr, int(m_value.size())));
    QString text = QString::fromUtf8(m_value.view());
    use(text);
    wipe(text);
}

void RevealedValue::fitHeight()
{
    withText([this](const QString &text) {
        const QRect room(0, 0, std::max(40, width() - 2 * Margin), 1'000'000);
        const int most = fontMetrics().lineSpacing() * MostLines;
        setFixedHeight(std::min(most, fontMetrics().boundingRect(room, Flags, text).height()) +
                       2 * Margin);
    });
}

void RevealedValue::resizeEvent(QResizeEvent *event)
{
    if (event->size().width() != event->oldSize().width() && !isHidden())
        fitHeight();
    QWidget::resizeEvent(event);
}

void RevealedValue::hideEvent(QHideEvent *event)
{
    // Also when a section folds or another resource is looked at; it does not come back by itself.
    hide();
    m_end.stop();
    m_value.clear();
    emit toggled(false);
    QWidget::hideEvent(event);
}

void RevealedValue::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().base());
    painter.setPen(style::line(palette()));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.setPen(palette().color(QPalette::Text));
    const QRect room = rect().adjusted(Margin, Margin, -Margin, -Margin);
    withText([&](const QString &text) { painter.drawText(room, Flags, text); });
}

} // namespace chartwright
