// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

class QPlainTextEdit;

namespace chartwright {

/// Anything, as YAML. Text that does not parse stays in the editor, marked, and is not stored.
class YamlEditor : public FieldEditor
{
    Q_OBJECT
public:
    YamlEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override;
    void refresh() override;
    void setPath(const Path &path, const Path &keep = {}) override;

private:
    void onEdited();

    QPlainTextEdit *m_edit;
    Value m_value; ///< what the text says
    QList<ResourceId> m_of;
    bool m_setting = false;
};

} // namespace chartwright
