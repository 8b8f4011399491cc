// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/settings.h"

#include <QStringList>

class QWidget;

namespace chartwright {

/// The only place that asks for files. An empty string: the person stepped back. Remembers the
/// folder for the next time. Main thread only.
class FileDialog
{
public:
    /// A topology.yaml.
    static QString openProject(QWidget *parent, Settings *settings);
    /// An existing folder.
    static QString folder(QWidget *parent, Settings *settings, const QString &title);
    /// An existing file, whatever it is.
    static QString anyFile(QWidget *parent, Settings *settings, const QString &title);
    /// A .env file; hidden ones are listed.
    static QString envFile(QWidget *parent, Settings *settings);
    /// Manifests, one or more.
    static QStringList manifests(QWidget *parent, Settings *settings);
    static QString program(QWidget *parent, const QString &title, const QString &current);
    /// Where a text goes to; what is there may be replaced once the person has said so.
    static QString saveText(QWidget *parent, Settings *settings, const QString &title,
                            const QString &name);
    static QString saveArchive(QWidget *parent, Settings *settings, const QString &name);
    /// A folder that may have yet to be made: a place and a name.
    static QString newFolder(QWidget *parent, Settings *settings, const QString &title,
                             const QString &accept, const QString &name);

    /// For tests: the next dialog is not shown, and gives this; several files with newlines
    /// between.
    static void setNextFileName(const QString &path);
    /// What setNextFileName() left for a dialog; used by newFolder()'s own one too.
    static bool takeNext(QString *path);
};

} // namespace chartwright
