// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/settings.h"

#include <QDialog>
#include <memory>

namespace Ui {
class SettingsDialog;
}

namespace chartwright {

class SecretDesk;

/// Shows the settings and, when accepted, writes them; and, where there is a desk for them, the
/// values of Secrets, which it changes at once.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    SettingsDialog(Settings *settings, SecretDesk *secrets = nullptr, QWidget *parent = nullptr);
    ~SettingsDialog() override;

    void accept() override;

private:
    void browseHelm();
    void checkHelm();

    Settings *m_settings;
    std::unique_ptr<Ui::SettingsDialog> m_ui;
};

} // namespace chartwright
