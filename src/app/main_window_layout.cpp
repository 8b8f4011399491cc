// SPDX-License-Identifier: Apache-2.0
#include "app/main_window.h"

#include "app/applier.h"
#include "app/cluster_desk.h"
#include "app/deployer.h"
#include "app/env_importer.h"
#include "app/file_dialog.h"
#include "app/live_desk.h"
#include "app/manifest_importer.h"
#include "app/message_bar.h"
#include "app/production_frame.h"
#include "app/releases_desk.h"
#include "app/secret_desk.h"
#include "app/welcome_page.h"
#include "panels/deploy_panel.h"
#include "panels/difference_panel.h"
#include "panels/live_panel.h"
#include "panels/outline_panel.h"
#include "panels/palette_panel.h"
#include "panels/panel_style.h"
#include "panels/preview_panel.h"
#include "panels/problems_panel.h"
#include "panels/property_panel.h"
#include "project/starters.h"

#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int LeftWidth = 216, RightWidth = 352, BottomHeight = 190, PaletteHeight = 320;

} // namespace

void MainWindow::createCentre()
{
    m_welcome = new WelcomePage(m_settings, m_document->kinds());
    m_canvas = new CanvasView(m_document, m_selection);
    m_canvas->setObjectName(u"canvas"_s);
    m_canvas->setFrameShape(QFrame::NoFrame);
    m_importer =
        new EnvImporter(m_document, m_selection, m_canvas, m_secrets->keeper(), m_settings, this);
    m_manifests = new ManifestImporter(m_document, m_selection, m_canvas, m_secrets->keeper(),
                                       m_settings, this);
    m_messages = new MessageBar;
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_canvas);
    m_frame = new ProductionFrame;
    m_frame->setObjectName(u"centre"_s);
    auto *column = new QVBoxLayout(m_frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_stack, 1);
    setCentralWidget(m_frame);
}

QDockWidget *MainWindow::addDock(const QString &name, const QString &title, QWidget *panel,
                                 Qt::DockWidgetArea area)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(panel);
    addDockWidget(area, dock);
    connect(dock, &QDockWidget::visibilityChanged, this, &MainWindow::updateDockTitles,
            Qt::QueuedConnection);
    connect(dock, &QDockWidget::topLevelChanged, this, &MainWindow::updateDockTitles,
            Qt::QueuedConnection);
    connect(dock, &QDockWidget::dockLocationChanged, this, &MainWindow::updateDockTitles,
            Qt::QueuedConnection);
    return dock;
}

void MainWindow::createDocks()
{
    m_palette = new PalettePanel(m_document, m_selection);
    m_outline = new OutlinePanel(m_document, m_selection);
    m_properties = new PropertyPanel(m_document, m_selection);
    m_properties->setKeeper(m_secrets->keeper(), [this](QWidget *parent) {
        return FileDialog::anyFile(parent, m_settings, tr("Value from a File"));
    });
    m_problems = new ProblemsPanel(m_document, m_selection);
    m_preview = new PreviewPanel(m_document, m_selection);
    m_difference = new DifferencePanel(m_document, m_selection);
    m_deploy = new DeployPanel;
    m_livePanel = new LivePanel(m_document, m_selection);

    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    m_paletteDock = addDock(u"dock:palette"_s, tr("Resources"), m_palette, Qt::LeftDockWidgetArea);
    m_outlineDock = addDock(u"dock:outline"_s, tr("Outline"), m_outline, Qt::LeftDockWidgetArea);
    m_propertiesDock =
        addDock(u"dock:properties"_s, tr("Properties"), m_properties, Qt::RightDockWidgetArea);
    m_problemsDock =
        addDock(u"dock:problems"_s, tr("Problems"), m_problems, Qt::BottomDockWidgetArea);
    m_previewDock = addDock(u"dock:preview"_s, tr("Preview"), m_preview, Qt::BottomDockWidgetArea);
    m_clusterDock =
        addDock(u"dock:cluster"_s, tr("Cluster"), m_difference, Qt::BottomDockWidgetArea);
    m_deployDock = addDock(u"dock:deploy"_s, tr("Deploy"), m_deploy, Qt::BottomDockWidgetArea);
    m_liveDock = addDock(u"dock:live"_s, tr("Live"), m_livePanel, Qt::BottomDockWidgetArea);
    m_live =
        new LiveDesk(m_document, m_selection, m_session, m_clusters, m_livePanel, m_settings, this);
    m_applier = new Applier(m_document, m_selection, m_session, m_clusters, m_secrets->keeper(),
                            m_difference, m_settings, this);
    m_deployer = new Deployer(m_document, m_session, m_clusters, m_applier, m_live,
                              m_secrets->keeper(), m_deploy, m_settings, m_exporter, this);
    m_releases = new ReleasesDesk(m_document, m_session, m_clusters, m_live, m_settings, this);
    m_actions->attach(m_canvas, m_outline);
}

