// SPDX-License-Identifier: Apache-2.0
#include "panels/forget_dialog.h"

#include "ui_forget_dialog.h"

#include <QPushButton>

namespace chartwright {
namespace {

constexpr qsizetype MostNames = 8;

QString listed(const QStringList &names)
{
    QStringList lines = names.mid(0, MostNames);
    if (const qsizetype more = names.size() - lines.size(); more > 0)
        lines.append(ForgetDialog::tr("and %n more", nullptr, int(more)));
    return lines.join(u'\n');
}

} // namespace

ForgetDialog::ForgetDialog(const QString &secret, const QString &key, QWidget *parent)
    : ForgetDialog(QStringList(nameOf(secret, key)), QStringList(), parent)
{
}

ForgetDialog::ForgetDialog(const QStringList &names, const QStringList &cautions, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::ForgetDialog>())
{
    m_ui->setupUi(this);
    if (names.size() == 1) {
        m_ui->question->setText(tr("Forget the value of %1?").arg(names.constFirst()));
    } else {
        m_ui->question->setText(tr("Forget %n values?", nullptr, int(names.size())));
        m_ui->about->setText(tr("They are taken out of the keychain, also for copies of the "
                                "projects' folders. This cannot be undone."));
        setWindowTitle(tr("Forget Values"));
    }
    m_ui->names->setText(listed(names));
    m_ui->names->setVisible(names.size() > 1);
    m_ui->cautions->setText(cautions.join(u'\n'));
    m_ui->cautions->setVisible(!cautions.isEmpty());
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(tr("Forget"));
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    m_ui->buttons->button(QDialogButtonBox::Cancel)->setFocus();
}

ForgetDialog::~ForgetDialog() = default;

QString ForgetDialog::nameOf(const QString &secret, const QString &key)
{
    return tr("%1 of %2").arg(key, secret);
}

} // namespace chartwright
