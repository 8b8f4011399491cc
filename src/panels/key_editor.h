// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/edit_context.h"

#include <QLineEdit>

namespace chartwright {

class MessageList;

/// The key of a map's entry as a field: renamed when editing ends, together with all references to
/// it. A key that is taken is not stored. The line edit is named "key:<path of the entry>".
class KeyEditor : public QWidget
{
    Q_OBJECT
public:
    /// `depth` below 0: without a label, over the whole width.
    KeyEditor(const FieldSpec &spec, EditContext *context, QWidget *parent, int depth);

    void setKey(const Path &map, const QString &key);
    QString key() const { return m_key; }
    void focusKey();
    QLineEdit *edit() const { return m_edit; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QString problemOf(const QString &text) const;
    void finish();

    const FieldSpec &m_spec;
    EditContext *m_context;
    const int m_depth;
    Path m_map;
    QString m_key;
    QLineEdit *m_edit;
    MessageList *m_messages;
};

/// Where a new key is typed, hidden until there is one to add. Enter and Tab both emit
/// editingFinished() and stay, so that the owner says where to go on; Tab leaves it when it is
/// empty or was not taken.
class NewKeyEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit NewKeyEdit(QWidget *parent);

protected:
    bool focusNextPrevChild(bool next) override;
};

} // namespace chartwright
