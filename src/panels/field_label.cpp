// SPDX-License-Identifier: Apache-2.0
#include "panels/field_row.h"
#include "panels/foldable.h"
#include "panels/panel_style.h"

#include <QPainter>

// What a row says of its field, left of the editor.
namespace chartwright {
namespace {

constexpr int LabelFlags = Qt::AlignVCenter | Qt::TextWordWrap; // two lines fit

} // namespace

int FieldRow::labelWidth() const { return style::LabelWidth - m_depth * style::Indent; }

QRect FieldRow::labelRoom() const { return {10, 0, labelWidth() - 16, style::RowHeight + 4}; }

bool FieldRow::isLabelCut() const
{
    const QRect room = labelRoom();
    return !m_foldable &&
           !room.contains(fontMetrics().boundingRect(room, LabelFlags, m_spec.label));
}

QString FieldRow::help() const
{
    QStringList lines;
    if (!m_spec.help.isEmpty())
        lines.append(m_spec.help);
    if (!m_spec.fallback.isNull())
        lines.append(tr("Default: %1").arg(m_spec.fallback.scalarText()));
    if (m_changed)
        lines.append(tr("Blue dot: set here, and not to the default."));
    return lines.isEmpty() ? m_spec.label : lines.join(u'\n');
}

bool FieldRow::isChanged() const
{
    // What has to be set anyway, and has no default, differs from nothing.
    if (m_kind == FieldEditor::Layout::Choice || m_spec.type == FieldType::KeptValue ||
        (m_spec.required && m_spec.fallback.isNull()))
        return false;
    const Value &now = m_context->value(m_path);
    if (m_context->isMixed(m_path))
        return true;
    return !now.isNull() && !(now == m_spec.fallback) && !(m_foldable && now.isEmpty());
}

void FieldRow::showChanged()
{
    setWhatsThis(help());
    if (m_foldable) {
        m_foldable->header()->setMark(m_changed);
        m_foldable->header()->setToolTip(help());
        m_foldable->header()->setAccessibleDescription(help());
    } else {
        m_editor->input()->setAccessibleDescription(help());
        update();
    }
}

void FieldRow::paintEvent(QPaintEvent *)
{
    if (m_foldable)
        return;
    QPainter p(this);
    const int height = style::RowHeight + 4;
    if (m_changed) {
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(Qt::NoPen);
        p.setBrush(style::accent(palette()));
        p.drawEllipse(QPointF(4, height / 2.0), 2.2, 2.2);
    }
    p.setPen(style::muted(palette()));
    const QRect room = labelRoom();
    if (isLabelCut())
        p.drawText(room, Qt::AlignVCenter | Qt::TextSingleLine,
                   fontMetrics().elidedText(m_spec.label, Qt::ElideRight, room.width()));
    else
        p.drawText(room, LabelFlags, m_spec.label);
}

} // namespace chartwright
