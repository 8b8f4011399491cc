// SPDX-License-Identifier: Apache-2.0
#include "app/recovery_dialog.h"

#include "app/message_box.h"
#include "ui_recovery_dialog.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace chartwright {

RecoveryDialog::RecoveryDialog(const QList<Recoverable> &works, QWidget *parent)
    : QDialog(parent), m_works(works), m_ui(std::make_unique<Ui::RecoveryDialog>())
{
    m_ui->setupUi(this);
    const QLocale locale;
    for (const Recoverable &w : works) {
        const QString where =
            w.projectPath.isEmpty()
                ? tr("never saved")
                : QDir::toNativeSeparators(QFileInfo(w.projectPath).absolutePath());
        m_ui->list->addTopLevelItem(new QTreeWidgetItem(
            {w.title, locale.toString(w.savedAt.toLocalTime(), QLocale::ShortFormat), where}));
    }
    m_ui->list->resizeColumnToContents(0);
    m_ui->list->resizeColumnToContents(1);
    connect(m_ui->list, &QTreeWidget::currentItemChanged, this, &RecoveryDialog::showNote);
    connect(m_ui->list, &QTreeWidget::itemDoubleClicked, this, &QDialog::accept);
    connect(m_ui->discard, &QPushButton::clicked, this, &RecoveryDialog::discard);
    connect(m_ui->later, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ui->recover, &QPushButton::clicked, this, &QDialog::accept);
    m_ui->list->setCurrentItem(m_ui->list->topLevelItem(0));
    showNote();
}

RecoveryDialog::~RecoveryDialog() = default;

const Recoverable &RecoveryDialog::chosen() const { return m_works.at(current()); }

int RecoveryDialog::current() const
{
    return m_ui->list->indexOfTopLevelItem(m_ui->list->currentItem());
}

void RecoveryDialog::showNote()
{
    const int i = current();
    m_ui->recover->setEnabled(i >= 0);
    m_ui->discard->setEnabled(i >= 0);
    m_ui->note->setText(
        i >= 0 && m_works[i].projectChanged
            ? tr("The project's file was changed since then. Saving the recovered work "
                 "replaces those changes.")
            : QString());
}

void RecoveryDialog::discard()
{
    const QString answer =
        MessageBox::ask(this, {QMessageBox::Warning,
                               tr("Discard the unsaved work on %1?").arg(chosen().title),
                               tr("It cannot be brought back."),
                               {},
                               {{u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole},
                                {u"discard"_s, tr("Discard"), QMessageBox::DestructiveRole}}});
    if (answer != u"discard"_s)
        return;
    const int i = current();
    forgetRecoverable(m_works.takeAt(i));
    delete m_ui->list->takeTopLevelItem(i);
    if (m_works.isEmpty())
        reject();
    else
        showNote();
}

} // namespace chartwright
