// SPDX-License-Identifier: Apache-2.0
#include "app/settings_dialog.h"

#include "app/file_dialog.h"
#include "app/log.h"
#include "app/secret_desk.h"
#include "panels/kept_values_page.h"
#include "ui_settings_dialog.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace chartwright {

SettingsDialog::SettingsDialog(Settings *settings, SecretDesk *secrets, QWidget *parent)
    : QDialog(parent), m_settings(settings), m_ui(std::make_unique<Ui::SettingsDialog>())
{
    m_ui->setupUi(this);
    m_ui->theme->setCurrentIndex(int(settings->theme()));
    m_ui->autosave->setChecked(settings->isAutosaveOn());
    m_ui->helm->setText(QDir::toNativeSeparators(settings->helmPath()));
    m_ui->logLevel->setCurrentIndex(int(settings->logLevel()));
    connect(m_ui->helm, &QLineEdit::textChanged, this, &SettingsDialog::checkHelm);
    connect(m_ui->browseHelm, &QPushButton::clicked, this, &SettingsDialog::browseHelm);
    connect(m_ui->openLog, &QPushButton::clicked, this,
            [] { QDesktopServices::openUrl(QUrl::fromLocalFile(logFolder())); });
    checkHelm();
    if (secrets)
        m_ui->pages->addTab(
            new KeptValuesPage(secrets->keeper(), [secrets] { return secrets->openDrawing(); }),
            tr("Secret Values"));
}

SettingsDialog::~SettingsDialog() = default;

void SettingsDialog::accept()
{
    m_settings->setTheme(Settings::Theme(m_ui->theme->currentIndex()));
    m_settings->setAutosaveOn(m_ui->autosave->isChecked());
    m_settings->setHelmPath(QDir::fromNativeSeparators(m_ui->helm->text().trimmed()));
    m_settings->setLogLevel(Settings::LogLevel(m_ui->logLevel->currentIndex()));
    QDialog::accept();
}

void SettingsDialog::browseHelm()
{
    const QString file = FileDialog::program(this, tr("Choose Helm"), m_ui->helm->text());
    if (!file.isEmpty())
        m_ui->helm->setText(QDir::toNativeSeparators(file));
}

void SettingsDialog::checkHelm()
{
    const QString typed = m_ui->helm->text().trimmed();
    const QString found = QStandardPaths::findExecutable(u"helm"_s);
    m_ui->helm->setPlaceholderText(found.isEmpty() ? tr("Not found on PATH") : found);
    const QFileInfo file(typed);
    const bool wrong = !typed.isEmpty() && !(file.isFile() && file.isExecutable());
    m_ui->helmMessage->setText(wrong ? tr("There is no program at this place.")
                                     : tr("Empty: the one that is found on PATH."));
}

} // namespace chartwright
