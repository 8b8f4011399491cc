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

QStringList ids(std::initializer_list<QLatin1StringView> list)
{
    return QStringList(list.begin(), list.end());
}

QStringList insertIds(const Kinds &kinds)
{
    QStringList list;
    for (const KindSpec &k : kinds.all()) {
        if (!k.shortcut.isNull())
            list << u"insert."_s + k.kind;
    }
    return list << u"-"_s << action::AddByTyping;
}

constexpr QLatin1StringView Separator("-");

} // namespace

QList<MenuSpec> menuSpecs(const Kinds &kinds)
{
    using namespace action;
    const QLatin1StringView recent("@recent"), starters("@starters"), panels("@panels");
    return {
        {u"menu.file"_s, Actions::tr("&File"),
         ids({New,       starters,  Open,          recent,          Separator,    Save,
              SaveAs,    Separator, ImportEnv,     ImportManifests, ImportFolder, Separator,
              Export,    ExportTo,  ExportArchive, OpenFolder,      Separator,    Settings,
              Separator, Close,     Quit})},
        {u"menu.edit"_s, Actions::tr("&Edit"),
         ids({Undo, Redo, Separator, Cut, Copy, Paste, Duplicate, Delete, Separator, SelectAll,
              Find, Separator, Rename, Properties})},
        {u"menu.view"_s, Actions::tr("&View"),
         ids({ZoomIn, ZoomOut, ZoomActual, FitAll, FitSelection, Separator, panels, ResetLayout})},
        {u"menu.insert"_s, Actions::tr("&Insert"), insertIds(kinds)},
        {u"menu.chart"_s, Actions::tr("&Chart"),
         ids({ChartProperties, Arrange, Separator, NextProblem, PreviousProblem, Preview, Separator,
              Export, ExportTo, ExportArchive})},
        {u"menu.cluster"_s, Actions::tr("C&luster"),
         ids({Target, Separator, Compare, Apply, Deploy, Releases, Separator, ViewDesign,
              ViewDifference, ViewLive, Separator, DrawLive, DeleteAll})},
        {u"menu.help"_s, Actions::tr("&Help"), ids({Guide, Shortcuts, OpenLog, Separator, About})},
    };
}

QStringList toolBarEntries()
{
    using namespace action;
    return ids({New, Open, Save, Separator, Undo, Redo, Separator, Arrange, FitAll, ZoomOut, ZoomIn,
                Separator, Export, Deploy});
}

QStringList contextEntries(CanvasPlace place)
{
    using namespace action;
    switch (place) {
    case CanvasPlace::Empty:
        return ids({QLatin1StringView("@insert"), Paste, Separator, SelectAll, Arrange, FitAll});
    case CanvasPlace::Node:
        return ids(
            {Properties, Rename, Separator, Cut, Copy, Duplicate, Delete, Separator, FitSelection});
    case CanvasPlace::Wire:
        return ids({Properties, Delete});
    case CanvasPlace::Chart:
        return ids({ChartProperties, Separator, QLatin1StringView("@insert"), Paste, Separator,
                    Arrange, Separator, Preview, Export});
    }
    return {};
}

} // namespace chartwright
