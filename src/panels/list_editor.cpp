// SPDX-License-Identifier: Apache-2.0
#include "panels/list_editor.h"

#include "panels/line_editor.h"
#include "panels/panel_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QTimer>
#include <QToolButton>

namespace chartwright {

ListEditor::ListEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_widget(new QWidget(parent)),
      m_layout(new QVBoxLayout(m_widget))
{
    m_layout->setContentsMargins(0, 2, 0, 4);
    m_layout->setSpacing(3);
}

void ListEditor::setPath(const Path &path, const Path &keep)
{
    FieldEditor::setPath(path, keep);
    for (qsizetype i = 0; i < m_lines.size(); ++i)
        m_lines[i].edit->setObjectName(QStringLiteral("field:") + path.index(i).text());
}

List ListEditor::items() const
{
    const Value now = value();
    if (now.isList())
        return now.list();
    return now.isNull() ? List() : List{now}; // a single text where a list belongs
}

void ListEditor::addLine()
{
    auto *row = new QWidget(m_widget);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto *edit = new QLineEdit(row);
    watch(edit);
    layout->addWidget(edit, 1);
    auto *remove = style::glyphButton(style::Glyph::Remove, tr("Remove"), row);
    layout->addWidget(remove);
    m_layout->addWidget(row);
    edit->setObjectName(QStringLiteral("field:") + path().index(m_lines.size()).text());
    m_lines.append({row, edit});
    connect(edit, &QLineEdit::textEdited, this,
            [this, edit](const QString &text) { edited(edit, text); });
    connect(remove, &QToolButton::clicked, this, [this, edit] { removeAt(lineOf(edit)); });
    row->show();
}

void ListEditor::refresh()
{
    const List list = isMixed() ? List() : items();
    if (m_pending && !m_lines.isEmpty()) {
        // An empty line goes when it is left, but not when the person looks at another window.
        const QLineEdit *last = m_lines.last().edit;
        m_pending = last->window()->focusWidget() == last || !last->text().isEmpty();
    }
    const qsizetype wanted = list.size() + (m_pending ? 1 : 0);
    while (m_lines.size() < wanted)
        addLine();
    while (m_lines.size() > wanted) {
        m_lines.last().row->hide();
        m_lines.takeLast().row->deleteLater();
    }
    for (qsizetype i = 0; i < list.size(); ++i) {
        showText(m_lines[i].edit, displayText(context()->topology(), list[i]));
        m_lines[i].edit->setReadOnly(isReadOnly());
    }
}

bool ListEditor::reveal(const Path &to)
{
    const qsizetype i = to.size() > path().size() ? to.steps()[path().size()].index : 0;
    if (m_lines.isEmpty())
        return false;
    m_lines[std::clamp<qsizetype>(i, 0, m_lines.size() - 1)].edit->setFocus(Qt::OtherFocusReason);
    return true;
}

void ListEditor::addItem()
{
    if (!m_pending) {
        m_pending = true;
        refresh();
    }
    if (!m_lines.isEmpty())
        m_lines.last().edit->setFocus(Qt::OtherFocusReason);
}

qsizetype ListEditor::lineOf(const QObject *edit) const
{
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].edit == edit)
            return i;
    }
    return -1;
}

void ListEditor::store(const List &list, EditContext::How how)
{
    commit(list.isEmpty() ? Value() : Value(list), how);
}

void ListEditor::edited(QLineEdit *edit, const QString &text)
{
    const qsizetype i = lineOf(edit);
    List list = items();
    if (i < list.size()) {
        list[i] = text;
    } else {
        m_pending = false;
        list.append(text);
    }
    store(list, EditContext::How::Typing);
}

void ListEditor::removeAt(qsizetype i)
{
    List list = items();
    if (i >= list.size()) {
        m_pending = false;
        refresh();
    } else if (i >= 0) {
        list.removeAt(i);
        store(list, EditContext::How::Step);
    }
}

void ListEditor::move(qsizetype i, int by)
{
    List list = items();
    const qsizetype to = i + by;
    if (i < 0 || i >= list.size() || to < 0 || to >= list.size())
        return;
    list.swapItemsAt(i, to);
    store(list, EditContext::How::Step);
    m_lines[to].edit->setFocus();
}

bool ListEditor::eventFilter(QObject *watched, QEvent *event)
{
    const qsizetype i = lineOf(watched);
    if (i >= 0 && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool alt = key->modifiers() == Qt::AltModifier;
        if (alt && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            move(i, key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            if (i + 1 < m_lines.size())
                m_lines[i + 1].edit->setFocus();
            else if (!m_lines[i].edit->text().isEmpty())
                addItem();
            return true;
        }
    } else if (i >= 0 && event->type() == QEvent::FocusOut && m_pending) {
        QTimer::singleShot(0, this, &ListEditor::refresh); // not while its focus is on the move
    }
    return FieldEditor::eventFilter(watched, event);
}

} // namespace chartwright
