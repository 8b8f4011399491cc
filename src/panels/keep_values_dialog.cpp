// SPDX-License-Identifier: Apache-2.0
#include "panels/keep_values_dialog.h"

#include "panels/secret_dialog.h"
#include "ui_keep_values_dialog.h"

namespace chartwright {
namespace {

constexpr std::chrono::milliseconds Moment(400);

} // namespace

KeepValuesDialog::KeepValuesDialog(ValueKeeper *keeper, std::vector<ValueToKeep> values,
                                   QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::KeepValuesDialog>()), m_keeper(keeper),
      m_batch(new ValueBatch(keeper, std::move(values), this))
{
    m_ui->setupUi(this);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    m_ui->progress->setMaximum(m_batch->size());
    connect(m_batch, &ValueBatch::progressed, m_ui->progress, &QProgressBar::setValue);
    connect(m_batch, &ValueBatch::finished, this, &QDialog::accept);
    connect(m_batch, &ValueBatch::failed, this, &KeepValuesDialog::showTrouble);
    connect(m_ui->again, &QPushButton::clicked, this, &KeepValuesDialog::start);
    connect(m_ui->unlock, &QPushButton::clicked, this, &KeepValuesDialog::unlock);
    connect(m_ui->session, &QPushButton::clicked, m_batch, &ValueBatch::keepForSession);
    m_moment.setSingleShot(true);
    connect(&m_moment, &QTimer::timeout, this, &QWidget::show);
}

KeepValuesDialog::~KeepValuesDialog()
{
    if (!m_isDone)
        m_batch->takeBack();
}

void KeepValuesDialog::begin()
{
    m_moment.start(Moment);
    start();
}

void KeepValuesDialog::start()
{
    showWaiting(tr("Putting %n value(s) into the keychain…", nullptr, m_batch->size()));
    m_batch->start();
}

void KeepValuesDialog::done(int result)
{
    if (std::exchange(m_isDone, true))
        return;
    m_moment.stop();
    m_unlocking.cancel();
    if (result != Accepted)
        m_batch->takeBack();
    const bool shown = isVisible();
    QDialog::done(result);
    if (!shown)
        deleteLater();
}

void KeepValuesDialog::showWaiting(const QString &text)
{
    m_ui->note->setText(text);
    m_ui->progress->show();
    for (QWidget *way : {m_ui->unlock, m_ui->again, m_ui->session})
        way->hide();
}

void KeepValuesDialog::showTrouble(const VaultError &error)
{
    QString text = sentence(error.error);
    if (m_batch->keptCount() > 0)
        text +=
            u' ' + tr("%1 of %2 values are kept.").arg(m_batch->keptCount()).arg(m_batch->size());
    m_ui->note->setText(text);
    m_ui->progress->setVisible(m_batch->keptCount() > 0);
    m_ui->unlock->setVisible(error.trouble == Trouble::Locked);
    m_ui->again->setVisible(error.trouble != Trouble::Locked);
    m_ui->session->show();
    m_moment.stop();
    show();
    fit();
}

void KeepValuesDialog::unlock()
{
    showWaiting(tr("The keychain asks for its password…"));
    m_unlocking = m_keeper->vault()->unlock(this, [this](const VaultResult<void> &unlocked) {
        if (unlocked)
            start();
        else
            showTrouble(unlocked.error());
    });
}

/// A window does not grow for lines that wrap by itself.
void KeepValuesDialog::fit()
{
    layout()->activate();
    const int needed = layout()->totalHeightForWidth(width());
    if (height() < needed)
        resize(width(), needed);
}

void KeepValuesDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    fit();
}

} // namespace chartwright
