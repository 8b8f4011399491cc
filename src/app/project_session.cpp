// SPDX-License-Identifier: Apache-2.0
#include "app/project_session.h"

#include "app/background.h"
#include "app/file_dialog.h"
#include "app/log.h"
#include "app/message_box.h"
#include "kinds/registry.h"
#include "project/starters.h"

#include <QCoreApplication>
#include <QDir>
#include <QFocusEvent>
#include <QPointer>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace chartwright {

ProjectSession::ProjectSession(Document *document, Settings *settings, QWidget *window)
    : QObject(window), m_document(document), m_settings(settings), m_window(window)
{
    m_autosave.setEnabled(settings->isAutosaveOn());
    connect(settings, &Settings::autosaveChanged, this, [this](bool on) {
        m_autosave.setEnabled(on);
        if (on && m_open && m_document->isModified())
            m_autosave.noteChange(m_document->topology());
    });
    connect(document, &Document::changed, this,
            [this] { m_autosave.noteChange(m_document->topology()); });
    connect(&m_autosave, &Autosave::failed, this, [this](const Error &error) {
        qCWarning(appLog) << "autosave failed";
        emit trouble(tr("Unsaved work cannot be kept for a recovery. %1").arg(error.text()));
    });
    // Editors replace a file in several steps; the last one counts.
    m_outsideDelay.setSingleShot(true);
    m_outsideDelay.setInterval(300);
    connect(&m_outsideDelay, &QTimer::timeout, this, &ProjectSession::checkOutside);
    const auto later = [this] { m_outsideDelay.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, later);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, later);
}

ProjectSession::~ProjectSession() = default;

bool ProjectSession::openStarter(const QString &name)
{
    return adopt(newFromStarter(name, m_document->kinds()),
                 tr("The starter %1 cannot be opened.").arg(name));
}

bool ProjectSession::open(const QString &fileOrFolder)
{
    const Kinds &kinds = m_document->kinds();
    const auto loaded = resultInBackground(m_window, tr("Opening %1").arg(fileOrFolder),
                                           [&] { return loadProject(fileOrFolder, kinds); });
    return adopt(loaded, tr("%1 cannot be opened.").arg(QDir::toNativeSeparators(fileOrFolder)));
}

bool ProjectSession::openByDialog()
{
    const QString path = FileDialog::openProject(m_window, m_settings);
    return !path.isEmpty() && open(path);
}

bool ProjectSession::recover(const Recoverable &work)
{
    if (!adopt(readRecoverable(work, m_document->kinds()), tr("The work cannot be recovered.")))
        return false;
    m_document->undoStack()->resetClean();
    if (!m_autosave.adopt(work))
        m_autosave.noteChange(m_document->topology());
    return true;
}

bool ProjectSession::adopt(const Result<LoadedProject> &loaded, const QString &what)
{
    if (!loaded) {
        MessageBox::showError(m_window, what, loaded.error());
        return false;
    }
    if (!mayDiscard())
        return false;
    show(*loaded);
    return true;
}

void ProjectSession::show(const LoadedProject &project)
{
    qCInfo(appLog) << "opened a project of" << project.topology.resources().size() << "resources";
    m_filesFrom = project.filesFrom;
    m_hash = project.hash;
    m_document->reset(project.topology, project.path);
    m_autosave.start(project.path, m_filesFrom, m_hash);
    watch();
    remember();
    m_open = true;
    emit openChanged(true);
}

bool ProjectSession::close()
{
    if (!mayDiscard())
        return false;
    m_document->reset(emptyTopology(), {});
    m_autosave.start();
    m_filesFrom.clear();
    m_hash.clear();
    watch();
    m_open = false;
    emit openChanged(false);
    return true;
}

void ProjectSession::takePending()
{
    const QPointer<QWidget> input(m_window->focusWidget());
    if (!input)
        return;
    QFocusEvent left(QEvent::FocusOut, Qt::OtherFocusReason);
    QCoreApplication::sendEvent(input, &left);
    if (input && input->hasFocus()) {
        QFocusEvent back(QEvent::FocusIn, Qt::OtherFocusReason);
        QCoreApplication::sendEvent(input, &back);
    }
}

bool ProjectSession::mayDiscard()
{
    takePending();
    if (!m_open || !m_document->isModified())
        return true;
    const QString answer =
        MessageBox::ask(m_window, {QMessageBox::Question,
                                   tr("Save the changes to %1?").arg(m_document->title()),
                                   tr("What you changed is lost if you do not save it."),
                                   {},
                                   {{u"save"_s, tr("Save"), QMessageBox::AcceptRole},
                                    {u"discard"_s, tr("Do Not Save"), QMessageBox::DestructiveRole},
                                    {u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole}}});
    if (answer == u"save"_s)
        return saveNow(For::Itself);
    return answer == u"discard"_s;
}

void ProjectSession::finish() { m_autosave.start(); }

void ProjectSession::remember()
{
    if (m_document->filePath().isEmpty())
        return;
    m_settings->addRecent({m_document->filePath(), m_document->title()});
    emit filed();
}

} // namespace chartwright
