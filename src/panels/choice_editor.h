// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

class QComboBox;

namespace chartwright {

/// Choice, and Bool as Yes, No or not set. A value that is no choice stays in the list, marked.
class ChoiceEditor : public FieldEditor
{
    Q_OBJECT
public:
    ChoiceEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override;
    void refresh() override;

private:
    QString textOf(const Value &value) const;

    QComboBox *m_combo;
    int m_fixed = 0; ///< items that are always there
};

} // namespace chartwright
