// SPDX-License-Identifier: Apache-2.0
#include "panels/resource_search.h"

#include "model/kind_spec.h"

namespace chartwright {
namespace {

constexpr qsizetype MostText = 60, MostShown = 2;

struct Entry
{
    QString label, text;
    bool isTyped = false; ///< the label, by a person: a key
    Path path;

    bool holds(const QString &word) const
    {
        return text.contains(word, Qt::CaseInsensitive) ||
               (isTyped && label.contains(word, Qt::CaseInsensitive));
    }
    QString shown() const
    {
        QString line = text.simplified();
        if (line.size() > MostText)
            line = line.left(MostText - 1) + u'…';
        return line.isEmpty()    ? label
               : label.isEmpty() ? line
                                 : label + QStringLiteral(": ") + line;
    }
};

bool isMapOfKeys(const FieldSpec *spec)
{
    return spec && (spec->type == FieldType::StringMap || spec->type == FieldType::StructMap);
}

/// "http Port" for the field of a list's item, as the panel calls it.
QString labelOf(const FieldSpec *spec, const Path &path, const QString &text)
{
    const Path::Step last = path.last(), item = path.parent().last();
    const QString own = spec ? spec->label : last.name;
    return item.kind == Path::Step::Kind::Item && item.name != text ? item.name + u' ' + own : own;
}

bool holdsAny(const QString &text, const QStringList &words)
{
    return std::any_of(words.begin(), words.end(), [&](const QString &word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

/// "" for containers, and for the name of another resource, which is found itself.
QString textOf(const Topology &topology, const Value &value)
{
    if (value.isMap() || value.isList())
        return {};
    const Ref *ref = value.asRef();
    if (!ref)
        return displayText(topology, value);
    const bool isKey = ref->part.startsWith(u"key/"); // looking parts up is dear
    return ref->part.isEmpty() ? QString()
           : isKey             ? ref->part.mid(4)
                               : displayText(topology, value);
}

/// Takes out the words that stand somewhere, without telling where: that costs a hundred times
/// more.
void strikeOut(const Topology &topology, const Value &value, QStringList &words)
{
    const auto strike = [&](const QString &text) {
        words.removeIf(
            [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
    };
    for (const auto &[key, item] : value.map()) {
        strike(key);
        strikeOut(topology, item, words);
    }
    for (const Value &item : value.list())
        strikeOut(topology, item, words);
    strike(textOf(topology, value));
}

bool mayHold(const Topology &topology, const Resource &resource, QStringList words)
{
    strikeOut(topology, resource.fields, words);
    const KindSpec *kind = topology.kinds().find(resource.kind);
    if (words.isEmpty() || !kind || !kind->rows)
        return words.isEmpty();
    for (const NodeRow &row : kind->rows(topology, resource))
        words.removeIf(
            [&](const QString &word) { return holdsAny(row.label + u'\n' + row.value, {word}); });
    return words.isEmpty();
}

/// Those that hold any of the words.
QList<Entry> entriesOf(const Topology &topology, const Resource &resource, const QStringList &words)
{
    QList<Entry> out;
    const KindSpec *kind = topology.kinds().find(resource.kind);
    static const QList<FieldSpec> none;
    const QList<FieldSpec> &table = kind ? kind->fields : none;
    const bool isSecret = resource.kind == u"Secret";
    walk(resource.fields, [&](const Path &path, const Value &value) {
        const QString text = textOf(topology, value);
        if (path.isEmpty() || (!holdsAny(text, words) && !holdsAny(path.last().name, words)))
            return;
        const FieldSpec *spec = fieldAt(table, path), *above = fieldAt(table, path.parent());
        // A table gives a map's row for its entries too.
        if (isMapOfKeys(above) && fieldAt(table, path.parent().parent()) != above) {
            out.append({path.last().name,
                        isSecret && spec->type == FieldType::StructMap ? QString() : text, true,
                        path});
            return;
        }
        const bool standsForValue = spec ? spec->type == FieldType::KeptValue : isSecret;
        if (!standsForValue && !text.isEmpty())
            out.append({labelOf(spec, path, text), text, !spec, path});
    });
    if (kind && kind->rows) {
        for (const NodeRow &row : kind->rows(topology, resource))
            out.append({row.label, row.value, true, {}});
    }
    return out;
}

} // namespace

std::optional<SearchMatch> searchIn(const Topology &topology, const Resource &resource,
                                    const QStringList &words)
{
    const KindSpec *kind = topology.kinds().find(resource.kind);
    const QString head =
        resource.name + u' ' + resource.kind + u' ' + (kind ? kind->title : QString());
    QStringList rest;
    for (const QString &word : words) {
        if (!head.contains(word, Qt::CaseInsensitive))
            rest.append(word);
    }
    if (rest.isEmpty())
        return SearchMatch();
    if (!mayHold(topology, resource, rest))
        return std::nullopt;
    const QList<Entry> entries = entriesOf(topology, resource, rest);
    QList<const Entry *> found;
    const auto find = [&](const QStringList &wanted) {
        const auto it = std::find_if(entries.begin(), entries.end(), [&](const Entry &entry) {
            return std::all_of(wanted.begin(), wanted.end(),
                               [&](const QString &word) { return entry.holds(word); });
        });
        if (it != entries.end() && !found.contains(&*it))
            found.append(&*it);
        return it != entries.end();
    };
    // One place that has them all says most.
    if (!find(rest) &&
        !std::all_of(rest.begin(), rest.end(), [&](const QString &word) { return find({word}); }))
        return std::nullopt;
    QStringList shown;
    for (const Entry *entry : std::as_const(found)) {
        if (shown.size() < MostShown && !shown.contains(entry->shown()))
            shown.append(entry->shown());
    }
    return SearchMatch{shown.join(QStringLiteral(" · ")), found.first()->path};
}

} // namespace chartwright
