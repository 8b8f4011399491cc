// SPDX-License-Identifier: Apache-2.0
#include "app/message_bar.h"

#include "canvas/canvas_theme.h"
#include "panels/panel_style.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace chartwright {

MessageBar::MessageBar(QWidget *parent) : QFrame(parent)
{
    setObjectName(u"messageBar"_s);
    setAutoFillBackground(true);
    m_text = new QLabel;
    m_text->setObjectName(u"messageBar:text"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close = style::glyphButton(style::Glyph::Remove, tr("Close this message"), this);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    m_offers = new QHBoxLayout;
    m_offers->setSpacing(8);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(12);
    row->addWidget(m_text, 1);
    row->addLayout(m_offers);
    row->addWidget(m_close);
    updateColours();
    hide();
}

void MessageBar::show(Tone tone, const QString &text, const QList<Offer> &offers)
{
    m_tone = tone;
    m_text->setText(text);
    while (QLayoutItem *item = m_offers->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const Offer &offer : offers) {
        auto *button = new QPushButton(offer.text);
        connect(button, &QPushButton::clicked, this, offer.act);
        m_offers->addWidget(button);
    }
    updateColours();
    setVisible(true);
}

QString MessageBar::text() const { return m_text->text(); }

void MessageBar::changeEvent(QEvent *event)
{
    // Our own tone changes the palette, too.
    if (event->type() == QEvent::PaletteChange && !m_updating)
        updateColours();
    QFrame::changeEvent(event);
}

void MessageBar::updateColours()
{
    QPalette p = QApplication::palette();
    const CanvasTheme theme = CanvasTheme::of(p, font());
    const QColor tone = m_tone == Tone::Done ? p.color(QPalette::Highlight) : theme.warning;
    p.setColor(QPalette::Window, mixed(p.color(QPalette::Window), tone, theme.dark ? 0.22 : 0.12));
    m_updating = true;
    setPalette(p);
    m_updating = false;
    style::updateGlyph(m_close);
}

} // namespace chartwright
