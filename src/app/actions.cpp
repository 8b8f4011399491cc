// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"

#include "canvas/icons.h"
#include "model/kind_spec.h"

#include <QActionGroup>
#include <QApplication>
#include <QFile>
#include <QKeyEvent>
#include <QMenu>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

QString helpWithKeys(const ActionSpec &spec)
{
    if (spec.keys.isEmpty())
        return spec.help;
    return u"%1 (%2)"_s.arg(spec.help, spec.keys.first().toString(QKeySequence::NativeText));
}

bool isEnabled(Needs needs, const ActionState &s)
{
    switch (needs) {
    case Needs::Nothing:
        return true;
    case Needs::Project:
        return s.project;
    case Needs::Resources:
        return s.project && s.resources > 0;
    case Needs::OneResource:
        return s.project && s.resources == 1;
    case Needs::Selection:
        return s.project && (s.resources > 0 || s.wire);
    case Needs::Undo:
        return s.project && s.canUndo;
    case Needs::Redo:
        return s.project && s.canRedo;
    case Needs::Problems:
        return s.project && s.problems;
    case Needs::Folder:
        return s.project && s.folder;
    }
    return false;
}

} // namespace

ActionSet::ActionSet(const Kinds &kinds, QWidget *window)
    : QObject(window), m_specs(actionSpecs(kinds)), m_kinds(kinds)
{
    QHash<QString, QActionGroup *> groups;
    for (const ActionSpec &spec : std::as_const(m_specs)) {
        auto *a = new QAction(spec.text, this);
        a->setObjectName(spec.id);
        a->setShortcuts(spec.keys);
        a->setStatusTip(spec.help);
        a->setToolTip(helpWithKeys(spec));
        a->setMenuRole(spec.role);
        if (!spec.group.isEmpty()) {
            a->setCheckable(true);
            QActionGroup *&group = groups[spec.group];
            if (!group)
                group = new QActionGroup(this);
            group->addAction(a);
        }
        if (spec.scope == Scope::Window)
            window->addAction(a);
        else
            a->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_actions.insert(spec.id, a);
    }
    updateIcons();
    qApp->installEventFilter(this);
}

bool ActionSet::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const QKeySequence keys(key->keyCombination());
        // A letter typed into an open menu chooses there; the canvas, which keeps the focus, would
        // take it for one of its own.
        if (qobject_cast<QMenu *>(QApplication::activePopupWidget()) && !key->text().isEmpty() &&
            !(key->modifiers() & ~Qt::ShiftModifier)) {
            event->accept();
            return true;
        }
        if ((*this)[action::Export]->shortcuts().contains(keys)) {
            event->ignore();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

QAction *ActionSet::operator[](const QString &id) const
{
    QAction *found = m_actions.value(id);
    Q_ASSERT(found);
    return found;
}

void ActionSet::attach(QWidget *canvas, QWidget *outline)
{
    for (const ActionSpec &spec : std::as_const(m_specs)) {
        if (spec.scope == Scope::Window)
            continue;
        canvas->addAction((*this)[spec.id]);
        if (spec.scope == Scope::Drawing)
            outline->addAction((*this)[spec.id]);
    }
}

void ActionSet::setState(const ActionState &state)
{
    for (const ActionSpec &spec : std::as_const(m_specs))
        (*this)[spec.id]->setEnabled(isEnabled(spec.needs, state));
}

void ActionSet::updateIcons()
{
    const QPalette palette = QApplication::palette();
    const CanvasTheme theme = CanvasTheme::of(palette, QApplication::font());
    for (const ActionSpec &spec : std::as_const(m_specs)) {
        const bool ofKind = spec.icon.startsWith(u':');
        const QString file = ofKind ? spec.icon : u":/icons/%1.svg"_s.arg(spec.icon);
        if (spec.icon.isEmpty() || !QFile::exists(file))
            continue;
        const KindSpec *kind = ofKind ? m_kinds.find(QStringView(spec.id).mid(7)) : nullptr;
        const QColor colour =
            kind ? theme.kind(kind->colour) : palette.color(QPalette::Active, QPalette::ButtonText);
        (*this)[spec.id]->setIcon(tintedIcon(file, colour));
    }
}

void ActionSet::fill(QMenu *menu, const QStringList &entries,
                     const QHash<QString, QMenu *> &submenus) const
{
    for (const QString &entry : entries) {
        if (entry == u"-"_s)
            menu->addSeparator();
        else if (!entry.startsWith(u'@'))
            menu->addAction((*this)[entry]);
        else if (QMenu *sub = submenus.value(entry))
            menu->addMenu(sub);
    }
}

void ActionSet::fill(QToolBar *bar, const QStringList &entries) const
{
    for (const QString &entry : entries) {
        if (entry == u"-"_s)
            bar->addSeparator();
        else
            bar->addAction((*this)[entry]);
    }
}

} // namespace chartwright
