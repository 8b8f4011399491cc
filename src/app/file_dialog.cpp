// SPDX-License-Identifier: Apache-2.0
#include "app/file_dialog.h"

#include "app/folder_dialog.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

QStringList &nextNames()
{
    static QStringList names;
    return names;
}

void remember(Settings *settings, const QString &path)
{
    if (!path.isEmpty())
        settings->setLastFolder(QFileInfo(path).absolutePath());
}

} // namespace

void FileDialog::setNextFileName(const QString &path) { nextNames() << path; }

bool FileDialog::takeNext(QString *path)
{
    if (nextNames().isEmpty())
        return false;
    *path = nextNames().takeFirst();
    return true;
}

QString FileDialog::openProject(QWidget *parent, Settings *settings)
{
    QString path;
    if (takeNext(&path))
        return path;
    const QString filter =
        QCoreApplication::translate("FileDialog", "Chartwright projects (topology.yaml)") +
        u";;"_s + QCoreApplication::translate("FileDialog", "YAML files (*.yaml *.yml)") + u";;"_s +
        QCoreApplication::translate("FileDialog", "All files (*)");
    path = QFileDialog::getOpenFileName(parent,
                                        QCoreApplication::translate("FileDialog", "Open Project"),
                                        settings->lastFolder(), filter);
    remember(settings, path.isEmpty() ? path : QFileInfo(path).absolutePath());
    return path;
}

QString FileDialog::folder(QWidget *parent, Settings *settings, const QString &title)
{
    QString path;
    if (takeNext(&path))
        return path;
    path = QFileDialog::getExistingDirectory(parent, title, settings->lastFolder());
    remember(settings, path);
    return path;
}

QString FileDialog::anyFile(QWidget *parent, Settings *settings, const QString &title)
{
    QString path;
    if (takeNext(&path))
        return path;
    path = QFileDialog::getOpenFileName(parent, title, settings->lastFolder());
    remember(settings, path);
    return path;
}

QString FileDialog::envFile(QWidget *parent, Settings *settings)
{
    QString path;
    if (takeNext(&path))
        return path;
    QFileDialog dialog(parent, QCoreApplication::translate("FileDialog", "Import Variables"),
                       settings->lastFolder());
    dialog.setFileMode(QFileDialog::ExistingFile);
    dialog.setFilter(QDir::AllDirs | QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
    dialog.setNameFilters(
        {QCoreApplication::translate("FileDialog", "Variables (.env .env.* *.env)"),
         QCoreApplication::translate("FileDialog", "All files (*)")});
    if (dialog.exec() != QDialog::Accepted)
        return {};
    path = dialog.selectedFiles().value(0);
    remember(settings, path);
    return path;
}

QStringList FileDialog::manifests(QWidget *parent, Settings *settings)
{
    QString path;
    if (takeNext(&path))
        return path.split(u'\n', Qt::SkipEmptyParts);
    const QStringList paths = QFileDialog::getOpenFileNames(
        parent, QCoreApplication::translate("FileDialog", "Import Manifests"),
        settings->lastFolder(),
        QCoreApplication::translate("FileDialog", "Manifests (*.yaml *.yml *.json)") + u";;"_s +
            QCoreApplication::translate("FileDialog", "All files (*)"));
    remember(settings, paths.value(0));
    return paths;
}

QString FileDialog::program(QWidget *parent, const QString &title, const QString &current)
{
    QString path;
    return takeNext(&path) ? path : QFileDialog::getOpenFileName(parent, title, current);
}

QString FileDialog::saveText(QWidget *parent, Settings *settings, const QString &title,
                             const QString &name)
{
    QString path;
    if (takeNext(&path))
        return path;
    path = QFileDialog::getSaveFileName(parent, title, QDir(settings->lastFolder()).filePath(name));
    if (!path.isEmpty())
        remember(settings, path);
    return path;
}

QString FileDialog::saveArchive(QWidget *parent, Settings *settings, const QString &name)
{
    QString path;
    if (takeNext(&path))
        return path;
    QFileDialog dialog(parent, QCoreApplication::translate("FileDialog", "Export Archive"),
                       settings->lastFolder(),
                       QCoreApplication::translate("FileDialog", "Helm chart archives (*.tgz)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    // Before it asks whether a file may be replaced, so that it asks about the right one.
    dialog.setDefaultSuffix(u"tgz"_s);
    dialog.selectFile(name);
    if (dialog.exec() != QDialog::Accepted)
        return {};
    path = dialog.selectedFiles().value(0);
    remember(settings, path);
    return path;
}

QString FileDialog::newFolder(QWidget *parent, Settings *settings, const QString &title,
                              const QString &accept, const QString &name)
{
    QString path;
    if (takeNext(&path))
        return path;
    FolderDialog dialog(title, accept, settings->lastFolder(), name, parent);
    if (dialog.exec() != QDialog::Accepted)
        return {};
    remember(settings, dialog.path());
    return dialog.path();
}

} // namespace chartwright
