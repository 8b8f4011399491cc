// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDialog>
#include <memory>

namespace Ui {
class ForgetDialog;
}

namespace chartwright {

/// Asks before values are taken out of the keychain for good. Form: ui/forget_dialog.ui.
class ForgetDialog : public QDialog
{
    Q_OBJECT
public:
    ForgetDialog(const QString &secret, const QString &key, QWidget *parent);
    /// For several; `names` are their nameOf(), `cautions` sentences on who needs them.
    ForgetDialog(const QStringList &names, const QStringList &cautions, QWidget *parent);
    ~ForgetDialog() override;

    static QString nameOf(const QString &secret, const QString &key);

private:
    std::unique_ptr<Ui::ForgetDialog> m_ui;
};

} // namespace chartwright
