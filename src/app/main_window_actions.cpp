// SPDX-License-Identifier: Apache-2.0
#include "app/main_window.h"

#include "app/credential_mover.h"
#include "app/env_importer.h"
#include "app/env_watch.h"
#include "app/guide_window.h"
#include "app/help_dialogs.h"
#include "app/log.h"
#include "app/manifest_importer.h"
#include "app/message_bar.h"
#include "app/secret_desk.h"
#include "app/settings_dialog.h"
#include "app/theme.h"
#include "app/welcome_page.h"
#include "panels/outline_panel.h"
#include "panels/palette_panel.h"
#include "panels/preview_panel.h"
#include "panels/problems_panel.h"
#include "panels/property_panel.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDockWidget>
#include <QFileInfo>
#include <QLineEdit>
#include <QSessionManager>
#include <QStatusBar>
#include <QToolButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

void showFolder(const QString &path)
{
    const QFileInfo info(path);
    QDesktopServices::openUrl(QUrl::fromLocalFile(info.isDir() ? path : info.absolutePath()));
}

bool hasFocusIn(const QWidget *widget)
{
    const QWidget *focus = QApplication::focusWidget();
    return focus && (focus == widget || widget->isAncestorOf(focus));
}

} // namespace

void MainWindow::connectFile()
{
    m_actions->on(action::New, this, [this] { openStarter(u"empty"_s); });
    m_actions->on(action::Open, m_session, &ProjectSession::openByDialog);
    m_actions->on(action::Save, m_session, [this] { m_session->save(); });
    m_actions->on(action::SaveAs, m_session, [this] { m_session->saveAs(); });
    m_actions->on(action::Export, m_exporter, &Exporter::exportChart);
    m_actions->on(action::ExportTo, m_exporter, &Exporter::exportTo);
    m_actions->on(action::ExportArchive, m_exporter, &Exporter::exportArchive);
    m_actions->on(action::ImportEnv, m_importer, &EnvImporter::importByDialog);
    m_actions->on(action::ImportManifests, this, [this] {
        if (needProject())
            m_manifests->importByDialog();
    });
    m_actions->on(action::ImportFolder, this, [this] {
        if (needProject())
            m_manifests->importFolderByDialog();
    });
    m_actions->on(action::OpenFolder, this, [this] { showFolder(m_document->projectFolder()); });
    m_actions->on(action::Close, m_session, &ProjectSession::close);
    m_actions->on(action::Settings, this, [this] {
        auto *dialog = new SettingsDialog(m_settings, m_secrets, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    m_actions->on(action::Quit, this, &QWidget::close);
    m_actions->on(action::Guide, this, [this] { showGuide(this); });
    m_actions->on(action::Shortcuts, this,
                  [this] { showShortcuts(this, *m_actions, m_document->kinds()); });
    m_actions->on(action::OpenLog, this, [] { showFolder(logFolder()); });
    m_actions->on(action::About, this, [this] { showAbout(this); });

    connect(m_welcome, &WelcomePage::newRequested, this, [this] { openStarter(u"empty"_s); });
    connect(m_welcome, &WelcomePage::openDialogRequested, m_session, &ProjectSession::openByDialog);
    connect(m_welcome, &WelcomePage::openRequested, m_session, &ProjectSession::open);
    connect(m_welcome, &WelcomePage::starterRequested, this, &MainWindow::openStarter);

    connect(m_session, &ProjectSession::openChanged, this, [this](bool open) {
        m_messages->hide();
        showProject(open);
        updateTitle();
        updateActions();
        updateUndoTexts();
    });
    connect(m_session, &ProjectSession::said, this,
            [this](const QString &text) { statusBar()->showMessage(text, 10000); });
    connect(m_session, &ProjectSession::trouble, this,
            [this](const QString &text) { m_messages->show(MessageBar::Tone::Trouble, text); });
    connect(m_secrets, &SecretDesk::trouble, m_session, &ProjectSession::trouble);
    connect(m_exporter, &Exporter::exported, this,
            [this](const QString &path, const QString &text) {
                m_messages->show(MessageBar::Tone::Done, text,
                                 {{tr("Open Folder"), [path] { showFolder(path); }}});
                updateActions();
            });
    connect(m_importer, &EnvImporter::imported, m_session, &ProjectSession::said);
    connect(m_manifests, &ManifestImporter::imported, this, &MainWindow::tellImported);
    connect(m_exporter, &Exporter::problemsRequested, this, [this] { raise(m_problemsDock); });
    connect(m_document, &Document::modifiedChanged, this, &MainWindow::updateTitle);
    connect(m_document, &Document::filePathChanged, this, [this] {
        updateTitle();
        updateActions();
    });
    connect(m_settings, &Settings::themeChanged, this, [](Settings::Theme t) { applyTheme(t); });
    connect(m_settings, &Settings::logLevelChanged, this,
            [](Settings::LogLevel l) { setLogLevel(l); });
    connect(
        qApp, &QGuiApplication::commitDataRequest, this,
        [this](QSessionManager &manager) {
            m_session->flush();
            if (manager.allowsInteraction() && !m_session->mayDiscard())
                manager.cancel();
        },
        Qt::DirectConnection);
}

void MainWindow::connectEdit()
{
    QUndoStack *undo = m_document->undoStack();
    m_actions->on(action::Undo, undo, &QUndoStack::undo);
    m_actions->on(action::Redo, undo, &QUndoStack::redo);
    connect(undo, &QUndoStack::undoTextChanged, this, &MainWindow::updateUndoTexts);
    connect(undo, &QUndoStack::redoTextChanged, this, &MainWindow::updateUndoTexts);
    connect(undo, &QUndoStack::canUndoChanged, this, &MainWindow::updateActions);
    connect(undo, &QUndoStack::canRedoChanged, this, &MainWindow::updateActions);
    connect(m_selection, &Selection::changed, this, &MainWindow::updateActions);
    // The title names the Chart, which an edit may rename.
    connect(m_document, &Document::changed, this, &MainWindow::updateTitle);

    m_actions->on(action::Cut, m_canvas, &CanvasView::cut);
    m_actions->on(action::Copy, m_canvas, &CanvasView::copy);
    m_actions->on(action::Paste, m_canvas, &CanvasView::paste);
    m_actions->on(action::Duplicate, m_canvas, &CanvasView::duplicateSelection);
    m_actions->on(action::Delete, m_canvas, &CanvasView::deleteSelection);
    m_actions->on(action::SelectAll, m_canvas, &CanvasView::selectAll);
    m_actions->on(action::Rename, this, [this] {
        if (hasFocusIn(m_outline))
            m_outline->rename();
        else
            m_canvas->renameSelection();
    });
    m_actions->on(action::Properties, this, &MainWindow::editSelection);
    m_actions->on(action::Find, this, &MainWindow::find);
    m_actions->on(action::ChartProperties, this, [this] {
        if (const ResourcePtr chart = m_document->topology().chart())
            m_selection->set({chart->id});
        editSelection();
    });
    m_actions->on(action::AddByTyping, m_canvas, &CanvasView::addByTyping);
    for (const KindSpec &kind : m_document->kinds().all()) {
        if (!kind.shortcut.isNull())
            m_actions->on(u"insert."_s + kind.kind, this,
                          [this, k = kind.kind] { m_canvas->insertKind(k); });
    }
}

void MainWindow::connectView()
{
    m_actions->on(action::ZoomIn, m_canvas, &CanvasView::zoomIn);
    m_actions->on(action::ZoomOut, m_canvas, &CanvasView::zoomOut);
    m_actions->on(action::ZoomActual, m_canvas, &CanvasView::zoomToActualSize);
    m_actions->on(action::FitAll, m_canvas, &CanvasView::fitAll);
    m_actions->on(action::FitSelection, m_canvas, &CanvasView::fitSelection);
    m_actions->on(action::ResetLayout, this, &MainWindow::resetLayout);
    m_actions->on(action::Arrange, m_canvas, &CanvasView::arrange);
    m_actions->on(action::NextProblem, m_problems, &ProblemsPanel::revealNext);
    m_actions->on(action::PreviousProblem, m_problems, &ProblemsPanel::revealPrevious);
    m_actions->on(action::Preview, this, [this] { raise(m_previewDock); });

    const auto showZoom = [this](double zoom) {
        m_zoom->setText(tr("%1 %").arg(qRound(zoom * 100)));
    };
    connect(m_canvas, &CanvasView::zoomChanged, this, showZoom);
    showZoom(m_canvas->zoom());
    connect(m_problemCount, &QToolButton::clicked, this, [this] { raise(m_problemsDock); });
    connect(m_canvas, &CanvasView::hintChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            statusBar()->clearMessage();
        else
            statusBar()->showMessage(text);
    });
    connect(m_canvas, &CanvasView::arrangingChanged, this, [this](bool arranging) {
        if (arranging)
            statusBar()->showMessage(tr("Arranging. Esc stops it."));
        else
            statusBar()->clearMessage();
    });
    connect(m_canvas, &CanvasView::pasteFailed, this,
            [this](const QString &why, const QString &text) {
                if (looksLikeManifests(text))
                    m_manifests->importText(text);
                else
                    m_messages->show(MessageBar::Tone::Trouble, why);
            });
}

void MainWindow::connectPanels()
{
    connect(m_palette, &PalettePanel::insertRequested, this, [this](const QString &kind) {
        m_canvas->insertKind(kind);
        m_canvas->setFocus();
    });
    connect(m_outline, &OutlinePanel::activated, this, [this](const ResourceId &id) {
        m_canvas->showNode(id);
        m_canvas->setFocus();
    });
    connect(m_outline, &OutlinePanel::contextMenuRequested, this, [this](const QPoint &pos) {
        const ResourcePtr chart = m_document->topology().chart();
        const bool onChart =
            chart && m_selection->contains(chart->id) && m_selection->ids().size() == 1;
        showContextMenu(onChart                        ? CanvasPlace::Chart
                        : m_selection->ids().isEmpty() ? CanvasPlace::Empty
                                                       : CanvasPlace::Node,
                        pos);
    });
    connect(m_canvas, &CanvasView::contextMenuRequested, this, &MainWindow::showContextMenu);
    connect(m_canvas, &CanvasView::editRequested, this, &MainWindow::editSelection);
    connect(m_selection, &Selection::revealed, this,
            [this](const ResourceId &id, const Path &path) {
                m_canvas->showNode(id);
                raise(m_propertiesDock);
                m_properties->focusField(path);
            });
    connect(m_properties, &PropertyPanel::helpRequested, this,
            [this](const QString &kind, const QString &path) {
                showFieldHelp(m_properties, m_document->kinds(), kind, path);
            });
    connect(m_properties, &PropertyPanel::moveRequested, m_mover, &CredentialMover::move);
    connect(m_problems, &ProblemsPanel::moveRequested, m_mover, &CredentialMover::move);
    connect(m_session, &ProjectSession::filed, m_envWatch, &EnvWatch::lookSoon);
    connect(m_exporter, &Exporter::exported, m_envWatch, &EnvWatch::lookSoon);
    connect(m_mover, &CredentialMover::moved, this, [this](const QString &text, bool isFiled) {
        QList<MessageBar::Offer> offers;
        if (isFiled)
            offers.append({tr("Save"), [this] { m_session->save(); }});
        m_messages->show(MessageBar::Tone::Done, text, offers);
        connect(
            m_session, &ProjectSession::filed, m_messages,
            [this, text] {
                if (m_messages->text() == text)
                    m_messages->hide();
            },
            Qt::SingleShotConnection);
    });
    connect(m_problems, &ProblemsPanel::countsChanged, this, &MainWindow::updateProblems);
    updateProblems(m_problems->errors(), m_problems->warnings(), m_problems->advice());
}

void MainWindow::find()
{
    if (hasFocusIn(m_preview)) {
        m_preview->find();
        return;
    }
    raise(m_outlineDock);
    if (auto *filter = m_outline->findChild<QLineEdit *>(u"outline:filter"_s)) {
        filter->setFocus(Qt::ShortcutFocusReason);
        filter->selectAll();
    }
}

void MainWindow::editSelection()
{
    raise(m_propertiesDock);
    if (m_selection->wire())
        m_properties->setFocus();
    else
        m_properties->focusField({});
}

} // namespace chartwright
