// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/settings.h"
#include "cluster/exec_plugin.h"

namespace chartwright {

/// Asks the person before a program that a kubeconfig names is run for the first time, and
/// remembers what was allowed. Main thread.
class AskingConsent : public ExecConsent
{
public:
    AskingConsent(Settings *settings, QWidget *window) : m_settings(settings), m_window(window) {}

    bool isAllowed(const QString &fingerprint) const override
    {
        return m_settings->isPluginAllowed(fingerprint);
    }
    void ask(const ExecQuestion &question, QObject *context,
             std::function<void(bool)> answer) override;

private:
    Settings *m_settings;
    QWidget *m_window;
};

} // namespace chartwright
