// SPDX-License-Identifier: Apache-2.0
#include "panels/struct_editors.h"

#include "panels/field_row.h"
#include "panels/foldable.h"
#include "panels/key_editor.h"
#include "panels/message_list.h"
#include "panels/panel_style.h"
#include "panels/used_by.h"

#include <QComboBox>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace chartwright {

StructEditor::StructEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth)
    : FieldEditor(spec, context, parent),
      m_form(new FieldForm(spec.fields, context, parent, depth + 1))
{
}

QWidget *StructEditor::widget() { return m_form; }

void StructEditor::setPath(const Path &path, const Path &keep)
{
    FieldEditor::setPath(path, keep);
    m_form->setBase(path, keep);
}

void StructEditor::refresh() { m_form->refresh(); }

bool StructEditor::reveal(const Path &to)
{
    if (m_form->reveal(to))
        return true;
    return !m_form->rows().isEmpty() &&
           m_form->rows().first()->reveal(m_form->rows().first()->path());
}

UnionEditor::UnionEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth)
    : FieldEditor(spec, context, parent), m_combo(new QComboBox(parent)),
      m_below(new QWidget(parent)), m_depth(depth)
{
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_combo->setMinimumContentsLength(6);
    style::ignoreWheelWithoutFocus(m_combo);
    watch(m_combo);
    m_combo->addItem(tr("(none)"));
    for (const FieldSpec &alternative : spec.fields)
        m_combo->addItem(alternative.label);
    auto *layout = new QVBoxLayout(m_below);
    layout->setContentsMargins(0, 0, 0, 0);
    m_below->hide();
    connect(m_combo, &QComboBox::activated, this, &UnionEditor::choose);
}

QWidget *UnionEditor::widget() { return m_combo; }

void UnionEditor::setPath(const Path &path, const Path &keep)
{
    FieldEditor::setPath(path, keep);
    // Beside the field that stands at the same path.
    m_combo->setObjectName(QStringLiteral("union:") + path.text());
    for (auto it = m_forms.cbegin(); it != m_forms.cend(); ++it) {
        const bool structure = it.key()->type == FieldType::Struct;
        const Path own = path / Path(it.key()->path);
        (*it)->setBase(structure ? own : path, structure ? own : Path());
    }
}

void UnionEditor::choose(int index)
{
    const FieldSpec *chosen = index > 0 ? &spec().fields[index - 1] : nullptr;
    if (chosen == activeAlternative(spec(), value()) && !isMixed())
        return;
    Value structure = value().isMap() ? value() : Value(Map());
    for (const FieldSpec &alternative : spec().fields)
        structure = without(structure, Path(alternative.path));
    if (structure.isNull())
        structure = Map();
    if (chosen)
        structure = with(structure, Path(chosen->path),
                         chosen->type == FieldType::Struct ? Value(Map()) : Value(QString()));
    const bool gone = structure.isEmpty() && path().last().kind == Path::Step::Kind::Key;
    context()->set(path(), gone ? Value() : structure, EditContext::How::Step);
}

void UnionEditor::showAlternative(const FieldSpec *alternative)
{
    m_shown = alternative;
    if (m_form)
        m_form->hide();
    m_form = nullptr;
    if (alternative) {
        FieldForm *&form = m_forms[alternative];
        if (!form) {
            const bool structure = alternative->type == FieldType::Struct;
            form = structure ? new FieldForm(alternative->fields, context(), m_below, m_depth)
                             : new FieldForm(QList<const FieldSpec *>{alternative}, context(),
                                             m_below, m_depth);
            m_below->layout()->addWidget(form);
            setPath(path(), keep());
        }
        m_form = form;
        form->show();
    }
    m_below->setVisible(m_form != nullptr && !m_form->rows().isEmpty());
}

void UnionEditor::refresh()
{
    const FieldSpec *active = activeAlternative(spec(), value());
    if (active != m_shown)
        showAlternative(active);
    const auto i = active ? active - spec().fields.constData() + 1 : 0;
    m_combo->setCurrentIndex(int(i));
    m_combo->setToolTip(m_combo->currentText());
    if (m_form)
        m_form->refresh();
}

bool UnionEditor::reveal(const Path &to)
{
    if (m_form && m_form->reveal(to))
        return true;
    m_combo->setFocus(Qt::OtherFocusReason);
    return true;
}

} // namespace chartwright
