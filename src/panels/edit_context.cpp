// SPDX-License-Identifier: Apache-2.0
#include "panels/edit_context.h"

#include "checks/credential_move.h"
#include "kinds/kept_values.h"
#include "secrets/value_keeper.h"
#include "secrets/value_states.h"

#include <QKeyEvent>

namespace chartwright {
namespace {

/// Comparing all fields of more than these could be felt.
constexpr qsizetype ManyResources = 300;

} // namespace

EditContext::EditContext(Document *document, Selection *selection, QObject *parent)
    : QObject(parent), m_document(document), m_selection(selection)
{
}

void EditContext::setResources(const QList<ResourceId> &ids)
{
    m_ids = ids;
    startTyping();
    update();
}

void EditContext::update()
{
    m_resource = m_ids.isEmpty() ? nullptr : topology().find(m_ids.first());
    m_others.clear();
    for (qsizetype i = 1; i < m_ids.size(); ++i) {
        if (ResourcePtr r = topology().find(m_ids[i]))
            m_others.append(std::move(r));
    }
    m_findings.clear();
    if (isSingle())
        m_findings = m_document->findings(m_ids.first());
    watchValues();
}

void EditContext::setKeeper(ValueKeeper *keeper, ChooseFile chooseFile)
{
    m_keeper = keeper;
    m_valueStates = new ValueStates(keeper->vault(), this);
    m_chooseFile = std::move(chooseFile);
    watchValues();
}

void EditContext::watchValues()
{
    if (!m_valueStates)
        return;
    QSet<QString> ids;
    if (isSingle() && m_resource) {
        for (const QString &key : m_resource->fields[u"data"].map().keys())
            ids.insert(keptValueId(*m_resource, key));
    }
    ids.remove(QString());
    m_valueStates->watch(ids);
}

const KindSpec *EditContext::kind() const
{
    return m_resource ? topology().kinds().find(m_resource->kind) : nullptr;
}

const Value &EditContext::value(const Path &path) const
{
    static const Value null;
    return m_resource ? at(m_resource->fields, path) : null;
}

bool EditContext::isMixed(const Path &path) const
{
    if (m_others.size() > ManyResources)
        return true;
    return std::any_of(m_others.begin(), m_others.end(),
                       [&](const ResourcePtr &r) { return !(at(r->fields, path) == value(path)); });
}

bool EditContext::haveAsMany(const Path &list) const
{
    const qsizetype size = value(list).list().size();
    return m_others.size() <= ManyResources &&
           std::all_of(m_others.begin(), m_others.end(), [&](const ResourcePtr &r) {
               return at(r->fields, list).list().size() == size;
           });
}

Value EditContext::derived(const Path &path) const
{
    const KindSpec *spec = kind();
    if (m_resource && isSingle() && m_live.contains(m_resource->id)) {
        if (const Value live = m_live[m_resource->id][path.text()]; !live.isNull())
            return live;
    }
    return spec && spec->derived ? spec->derived(topology(), *m_resource, path.text()) : Value();
}

bool EditContext::isExposed(const FieldSpec &spec, const Path &path) const
{
    const KindSpec *k = kind();
    if (!k || !k->isTemplated())
        return false;
    const auto pinned = m_resource->pins.constFind(path.text());
    return pinned != m_resource->pins.cend() ? *pinned : !spec.valuesName.isEmpty();
}

Path EditContext::itemPath(const Path &list, const List &items, qsizetype i) const
{
    if (!isSingle())
        return list.index(i);
    const Path::Step step = itemStep(list.last().name, items, i);
    return step.kind == Path::Step::Kind::Item ? list.item(step.name) : list.index(i);
}

void EditContext::set(const Path &path, const Value &value, How how, const Path &keep)
{
    Edit edit = setField(topology(), m_document->refs(), m_ids, path, value);
    if (value.isNull() && !keep.isEmpty()) {
        for (Change &c : edit.changes) {
            if (find(c.after->fields, keep))
                continue;
            Resource kept = *c.after;
            kept.fields = with(kept.fields, keep, Map());
            c.after = std::make_shared<const Resource>(std::move(kept));
        }
    }
    push(std::move(edit), how);
}

void EditContext::push(Edit edit, How how)
{
    edit.mergeKey = how == How::Typing ? QStringLiteral("typing:%1").arg(m_session) : QString();
    m_document->push(edit);
}

bool EditContext::takeHistoryKey(QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return false;
    auto *key = static_cast<QKeyEvent *>(event);
    const bool undo = key->matches(QKeySequence::Undo);
    if (!undo && !key->matches(QKeySequence::Redo))
        return false;
    if (event->type() == QEvent::KeyPress)
        undo ? m_document->undoStack()->undo() : m_document->undoStack()->redo();
    event->ignore();
    return true;
}

QList<Finding> EditContext::findings(const Path &path, bool below) const
{
    QList<Finding> out;
    for (const Finding &f : m_findings) {
        if (below ? f.path.startsWith(path) : f.path == path)
            out.append(f);
    }
    return out;
}

std::optional<Severity> EditContext::worst(const Path &path) const
{
    std::optional<Severity> out;
    for (const Finding &f : m_findings) {
        if (f.isOpen() && f.path.startsWith(path) && (!out || f.severity < *out))
            out = f.severity;
    }
    return out;
}

void applyFix(Document *document, const Finding &finding)
{
    if (!finding.fix || movesCredential(finding))
        return;
    Edit edit = finding.fix(document->topology(), document->refs(), finding);
    edit.mergeKey.clear();
    document->push(edit);
}

const FieldSpec *activeAlternative(const FieldSpec &unionSpec, const Value &value)
{
    for (const FieldSpec &alternative : unionSpec.fields) {
        if (find(value, Path(alternative.path)))
            return &alternative;
    }
    return nullptr;
}

QString summary(const Topology &topology, const FieldSpec &spec, const Value &value)
{
    if (value.isEmpty())
        return {};
    switch (spec.type) {
    case FieldType::StructList:
    case FieldType::StringList:
        return QString::number(value.list().size());
    case FieldType::StructMap:
    case FieldType::StringMap:
        return value.isMap() ? QString::number(value.map().size()) : displayText(topology, value);
    case FieldType::Struct:
        return summary(topology, spec.fields, value);
    case FieldType::KeptValue:
        return {};
    case FieldType::Yaml:
        return value.isMap() || value.isList() ? QStringLiteral("…") : value.scalarText();
    default:
        return displayText(topology, value).simplified();
    }
}

QString summary(const Topology &topology, const QList<FieldSpec> &fields, const Value &value,
                const QString &skip)
{
    QStringList out;
    for (const FieldSpec &field : fields) {
        if (field.path == skip && !skip.isEmpty())
            continue;
        QString text;
        if (field.type == FieldType::Union) {
            const FieldSpec *active = activeAlternative(field, value);
            if (!active)
                continue;
            const Path path(active->path);
            const Value &inner = at(value, path);
            text = summary(topology, *active, inner);
            if (active->type == FieldType::Struct && text.isEmpty())
                text = active->label;
        } else {
            text = summary(topology, field, at(value, Path(field.path)));
        }
        if (!text.isEmpty())
            out.append(text);
    }
    return out.join(QStringLiteral(" · "));
}

} // namespace chartwright
