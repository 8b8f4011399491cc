// SPDX-License-Identifier: Apache-2.0
#include "app/folder_dialog.h"

#include "project/project.h"
#include "ui_folder_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace chartwright {

FolderDialog::FolderDialog(const QString &title, const QString &accept, const QString &place,
                           const QString &name, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::FolderDialog>())
{
    m_ui->setupUi(this);
    setWindowTitle(title);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setText(accept);
    m_ui->name->setText(name);
    m_ui->name->selectAll();
    m_ui->place->setText(QDir::toNativeSeparators(place));
    connect(m_ui->name, &QLineEdit::textChanged, this, &FolderDialog::validate);
    connect(m_ui->place, &QLineEdit::textChanged, this, &FolderDialog::validate);
    connect(m_ui->browse, &QPushButton::clicked, this, &FolderDialog::browse);
    validate();
}

FolderDialog::~FolderDialog() = default;

QString FolderDialog::path() const
{
    const QString place = QDir::fromNativeSeparators(m_ui->place->text().trimmed());
    return QDir::cleanPath(QDir(place).absoluteFilePath(m_ui->name->text().trimmed()));
}

void FolderDialog::browse()
{
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Choose Where"), m_ui->place->text());
    if (!chosen.isEmpty())
        m_ui->place->setText(QDir::toNativeSeparators(chosen));
}

void FolderDialog::validate()
{
    const QString name = m_ui->name->text().trimmed();
    const QFileInfo target(path());
    QString problem, message;
    if (name.isEmpty() || m_ui->place->text().trimmed().isEmpty())
        problem = tr("Give the folder a name and a place.");
    else if (name.contains(u'/') || name.contains(u'\0') || name == u"."_s || name == u".."_s)
        problem = tr("A folder's name cannot contain a slash.");
    else if (target.exists() && !target.isDir())
        problem = tr("There is a file of this name.");
    else if (!target.exists())
        message = tr("A new folder is made.");
    else if (QFile::exists(projectFilePath(target.filePath())))
        message = tr("The folder holds a project. You are asked before it is replaced.");
    else
        message = tr("The folder exists. Files in it that are not Chartwright's stay as they are.");
    m_ui->message->setText(problem.isEmpty() ? message : problem);
    m_ui->buttons->button(QDialogButtonBox::Ok)->setEnabled(problem.isEmpty());
}

} // namespace chartwright
