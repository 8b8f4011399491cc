// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "project/autosave.h"

#include <QDialog>

namespace Ui {
class RecoveryDialog;
}

namespace chartwright {

/// Offers the work that a crash left behind. exec() gives Accepted with the work to recover, or
/// Rejected for "later".
class RecoveryDialog : public QDialog
{
    Q_OBJECT
public:
    explicit RecoveryDialog(const QList<Recoverable> &works, QWidget *parent = nullptr);
    ~RecoveryDialog() override;

    const Recoverable &chosen() const;

private:
    void discard();
    void showNote();
    int current() const;

    QList<Recoverable> m_works;
    std::unique_ptr<Ui::RecoveryDialog> m_ui;
};

} // namespace chartwright
