// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"

#include "model/kind_spec.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

struct Actions
{
    Q_DECLARE_TR_FUNCTIONS(Actions)
};

QList<QKeySequence> keys(QKeySequence::StandardKey standard)
{
    return QKeySequence::keyBindings(standard);
}

QList<QKeySequence> keys(const char *portable) { return {QKeySequence(QLatin1String(portable))}; }

QList<ActionSpec> fileActions()
{
    return {
        {action::New, Actions::tr("&New"), keys(QKeySequence::New), u"new"_s,
         Actions::tr("An empty drawing"), Needs::Nothing},
        {action::Open, Actions::tr("&Open…"), keys(QKeySequence::Open), u"open"_s,
         Actions::tr("Open a project: a topology.yaml or its folder"), Needs::Nothing},
        {action::Save, Actions::tr("&Save"), keys(QKeySequence::Save), u"save"_s,
         Actions::tr("Write the drawing to its project's folder"), Needs::Project},
        {action::SaveAs,
         Actions::tr("Save &As…"),
         keys("Ctrl+Shift+S"),
         {},
         Actions::tr("Write the drawing to another folder and go on there"),
         Needs::Project},
        {action::Export, Actions::tr("&Export Chart"), keys("Ctrl+E"), u"export"_s,
         Actions::tr("Write the Helm chart into the project's folder"), Needs::Project},
        {action::ExportTo,
         Actions::tr("Export Chart &To…"),
         keys("Ctrl+Shift+E"),
         {},
         Actions::tr("Write the Helm chart, and the drawing with it, into another folder"),
         Needs::Project},
        {action::ExportArchive,
         Actions::tr("Export Arc&hive…"),
         {},
         {},
         Actions::tr("Write the .tgz that helm install takes"),
         Needs::Project},
        {action::ImportEnv,
         Actions::tr("I&mport Variables…"),
         {},
         {},
         Actions::tr(
             "Read a .env file: secret values into the keychain, the rest into a ConfigMap"),
         Needs::Project},
        {action::ImportManifests,
         Actions::tr("Im&port Manifests…"),
         {},
         {},
         Actions::tr("Draw what stands in manifests, YAML or JSON: the inverse of an export"),
         Needs::Nothing},
        {action::ImportFolder,
         Actions::tr("Import Manifest Fo&lder…"),
         {},
         {},
         Actions::tr("Draw all manifests that lie in a folder"),
         Needs::Nothing},
        {action::OpenFolder,
         Actions::tr("Open Project Fol&der"),
         {},
         {},
         Actions::tr("Show the project's folder in the file manager"),
         Needs::Folder},
        {action::Close,
         Actions::tr("&Close Project"),
         keys("Ctrl+W"),
         {},
         Actions::tr("Back to the welcome page"),
         Needs::Project},
        {action::Settings,
         Actions::tr("Sett&ings…"),
         keys("Ctrl+,"),
         {},
         Actions::tr("Theme, autosave, programs, log"),
         Needs::Nothing,
         Scope::Window,
         QAction::PreferencesRole},
        {action::Quit,
         Actions::tr("&Quit"),
         keys("Ctrl+Q"),
         {},
         Actions::tr("Leave Chartwright"),
         Needs::Nothing,
         Scope::Window,
         QAction::QuitRole},
    };
}

