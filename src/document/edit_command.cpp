// SPDX-License-Identifier: Apache-2.0
#include "document/edit_command.h"

#include "document/document.h"
#include "model/edits.h"

namespace chartwright {
namespace {

bool same(const ResourcePtr &a, const ResourcePtr &b) { return a == b || (a && b && *a == *b); }

template <class C> void append(QList<C> &list, QHash<ResourceId, qsizetype> &places, const C &next)
{
    const auto place = places.constFind(next.id);
    if (place == places.cend()) {
        places.insert(next.id, list.size());
        list.append(next);
    } else {
        list[*place].after = next.after;
    }
}

/// What is typed letter by letter is renamed from the first name, not from the last but one.
QString joinedText(const Edit &second, const Edit &both)
{
    for (const Change &c : second.changes) {
        const bool renames = c.before && c.after && c.before->name != c.after->name &&
                             second.text == renameText(c.before->name, c.after->name);
        for (const Change &all : both.changes) {
            if (renames && all.id == c.id && all.before && all.after)
                return renameText(all.before->name, all.after->name);
        }
    }
    return second.text;
}

} // namespace

Edit simplified(const Edit &edit)
{
    Edit out = edit;
    out.changes.removeIf([](const Change &c) { return same(c.before, c.after); });
    out.moves.removeIf([](const PlacementChange &m) { return m.before == m.after; });
    return out;
}

Edit joined(const Edit &first, const Edit &second)
{
    Edit out{second.text, {}, {}, first.mergeKey};
    QHash<ResourceId, qsizetype> places;
    for (const auto *edit : {&first, &second}) {
        for (const Change &c : edit->changes)
            append(out.changes, places, c);
    }
    places.clear();
    for (const auto *edit : {&first, &second}) {
        for (const PlacementChange &m : edit->moves)
            append(out.moves, places, m);
    }
    out.text = joinedText(second, out);
    return simplified(out);
}

EditCommand::EditCommand(Document *document, Edit edit)
    : QUndoCommand(edit.text), m_document(document), m_edit(std::move(edit))
{
}

int EditCommand::id() const
{
    // Only those that can merge have one; a hash that meets another by chance is told by
    // mergeWith().
    return m_edit.mergeKey.isEmpty() ? -1 : int(qHash(m_edit.mergeKey) & 0x7fffffff);
}

bool EditCommand::mergeWith(const QUndoCommand *other)
{
    const auto *next = static_cast<const EditCommand *>(other);
    if (next->m_edit.mergeKey != m_edit.mergeKey)
        return false;
    m_edit = joined(m_edit, next->m_edit);
    setText(m_edit.text);
    setObsolete(m_edit.isEmpty());
    return true;
}

void EditCommand::redo() { m_document->applyNow(m_edit); }

void EditCommand::undo() { m_document->applyNow(m_edit.reversed()); }

} // namespace chartwright
