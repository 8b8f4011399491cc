// SPDX-License-Identifier: Apache-2.0
#include "app/project_session.h"

#include "app/background.h"
#include "app/file_dialog.h"
#include "app/log.h"
#include "app/message_box.h"
#include "kinds/kept_values.h"

#include <QDir>
#include <QFileInfo>
#include <QScopedValueRollback>

using namespace Qt::StringLiterals;

namespace chartwright {

bool ProjectSession::save()
{
    takePending();
    return saveNow(For::Itself);
}

bool ProjectSession::saveAs()
{
    takePending();
    return saveElsewhere(For::Itself);
}

bool ProjectSession::saveForExport() { return saveNow(For::Export); }

bool ProjectSession::saveNow(For next)
{
    if (!m_open)
        return false;
    const QString path = m_document->filePath();
    if (path.isEmpty())
        return saveElsewhere(next);
    if (isChangedOutside(path, m_hash) && QFile::exists(path)) {
        const QString answer = MessageBox::ask(
            m_window, {QMessageBox::Warning,
                       tr("%1 was changed by another program.").arg(QDir::toNativeSeparators(path)),
                       tr("Saving replaces those changes with yours."),
                       {},
                       {{u"saveAs"_s, tr("Save Elsewhere…"), QMessageBox::AcceptRole},
                        {u"replace"_s, tr("Replace"), QMessageBox::DestructiveRole},
                        {u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole}}});
        if (answer == u"saveAs"_s)
            return saveElsewhere(For::Itself);
        if (answer != u"replace"_s)
            return false;
    }
    return write(path);
}

bool ProjectSession::saveElsewhere(For next)
{
    if (!m_open)
        return false;
    const bool exports = next == For::Export;
    const QString folder = FileDialog::newFolder(
        m_window, m_settings, exports ? tr("Save Project and Export Chart") : tr("Save Project"),
        exports ? tr("Save and Export") : tr("Save"), m_document->title());
    if (folder.isEmpty())
        return false;
    const QString path = folder + u'/' + ProjectFileName;
    return mayReplace(path) && write(path);
}

bool ProjectSession::mayReplace(const QString &path)
{
    if (path == m_document->filePath() || !QFile::exists(path))
        return true;
    return MessageBox::ask(
               m_window, {QMessageBox::Warning,
                          tr("There is a project in %1 already.")
                              .arg(QDir::toNativeSeparators(QFileInfo(path).absolutePath())),
                          tr("Its drawing is replaced with yours."),
                          {},
                          {{u"replace"_s, tr("Replace"), QMessageBox::DestructiveRole},
                           {u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole}}}) == u"replace"_s;
}

bool ProjectSession::write(const QString &path)
{
    // Two projects never share a value by accident.
    const bool elsewhere = !m_document->filePath().isEmpty() && path != m_document->filePath();
    Topology snapshot = m_document->topology();
    const auto ids = elsewhere ? newValueIds(snapshot.resources()) : QHash<QString, QString>();
    for (const ResourcePtr &r : snapshot.ofKind(u"Secret"))
        snapshot.put(withValueIds(r, ids));
    QStringList notes;
    const Result<QByteArray> hash = [&] {
        // Until its hash is known, our own file looks like another's.
        const QScopedValueRollback notNow(m_asking, true);
        return resultInBackground(m_window, tr("Saving"),
                                  [&] { return saveProject(snapshot, path, m_filesFrom, &notes); });
    }();
    if (!hash) {
        MessageBox::showError(m_window, tr("The project was not saved."), hash.error());
        return false;
    }
    qCInfo(appLog) << "saved" << snapshot.resources().size() << "resources";
    m_hash = *hash;
    m_filesFrom = QFileInfo(path).absolutePath();
    m_document->setSaved(path);
    m_document->takeValueIds(ids);
    m_autosave.start(path, m_filesFrom, m_hash);
    watch();
    remember();
    emit said(tr("Saved to %1").arg(QDir::toNativeSeparators(path)));
    if (!notes.isEmpty())
        emit trouble(notes.join(u' '));
    return true;
}

void ProjectSession::watch()
{
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    if (!watched.isEmpty())
        m_watcher.removePaths(watched);
    const QString path = m_document->filePath();
    if (path.isEmpty())
        return;
    // A file that is replaced is another one to the watcher; its folder tells of that.
    m_watcher.addPath(m_document->projectFolder());
    if (QFile::exists(path))
        m_watcher.addPath(path);
}

void ProjectSession::reload()
{
    const QString path = m_document->filePath();
    const Result<LoadedProject> loaded = loadProject(path, m_document->kinds());
    if (!loaded) {
        MessageBox::showError(m_window,
                              tr("%1 cannot be opened.").arg(QDir::toNativeSeparators(path)),
                              loaded.error());
        return;
    }
    m_hash = loaded->hash;
    m_document->reload(loaded->topology, tr("Reload %1").arg(QFileInfo(path).fileName()));
    m_autosave.start(path, m_filesFrom, m_hash);
    watch();
    remember();
}

void ProjectSession::checkOutside()
{
    const QString path = m_document->filePath();
    if (!m_open || m_asking || path.isEmpty())
        return;
    watch();
    if (!isChangedOutside(path, m_hash))
        return;
    m_asking = true;
    takePending();
    const QString shown = QDir::toNativeSeparators(path);
    if (!QFile::exists(path)) {
        m_hash.clear();
        m_document->undoStack()->resetClean();
        MessageBox::ask(m_window,
                        {QMessageBox::Warning,
                         tr("%1 was deleted or moved.").arg(shown),
                         tr("Your drawing is still here. Save it to write the file again."),
                         {},
                         {{u"close"_s, tr("Close"), QMessageBox::RejectRole}}});
    } else {
        MessageBox::Question q{QMessageBox::Question,
                               tr("%1 was changed by another program.").arg(shown),
                               tr("You have no unsaved changes."),
                               {},
                               {{u"reload"_s, tr("Reload"), QMessageBox::AcceptRole},
                                {u"keep"_s, tr("Keep Mine"), QMessageBox::RejectRole}}};
        if (m_document->isModified()) {
            q.details = tr("You have unsaved changes. Keep them, and saving replaces the file. Or "
                           "reload the file, and Undo brings your changes back.");
            std::reverse(q.choices.begin(), q.choices.end());
        }
        if (MessageBox::ask(m_window, q) == u"reload"_s)
            reload();
        if (isChangedOutside(path, m_hash)) {
            m_hash = fileHash(path);
            m_document->undoStack()->resetClean();
            m_autosave.noteChange(m_document->topology());
        }
    }
    m_asking = false;
}

} // namespace chartwright
