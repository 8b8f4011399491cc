// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/settings.h"

#include <QDialog>
#include <memory>

namespace Ui {
class SettingsDialog;
}

namespace chartwright {

/// Shows the settings and, when accepted, writes them.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    SettingsDialog(Settings *settings, QWidget *parent = nullptr);
    ~SettingsDialog() override;

    void accept() override;

private:
    void browseHelm();
    void checkHelm();

    Settings *m_settings;
    std::unique_ptr<Ui::SettingsDialog> m_ui;
};

} // namespace chartwright
