// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/edit_context.h"

#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace chartwright {

/// What is wrong with a field, in words, with a button for the fix and a menu to accept it. Hidden
/// while there is nothing to say.
class MessageList : public QWidget
{
    Q_OBJECT
public:
    MessageList(EditContext *context, QWidget *parent);

    /// `problem`: of what is being typed; an error. Object names: "message" of the words, "fix" of
    /// the buttons.
    void setMessages(const QList<Finding> &findings, const QString &problem);
    void setIndent(int left, int right = 22);
    QStringList texts() const;
    /// The worst that is open.
    std::optional<Severity> severity() const { return m_severity; }

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        QWidget *row;
        QLabel *icon, *text;
        QToolButton *fix;
    };
    void addLine();
    void show(Line &line, Severity severity, bool accepted, const QString &text,
              const QString &toolTip, const QString &fix);
    void applyFix(qsizetype i);

    EditContext *m_context;
    QVBoxLayout *m_layout;
    QList<Line> m_lines;
    QList<Finding> m_findings;
    QString m_problem;
    std::optional<Severity> m_severity;
};

/// "Accept … with a reason", "No longer accept …" for each finding that may be.
void addAcceptActions(QMenu *menu, EditContext *context, const QList<Finding> &findings);
} // namespace chartwright