QList<ActionSpec> editActions()
{
    return {
        {action::Undo, Actions::tr("&Undo"), keys(QKeySequence::Undo), u"undo"_s,
         Actions::tr("Take back the last step"), Needs::Undo},
        {action::Redo,
         Actions::tr("&Redo"),
         {QKeySequence(u"Ctrl+Shift+Z"_s), QKeySequence(u"Ctrl+Y"_s)},
         u"redo"_s,
         Actions::tr("Do again what was taken back"),
         Needs::Redo},
        {action::Cut, Actions::tr("Cu&t"), keys("Ctrl+X"), u"cut"_s,
         Actions::tr("Move the selected resources to the clipboard"), Needs::Resources,
         Scope::Drawing},
        {action::Copy, Actions::tr("&Copy"), keys("Ctrl+C"), u"copy"_s,
         Actions::tr("Copy the selected resources to the clipboard"), Needs::Resources,
         Scope::Drawing},
        {action::Paste, Actions::tr("&Paste"), keys("Ctrl+V"), u"paste"_s,
         Actions::tr("Insert resources from the clipboard"), Needs::Project, Scope::Drawing},
        {action::Duplicate, Actions::tr("&Duplicate"), keys("Ctrl+D"), u"duplicate"_s,
         Actions::tr("Copies of the selected resources, with names of their own"), Needs::Resources,
         Scope::Drawing},
        {action::Delete, Actions::tr("De&lete"), keys("Del"), u"delete"_s,
         Actions::tr("Delete what is selected, with its wires"), Needs::Selection, Scope::Drawing},
        {action::SelectAll,
         Actions::tr("Select &All"),
         keys("Ctrl+A"),
         {},
         Actions::tr("Select all resources"),
         Needs::Project,
         Scope::Drawing},
        {action::Rename,
         Actions::tr("Re&name"),
         keys("F2"),
         {},
         Actions::tr("Rename the selected resource; what refers to it follows"),
         Needs::OneResource,
         Scope::Drawing},
        {action::Properties,
         Actions::tr("Propert&ies"),
         keys("Alt+Return"),
         {},
         Actions::tr("Edit the properties of what is selected"),
         Needs::Project},
        {action::Find, Actions::tr("&Find"), keys(QKeySequence::Find), u"find"_s,
         Actions::tr("Find a resource by its name or what it holds, or text in the preview"),
         Needs::Project},
    };
}

QList<ActionSpec> viewActions()
{
    return {
        {action::ZoomIn,
         Actions::tr("Zoom &In"),
         {QKeySequence(u"Ctrl++"_s), QKeySequence(u"Ctrl+="_s)},
         u"zoom-in"_s,
         Actions::tr("Show the drawing larger"),
         Needs::Project},
        {action::ZoomOut, Actions::tr("Zoom &Out"), keys("Ctrl+-"), u"zoom-out"_s,
         Actions::tr("Show the drawing smaller"), Needs::Project},
        {action::ZoomActual,
         Actions::tr("&Actual Size"),
         keys("Ctrl+0"),
         {},
         Actions::tr("Show the drawing at 100 %"),
         Needs::Project},
        {action::FitAll, Actions::tr("&Fit All"), keys("Ctrl+1"), u"fit"_s,
         Actions::tr("Show the whole drawing"), Needs::Project},
        {action::FitSelection,
         Actions::tr("Fit &Selection"),
         keys("Ctrl+2"),
         {},
         Actions::tr("Show what is selected as large as it goes"),
         Needs::Resources},
        {action::ResetLayout,
         Actions::tr("&Reset Window Layout"),
         {},
         {},
         Actions::tr("Put all panels back to where they were at first"),
         Needs::Project},
    };
}

QList<ActionSpec> insertActions(const Kinds &kinds)
{
    QList<ActionSpec> list{{action::AddByTyping,
                            Actions::tr("&By Name…"),
                            keys("Insert"),
                            {},
                            Actions::tr("Choose a kind by typing"),
                            Needs::Project,
                            Scope::Canvas}};
    for (const KindSpec &k : kinds.all()) {
        if (k.shortcut.isNull())
            continue;
        list.append({u"insert."_s + k.kind,
                     k.title,
                     {QKeySequence(QString(k.shortcut.toUpper()))},
                     k.icon,
                     k.help,
                     Needs::Project,
                     Scope::Canvas});
    }
    return list;
}

