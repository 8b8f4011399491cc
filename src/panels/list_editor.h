// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/field_editor.h"

class QLineEdit;
class QVBoxLayout;

namespace chartwright {

/// StringList: a line each, Enter for the next, Alt+Up and Alt+Down to move. Lines are named
/// "field:<path>[#0]" …
class ListEditor : public FieldEditor
{
    Q_OBJECT
public:
    ListEditor(const FieldSpec &spec, EditContext *context, QWidget *parent);
    QWidget *widget() override { return m_widget; }
    void refresh() override;
    void setPath(const Path &path, const Path &keep = {}) override;
    bool reveal(const Path &path) override;
    void addItem() override;
    bool canAdd() const override { return true; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Line
    {
        QWidget *row;
        QLineEdit *edit;
    };

    List items() const;
    void addLine();
    void edited(QLineEdit *edit, const QString &text);
    void removeAt(qsizetype i);
    void move(qsizetype i, int by);
    qsizetype lineOf(const QObject *edit) const;
    void store(const List &items, EditContext::How how);

    QWidget *m_widget;
    QVBoxLayout *m_layout;
    QList<Line> m_lines;
    bool m_pending = false; ///< one more line than the document has
};

} // namespace chartwright
