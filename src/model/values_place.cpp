// SPDX-License-Identifier: Apache-2.0
#include "model/values_place.h"

#include "base/names.h"

namespace chartwright {
namespace {

/// Names of the list items that a path leads through; those of first items left out. The rules of
/// an Ingress have no names that stay: what is in the second one ends with a 2.
struct Through
{
    QStringList names;
    QString suffix;
};

/// Whether the table has values under this word itself.
bool isWord(const QList<FieldSpec> &table, const QString &word)
{
    return std::any_of(table.begin(), table.end(), [&](const FieldSpec &spec) {
        return spec.valuesName.section(u'.', 0, 0) == word || isWord(spec.fields, word);
    });
}

/// The block of a list's item that is called `name`: a second container "image" does not share that
/// of the first one's image.
QString blockOf(const KindSpec &kind, const QString &listKey, const QString &name)
{
    const bool clash = listKey.endsWith(u"ontainers") && isWord(kind.fields, name);
    return clash ? name + QLatin1String("Container") : name;
}

Through through(const KindSpec &kind, const Value &fields, const Path &path)
{
    Through out;
    Path here;
    QString listKey;
    for (const Path::Step &step : path.steps()) {
        if (step.kind == Path::Step::Kind::Key) {
            listKey = step.name;
            here = here.key(step.name);
            continue;
        }
        const List &list = at(fields, here).list();
        here = step.kind == Path::Step::Kind::Item ? here.item(step.name) : here.index(step.index);
        const qsizetype place = list.indexOf(at(fields, here));
        if (place == 0 && listKey != u"initContainers")
            continue;
        if (listKey == u"rules") {
            out.suffix = QString::number(place + 1);
            continue;
        }
        out.names.append(step.kind == Path::Step::Kind::Item
                             ? blockOf(kind, listKey, names::toCamelCase(step.name))
                             : listKey + QString::number(step.index + 1));
    }
    return out;
}

/// The path of a pinned field without what every manifest has.
QStringList placeOfPinned(const KindSpec &kind, const Resource &resource, const Path &path)
{
    static const QStringList frame{QStringLiteral("spec"), QStringLiteral("template"),
                                   QStringLiteral("metadata"), QStringLiteral("containers"),
                                   QStringLiteral("initContainers")};
    QStringList out;
    Path here;
    for (const Path::Step &step : path.steps()) {
        if (step.kind == Path::Step::Kind::Key) {
            here = here.key(step.name);
            if (!frame.contains(step.name))
                out.append(step.name);
            continue;
        }
        const List &list = at(resource.fields, here).list();
        const QString listKey = here.last().name;
        const bool isContainer = listKey.endsWith(u"ontainers");
        here = step.kind == Path::Step::Kind::Item ? here.item(step.name) : here.index(step.index);
        if (!isContainer || list.isEmpty() || !(list.first() == at(resource.fields, here)))
            out.append(step.kind == Path::Step::Kind::Item ? blockOf(kind, listKey, step.name)
                                                           : QString::number(step.index + 1));
    }
    if (out.size() > 1 && out.last() == u"value")
        out.removeLast();
    return out;
}

bool startsWith(const QStringList &path, const QStringList &head)
{
    return path.size() >= head.size() && path.first(head.size()) == head;
}

/// What stands in values.yaml without being one field of a table.
QList<QStringList> special(const Resource &resource)
{
    QList<QStringList> out;
    if (resource.kind == u"ConfigMap") {
        for (const auto &[key, value] : resource.fields[u"data"].map())
            out.append({key});
    } else if (resource.kind == u"Secret") {
        out = {{QStringLiteral("existingSecret")}, {QStringLiteral("data")}};
    } else if (resource.kind == u"Ingress") {
        out = {{QStringLiteral("enabled")}};
    }
    return out;
}

} // namespace

QStringList placeInValues(const KindSpec &kind, const Resource &resource, const FieldSpec &spec,
                          const Path &path)
{
    if (spec.valuesName.isEmpty())
        return placeOfPinned(kind, resource, path);
    const Through lists = through(kind, resource.fields, path);
    return lists.names + (spec.valuesName + lists.suffix).split(u'.');
}

bool isAmongValues(const KindSpec &kind, const Resource &resource, const QString &key)
{
    if (resource.valuesKey.isEmpty() || !key.startsWith(resource.valuesKey + u'.'))
        return false;
    const QStringList block = key.mid(resource.valuesKey.size() + 1).split(u'.');
    const QList<QStringList> others = special(resource);
    bool among = std::any_of(others.begin(), others.end(),
                             [&](const QStringList &place) { return startsWith(block, place); });
    walkFields(kind.fields, resource.fields,
               [&](const FieldSpec &spec, const Place &here, const Value *value) {
                   const bool inside = value || canBePartial(spec);
                   if (among || (spec.valuesName.isEmpty() && resource.pins.isEmpty()))
                       return inside && !among;
                   const Path path = here.path();
                   if (!resource.pins.value(path.text(), !spec.valuesName.isEmpty()))
                       return inside;
                   const QStringList place = placeInValues(kind, resource, spec, path);
                   // The block of a further container, called after it, may be shared.
                   const bool own = place == spec.valuesName.split(u'.');
                   among = !place.isEmpty() &&
                           (startsWith(block, place) || (own && startsWith(place, block)));
                   return inside;
               });
    return among;
}

} // namespace chartwright
