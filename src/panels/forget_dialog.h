// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDialog>
#include <memory>

namespace Ui {
class ForgetDialog;
}

namespace chartwright {

/// Asks before a value is taken out of the keychain for good. Form: ui/forget_dialog.ui.
class ForgetDialog : public QDialog
{
    Q_OBJECT
public:
    ForgetDialog(const QString &secret, const QString &key, QWidget *parent);
    ~ForgetDialog() override;

private:
    std::unique_ptr<Ui::ForgetDialog> m_ui;
};

} // namespace chartwright
