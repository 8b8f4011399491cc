// SPDX-License-Identifier: Apache-2.0
#include "app/exec_question.h"

#include "app/message_box.h"
#include "cluster/plain_text.h"

#include <QApplication>
#include <QCoreApplication>
#include <QDir>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr qsizetype Most = 100'000, MostShown = 800; // characters

QString tr(const char *text) { return QCoreApplication::translate("ExecQuestion", text); }

/// As a shell would read it, with nothing in it that cannot be seen.
QString commandLine(const ExecQuestion &asked)
{
    QStringList words;
    for (const Kubeconfig::Variable &v : asked.environment)
        words << shownName(v.name, Most) + u'=' + shellWord(shownName(v.value, Most));
    words << shellWord(shownName(asked.program, Most));
    for (const QString &argument : asked.arguments)
        words << shellWord(shownName(argument, Most));
    return words.join(u' ');
}

MessageBox::Question questionFor(const ExecQuestion &asked)
{
    const QString command = commandLine(asked);
    const QString where = shownName(QDir::toNativeSeparators(asked.where), 200);
    const bool isCut = command.size() > MostShown;
    const QString shown = isCut ? command.left(MostShown) + u'…' : command;
    QStringList details{tr("It would run:\n%1").arg(shown)};
    if (isCut)
        details << tr("This is only the beginning of %1 characters. Read all of it in %2.")
                       .arg(command.size())
                       .arg(where);
    details << tr("It is named by the user %1 in %2. Allow it only if you know where this "
                  "kubeconfig comes from: the program may do whatever you may.")
                   .arg(shownName(asked.user), where);
    return {QMessageBox::Warning,
            tr("Run %1 to log in to the cluster?").arg(shownName(asked.command)),
            details.join(u"\n\n"_s),
            {},
            {{u"cancel"_s, tr("Do Not Run"), QMessageBox::RejectRole},
             {u"allow"_s, tr("Allow"), QMessageBox::AcceptRole}}};
}

} // namespace

void AskingConsent::ask(const ExecQuestion &question, QObject *context,
                        std::function<void(bool)> answer)
{
    // Whoever asks does not wait for a box.
    QTimer::singleShot(
        0, context,
        [this, question, answer = std::move(answer), guard = QPointer<QObject>(context)] {
            QWidget *over = QApplication::activeModalWidget();
            const bool allowed =
                MessageBox::ask(over ? over : m_window, questionFor(question)) == u"allow";
            if (allowed)
                m_settings->allowPlugin(question.fingerprint);
            if (guard)
                answer(allowed);
        });
}

} // namespace chartwright
