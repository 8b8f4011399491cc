// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/value_batch.h"

#include <QDialog>
#include <QTimer>
#include <memory>

namespace Ui {
class KeepValuesDialog;
}

namespace chartwright {

/// Puts values into the keychain, or where the person says so keeps them for this session. Shows
/// itself only when that takes longer than a moment or fails. Accepted: all are kept. Rejected:
/// none is, as when the dialog is deleted. Form: ui/keep_values_dialog.ui. Main thread.
class KeepValuesDialog : public QDialog
{
    Q_OBJECT
public:
    KeepValuesDialog(ValueKeeper *keeper, std::vector<ValueToKeep> values, QWidget *parent);
    ~KeepValuesDialog() override;

    /// The dialog goes by itself after accepted() or rejected().
    void begin();
    void done(int result) override;

protected:
    void showEvent(QShowEvent *event) override;

private:
    void start();
    void unlock();
    void showTrouble(const VaultError &error);
    void showWaiting(const QString &text);
    void fit();

    std::unique_ptr<Ui::KeepValuesDialog> m_ui;
    ValueKeeper *m_keeper;
    ValueBatch *m_batch;
    VaultCall m_unlocking;
    QTimer m_moment;
    bool m_isDone = false;
};

} // namespace chartwright