QList<ActionSpec> clusterActions()
{
    return {
        {action::Target,
         Actions::tr("Choose &Target…"),
         keys("Ctrl+Shift+T"),
         {},
         Actions::tr("Choose the cluster, the namespace and the release that it goes to"),
         Needs::Project},
        {action::Compare,
         Actions::tr("&Compare"),
         keys("Ctrl+Shift+D"),
         {},
         Actions::tr("Ask the cluster what applying would change; nothing is changed"),
         Needs::Project},
        {action::Apply, Actions::tr("&Apply…"), keys("Ctrl+Shift+A"), u"apply"_s,
         Actions::tr("Bring the drawing to the cluster"), Needs::Project},
        {action::Deploy, Actions::tr("De&ploy"), keys("Ctrl+Shift+H"), u"deploy"_s,
         Actions::tr("Start Minikube if that is the target, bring the images, install or upgrade "
                     "the release, and open its page"),
         Needs::Project},
        {action::Releases,
         Actions::tr("Relea&ses…"),
         keys("Ctrl+Shift+R"),
         {},
         Actions::tr("The releases of Helm in the cluster: their history, and the way back"),
         Needs::Project},
        {action::ViewDesign,
         Actions::tr("Show the D&rawing"),
         keys("Ctrl+Alt+1"),
         {},
         Actions::tr("Show the drawing alone"),
         Needs::Project,
         Scope::Window,
         QAction::NoRole,
         u"view"_s},
        {action::ViewDifference,
         Actions::tr("Show &Differences"),
         keys("Ctrl+Alt+2"),
         {},
         Actions::tr("Show on the nodes what the last comparison found"),
         Needs::Project,
         Scope::Window,
         QAction::NoRole,
         u"view"_s},
        {action::ViewLive,
         Actions::tr("Show It &Live"),
         keys("Ctrl+Alt+3"),
         {},
         Actions::tr("Show on the nodes how they do in the cluster"),
         Needs::Project,
         Scope::Window,
         QAction::NoRole,
         u"view"_s},
        {action::DrawLive,
         Actions::tr("Draw from a Cluster…"),
         {},
         {},
         Actions::tr("A new drawing of what is in a namespace"),
         Needs::Nothing},
        {action::DeleteAll,
         Actions::tr("D&elete from the Cluster…"),
         {},
         {},
         Actions::tr("Delete all that was applied of this release"),
         Needs::Project},
    };
}

QList<ActionSpec> otherActions()
{
    return {
        {action::ChartProperties,
         Actions::tr("Properties of the &Chart"),
         {},
         {},
         Actions::tr("Name, version, description and the rest of Chart.yaml"),
         Needs::Project},
        {action::Arrange, Actions::tr("Arran&ge"), keys("Ctrl+Shift+L"), u"arrange"_s,
         Actions::tr("Lay the drawing out anew"), Needs::Project},
        {action::NextProblem,
         Actions::tr("&Next Problem"),
         keys("F8"),
         {},
         Actions::tr("Go to the next problem of the list"),
         Needs::Problems},
        {action::PreviousProblem,
         Actions::tr("P&revious Problem"),
         keys("Shift+F8"),
         {},
         Actions::tr("Go to the previous problem of the list"),
         Needs::Problems},
        {action::Preview,
         Actions::tr("Pre&view"),
         keys("Ctrl+Shift+P"),
         {},
         Actions::tr("Show the chart's files and the rendered manifests"),
         Needs::Project},
        {action::Guide,
         Actions::tr("User &Guide"),
         keys("F1"),
         {},
         Actions::tr("What the program can do, and how"),
         Needs::Nothing},
        {action::Shortcuts,
         Actions::tr("&Keys and Mouse"),
         keys("Ctrl+?"),
         {},
         Actions::tr("All keys and gestures"),
         Needs::Nothing},
        {action::OpenLog,
         Actions::tr("Open &Log Folder"),
         {},
         {},
         Actions::tr("Show the log files in the file manager"),
         Needs::Nothing},
        {action::About,
         Actions::tr("&About Chartwright"),
         {},
         {},
         Actions::tr("Version and licence"),
         Needs::Nothing,
         Scope::Window,
         QAction::AboutRole},
    };
}

} // namespace

QList<ActionSpec> actionSpecs(const Kinds &kinds)
{
    return fileActions() + editActions() + viewActions() + insertActions(kinds) + clusterActions() +
           otherActions();
}

} // namespace chartwright
