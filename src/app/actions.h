// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_view.h"

#include <QAction>
#include <QKeySequence>

class QMenu;
class QToolBar;

namespace chartwright {

/// Ids, which are also the object names of the QActions. An insert action's is "insert." and the
/// kind.
namespace action {
inline constexpr QLatin1StringView New("file.new"), Open("file.open"), Save("file.save"),
    SaveAs("file.saveAs"), Export("file.export"), ExportTo("file.exportTo"),
    ExportArchive("file.exportArchive"), ImportEnv("file.importEnv"),
    ImportManifests("file.importManifests"), ImportFolder("file.importFolder"),
    OpenFolder("file.openFolder"), Close("file.close"), Settings("file.settings"),
    Quit("file.quit"), Undo("edit.undo"), Redo("edit.redo"), Cut("edit.cut"), Copy("edit.copy"),
    Paste("edit.paste"), Duplicate("edit.duplicate"), Delete("edit.delete"),
    SelectAll("edit.selectAll"), Rename("edit.rename"), Properties("edit.properties"),
    Find("edit.find"), ZoomIn("view.zoomIn"), ZoomOut("view.zoomOut"),
    ZoomActual("view.zoomActual"), FitAll("view.fitAll"), FitSelection("view.fitSelection"),
    ResetLayout("view.resetLayout"), AddByTyping("insert.type"),
    ChartProperties("chart.properties"), Arrange("chart.arrange"), NextProblem("chart.nextProblem"),
    PreviousProblem("chart.previousProblem"), Preview("chart.preview"), Target("cluster.target"),
    Compare("cluster.compare"), Apply("cluster.apply"), Deploy("cluster.deploy"),
    DeleteAll("cluster.deleteAll"), ViewDesign("cluster.viewDesign"),
    ViewDifference("cluster.viewDifference"), ViewLive("cluster.viewLive"),
    DrawLive("cluster.draw"), Releases("cluster.releases"), Guide("help.guide"),
    Shortcuts("help.shortcuts"), OpenLog("help.openLog"), About("help.about");
}

/// What an action needs to be of use.
enum class Needs {
    Nothing,
    Project,
    Resources,
    OneResource,
    Selection,
    Undo,
    Redo,
    Problems,
    Folder
};
/// Where its keys work. Drawing: the canvas and the outline, so that a letter or Del typed
/// elsewhere does nothing to the drawing.
enum class Scope { Window, Canvas, Drawing };

struct ActionSpec
{
    QString id;
    QString text; ///< translated, with a mnemonic
    QList<QKeySequence> keys;
    QString icon; ///< the name of an icon in :/icons, or a file; may be empty
    QString help; ///< translated, a sentence
    Needs needs = Needs::Nothing;
    Scope scope = Scope::Window;
    QAction::MenuRole role = QAction::NoRole;
    QString group = {}; ///< of those with one just one is checked
};

/// The one list that menus, toolbar, context menus and the help on keys are made from.
QList<ActionSpec> actionSpecs(const Kinds &kinds);

/// Entries are ids of actions, "-" for a separator, "@name" for a submenu that somebody else fills.
struct MenuSpec
{
    QString id, title;
    QStringList entries;
};
QList<MenuSpec> menuSpecs(const Kinds &kinds);
QStringList toolBarEntries();
QStringList contextEntries(CanvasPlace place);

/// What there is to act on.
struct ActionState
{
    bool project = false, folder = false, canUndo = false, canRedo = false, problems = false,
         wire = false;
    qsizetype resources = 0; ///< selected
};

/// The QActions of actionSpecs().
class ActionSet : public QObject
{
    Q_OBJECT
public:
    ActionSet(const Kinds &kinds, QWidget *window);

    QAction *operator[](const QString &id) const;
    const QList<ActionSpec> &specs() const { return m_specs; }
    /// Gives the keys of these scopes to the widgets that they work in.
    void attach(QWidget *canvas, QWidget *outline);
    void setState(const ActionState &state);
    /// Tints the icons for the present palette.
    void updateIcons();

    void fill(QMenu *menu, const QStringList &entries,
              const QHash<QString, QMenu *> &submenus = {}) const;
    void fill(QToolBar *bar, const QStringList &entries) const;

    template <class Receiver, class F>
    void on(const QString &id, Receiver *receiver, F function) const
    {
        connect((*this)[id], &QAction::triggered, receiver, function);
    }

protected:
    /// Keeps Ctrl+E, the end of the line to a text field on X11, for the export, and letters for an
    /// open menu.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QList<ActionSpec> m_specs;
    QHash<QString, QAction *> m_actions;
    const Kinds &m_kinds;
};

} // namespace chartwright
