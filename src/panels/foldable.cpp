// SPDX-License-Identifier: Apache-2.0
#include "panels/foldable.h"

#include "panels/panel_style.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyleOptionFocusRect>

namespace chartwright {

FoldButton::FoldButton(Level level, const QString &title, QWidget *parent)
    : QAbstractButton(parent), m_level(level)
{
    setText(title);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(title);
}

void FoldButton::setSummary(const QString &text)
{
    if (std::exchange(m_summary, text) != text)
        update();
}

void FoldButton::setSeverity(std::optional<Severity> severity)
{
    if (std::exchange(m_severity, severity) != severity)
        update();
}

void FoldButton::setMark(bool on)
{
    if (std::exchange(m_mark, on) != on)
        update();
}

QSize FoldButton::sizeHint() const
{
    return {160, m_level == Level::Section ? 30 : style::RowHeight};
}

QSize FoldButton::minimumSizeHint() const { return {60, sizeHint().height()}; }

void FoldButton::paintEvent(QPaintEvent *)
{
    QPainter p(this);
    const QColor muted = style::muted(palette());
    if (m_line) {
        p.setPen(style::line(palette()));
        p.drawLine(0, 0, width(), 0);
    }
    if (underMouse() && m_level != Level::Section) {
        QColor hover = palette().color(QPalette::WindowText);
        hover.setAlphaF(0.05f);
        p.fillRect(rect(), hover);
    }
    const auto arrow = isChecked() ? style::Glyph::Unfolded : style::Glyph::Folded;
    const int top = (height() - 16) / 2;
    style::glyph(arrow, muted).paint(&p, QRect(0, top, 16, 16));
    if (m_mark) {
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(Qt::NoPen);
        p.setBrush(style::accent(palette()));
        p.drawEllipse(QPointF(18.5, height() / 2.0), 2, 2);
    }
    QFont bold = font();
    bold.setWeight(m_level == Level::Section ? QFont::DemiBold : QFont::Medium);
    p.setFont(bold);
    const int left = m_mark ? 24 : 20;
    int right = width() - 4;
    if (m_severity) {
        style::severityIcon(*m_severity, palette()).paint(&p, QRect(right - 15, top, 16, 16));
        right -= 20;
    }
    const QFontMetrics metrics(bold);
    const int room = right - left;
    const int titleWidth = std::min(metrics.horizontalAdvance(text()) + 1,
                                    m_summary.isEmpty() ? room : std::max(room / 2, room - 90));
    p.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    p.drawText(QRect(left, 0, titleWidth, height()), Qt::AlignVCenter | Qt::TextSingleLine,
               metrics.elidedText(text(), Qt::ElideMiddle, titleWidth));
    if (!m_summary.isEmpty() && !isChecked()) {
        p.setFont(font());
        p.setPen(muted);
        const QRect rest(left + titleWidth + 10, 0, right - left - titleWidth - 10, height());
        p.drawText(rest, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                   fontMetrics().elidedText(m_summary, Qt::ElideRight, rest.width()));
    }
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &p, this);
    }
}

Foldable::Foldable(FoldButton::Level level, const QString &title, MakeBody makeBody,
                   QWidget *parent)
    : QWidget(parent), m_header(new FoldButton(level, title, this)), m_line(new QHBoxLayout),
      m_layout(new QVBoxLayout(this)), m_makeBody(std::move(makeBody))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->setSpacing(2);
    m_line->addWidget(m_header, 1);
    m_layout->addLayout(m_line);
    connect(m_header, &QAbstractButton::clicked, this, [this](bool open) {
        apply(!open);
        emit clicked(!open);
    });
}

void Foldable::addTool(QWidget *tool) { m_line->addWidget(tool); }

void Foldable::setNote(QWidget *note) { m_layout->insertWidget(1, note); }

void Foldable::setFolded(bool folded)
{
    if (folded == isFolded())
        return;
    m_header->setChecked(!folded);
    apply(folded);
}

void Foldable::apply(bool folded)
{
    if (!folded && !m_body && m_makeBody) {
        m_body = m_makeBody(this);
        m_layout->addWidget(m_body);
    }
    if (m_body)
        m_body->setVisible(!folded);
    emit toggled(folded);
}

} // namespace chartwright
