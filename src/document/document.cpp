// SPDX-License-Identifier: Apache-2.0
#include "document/document.h"

#include "document/edit_command.h"
#include "kinds/kept_values.h"

#include <QFileInfo>

namespace chartwright {
namespace {

#ifndef QT_NO_DEBUG
/// The flag of a values key is set behind the back of the history.
bool isOlderCopy(const ResourcePtr &a, const ResourcePtr &b)
{
    if (!a || !b)
        return a == b;
    Resource copy = *a;
    copy.valuesKeyFixed = b->valuesKeyFixed;
    return copy == *b;
}

void assertFits(const Topology &topology, const Edit &edit)
{
    for (const Change &c : edit.changes) {
        if (!isOlderCopy(c.before, topology.find(c.id)))
            qFatal("the edit \"%s\" does not start from what is there: %s", qPrintable(edit.text),
                   qPrintable(c.id.text));
    }
    for (const PlacementChange &m : edit.moves) {
        if (m.before != topology.placement(m.id))
            qFatal("the edit \"%s\" moves %s from where it is not", qPrintable(edit.text),
                   qPrintable(m.id.text));
    }
}
#endif

} // namespace

Document::Document(const Kinds &kinds, QObject *parent) : QObject(parent), m_topology(kinds)
{
    connect(&m_undoStack, &QUndoStack::cleanChanged, this,
            [this](bool clean) { emit modifiedChanged(!clean); });
    checkAll();
}

Document::~Document()
{
    // Its signals would reach a half destroyed object.
    disconnect(&m_undoStack, nullptr, this, nullptr);
}

void Document::push(const Edit &edit)
{
    Edit useful = simplified(edit);
    if (!useful.isEmpty())
        m_undoStack.push(new EditCommand(this, std::move(useful)));
}

QList<ResourceId> Document::pushCopies(const QList<ResourcePtr> &originals,
                                       const QHash<ResourceId, QPointF> &positions, QPointF offset,
                                       const QString &text)
{
    const QHash<QString, QString> ids = newValueIds(originals);
    QList<ResourcePtr> copies;
    for (const ResourcePtr &r : originals)
        copies.append(withValueIds(r, ids));
    QList<ResourceId> made;
    push(duplicate(m_topology, copies, positions, offset, text, &made));
    if (!ids.isEmpty())
        emit valuesCopied(ids);
    return made;
}

void Document::takeValueIds(const QHash<QString, QString> &ids)
{
    Edit edit;
    for (const ResourcePtr &r : m_topology.resources()) {
        if (const ResourcePtr changed = withValueIds(r, ids); changed != r)
            edit.changes.append({r->id, r, changed});
    }
    if (edit.isEmpty())
        return;
    applyNow(edit);
    for (QString &id : m_valueIds)
        id = ids.value(id, id);
    m_valueIds.insert(ids);
    emit valuesCopied(ids);
}

QSet<QString> Document::valueIdsInHistory() const
{
    QSet<QString> out;
    for (int i = 0; i < m_undoStack.count(); ++i) {
        const auto *command = static_cast<const EditCommand *>(m_undoStack.command(i));
        for (const Change &c : command->edit().changes) {
            for (const ResourcePtr &r : {c.before, c.after}) {
                if (!r)
                    continue;
                const QSet<QString> ids = keptValueIds(*r);
                for (const QString &id : ids)
                    out.insert(m_valueIds.value(id, id));
            }
        }
    }
    return out;
}

void Document::applyNow(Edit edit)
{
    for (Change &c : edit.changes) {
        c.before = withValueIds(c.before, m_valueIds);
        c.after = withValueIds(c.after, m_valueIds);
        if (c.after && !c.after->valuesKeyFixed && m_fixedKeys.contains(c.id)) {
            Resource fixed = *c.after;
            fixed.valuesKeyFixed = true;
            c.after = std::make_shared<const Resource>(std::move(fixed));
        }
    }
#ifndef QT_NO_DEBUG
    assertFits(m_topology, edit);
#endif
    m_topology.apply(edit);
    m_refs.update(edit);
#ifndef QT_NO_DEBUG
    for (const QString &problem : integrityProblems(m_topology)) {
        if (!m_knownProblems.contains(problem))
            qFatal("after \"%s\": %s", qPrintable(edit.text), qPrintable(problem));
    }
#endif
    const bool others = check(edit);
    emit changed(edit);
    // After it, since findings name resources that may be new.
    if (others)
        emit findingsChanged();
}

void Document::reset(const Topology &topology, const QString &path)
{
    m_topology = topology;
    m_refs = RefIndex(topology);
    m_fixedKeys.clear();
    m_valueIds.clear();
    for (const ResourcePtr &r : topology.resources()) {
        if (r->valuesKeyFixed)
            m_fixedKeys.insert(r->id);
    }
#ifndef QT_NO_DEBUG
    m_knownProblems = integrityProblems(topology);
#endif
    const bool moved = m_path != path;
    m_path = path;
    if (moved)
        m_secretFacts.envFiles.clear(); // of another folder
    m_clusterFacts = {};
    checkAll();
    m_undoStack.clear();
    emit replaced();
    if (moved)
        emit filePathChanged(m_path);
    emit findingsChanged();
}

void Document::reload(const Topology &topology, const QString &text)
{
    m_topology.setExtra(topology.extra()); // no edit has it
#ifndef QT_NO_DEBUG
    m_knownProblems += integrityProblems(topology);
#endif
    push(difference(m_topology, topology, text));
    setSaved(m_path);
}

QString Document::projectFolder() const
{
    return m_path.isEmpty() ? QString() : QFileInfo(m_path).absolutePath();
}

QString Document::title() const
{
    const ResourcePtr chart = m_topology.chart();
    if (chart && !chart->name.isEmpty())
        return chart->name;
    return m_path.isEmpty() ? tr("Untitled") : QFileInfo(projectFolder()).fileName();
}

void Document::setSaved(const QString &path)
{
    fixValuesKeys();
    const bool moved = m_path != path;
    m_path = path;
    m_undoStack.setClean();
    if (moved)
        emit filePathChanged(m_path);
}

void Document::fixValuesKeys()
{
    const QList<ResourcePtr> resources = m_topology.resources();
    for (const ResourcePtr &r : resources) {
        m_fixedKeys.insert(r->id);
        if (r->valuesKeyFixed)
            continue;
        Resource fixed = *r;
        fixed.valuesKeyFixed = true;
        m_topology.put(std::move(fixed));
    }
}

} // namespace chartwright
