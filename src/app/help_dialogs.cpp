// SPDX-License-Identifier: Apache-2.0
#include "app/help_dialogs.h"

#include "ui_about_dialog.h"
#include "ui_shortcuts_dialog.h"

#include <QIcon>
#include <QWhatsThis>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

struct Help
{
    Q_DECLARE_TR_FUNCTIONS(Help)
};

QTreeWidgetItem *heading(QTreeWidget *tree, const QString &title)
{
    auto *item = new QTreeWidgetItem(tree, {title});
    QFont font = tree->font();
    font.setBold(true);
    item->setFont(0, font);
    item->setFlags(Qt::ItemIsEnabled);
    item->setFirstColumnSpanned(true);
    item->setExpanded(true);
    return item;
}

void addGestures(QTreeWidgetItem *item)
{
    const QList<std::pair<QString, QString>> gestures{
        {Help::tr("Select"), Help::tr("Click")},
        {Help::tr("Add to or take from the selection"), Help::tr("Ctrl and click")},
        {Help::tr("Select what a rectangle touches"), Help::tr("Drag on empty canvas")},
        {Help::tr("Select what a rectangle holds whole"), Help::tr("Alt and drag on empty canvas")},
        {Help::tr("Move; copy"), Help::tr("Drag; Alt while dragging")},
        {Help::tr("Move by 10; by 1"), Help::tr("Arrow keys; with Shift")},
        {Help::tr("Wire"), Help::tr("Drag from a socket to another node")},
        {Help::tr("Wire to something new"), Help::tr("Drag from a socket to empty canvas")},
        {Help::tr("Break a gesture off"), Help::tr("Esc or right click")},
        {Help::tr("Add by name"), Help::tr("Double click on empty canvas")},
        {Help::tr("Scroll"), Help::tr("Middle drag, or Space and drag")},
        {Help::tr("Zoom at the pointer"), Help::tr("Wheel")},
    };
    for (const auto &[what, how] : gestures)
        new QTreeWidgetItem(item, {what, how});
}

QString withoutMnemonic(const QString &text) { return QString(text).remove(u'&'); }

void fillShortcuts(QTreeWidget *tree, const ActionSet &actions, const Kinds &kinds)
{
    const QList<MenuSpec> menus = menuSpecs(kinds);
    for (const MenuSpec &menu : menus) {
        auto *item = heading(tree, withoutMnemonic(menu.title));
        for (const ActionSpec &spec : actions.specs()) {
            if (spec.keys.isEmpty() || !menu.entries.contains(spec.id))
                continue;
            new QTreeWidgetItem(item, {withoutMnemonic(spec.text),
                                       spec.keys.first().toString(QKeySequence::NativeText)});
        }
    }
    addGestures(heading(tree, Help::tr("On the canvas")));
}

void filterShortcuts(QTreeWidget *tree, const QString &text)
{
    for (int i = 0; i < tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem *group = tree->topLevelItem(i);
        int shown = 0;
        for (int j = 0; j < group->childCount(); ++j) {
            QTreeWidgetItem *item = group->child(j);
            const bool fits = item->text(0).contains(text, Qt::CaseInsensitive) ||
                              item->text(1).contains(text, Qt::CaseInsensitive);
            item->setHidden(!fits);
            shown += fits;
        }
        group->setHidden(shown == 0);
    }
}

} // namespace

void showAbout(QWidget *parent)
{
    QDialog dialog(parent);
    Ui::AboutDialog ui;
    ui.setupUi(&dialog);
    QFont font = ui.name->font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    font.setBold(true);
    ui.name->setFont(font);
    ui.picture->setPixmap(
        QIcon(u":/icons/chartwright.svg"_s).pixmap(QSize(72, 72), parent->devicePixelRatioF()));
    ui.version->setText(
        Help::tr("Version %1, with Qt %2")
            .arg(QCoreApplication::applicationVersion(), QLatin1String(qVersion())));
    dialog.exec();
}

void showShortcuts(QWidget *parent, const ActionSet &actions, const Kinds &kinds)
{
    QDialog dialog(parent);
    Ui::ShortcutsDialog ui;
    ui.setupUi(&dialog);
    fillShortcuts(ui.list, actions, kinds);
    ui.list->setColumnWidth(0, 320);
    QObject::connect(ui.filter, &QLineEdit::textChanged, ui.list,
                     [&](const QString &text) { filterShortcuts(ui.list, text); });
    dialog.exec();
}

void showFieldHelp(QWidget *parent, const Kinds &kinds, const QString &kind, const QString &path)
{
    const KindSpec *spec = kinds.find(kind);
    const FieldSpec *field = spec ? fieldAt(spec->fields, Path(path)) : nullptr;
    if (!field)
        return;
    QStringList lines{u"<b>"_s + field->label.toHtmlEscaped() + u"</b>"_s};
    if (!field->help.isEmpty())
        lines << field->help.toHtmlEscaped();
    lines << u"<code>"_s + path.toHtmlEscaped() + u"</code>"_s;
    if (!field->choices.isEmpty())
        lines << Help::tr("One of: %1").arg(field->choices.join(u", "_s)).toHtmlEscaped();
    if (!field->fallback.isNull())
        lines << Help::tr("Unless set: %1").arg(field->fallback.scalarText()).toHtmlEscaped();
    // Beside the field, wherever the pointer is.
    QWidget *at = parent;
    for (const QString &name : {u"row:"_s, u"field:"_s, u"fold:"_s}) {
        auto *found = parent->findChild<QWidget *>(name + path);
        if (found && found->isVisible())
            at = found;
    }
    QWhatsThis::showText(at->mapToGlobal(QPoint(at->width() / 2, at->height())),
                         lines.join(u"<br>"_s), at);
}

} // namespace chartwright
