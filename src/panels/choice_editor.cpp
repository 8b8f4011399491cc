// SPDX-License-Identifier: Apache-2.0
#include "panels/choice_editor.h"

#include "panels/panel_style.h"

#include <QComboBox>

namespace chartwright {

ChoiceEditor::ChoiceEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_combo(new QComboBox(parent))
{
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_combo->setMinimumContentsLength(6);
    style::ignoreWheelWithoutFocus(m_combo);
    watch(m_combo);
    m_combo->addItem(spec.fallback.isNull() ? tr("(not set)")
                                            : tr("(default: %1)").arg(textOf(spec.fallback)));
    m_combo->setItemData(0, style::muted(m_combo->palette()), Qt::ForegroundRole);
    if (spec.type == FieldType::Bool) {
        m_combo->addItem(textOf(true), QStringLiteral("true"));
        m_combo->addItem(textOf(false), QStringLiteral("false"));
    } else {
        for (const QString &choice : spec.choices)
            m_combo->addItem(choice, choice);
    }
    m_fixed = m_combo->count();
    connect(m_combo, &QComboBox::activated, this, [this](int i) {
        const QVariant data = m_combo->itemData(i);
        const Value chosen =
            i == 0 || !data.isValid() ? Value() : parseFieldText(this->spec(), data.toString());
        if (i < m_fixed && (isMixed() || !(chosen == value())))
            commit(chosen, EditContext::How::Step);
    });
}

QWidget *ChoiceEditor::widget() { return m_combo; }

QString ChoiceEditor::textOf(const Value &value) const
{
    if (value.type() == Value::Type::Bool)
        return value.toBool() ? tr("Yes") : tr("No");
    return value.scalarText();
}

void ChoiceEditor::refresh()
{
    while (m_combo->count() > m_fixed)
        m_combo->removeItem(m_fixed);
    const Value now = value();
    const bool several = isMixed();
    int index = 0;
    if (several || !now.isNull()) {
        // A text "true" in a Bool is wrong, and must not look right.
        const bool right = !several && isOfType(spec(), now);
        index = right ? m_combo->findData(now.scalarText()) : -1;
        if (index < 0) {
            QString text = several ? tr("(several)") : displayText(context()->topology(), now);
            m_combo->addItem(text.isEmpty() ? tr("(something else)") : text);
            index = m_fixed;
        }
    }
    m_combo->setCurrentIndex(index);
    m_combo->setEnabled(!isReadOnly());
    m_combo->setToolTip(m_combo->currentText());
}

} // namespace chartwright
