// SPDX-License-Identifier: Apache-2.0
#include "panels/line_editor.h"

#include "panels/panel_style.h"

#include <QPainter>
#include <QStyleOptionFrame>

namespace chartwright {

void UnitLineEdit::setUnit(const QString &unit)
{
    m_unit = unit;
    setTextMargins(0, 0, unit.isEmpty() ? 0 : fontMetrics().horizontalAdvance(unit) + 6, 0);
}

void UnitLineEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (m_unit.isEmpty())
        return;
    QPainter p(this);
    p.setPen(style::muted(palette()));
    p.drawText(rect().adjusted(0, 0, -7, 0), Qt::AlignRight | Qt::AlignVCenter, m_unit);
}

QString placeholder(const FieldEditor &editor, const Value &derived)
{
    if (editor.isMixed())
        return FieldEditor::tr("(several)");
    const Value &shown = derived.isNull() ? editor.spec().fallback : derived;
    return shown.scalarText();
}

void showText(QLineEdit *edit, const QString &text)
{
    if (edit->text() == text)
        return;
    const int cursor = edit->cursorPosition();
    edit->setText(text);
    edit->setCursorPosition(edit->hasFocus() ? std::min(cursor, int(text.size())) : 0);
}

LineEditor::LineEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_edit(new UnitLineEdit(parent))
{
    m_edit->setUnit(spec.unit);
    watch(m_edit);
    connect(m_edit, &QLineEdit::textEdited, this, &LineEditor::onEdited);
    connect(m_edit, &QLineEdit::editingFinished, this, [this] {
        if (problem().isEmpty())
            refresh();
    });
}

void LineEditor::refresh()
{
    const Value now = value();
    const bool mixed = isMixed();
    const bool fixed = isReadOnly();
    const Value derived = now.isNull() ? context()->derived(path()) : Value();
    m_edit->setReadOnly(fixed);
    m_edit->setPlaceholderText(placeholder(*this, derived));
    if (!problem().isEmpty()) {
        if (m_edit->hasFocus())
            return;
        setProblem({});
    }
    const QString text = mixed   ? QString()
                         : fixed ? derived.scalarText()
                                 : displayText(context()->topology(), now);
    // "007" and "7" are the same number: no reason to take away what is being typed.
    if (m_edit->hasFocus() && !mixed && !fixed && parseFieldText(spec(), m_edit->text()) == now)
        return;
    showText(m_edit, text);
}

bool LineEditor::reveal(const Path &)
{
    m_edit->setFocus(Qt::OtherFocusReason);
    m_edit->selectAll();
    return true;
}

bool LineEditor::isTaken(const QString &text) const
{
    if (path().size() < 3 || text.isEmpty() || path().last().kind != Path::Step::Kind::Key)
        return false;
    const Path item = path().parent();
    if (item.last().kind == Path::Step::Kind::Key)
        return false;
    const QString listKey = item.parent().last().name;
    const QString own = path().last().name;
    if (mergeKeys(listKey).constFirst() != own)
        return false;
    const Value &mine = context()->value(item);
    const List &items = context()->value(item.parent()).list();
    return std::any_of(items.begin(), items.end(),
                       [&](const Value &v) { return v[own].scalarText() == text && !(v == mine); });
}

void LineEditor::onEdited(const QString &text)
{
    // Going on would mix up the references to the two.
    if (isTaken(text)) {
        setProblem(tr("Another one here is named %1").arg(text));
        return;
    }
    setProblem({});
    commit(parseFieldText(spec(), text), EditContext::How::Typing);
}

} // namespace chartwright
