// SPDX-License-Identifier: Apache-2.0
#include "app/main_window.h"

#include "app/applier.h"
#include "app/cluster_desk.h"
#include "app/credential_mover.h"
#include "app/deployer.h"
#include "app/env_importer.h"
#include "app/env_watch.h"
#include "app/log.h"
#include "app/manifest_importer.h"
#include "app/message_bar.h"
#include "app/message_box.h"
#include "app/recovery_dialog.h"
#include "app/releases_desk.h"
#include "app/secret_desk.h"
#include "app/theme.h"
#include "kinds/registry.h"
#include "panels/problems_panel.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QMimeData>
#include <QScreen>
#include <QSessionManager>
#include <QStatusBar>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr QSize FirstSize(1280, 800);

/// The files and folders that are dragged; none where not all are on this machine.
QStringList draggedPaths(const QMimeData *data)
{
    QStringList out;
    for (const QUrl &url : data->urls()) {
        if (!url.isLocalFile())
            return {};
        out.append(url.toLocalFile());
    }
    return out;
}

/// What one file or folder, or several manifests, can be dropped as.
bool mayBeDropped(const QStringList &paths)
{
    static const QStringList suffixes{u"yaml"_s, u"yml"_s, u"json"_s};
    return paths.size() == 1 ||
           (!paths.isEmpty() && std::all_of(paths.begin(), paths.end(), [](const QString &path) {
               return suffixes.contains(QFileInfo(path).suffix().toLower());
           }));
}

} // namespace

MainWindow::MainWindow(Settings *settings)
    : m_settings(settings), m_document(new Document(allKinds(), this)),
      m_selection(new Selection(m_document)),
      m_session(new ProjectSession(m_document, settings, this)),
      m_secrets(new SecretDesk(m_document, m_session, this)),
      m_exporter(new Exporter(m_document, m_selection, m_session, settings, this)),
      m_mover(new CredentialMover(m_document, m_session, m_secrets->keeper(), this)),
      m_envWatch(new EnvWatch(m_document, this)),
      m_clusters(new ClusterDesk(m_document, m_session, settings, this)),
      m_actions(new ActionSet(allKinds(), this))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(QIcon(u":/icons/chartwright.svg"_s));
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks | GroupedDragging);
    m_document->reset(emptyTopology(), {});

    createCentre();
    createDocks();
    createMenus();
    createStatusBar();
    connectFile();
    connectEdit();
    connectView();
    connectPanels();
    connectCluster();

    resize(FirstSize);
    // A frame round it would push the status bar off a screen of that size.
    const QSize room = screen()->availableSize();
    if (!restoreGeometry(settings->windowGeometry()) &&
        (room.width() <= FirstSize.width() || room.height() <= FirstSize.height()))
        setWindowState(Qt::WindowMaximized);
    m_layout = settings->windowState();
    showProject(false);
    updateTitle();
    updateActions();
    updateUndoTexts();
}

MainWindow::~MainWindow()
{
    // The panels look at the document while they go, and it tells of its own end.
    m_document->undoStack()->disconnect(this);
    delete takeCentralWidget();
    qDeleteAll(findChildren<QDockWidget *>(Qt::FindDirectChildrenOnly));
}

bool MainWindow::offerRecovery()
{
    const QList<Recoverable> works = recoverable();
    if (works.isEmpty())
        return false;
    RecoveryDialog dialog(works, this);
    return dialog.exec() == QDialog::Accepted && m_session->recover(dialog.chosen());
}

void MainWindow::updateTitle()
{
    setWindowTitle(m_session->isOpen() ? tr("%1[*] – Chartwright").arg(m_document->title())
                                       : tr("Chartwright[*]"));
    setWindowModified(m_session->isOpen() && m_document->isModified());
    setWindowFilePath(m_document->filePath());
}

void MainWindow::updateActions()
{
    QUndoStack *undo = m_document->undoStack();
    ActionState s;
    s.project = m_session->isOpen();
    s.folder = !m_document->filePath().isEmpty();
    s.canUndo = undo->canUndo();
    s.canRedo = undo->canRedo();
    s.problems = m_problems->errors() + m_problems->warnings() + m_problems->advice() > 0;
    s.resources = m_selection->ids().size();
    s.wire = m_selection->wire().has_value();
    m_actions->setState(s);
}

void MainWindow::updateUndoTexts()
{
    const QString undo = m_document->undoStack()->undoText();
    const QString redo = m_document->undoStack()->redoText();
    (*m_actions)[action::Undo]->setText(undo.isEmpty() ? tr("&Undo") : tr("&Undo %1").arg(undo));
    (*m_actions)[action::Redo]->setText(redo.isEmpty() ? tr("&Redo") : tr("&Redo %1").arg(redo));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!mayStopApplying() || !m_session->mayDiscard() || !mayLoseValues()) {
        event->ignore();
        return;
    }
    m_session->finish();
    m_settings->setWindow(saveGeometry(), m_projectShown ? saveState() : m_layout);
    qCInfo(appLog) << "closed";
    event->accept();
}

