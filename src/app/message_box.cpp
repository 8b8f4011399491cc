// SPDX-License-Identifier: Apache-2.0
#include "app/message_box.h"

#include "app/log.h"

#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr qsizetype ShownInText = 8;

QStringList &nextAnswers()
{
    static QStringList answers;
    return answers;
}

QStringList &texts()
{
    static QStringList said;
    return said;
}

QString informative(const MessageBox::Question &q)
{
    QStringList parts;
    if (!q.list.isEmpty() && q.list.size() <= ShownInText)
        parts << u"•  "_s + q.list.join(u"\n•  "_s);
    if (!q.details.isEmpty())
        parts << q.details;
    return parts.join(u"\n\n"_s);
}

} // namespace

QString MessageBox::ask(QWidget *parent, const Question &question)
{
    texts() << question.text;
    if (!nextAnswers().isEmpty())
        return nextAnswers().takeFirst();

    QMessageBox box(parent);
    box.setObjectName(u"messageBox"_s);
    box.setWindowTitle(QGuiApplication::applicationDisplayName());
    box.setIcon(question.icon);
    box.setTextFormat(Qt::PlainText);
    box.setText(question.text);
    box.setInformativeText(informative(question));
    // What is set for the text does not hold for this one.
    if (auto *below = box.findChild<QLabel *>(u"qt_msgbox_informativelabel"_s))
        below->setTextFormat(Qt::PlainText);
    if (question.list.size() > ShownInText)
        box.setDetailedText(question.list.join(u'\n'));
    QHash<QAbstractButton *, QString> ids;
    for (const Choice &c : question.choices) {
        QPushButton *button = box.addButton(c.text, c.role);
        button->setObjectName(c.id);
        ids.insert(button, c.id);
        if (!box.defaultButton() && c.role != QMessageBox::DestructiveRole)
            box.setDefaultButton(button);
        if (c.role == QMessageBox::RejectRole)
            box.setEscapeButton(button);
    }
    box.exec();
    return ids.value(box.clickedButton());
}

void MessageBox::showError(QWidget *parent, const QString &text, const Error &error)
{
    qCWarning(appLog).noquote() << text;
    QStringList details{error.where.isEmpty() ? error.message
                                              : error.where + u": "_s + error.message};
    if (!error.remedy.isEmpty())
        details << error.remedy;
    Question q{QMessageBox::Warning, text, details.join(u"\n\n"_s), {}, {}};
    q.choices = {
        {u"close"_s, QCoreApplication::translate("MessageBox", "Close"), QMessageBox::RejectRole}};
    texts() << error.text();
    ask(parent, q);
}

void MessageBox::setNextAnswer(const QString &id) { nextAnswers() << id; }

QStringList MessageBox::takeTexts() { return std::exchange(texts(), {}); }

} // namespace chartwright
