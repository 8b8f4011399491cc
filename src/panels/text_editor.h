// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

class QToolButton;

namespace chartwright {

class ReferenceEdit;

/// Text of one line or several, with references as chips.
class TextEditor : public FieldEditor
{
    Q_OBJECT
public:
    TextEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override;
    void refresh() override;

private:
    ReferenceEdit *m_edit;
};

/// A button with a menu of what a text may refer to: names, ports and whole addresses of the
/// resources of a kind. `insert` gets the pieces.
QToolButton *insertReferenceButton(EditContext *context, const QString &kind, QWidget *parent,
                                   const std::function<void(const Text &)> &insert);

} // namespace chartwright