void MainWindow::updateDockTitles()
{
    // A tab says what a title would say again.
    const QList<QDockWidget *> docks = findChildren<QDockWidget *>(Qt::FindDirectChildrenOnly);
    for (QDockWidget *dock : docks) {
        const bool tabbed = !dock->isFloating() && !tabifiedDockWidgets(dock).isEmpty();
        if (tabbed == (dock->titleBarWidget() != nullptr))
            continue;
        QWidget *old = dock->titleBarWidget();
        dock->setTitleBarWidget(tabbed ? new QWidget(dock) : nullptr);
        delete old;
    }
}

void MainWindow::resetLayout()
{
    const QList<std::pair<QDockWidget *, Qt::DockWidgetArea>> docks{
        {m_paletteDock, Qt::LeftDockWidgetArea},     {m_outlineDock, Qt::LeftDockWidgetArea},
        {m_propertiesDock, Qt::RightDockWidgetArea}, {m_problemsDock, Qt::BottomDockWidgetArea},
        {m_previewDock, Qt::BottomDockWidgetArea},   {m_clusterDock, Qt::BottomDockWidgetArea},
        {m_deployDock, Qt::BottomDockWidgetArea},    {m_liveDock, Qt::BottomDockWidgetArea},
    };
    for (const auto &[dock, area] : docks) {
        dock->setFloating(false);
        removeDockWidget(dock);
    }
    // Side by side, if only for a moment, those below would make the window wider.
    QDockWidget *below = nullptr;
    for (const auto &[dock, area] : docks) {
        addDockWidget(area, dock);
        if (area == Qt::BottomDockWidgetArea) {
            if (below)
                tabifyDockWidget(below, dock);
            below = dock;
        }
        dock->show();
    }
    splitDockWidget(m_paletteDock, m_outlineDock, Qt::Vertical);
    m_problemsDock->raise();
    addToolBar(Qt::TopToolBarArea, m_toolBar);
    m_toolBar->show();
    sizeDocks();
    // Docks that were just added have no place yet to be sized in.
    QTimer::singleShot(0, this, &MainWindow::sizeDocks);
}

void MainWindow::sizeDocks()
{
    // The canvas keeps its old share while docks grow, so it takes some rounds to get there.
    for (int i = 0; i < 4; ++i) {
        resizeDocks({m_paletteDock, m_propertiesDock}, {LeftWidth, RightWidth}, Qt::Horizontal);
        const int column = m_paletteDock->height() + m_outlineDock->height();
        resizeDocks({m_paletteDock, m_outlineDock},
                    {PaletteHeight, std::max(column - PaletteHeight, PaletteHeight / 2)},
                    Qt::Vertical);
        resizeDocks({m_problemsDock}, {BottomHeight}, Qt::Vertical);
        layout()->activate();
    }
    update();
}

void MainWindow::createMenus()
{
    m_recentMenu = new QMenu(tr("Open &Recent"), this);
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    auto *startersMenu = new QMenu(tr("New &From"), this);
    const QList<Starter> all = starters();
    for (const Starter &s : all) {
        QAction *a =
            startersMenu->addAction(s.title, this, [this, name = s.name] { openStarter(name); });
        a->setStatusTip(s.help);
    }
    auto *panelsMenu = new QMenu(tr("&Panels"), this);
    for (QDockWidget *dock : {m_paletteDock, m_outlineDock, m_propertiesDock, m_problemsDock,
                              m_previewDock, m_clusterDock, m_deployDock, m_liveDock})
        panelsMenu->addAction(dock->toggleViewAction());

    m_toolBar = addToolBar(tr("Toolbar"));
    m_toolBar->setObjectName(u"toolBar"_s);
    m_toolBar->setMovable(false);
    m_toolBar->setIconSize({20, 20});
    m_toolBar->setContentsMargins(4, 2, 4, 3);
    m_toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_actions->fill(m_toolBar, toolBarEntries());
    for (const auto id : {action::Undo, action::Redo, action::ZoomIn, action::ZoomOut})
        if (auto *button =
                qobject_cast<QToolButton *>(m_toolBar->widgetForAction((*m_actions)[id])))
            button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    panelsMenu->addSeparator();
    panelsMenu->addAction(m_toolBar->toggleViewAction());

    const QHash<QString, QMenu *> submenus{
        {u"@recent"_s, m_recentMenu}, {u"@starters"_s, startersMenu}, {u"@panels"_s, panelsMenu}};
    const QList<MenuSpec> menus = menuSpecs(m_document->kinds());
    for (const MenuSpec &spec : menus) {
        QMenu *menu = menuBar()->addMenu(spec.title);
        menu->setObjectName(spec.id);
        m_actions->fill(menu, spec.entries, submenus);
    }
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    const QList<Settings::Recent> projects = m_settings->recent();
    for (const Settings::Recent &p : projects) {
        const QString folder = QDir::toNativeSeparators(QFileInfo(p.path).absolutePath());
        QAction *a = m_recentMenu->addAction(
            QString(tr("%1 – %2").arg(p.title, folder)).replace(u'&', QLatin1String("&&")), this,
            [this, path = p.path] { openPath(path); });
        a->setEnabled(QFileInfo::exists(p.path));
    }
    if (projects.isEmpty()) {
        m_recentMenu->addAction(tr("None yet"))->setEnabled(false);
        return;
    }
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(tr("Clear the List"), m_settings, &Settings::clearRecent);
}

