// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QMessageBox>
#include <QStringList>

namespace chartwright {

/// The only place that shows message boxes. All texts are shown as plain text. Main thread only.
class MessageBox
{
public:
    struct Choice
    {
        QString id; ///< what ask() gives back
        QString text;
        QMessageBox::ButtonRole role = QMessageBox::AcceptRole;
    };
    struct Question
    {
        QMessageBox::Icon icon = QMessageBox::Question;
        QString text;     ///< one sentence
        QString details;  ///< what follows from each answer
        QStringList list; ///< files, findings: folded away where there are many
        /// The first one that is not of DestructiveRole is the default, so that Enter loses
        /// nothing; Esc is the one with RejectRole.
        QList<Choice> choices;
    };

    /// The id of the choice that was taken.
    static QString ask(QWidget *parent, const Question &question);
    /// What went wrong, where, and what to do.
    static void showError(QWidget *parent, const QString &text, const Error &error);

    /// For tests: the next box is answered at once with this id (an error: anything) and not shown.
    static void setNextAnswer(const QString &id);
    /// For tests: what was asked or said since the last call.
    static QStringList takeTexts();
};

} // namespace chartwright
