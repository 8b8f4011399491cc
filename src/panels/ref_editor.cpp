// SPDX-License-Identifier: Apache-2.0
#include "panels/ref_editor.h"

#include "panels/line_editor.h"
#include "panels/panel_style.h"

#include <QCompleter>
#include <QLineEdit>
#include <QTimer>

namespace chartwright {
namespace {

bool isOfKind(const Topology &topology, const ResourceId &id, const QString &kind)
{
    const ResourcePtr r = topology.find(id);
    return r && r->kind == kind;
}

/// A resource of the kind that is named as a whole directly in this map, or one map further in.
std::optional<ResourceId> namedIn(const Topology &topology, const Value &map, const QString &kind)
{
    for (const auto &[key, value] : map.map()) {
        const Ref *ref = value.asRef();
        if (ref && (ref->part.isEmpty() || ref->part == u"selector") &&
            isOfKind(topology, ref->target, kind))
            return ref->target;
    }
    return std::nullopt;
}

/// Whose parts a field may name.
QList<ResourceId> owners(const EditContext &context, const FieldSpec &spec, const Path &path)
{
    const ResourcePtr self = context.resource();
    if (!self)
        return {};
    for (Path up = path.parent();; up = up.parent()) {
        if (const auto id = namedIn(context.topology(), context.value(up), spec.refKind))
            return {*id};
        if (up.isEmpty())
            break;
    }
    if (self->kind == spec.refKind)
        return {self->id};
    QList<ResourceId> out;
    for (const RefUse &use : context.document()->refs().from(self->id)) {
        if (!out.contains(use.ref.target) &&
            isOfKind(context.topology(), use.ref.target, spec.refKind))
            out.append(use.ref.target);
    }
    return out;
}

/// The references of a structure to parts of `from`, moved to the same parts of `to`; those that it
/// does not have go.
Value retarget(const Topology &topology, const Value &structure, const ResourceId &from,
               const Ref &to)
{
    const ResourcePtr target = topology.find(to.target);
    Map out;
    for (const auto &[key, value] : structure.map()) {
        const Ref *ref = value.asRef();
        if (value.isMap())
            out.append(key, retarget(topology, value, from, to));
        else if (!ref || ref->target != from || ref->part.isEmpty())
            out.append(key, value);
        else if (target && findPart(topology.kinds(), *target, ref->part))
            out.append(key, Ref{to.target, ref->part});
    }
    return out;
}

} // namespace

QList<RefCandidate> refCandidates(const EditContext &context, const FieldSpec &spec,
                                  const Path &path)
{
    const Topology &topology = context.topology();
    QList<RefCandidate> out;
    if (spec.refPart.isEmpty()) {
        for (const ResourcePtr &r : topology.resources()) {
            if ((spec.refKind.isEmpty() || r->kind == spec.refKind) &&
                !context.ids().contains(r->id))
                out.append({r->name, Ref{r->id, {}}});
        }
        std::stable_sort(out.begin(), out.end(),
                         [](const auto &a, const auto &b) { return a.text < b.text; });
        return out;
    }
    for (const ResourceId &id : owners(context, spec, path)) {
        const ResourcePtr owner = topology.find(id);
        const KindSpec *kind = owner ? topology.kinds().find(owner->kind) : nullptr;
        if (!kind || !kind->parts)
            continue;
        for (const Part &part : kind->parts(*owner)) {
            if (part.part.startsWith(spec.refPart))
                out.append({part.label, Ref{id, part.part}});
        }
    }
    return out;
}

QString refText(const Topology &topology, const Ref &ref)
{
    const ResourcePtr target = topology.find(ref.target);
    if (!target)
        return RefEditor::tr("(deleted)");
    if (ref.part.isEmpty())
        return target->name;
    const auto part = findPart(topology.kinds(), *target, ref.part);
    return part ? part->label
                : RefEditor::tr("%1 (missing)").arg(ref.part.mid(ref.part.indexOf(u'/') + 1));
}

void LazyComboBox::showPopup()
{
    emit aboutToBeUsed();
    QComboBox::showPopup();
}

void LazyComboBox::focusInEvent(QFocusEvent *event)
{
    emit aboutToBeUsed();
    QComboBox::focusInEvent(event);
}

RefEditor::RefEditor(const FieldSpec &spec, EditContext *context, QWidget *parent)
    : FieldEditor(spec, context, parent), m_combo(new LazyComboBox(parent))
{
    m_combo->setEditable(true);
    m_combo->setInsertPolicy(QComboBox::NoInsert);
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_combo->setMinimumContentsLength(6);
    style::ignoreWheelWithoutFocus(m_combo);
    watch(m_combo);
    watch(m_combo->lineEdit());
    connect(m_combo, &LazyComboBox::aboutToBeUsed, this, &RefEditor::fill);
    connect(m_combo, &QComboBox::activated, this, [this](int i) {
        if (i >= 0 && i < m_candidates.size() && m_combo->currentText() == m_candidates[i].text)
            choose(m_candidates[i].ref, EditContext::How::Step);
    });
    if (spec.type == FieldType::Port) {
        m_combo->setCompleter(nullptr);
        connect(m_combo->lineEdit(), &QLineEdit::textEdited, this,
                [this](const QString &text) { choose(valueOf(text), EditContext::How::Typing); });
    } else {
        // Typing over a name would cut the wire at the first key: a pause tells that it is whole.
        auto *pause = new QTimer(this);
        pause->setSingleShot(true);
        pause->setInterval(700);
        const auto take = [this, pause] {
            pause->stop();
            if (m_combo->currentText() != m_shown)
                choose(valueOf(m_combo->currentText()), EditContext::How::Typing);
        };
        connect(m_combo->lineEdit(), &QLineEdit::textEdited, pause, qOverload<>(&QTimer::start));
        connect(pause, &QTimer::timeout, this, take);
        connect(m_combo->lineEdit(), &QLineEdit::editingFinished, this, take);
    }
}

void RefEditor::fill()
{
    const QString text = m_combo->currentText();
    m_candidates = refCandidates(*context(), spec(), path());
    const QSignalBlocker quiet(m_combo);
    m_combo->clear();
    const Ref *now = nullptr;
    const Value held = value();
    now = held.asRef();
    int current = -1;
    for (const RefCandidate &candidate : std::as_const(m_candidates)) {
        if (now && *now == candidate.ref)
            current = m_combo->count();
        m_combo->addItem(candidate.text);
    }
    m_combo->setCurrentIndex(current);
    m_combo->setEditText(text);
}

void RefEditor::refresh()
{
    const Value now = value();
    const bool mixed = isMixed();
    QString text;
    if (!mixed)
        text = now.asRef() ? refText(context()->topology(), *now.asRef())
                           : displayText(context()->topology(), now);
    QLineEdit *edit = m_combo->lineEdit();
    edit->setPlaceholderText(mixed                       ? tr("(several)")
                             : !spec().fallback.isNull() ? spec().fallback.scalarText()
                             : spec().refPart.isEmpty()  ? tr("(none)")
                                                         : QString());
    const QString before = std::exchange(m_shown, text);
    if (edit->hasFocus() && spec().type == FieldType::Port && !mixed &&
        valueOf(edit->text()) == now)
        return;
    // Half a name that is being typed stays while something else changes.
    if (edit->hasFocus() && edit->isModified() && before == text && edit->text() != text &&
        spec().type != FieldType::Port)
        return;
    showText(edit, text);
    m_combo->setToolTip(text);
}

bool RefEditor::reveal(const Path &)
{
    m_combo->setFocus(Qt::OtherFocusReason);
    m_combo->lineEdit()->selectAll();
    return true;
}

Value RefEditor::valueOf(const QString &text) const
{
    const QString wanted = text.trimmed();
    for (const RefCandidate &candidate : refCandidates(*context(), spec(), path())) {
        const QString name = candidate.ref.part.mid(candidate.ref.part.indexOf(u'/') + 1);
        if (wanted == candidate.text || (!candidate.ref.part.isEmpty() && wanted == name))
            return candidate.ref;
    }
    return parseFieldText(spec(), text);
}

void RefEditor::choose(const Value &chosen, EditContext::How how)
{
    const Value before = value();
    if (!isMixed() && chosen == before)
        return;
    const Ref *from = before.asRef();
    const Ref *to = chosen.asRef();
    const Path parent = path().parent();
    const Value &structure = context()->value(parent);
    if (from && to && spec().refPart.isEmpty() && !parent.isEmpty() && context()->isSingle()) {
        const Value moved = with(retarget(context()->topology(), structure, from->target, *to),
                                 Path().key(path().last().name), chosen);
        context()->set(parent, moved, how);
        return;
    }
    commit(chosen, how);
}

} // namespace chartwright
