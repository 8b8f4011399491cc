// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/actions.h"
#include "app/exporter.h"
#include "document/selection.h"

#include <QMainWindow>
#include <optional>

class QDockWidget;
class QStackedWidget;
class QToolButton;

namespace chartwright {

class Applier;
class ClusterDesk;
class CredentialMover;
class Deployer;
class DeployPanel;
class DifferencePanel;
class EnvImporter;
class LiveDesk;
class LivePanel;
class EnvWatch;
class ManifestImporter;
class MessageBar;
class OutlinePanel;
class PalettePanel;
class PreviewPanel;
class ProblemsPanel;
class ProductionFrame;
class PropertyPanel;
class ReleasesDesk;
class SecretDesk;
class WelcomePage;

/// The window: welcome page or canvas, the panels docked round it, and what the actions do. Object
/// names: "dock:palette", "dock:outline", "dock:properties", "dock:problems", "dock:preview",
/// "dock:cluster", "dock:deploy", "dock:live", "canvas", "welcome", "status:zoom",
/// "status:problems". Main thread only.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(Settings *settings);
    ~MainWindow() override;

    Document *document() const { return m_document; }
    Selection *selection() const { return m_selection; }
    CanvasView *canvas() const { return m_canvas; }
    ProjectSession *session() const { return m_session; }
    const ActionSet &actions() const { return *m_actions; }

    bool openPath(const QString &fileOrFolder) { return m_session->open(fileOrFolder); }
    bool openStarter(const QString &name) { return m_session->openStarter(name); }
    /// Asks what to do with work that a crash left behind, if there is any.
    bool offerRecovery();
    /// Where the docks stand at first.
    void resetLayout();

protected:
    void closeEvent(QCloseEvent *event) override;
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    // main_window_layout.cpp
    void createCentre();
    void createDocks();
    QDockWidget *addDock(const QString &name, const QString &title, QWidget *panel,
                         Qt::DockWidgetArea area);
    void sizeDocks();
    void updateDockTitles();
    void createMenus();
    void fillRecentMenu();
    void createStatusBar();
    void showProject(bool open);
    void raise(QDockWidget *dock);
    void showContextMenu(CanvasPlace place, const QPoint &global);

    // main_window_actions.cpp
    void connectFile();
    void connectEdit();
    void connectView();
    void connectPanels();
    void connectCluster();
    void find();
    void editSelection();
    /// An empty drawing to import into, where none is open.
    bool needProject();
    void tellImported(const QString &text, const QStringList &notes);
    void importDropped(const QStringList &paths, QPointF view);

    /// Whether values that only this program holds may go with it.
    bool mayLoseValues();
    /// Whether what is being applied may be left half done.
    bool mayStopApplying();
    void updateProduction();
    /// What the nodes show beside what is drawn.
    enum class ClusterView { Design, Difference, Live };
    void setClusterView(ClusterView view);
    void tellOfCluster(const QString &text, bool isGood);
    void updateMarks();
    void updateTitle();
    void updateActions();
    void updateUndoTexts();
    void updateProblems(int errors, int warnings, int advice);

    Settings *m_settings;
    Document *m_document;
    Selection *m_selection;
    ProjectSession *m_session;
    SecretDesk *m_secrets;
    Exporter *m_exporter;
    EnvImporter *m_importer = nullptr;
    ManifestImporter *m_manifests = nullptr;
    CredentialMover *m_mover;
    EnvWatch *m_envWatch;
    ClusterDesk *m_clusters;
    Applier *m_applier = nullptr;
    LiveDesk *m_live = nullptr;
    Deployer *m_deployer = nullptr;
    ReleasesDesk *m_releases = nullptr;
    ActionSet *m_actions;

    ProductionFrame *m_frame = nullptr;
    QStackedWidget *m_stack = nullptr;
    WelcomePage *m_welcome = nullptr;
    MessageBar *m_messages = nullptr;
    CanvasView *m_canvas = nullptr;
    PalettePanel *m_palette = nullptr;
    OutlinePanel *m_outline = nullptr;
    PropertyPanel *m_properties = nullptr;
    ProblemsPanel *m_problems = nullptr;
    PreviewPanel *m_preview = nullptr;
    DifferencePanel *m_difference = nullptr;
    DeployPanel *m_deploy = nullptr;
    LivePanel *m_livePanel = nullptr;
    QDockWidget *m_paletteDock = nullptr, *m_outlineDock = nullptr, *m_propertiesDock = nullptr,
                *m_problemsDock = nullptr, *m_previewDock = nullptr, *m_clusterDock = nullptr,
                *m_liveDock = nullptr, *m_deployDock = nullptr;
    QToolBar *m_toolBar = nullptr;
    QMenu *m_recentMenu = nullptr;
    QToolButton *m_zoom = nullptr, *m_problemCount = nullptr;

    QByteArray m_layout; ///< of the docks while no project is open
    bool m_projectShown = false;
    ClusterView m_clusterView = ClusterView::Design;
    QString m_clusterTrouble; ///< that the messages told last
};

} // namespace chartwright
