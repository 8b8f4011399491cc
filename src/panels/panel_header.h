// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/edit_context.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace chartwright {

class MessageList;

/// Who is edited: the kind's icon, the name (renamed as it is typed, with all that refers to it),
/// the kind, the values key, and what is wrong with the whole. Object names "header:name",
/// "header:valuesKey", "header:editValuesKey", "header:kind".
class PanelHeader : public QWidget
{
    Q_OBJECT
public:
    PanelHeader(EditContext *context, QWidget *parent);

    void refresh();
    /// In place of a resource: a title of its own.
    void showTitle(const QString &title, const QString &what);
    void focusName();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void onNameEdited(const QString &name);
    void showMessages();
    void editKey(bool on);
    void commitKey();
    QString keyProblem(const QString &key) const;

    EditContext *m_context;
    QLabel *m_icon, *m_kind, *m_title, *m_keyLabel, *m_keyWarning;
    QLineEdit *m_name, *m_key;
    QToolButton *m_editKey;
    QWidget *m_keyLine;
    MessageList *m_messages, *m_keyMessages;
    QString m_localProblem;
};

} // namespace chartwright
