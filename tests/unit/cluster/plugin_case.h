// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/exec_plugin.h"
#include "configs.h"
#include "support/test_case.h"

namespace chartwright_test {

// A login plugin that is a script of bash. It writes a line into the file "runs" each time, so that
// runs can be counted, and works in the folder of the test.
class PluginCase : public TestCase
{
    Q_OBJECT

protected slots:
    void init() override;

protected:
    struct Consent : chartwright::ExecConsent
    {
        bool isAllowed(const QString &fingerprint) const override
        {
            return all || allowed.contains(fingerprint);
        }
        void ask(const chartwright::ExecQuestion &question, QObject *context,
                 std::function<void(bool)> answer) override
        {
            asked.append(question);
            if (later) {
                QTimer::singleShot(30, context,
                                   [this, question, answer] { answer(answerTo(question)); });
            } else {
                answer(answerTo(question));
            }
        }
        bool answerTo(const chartwright::ExecQuestion &question)
        {
            if (yes)
                allowed.insert(question.fingerprint);
            return yes;
        }
        bool all = true, yes = true, later = false;
        QSet<QString> allowed;
        QList<chartwright::ExecQuestion> asked;
    };

    chartwright::ExecSpec spec(const QByteArray &bash);
    std::unique_ptr<chartwright::ExecPlugin> plugin(const QByteArray &bash);
    static chartwright::Result<chartwright::ExecCredentialPtr> get(chartwright::ExecPlugin *plugin);
    // The line of bash that answers with a status.
    static QByteArray answer(const QByteArray &status);
    QByteArray fileOf(const QString &name);
    qsizetype runs() { return fileOf(QStringLiteral("runs")).count('\n'); }

    std::unique_ptr<Folder> m_folder;
    std::unique_ptr<Consent> m_consent;
    chartwright::ProcessLimits m_limits;
};

} // namespace chartwright_test
