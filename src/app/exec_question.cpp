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

QString tr(const char *text) { return QCoreApplication::translate("ExecQuestion", text); }

MessageBox::Question questionFor(const ExecQuestion &asked)
{
    QStringList command{asked.program};
    command += asked.arguments;
    QStringList details{tr("It would run:\n%1").arg(plainText(command.join(u' ')))};
    QStringList variables;
    for (const Kubeconfig::Variable &v : asked.environment)
        variables << plainText(v.name + u'=' + v.value);
    if (!variables.isEmpty())
        details << tr("with %1").arg(variables.join(u", "_s));
    details << tr("It is named by the user %1 in %2. Allow it only if you know where this "
                  "kubeconfig comes from: the program may do whatever you may.")
                   .arg(plainText(asked.user), plainText(QDir::toNativeSeparators(asked.where)));
    return {QMessageBox::Warning,
            tr("Run %1 to log in to the cluster?").arg(plainText(asked.command)),
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
