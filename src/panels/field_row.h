// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace chartwright {

class ErrorFrame;
class Foldable;
class MessageList;

/// One field: its label with a dot where it is not the default, its editor, a pin where it stands
/// in values.yaml, and under it what is wrong. Object name "row:<path>".
class FieldRow : public QWidget
{
    Q_OBJECT
public:
    /// `depth`: how far it is indented; editors stay in one column.
    FieldRow(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth);

    const FieldSpec &spec() const { return m_spec; }
    const Path &path() const { return m_path; }
    void setPath(const Path &path, const Path &keep);
    void refresh();
    /// Focuses the editor at a path at or below this row's.
    bool reveal(const Path &path);
    FieldEditor *editor() const { return m_editor; }
    MessageList *messages() const { return m_messages; }
    bool isLabelCut() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void buildInline();
    void buildBlock();
    void ensureEditor();
    void showMessages();
    /// What is wired is written as a reference, which values.yaml has no words for.
    bool canBeExposed(const FieldSpec &spec, const Value &value) const;
    void showPin();
    void showBlock();
    void showChanged();
    void askForHelp();
    int labelWidth() const;
    QRect labelRoom() const;
    bool isChanged() const;
    QString help() const;
    QToolButton *makePin(QWidget *parent);
    void setPinned(bool pinned);
    bool canClear() const;

    const FieldSpec &m_spec;
    EditContext *m_context;
    const FieldEditor::Layout m_kind;
    const int m_depth;
    Path m_path, m_keep;
    FieldEditor *m_editor = nullptr;
    QVBoxLayout *m_layout;
    Foldable *m_foldable = nullptr;
    MessageList *m_messages = nullptr;
    QToolButton *m_pin = nullptr, *m_add = nullptr, *m_clear = nullptr;
    ErrorFrame *m_frame = nullptr; ///< round an editor with something wrong
    bool m_exposed = false, m_changed = false, m_shownOnce = false;
};

/// Rows for the fields of a structure.
class FieldForm : public QWidget
{
    Q_OBJECT
public:
    FieldForm(const QList<const FieldSpec *> &fields, EditContext *context, QWidget *parent,
              int depth);
    FieldForm(const QList<FieldSpec> &fields, EditContext *context, QWidget *parent, int depth);

    /// Where the structure stands. `keep`: see EditContext::set().
    void setBase(const Path &base, const Path &keep = {});
    void refresh();
    bool reveal(const Path &path);
    const QList<FieldRow *> &rows() const { return m_rows; }

private:
    void add(const FieldSpec &spec, EditContext *context, int depth);

    QList<FieldRow *> m_rows;
};

} // namespace chartwright
