// SPDX-License-Identifier: Apache-2.0
#include "panels/forget_dialog.h"

#include "ui_forget_dialog.h"

#include <QPushButton>

namespace chartwright {

ForgetDialog::ForgetDialog(const QString &secret, const QString &key, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ForgetDialog>())
{
    m_ui->setupUi(this);
    m_ui->question->setText(tr("Forget the value of %1 of %2?").arg(key, secret));
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("Forget"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setFocus();
}

ForgetDialog::~ForgetDialog() = default;

} // namespace chartwright
