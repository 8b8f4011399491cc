// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/edit_context.h"

class QWidget;

namespace chartwright {

/// Edits one field. One class a shape (FieldType), made by makeEditor().
///
/// What a person types goes into the document at once, right or wrong; refresh() shows what the
/// document holds and leaves focus, cursor and text that already says it alone.
class FieldEditor : public QObject
{
    Q_OBJECT
public:
    enum class Layout {
        Inline, ///< right of its label
        Block,  ///< under its label, folding
        Choice, ///< inline, with something under it (a union)
    };

    FieldEditor(const FieldSpec &spec, EditContext *context, QObject *parent);

    const FieldSpec &spec() const { return m_spec; }
    const Path &path() const { return m_path; }
    /// Where the field stands now: it moves with its list's items. `keep`: see EditContext::set().
    virtual void setPath(const Path &path, const Path &keep = {});

    virtual QWidget *widget() = 0;
    /// What has the focus, and "field:<path>" as its object name.
    virtual QWidget *input() { return widget(); }
    /// Of Layout::Choice.
    virtual QWidget *below() { return nullptr; }
    virtual void refresh() = 0;
    /// Focuses the editor of a path at or below its own.
    virtual bool reveal(const Path &path);
    /// Of lists and maps: a new item, ready to be typed.
    virtual void addItem() {}
    virtual bool canAdd() const { return false; }

    /// What is wrong with text that is not in the document (a name that is taken, broken YAML).
    QString problem() const { return m_problem; }
    Value value() const { return m_context->value(m_path); }
    bool isMixed() const { return m_context->isMixed(m_path); }
    /// Derived while nothing is set: shown, not edited.
    bool isReadOnly() const { return m_spec.readOnly && value().isNull(); }

signals:
    void problemChanged();

protected:
    void commit(const Value &value, EditContext::How how);
    void setProblem(const QString &problem);
    /// Undo and redo are the document's; a new focus is a new undo step.
    void watch(QWidget *input);
    bool eventFilter(QObject *watched, QEvent *event) override;

    EditContext *context() const { return m_context; }
    const Path &keep() const { return m_keep; }

private:
    const FieldSpec &m_spec;
    EditContext *m_context;
    Path m_path, m_keep;
    QString m_problem;
};

FieldEditor::Layout layoutOf(const FieldSpec &spec);
/// `depth`: how far labels inside are indented.
FieldEditor *makeEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth);

} // namespace chartwright
