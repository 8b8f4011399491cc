// SPDX-License-Identifier: Apache-2.0
#include "cluster/kind_definition.h"
#include "cluster/plain_text.h"
#include "deploy/release_revision.h"
#include "kinds/registry.h"
#include "model/kind_spec.h"
#include "panels/difference_panel.h"
#include "panels/panel_style.h"
#include "panels/text_view.h"
#include "tree/yaml.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QTreeWidget>

// What of a comparison, or of an apply, is shown.
namespace chartwright {
namespace {

using State = ObjectDifference::State;
constexpr int ObjectRole = Qt::UserRole, FieldRole = ObjectRole + 1, WaitingRole = FieldRole + 1;

QString oneLine(const Value &value)
{
    if (value.isNull())
        return DifferencePanel::tr("nothing");
    const QString text = value.isMap() || value.isList()
                             ? QString::fromUtf8(writeJson(value)).simplified()
                             : value.scalarText();
    return plainText(text).replace(u'\n', u'⏎');
}

/// Empty: there is nothing to be known beside the state.
QString noteOn(const ObjectDifference &d)
{
    if (d.state == State::Gone && isDefinition(d.ref))
        return DifferencePanel::tr("Deleting it deletes all objects of its kind");
    if (d.untried == ObjectDifference::Untried::NamespaceComes)
        return DifferencePanel::tr(
            "Its namespace comes with this apply; it can be tried only then");
    if (d.untried == ObjectDifference::Untried::KindComes)
        return DifferencePanel::tr("Its kind comes with this apply; it can be tried only then");
    if (d.untried == ObjectDifference::Untried::WebhookSilent)
        return DifferencePanel::tr("A webhook of the cluster does not answer yet");
    if (d.untried == ObjectDifference::Untried::KindChanges)
        return DifferencePanel::tr("Its kind changes with this apply; it can be tried only then");
    return {};
}

QString textOf(const Value &object)
{
    return object.isNull() ? QString() : plainText(QString::fromUtf8(writeYaml(object)));
}

/// Without the request, which says nothing to a person.
QString reasonOf(const ApiFailure &failure)
{
    QStringList lines{failure.error.message, failure.error.remedy};
    lines.removeAll(QString());
    return plainText(lines.join(QLatin1String("\n\n")));
}

QString wordFor(const ApplyStep &step)
{
    using Step = ApplyStep::State;
    switch (step.state) {
    case Step::Waiting:
        return DifferencePanel::tr("waits");
    case Step::Running:
        return DifferencePanel::tr("…");
    case Step::Created:
        return DifferencePanel::tr("created");
    case Step::Changed:
        return step.work == ApplyStep::Work::Restart  ? DifferencePanel::tr("restarted")
               : step.work == ApplyStep::Work::ToHelm ? DifferencePanel::tr("left to Helm")
                                                      : DifferencePanel::tr("changed");
    case Step::Same:
        return DifferencePanel::tr("the same");
    case Step::Deleted:
        return DifferencePanel::tr("deleted");
    case Step::LeftOut:
        return DifferencePanel::tr("left as it is");
    case Step::Failed:
        return DifferencePanel::tr("failed");
    }
    return {};
}

} // namespace

DifferencePanel::Row DifferencePanel::rowOf(const QTreeWidgetItem *item) const
{
    Row out;
    if (!item || !item->data(0, ObjectRole).isValid())
        return out;
    out.object = item->data(0, ObjectRole).toInt();
    if (out.object >= m_differences.size())
        return {};
    out.field = item->data(0, FieldRole).isValid() ? item->data(0, FieldRole).toInt() : -1;
    return out;
}

void DifferencePanel::setIcon(QTreeWidgetItem *row, const ResourceId &id,
                              const ObjectRef &ref) const
{
    const ResourcePtr r = m_document->topology().find(id);
    const Kinds &kinds = m_document->kinds();
    row->setIcon(0, style::kindIcon(kinds.find(r ? r->kind : ref.kind), palette()));
}

void DifferencePanel::showList()
{
    const Row current = rowOf(m_list->currentItem());
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    QTreeWidgetItem *wanted = nullptr;
    int same = 0;
    for (int i = 0; i < m_differences.size(); ++i) {
        const ObjectDifference &d = m_differences[i];
        same += d.state == State::Same ? 1 : 0;
        auto *row = new QTreeWidgetItem(m_list);
        row->setData(0, ObjectRole, i);
        showObject(row, d);
        for (int f = 0; f < d.changes.size(); ++f) {
            auto *below = new QTreeWidgetItem(row);
            below->setData(0, ObjectRole, i);
            below->setData(0, FieldRole, f);
            showField(below, d, d.changes[f]);
            if (i == current.object && f == current.field)
                wanted = below;
        }
        row->setExpanded(true);
        if (i == current.object && !wanted)
            wanted = row;
        if (!wanted && current.object < 0 && d.state != State::Same)
            wanted = row;
    }
    if (same > 0 && same == m_differences.size() && !m_isRollback)
        setMessage(tr("The cluster has just what is drawn."), false);
    if (!wanted)
        wanted = m_list->topLevelItem(0);
    m_list->setCurrentItem(wanted);
    showCurrent();
}

void DifferencePanel::showObject(QTreeWidgetItem *row, const ObjectDifference &d)
{
    row->setText(0, plainText(displayName(d.ref)));
    setIcon(row, d.resource, d.ref);
    QString word;
    std::optional<Severity> severity;
    switch (d.state) {
    case State::New:
        word = tr("new");
        break;
    case State::Same:
        word = tr("the same");
        break;
    case State::Changed:
        word = tr("changed");
        break;
    case State::Gone:
        word = m_isRollback && isKept(d)              ? tr("is kept")
               : m_by == By::Deletion || m_isRollback ? tr("to be deleted")
                                                      : tr("no longer drawn");
        severity = Severity::Warning;
        break;
    case State::Refused:
        word = tr("refused");
        severity = Severity::Error;
        break;
    }
    row->setText(1, word);
    if (severity)
        row->setIcon(1, style::severityIcon(*severity, palette()));
    if (d.state == State::Same)
        row->setForeground(1, style::muted(palette()));
    QStringList notes = d.warnings;
    if (const QString note = noteOn(d); !note.isEmpty())
        notes.prepend(note);
    if (d.failure)
        notes.prepend(plainText(d.failure->error.message));
    if (!d.helmRelease.isEmpty())
        notes.prepend(tr("Helm's release %1 has it").arg(plainText(d.helmRelease)));
    else if (d.isOutside)
        notes.prepend(tr("It is no part of the release"));
    row->setText(2, notes.join(QLatin1String(". ")).replace(u'\n', u' '));
    row->setToolTip(2, style::toolTip(notes.join(u'\n')));
}

void DifferencePanel::showField(QTreeWidgetItem *row, const ObjectDifference &d,
                                const FieldDifference &field)
{
    row->setText(0, plainText(field.path.text()));
    row->setText(1, oneLine(field.before) + QStringLiteral(" → ") + oneLine(field.after));
    for (const int column : {0, 1})
        row->setToolTip(column, style::toolTip(row->text(column)));
    using Origin = FieldDifference::Origin;
    QString by = field.origin == Origin::Drawing   ? tr("drawn since")
                 : field.origin == Origin::Cluster ? tr("in the cluster")
                 : field.origin == Origin::Both    ? tr("drawn, and in the cluster")
                                                   : QString();
    if (!field.owners.isEmpty() && field.origin != Origin::Drawing) {
        const QString owners = field.owners.join(QLatin1String(", "));
        by = by.isEmpty() ? owners : tr("%1, by %2").arg(by, owners);
    }
    if (field.isConflict) {
        const Decision decided = decisionOf(d, field);
        const QString owners = field.owners.join(QLatin1String(", "));
        by = decided == Decision::Take   ? tr("taken from %1").arg(owners)
             : decided == Decision::Keep ? tr("left to %1").arg(owners)
                                         : tr("belongs to %1").arg(owners);
        if (decided == Decision::None)
            row->setIcon(2, style::severityIcon(Severity::Warning, palette()));
    }
    row->setText(2, by);
}

DifferencePanel::Decision &DifferencePanel::decisionOf(const ObjectDifference &d,
                                                       const FieldDifference &field)
{
    return m_decisions[{d.ref, field.path.text()}];
}

void DifferencePanel::showCurrent()
{
    const Row row = rowOf(m_list->currentItem());
    const bool isField = row.object >= 0 && row.field >= 0;
    const bool isConflict = isField && m_differences[row.object].changes[row.field].isConflict;
    m_decision->setVisible(isConflict);
    if (isConflict) {
        const FieldDifference &field = m_differences[row.object].changes[row.field];
        m_owner->setText(tr("Belongs to %1:").arg(field.owners.join(QLatin1String(", "))));
        m_owner->setToolTip(style::toolTip(
            tr("In the cluster: %1. Drawn: %2.").arg(oneLine(field.before), oneLine(field.after))));
    }
    if (row.object < 0) {
        for (QPlainTextEdit *text : {m_applied, m_live, m_drawn})
            text->clear();
        m_appliedSide->hide();
        return;
    }
    const ObjectDifference &d = m_differences[row.object];
    showTexts(d);
    if (!d.resource.isEmpty() && m_document->topology().find(d.resource) && m_list->hasFocus()) {
        m_isShowing = true;
        m_selection->set({d.resource});
        m_isShowing = false;
    }
}

void DifferencePanel::showTexts(const ObjectDifference &d)
{
    const QString live = textOf(d.live), planned = textOf(d.planned);
    m_applied->setPlainText(textOf(d.applied));
    m_appliedSide->setVisible(!d.applied.isNull() && d.state == State::Changed);
    m_live->setPlainText(live);
    m_drawn->setPlainText(d.failure ? reasonOf(*d.failure) : planned);
    m_drawn->setLineWrapMode(d.failure ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    markChanges(m_live, d.failure ? QString() : planned);
    markChanges(m_drawn, d.failure ? QString() : live);
}

void DifferencePanel::decide(Decision decision)
{
    const Row row = rowOf(m_list->currentItem());
    if (row.object < 0 || row.field < 0)
        return;
    const ObjectDifference &d = m_differences[row.object];
    decisionOf(d, d.changes[row.field]) = decision;
    QTreeWidgetItem *item = m_list->currentItem();
    item->setIcon(2, {});
    showField(item, d, d.changes[row.field]);
}

void DifferencePanel::adopt()
{
    const Row row = rowOf(m_list->currentItem());
    if (row.object < 0 || row.field < 0)
        return;
    const ObjectDifference &d = m_differences[row.object];
    emit adoptRequested(d.resource, d.changes[row.field].path, d.changes[row.field].before);
}

ConflictDecisions DifferencePanel::decisions() const
{
    ConflictDecisions out;
    for (auto it = m_decisions.cbegin(); it != m_decisions.cend(); ++it) {
        if (*it == Decision::Take)
            out.taken.insert(it.key().first);
        else if (*it == Decision::Keep)
            out.kept[it.key().first].append(Path(it.key().second));
    }
    return out;
}

int DifferencePanel::undecided()
{
    int out = 0;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *item = m_list->topLevelItem(i);
        for (int f = 0; f < item->childCount(); ++f) {
            const Row row = rowOf(item->child(f));
            if (row.object < 0)
                continue;
            const ObjectDifference &d = m_differences[row.object];
            const FieldDifference &field = d.changes[row.field];
            if (!field.isConflict || decisionOf(d, field) != Decision::None)
                continue;
            if (out++ == 0)
                m_list->setCurrentItem(item->child(f));
        }
    }
    return out;
}

void DifferencePanel::setSteps(const QList<ApplyStep> &steps)
{
    if (m_stepRows.isEmpty()) {
        m_differences.clear();
        showSides(false);
        const QSignalBlocker quiet(m_list);
        m_list->clear();
    }
    for (qsizetype i = m_stepRows.size(); i < steps.size(); ++i) {
        auto *row = new QTreeWidgetItem(m_list);
        m_stepRows.append(row);
        setStep(int(i), steps[i]);
    }
    showCurrent();
}

void DifferencePanel::setStep(int number, const ApplyStep &step)
{
    QTreeWidgetItem *row = m_stepRows.value(number);
    if (!row)
        return;
    row->setText(0, plainText(displayName(step.ref)));
    setIcon(row, step.resource, step.ref);
    row->setText(1, wordFor(step));
    row->setData(0, WaitingRole, step.state == ApplyStep::State::Waiting);
    row->setIcon(1, step.failure ? style::severityIcon(Severity::Error, palette())
                    : step.state == ApplyStep::State::Waiting ||
                            step.state == ApplyStep::State::Running
                        ? QIcon()
                        : style::acceptedIcon(palette()));
    QStringList notes;
    for (const QString &warning : step.warnings)
        notes.append(plainText(warning));
    if (step.failure)
        notes.prepend(plainText(step.failure->error.text()));
    if (step.work == ApplyStep::Work::Record)
        notes.append(tr("notes what was applied"));
    else if (step.work == ApplyStep::Work::HelmRecord)
        notes.append(tr("Helm's own record of the release"));
    row->setText(2, notes.join(QLatin1String(". ")).replace(u'\n', u' '));
    row->setToolTip(2, style::toolTip(notes.join(u'\n')));
    if (step.state == ApplyStep::State::Running || step.failure)
        m_list->scrollToItem(row);
}

void DifferencePanel::endSteps()
{
    for (QTreeWidgetItem *row : std::as_const(m_stepRows)) {
        if (row->data(0, WaitingRole).toBool())
            row->setText(1, tr("not done"));
    }
}

} // namespace chartwright