bool MainWindow::mayStopApplying()
{
    QString question, consequence;
    if (m_deployer->isRunning()) {
        question = tr("Quit while the drawing is being deployed?");
        consequence = tr("What was done stays. Deploying again goes on where it ended.");
    } else if (m_applier->isApplying()) {
        question = tr("Quit while the drawing is being applied?");
        consequence = tr("The cluster would have a part of it. Applying again goes on where it "
                         "ended.");
    } else if (m_releases->isChanging()) {
        question = tr("Quit while Helm changes a release?");
        consequence = tr("The release may be left pending; Releases then has the way out.");
    } else {
        return true;
    }
    const MessageBox::Question asked{QMessageBox::Warning,
                                     question,
                                     consequence,
                                     {},
                                     {{u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole},
                                      {u"quit"_s, tr("Quit"), QMessageBox::DestructiveRole}}};
    return MessageBox::ask(this, asked) == u"quit";
}

bool MainWindow::mayLoseValues()
{
    if (!m_secrets->keeper()->vault()->holdsSessionValues())
        return true;
    const MessageBox::Question question{
        QMessageBox::Warning,
        tr("Quit, and lose the values that are kept for this session only?"),
        tr("There was no keychain to keep them in: they are in memory alone."),
        {},
        {{u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole},
         {u"quit"_s, tr("Quit"), QMessageBox::DestructiveRole}}};
    return MessageBox::ask(this, question) == u"quit";
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && m_settings->theme() == Settings::Theme::System)
        applyTheme(Settings::Theme::System);
    return QMainWindow::event(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        m_actions->updateIcons();
    QMainWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (mayBeDropped(draggedPaths(event->mimeData())))
        event->acceptProposedAction();
}

void MainWindow::dragMoveEvent(QDragMoveEvent *event)
{
    const QStringList paths = draggedPaths(event->mimeData());
    event->setAccepted(mayBeDropped(paths));
    if (!m_session->isOpen() || !EnvImporter::isEnvFile(paths.value(0)))
        return;
    const QPointF at = m_canvas->viewport()->mapFrom(this, event->position());
    const ResourcePtr target = m_document->topology().find(m_importer->targetAt(at));
    statusBar()->showMessage(target ? tr("Import the variables into %1").arg(target->name)
                                    : tr("Import the variables"));
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *) { statusBar()->clearMessage(); }

void MainWindow::dropEvent(QDropEvent *event)
{
    statusBar()->clearMessage();
    const QStringList paths = draggedPaths(event->mimeData());
    const QPointF view = m_canvas->viewport()->mapFrom(this, event->position());
    event->acceptProposedAction();
    // The other program waits for the drop to end, a question could keep it waiting.
    QTimer::singleShot(0, this, [=, this] { importDropped(paths, view); });
}

void MainWindow::importDropped(const QStringList &paths, QPointF view)
{
    const bool onCanvas =
        m_session->isOpen() && m_canvas->viewport()->rect().contains(view.toPoint());
    const auto place =
        onCanvas ? std::optional(m_canvas->mapToScene(view)) : std::optional<QPointF>();
    if (m_session->isOpen() && EnvImporter::isEnvFile(paths.value(0))) {
        m_importer->importFile(paths.constFirst(),
                               onCanvas ? m_importer->targetAt(view) : ResourceId(), place);
    } else if (std::all_of(paths.begin(), paths.end(), mayHoldManifests)) {
        if (needProject())
            m_manifests->importFiles(paths, place);
    } else if (paths.size() == 1) {
        m_session->open(paths.constFirst());
    } else {
        m_messages->show(MessageBar::Tone::Trouble,
                         tr("Not all of these files are manifests: drop one drawing, or manifests "
                            "alone."));
    }
}

bool MainWindow::needProject() { return m_session->isOpen() || openStarter(u"empty"_s); }

void MainWindow::tellImported(const QString &text, const QStringList &notes)
{
    if (notes.isEmpty()) {
        statusBar()->showMessage(text, 10000);
        return;
    }
    m_messages->show(
        MessageBar::Tone::Done,
        text + u' ' + tr("%n thing(s) were left out or changed.", nullptr, int(notes.size())),
        {{tr("What?"), [this, text, notes] {
              MessageBox::ask(this, {QMessageBox::Information,
                                     text,
                                     notes.join(u'\n'),
                                     {},
                                     {{u"close"_s, tr("Close"), QMessageBox::RejectRole}}});
          }}});
}

} // namespace chartwright