void MainWindow::createStatusBar()
{
    m_problemCount = new QToolButton;
    m_problemCount->setObjectName(u"status:problems"_s);
    m_problemCount->setAutoRaise(true);
    m_problemCount->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_problemCount->setToolTip(tr("Show the problems"));
    m_zoom = new QToolButton;
    m_zoom->setObjectName(u"status:zoom"_s);
    m_zoom->setAutoRaise(true);
    m_zoom->setPopupMode(QToolButton::InstantPopup);
    m_zoom->setToolTip(tr("Zoom"));
    auto *menu = new QMenu(m_zoom);
    for (const int percent : {25, 50, 75, 100, 150, 200})
        menu->addAction(tr("%1 %").arg(percent), this,
                        [this, percent] { m_canvas->setZoom(percent / 100.0); });
    menu->addSeparator();
    menu->addAction((*m_actions)[action::FitAll]);
    menu->addAction((*m_actions)[action::FitSelection]);
    m_zoom->setMenu(menu);
    statusBar()->addPermanentWidget(m_problemCount);
    statusBar()->addPermanentWidget(m_zoom);
}

void MainWindow::updateProblems(int errors, int warnings, int advice)
{
    QStringList parts;
    if (errors > 0)
        parts << tr("%n error(s)", nullptr, errors);
    if (warnings > 0)
        parts << tr("%n warning(s)", nullptr, warnings);
    if (advice > 0)
        parts << tr("%1 advice").arg(advice);
    m_problemCount->setText(parts.isEmpty() ? tr("No problems") : parts.join(u", "_s));
    const Severity worst = errors > 0     ? Severity::Error
                           : warnings > 0 ? Severity::Warning
                                          : Severity::Advice;
    m_problemCount->setIcon(parts.isEmpty() ? style::acceptedIcon(palette())
                                            : style::severityIcon(worst, palette()));
    const int all = errors + warnings + advice;
    m_problemsDock->setWindowTitle(all > 0 ? tr("Problems %1").arg(all) : tr("Problems"));
    updateActions();
}

void MainWindow::showProject(bool open)
{
    const QList<QDockWidget *> docks{m_paletteDock, m_outlineDock, m_propertiesDock, m_problemsDock,
                                     m_previewDock, m_clusterDock, m_deployDock,     m_liveDock};
    // A page that is hidden, or about to be, would still claim its room; and docks that come back
    // before that is known everywhere make the window grow.
    const auto policy = open ? QSizePolicy::Ignored : QSizePolicy::Preferred;
    m_welcome->setSizePolicy(policy, policy);
    if (!open) {
        if (m_projectShown)
            m_layout = saveState();
        for (QDockWidget *dock : docks)
            dock->hide();
        m_toolBar->hide();
        m_messages->hide();
    } else {
        for (QLayout *layout : {m_stack->layout(), centralWidget()->layout(), this->layout()})
            layout->activate();
        if (!m_projectShown && (m_layout.isEmpty() || !restoreState(m_layout)))
            resetLayout();
    }
    m_projectShown = open;
    for (QDockWidget *dock : docks)
        dock->toggleViewAction()->setEnabled(open);
    m_toolBar->toggleViewAction()->setEnabled(open);
    m_problemCount->setVisible(open);
    m_zoom->setVisible(open);
    m_stack->setCurrentWidget(open ? static_cast<QWidget *>(m_canvas) : m_welcome);
    if (open)
        m_canvas->setFocus();
}

void MainWindow::raise(QDockWidget *dock)
{
    dock->show();
    dock->raise();
}

void MainWindow::showContextMenu(CanvasPlace place, const QPoint &global)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"contextMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *insert = new QMenu(tr("&Insert"), menu);
    const QList<MenuSpec> menus = menuSpecs(m_document->kinds());
    for (const MenuSpec &spec : menus) {
        if (spec.id == u"menu.insert"_s)
            m_actions->fill(insert, spec.entries);
    }
    m_actions->fill(menu, contextEntries(place), {{u"@insert"_s, insert}});
    const QList<ResourceId> chosen = m_selection->ids();
    if (place == CanvasPlace::Node && chosen.size() == 1 && m_importer->takesKeys(chosen.first()))
        m_actions->fill(menu, {u"-"_s, action::ImportEnv});
    menu->popup(global);
}

} // namespace chartwright
