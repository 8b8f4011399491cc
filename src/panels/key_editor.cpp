// SPDX-License-Identifier: Apache-2.0
#include "panels/key_editor.h"

#include "panels/line_editor.h"
#include "panels/message_list.h"
#include "panels/panel_style.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace chartwright {

KeyEditor::KeyEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth)
    : QWidget(parent), m_spec(spec), m_context(context), m_depth(depth),
      m_edit(new QLineEdit(this)), m_messages(new MessageList(context, this))
{
    const int left = depth < 0 ? 0 : style::LabelWidth - depth * style::Indent;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(left, depth < 0 ? 0 : 2, depth < 0 ? 0 : 22, depth < 0 ? 0 : 2);
    layout->setSpacing(0);
    m_edit->setMinimumHeight(style::RowHeight - 2);
    m_edit->setAccessibleName(tr("Key"));
    layout->addWidget(m_edit);
    m_messages->setIndent(0, 0);
    layout->addWidget(m_messages);
    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::textEdited, this,
            [this](const QString &text) { m_messages->setMessages({}, problemOf(text)); });
    connect(m_edit, &QLineEdit::editingFinished, this, &KeyEditor::finish);
}

void KeyEditor::setKey(const Path &map, const QString &key)
{
    m_map = map;
    const bool other = m_key != key;
    m_key = key;
    m_edit->setObjectName(QStringLiteral("key:") + map.key(key).text());
    if (!other && (m_edit->hasFocus() || m_edit->isModified()))
        return;
    showText(m_edit, key);
    m_messages->setMessages({}, problemOf(key));
}

QString KeyEditor::problemOf(const QString &text) const
{
    if (text.isEmpty())
        return tr("A key is needed");
    if (text != m_key && m_context->value(m_map).map().contains(text))
        return tr("There is a key %1 already").arg(text);
    return m_spec.check ? m_spec.check(text) : QString();
}

void KeyEditor::focusKey()
{
    m_edit->setFocus(Qt::OtherFocusReason);
    m_edit->selectAll();
}

void KeyEditor::finish()
{
    const QString text = m_edit->text();
    if (text == m_key || text.isEmpty() || m_context->value(m_map).map().contains(text))
        return;
    m_edit->setModified(false);
    const ResourcePtr self = m_context->resource();
    const QString part = QStringLiteral("key/") + m_key;
    if (self && m_context->isSingle() && findPart(m_context->topology().kinds(), *self, part)) {
        m_context->push(
            renamePart(m_context->topology(), m_context->document()->refs(), self->id, part, text),
            EditContext::How::Step);
        return;
    }
    Map map = m_context->value(m_map).map();
    map.rename(m_key, text);
    m_context->set(m_map, map, EditContext::How::Step);
}

void KeyEditor::paintEvent(QPaintEvent *)
{
    if (m_depth < 0)
        return;
    QPainter p(this);
    p.setPen(style::muted(palette()));
    p.drawText(QRect(10, 0, style::LabelWidth - m_depth * style::Indent - 16, style::RowHeight + 4),
               Qt::AlignVCenter | Qt::TextSingleLine, tr("Key"));
}

bool KeyEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape && m_edit->text() != m_key) {
            m_edit->setText(m_key);
            m_messages->setMessages({}, problemOf(m_key));
            return true;
        }
    }
    // A key that is being typed is not in the document yet: its letters are the line edit's.
    return (m_edit->text() == m_key && m_context->takeHistoryKey(event)) ||
           QWidget::eventFilter(watched, event);
}

NewKeyEdit::NewKeyEdit(QWidget *parent) : QLineEdit(parent)
{
    setPlaceholderText(tr("New key"));
    setMinimumHeight(style::RowHeight - 2);
    hide();
}

bool NewKeyEdit::focusNextPrevChild(bool next)
{
    if (next && !text().isEmpty()) {
        emit editingFinished();
        if (text().isEmpty())
            return true;
    }
    return QLineEdit::focusNextPrevChild(next);
}

} // namespace chartwright
