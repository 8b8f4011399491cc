// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/settings.h"
#include "document/document.h"
#include "project/autosave.h"

#include <QFileSystemWatcher>
#include <QTimer>

namespace chartwright {

/// Which project the document of a window is: opening, saving, autosave, and the questions that go
/// with them. Where something fails it has been said, and the window is as it was. Main thread
/// only.
class ProjectSession : public QObject
{
    Q_OBJECT
public:
    ProjectSession(Document *document, Settings *settings, QWidget *window);
    ~ProjectSession() override;

    bool isOpen() const { return m_open; }
    /// The folder that images/ lie in: the project's, or a starter's.
    QString filesFrom() const { return m_filesFrom; }

    // False: the person stepped back, or it failed.
    bool openStarter(const QString &name);
    bool open(const QString &fileOrFolder);
    bool openByDialog();
    bool recover(const Recoverable &work);
    /// Where there is no file yet, asks for a folder as saveAs() does.
    bool save();
    bool saveAs();
    /// For an export, which has taken what was pending: save() under words that say so.
    bool saveForExport();
    /// What is still being typed goes into the drawing, as if its field were left.
    void takePending();
    /// The project is closed; the window stays.
    bool close();
    /// Asks about unsaved changes; true where they were saved or may be lost.
    bool mayDiscard();
    /// Before the program ends for good: nothing is left to recover.
    void finish();
    /// What is not yet written goes to the disk, for a session that ends.
    void flush() { m_autosave.flush(); }

    /// Asks if the project's file was changed by somebody else. Called by a watcher, too.
    void checkOutside();

signals:
    void openChanged(bool open);
    /// The drawing is in the document's file: it was opened or saved.
    void filed();
    void said(const QString &text);
    /// Something stays wrong until it is mended: autosave does not work, a copy lacks files.
    void trouble(const QString &text);

private:
    /// What the folder that saving asks for is for.
    enum class For { Itself, Export };

    bool saveNow(For next);
    bool saveElsewhere(For next);
    bool adopt(const Result<LoadedProject> &loaded, const QString &what);
    void show(const LoadedProject &project);
    bool write(const QString &path);
    bool mayReplace(const QString &path);
    void reload();
    void watch();
    void remember();

    Document *m_document;
    Settings *m_settings;
    QWidget *m_window;
    Autosave m_autosave;
    QFileSystemWatcher m_watcher;
    QTimer m_outsideDelay;
    QString m_filesFrom;
    QByteArray m_hash;
    bool m_open = false;
    bool m_asking = false;
};

} // namespace chartwright
