// SPDX-License-Identifier: Apache-2.0
#include "panels/find_bar.h"

#include "panels/panel_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>

namespace chartwright {
namespace {

constexpr int MostMarked = 2000;

} // namespace

FindBar::FindBar(QPlainTextEdit *text, QWidget *parent)
    : QWidget(parent), m_text(text), m_edit(new QLineEdit(this)), m_count(new QLabel(this)),
      m_previous(style::glyphButton(style::Glyph::Previous, tr("Previous"), this)),
      m_next(style::glyphButton(style::Glyph::Next, tr("Next"), this)),
      m_close(style::glyphButton(style::Glyph::Remove, tr("Close"), this))
{
    m_edit->setObjectName(QStringLiteral("find:text"));
    m_edit->setPlaceholderText(tr("Find"));
    m_edit->setMaximumWidth(260);
    m_count->setObjectName(QStringLiteral("find:count"));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_count);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addStretch(1);
    layout->addWidget(m_close);
    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        QTextCursor c = m_text->textCursor();
        c.setPosition(c.selectionStart());
        m_text->setTextCursor(c);
        mark();
        step(false);
    });
    connect(m_text, &QPlainTextEdit::textChanged, this, &FindBar::mark);
    connect(m_previous, &QToolButton::clicked, this, [this] { step(true); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(false); });
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    hide();
}

void FindBar::open()
{
    show();
    if (const QString selected = m_text->textCursor().selectedText();
        !selected.isEmpty() && !selected.contains(QChar::ParagraphSeparator))
        m_edit->setText(selected);
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
    mark();
}

void FindBar::close()
{
    hide();
    m_text->setExtraSelections({});
    m_text->setFocus();
}

void FindBar::step(bool back)
{
    const QString wanted = m_edit->text();
    if (wanted.isEmpty())
        return;
    const auto flags =
        back ? QTextDocument::FindFlags(QTextDocument::FindBackward) : QTextDocument::FindFlags();
    if (m_text->find(wanted, flags))
        return;
    QTextCursor c = m_text->textCursor();
    const QTextCursor before = c;
    c.movePosition(back ? QTextCursor::End : QTextCursor::Start);
    m_text->setTextCursor(c);
    if (!m_text->find(wanted, flags))
        m_text->setTextCursor(before);
}

void FindBar::mark()
{
    if (isHidden())
        return;
    QList<QTextEdit::ExtraSelection> marks;
    const QString wanted = m_edit->text();
    QTextCharFormat format;
    QColor colour = style::accent(palette());
    colour.setAlphaF(0.25f);
    format.setBackground(colour);
    if (!wanted.isEmpty()) {
        QTextCursor c(m_text->document());
        while (marks.size() < MostMarked) {
            c = m_text->document()->find(wanted, c);
            if (c.isNull())
                break;
            marks.append({c, format});
        }
    }
    m_text->setExtraSelections(marks);
    m_count->setText(wanted.isEmpty()             ? QString()
                     : marks.size() == MostMarked ? tr("more than %1").arg(MostMarked)
                                                  : tr("%n found", nullptr, int(marks.size())));
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape) {
            close();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            step(key->modifiers() & Qt::ShiftModifier);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        for (QToolButton *button : {m_previous, m_next, m_close})
            style::updateGlyph(button);
        mark();
    }
}

} // namespace chartwright
