// SPDX-License-Identifier: Apache-2.0
#include "chart/exposures.h"

#include "base/image_reference.h"
#include "base/names.h"
#include "base/translator.h"
#include "chart/schema.h"
#include "kinds/manifest_kind.h"
#include "kinds/registry.h"
#include "manifest/go_text.h"
#include "model/kind_spec.h"
#include "model/overlay.h"
#include "model/values_place.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Values", text); }

/// What to write above a field: its help, else what it is called, and what it can be.
QString helpOf(const FieldSpec &spec)
{
    const QString help = spec.help.isEmpty() ? spec.label + u'.' : spec.help;
    if (spec.type != FieldType::Choice || spec.choices.size() < 2)
        return help;
    const QString choices = spec.choices.first(spec.choices.size() - 1).join(QLatin1String(", ")) +
                            QLatin1String(" or ") + spec.choices.last() + u'.';
    return help + u' ' + choices;
}

bool isContainerType(FieldType type)
{
    return type == FieldType::StringMap || type == FieldType::StringList ||
           type == FieldType::Struct || type == FieldType::StructList ||
           type == FieldType::StructMap || type == FieldType::Yaml;
}

PrintedAs printedAs(const FieldSpec &spec, const Value &value)
{
    switch (spec.type) {
    case FieldType::Int:
        return spec.max && *spec.max < 1'000'000 ? PrintedAs::Bare : PrintedAs::Int64;
    case FieldType::Bool:
    case FieldType::Choice:
        return PrintedAs::Bare;
    case FieldType::IntOrPercent:
    case FieldType::Port:
        return PrintedAs::Json;
    default:
        if (isContainerType(spec.type))
            return PrintedAs::Block;
        return value.toString().contains(QLatin1String("<no value>")) ? PrintedAs::Json
                                                                      : PrintedAs::Quoted;
    }
}

int rank(const Resource &resource)
{
    static const QStringList order{QStringLiteral("Deployment"), QStringLiteral("Service"),
                                   QStringLiteral("ConfigMap"), QStringLiteral("Secret")};
    const qsizetype i = order.indexOf(resource.kind);
    // A Service stands in the block of its target.
    if (resource.kind == u"Service" && resource.valuesKey.contains(u'.'))
        return 0;
    return i < 0 ? int(order.size()) : int(i);
}

} // namespace

bool holdsRefs(const Value &value)
{
    if (value.isRef() || value.asText())
        return true;
    const auto inList = [](const List &list) {
        return std::any_of(list.begin(), list.end(), holdsRefs);
    };
    return inList(value.list()) || std::any_of(value.map().begin(), value.map().end(),
                                               [](const auto &e) { return holdsRefs(e.value); });
}

QStringList valuesBlock(const Resource &resource)
{
    return resource.valuesKey.isEmpty() ? QStringList{names::toCamelCase(resource.name)}
                                        : resource.valuesKey.split(u'.');
}

QList<ResourcePtr> writtenResources(const Topology &topology)
{
    QList<ResourcePtr> out;
    for (const ResourcePtr &r : topology.resources()) {
        const KindSpec *kind = topology.kinds().find(r->kind);
        if (kind && kind->write)
            out.append(r);
    }
    std::stable_sort(out.begin(), out.end(), [](const ResourcePtr &a, const ResourcePtr &b) {
        return std::pair(rank(*a), a->valuesKey) < std::pair(rank(*b), b->valuesKey);
    });
    return out;
}

Exposures::Exposures(const Topology &drawn)
{
    // The comments are English, whatever the program speaks: one drawing, one chart.
    const SourceLanguage english;
    const Topology topology = drawn.withKinds(sourceKinds());
    const QList<ResourcePtr> resources = writtenResources(topology);
    const ResourcePtr chart = topology.chart();
    if (chart && chart->fields[u"prefixNames"].toBool())
        m_prefix = QStringLiteral("RELEASE-%1-").arg(chart->name);
    for (const ResourcePtr &release : topology.ofKind(u"Release")) {
        for (const Override &o : overridesOf(*release))
            m_overridden[o.resource].insert(o.path.text());
    }
    bool common = false, added = false;
    for (const ResourcePtr &r : resources) {
        const Path secrets(QStringLiteral("spec.template.spec.imagePullSecrets"));
        common = common || (r->kind == u"Deployment" && (*r)[secrets].list().isEmpty());
    }
    m_commonPullSecrets = common;
    for (const ResourcePtr &r : resources) {
        if (r->kind == u"Ingress" && common && !std::exchange(added, true))
            addCommonPullSecrets();
        addResource(topology, *r);
    }
    if (common && !added)
        addCommonPullSecrets();
}

const Exposed *Exposures::find(const ResourceId &resource, const Path &field) const
{
    const auto it = m_exposed.constFind(keyOf(resource, field));
    return it == m_exposed.constEnd() ? nullptr : &*it;
}

const Exposed *Exposures::image(const ResourceId &resource, const Path &container, bool tag) const
{
    return find(resource, container.key(tag ? QStringLiteral("image#tag")
                                            : QStringLiteral("image#repository")));
}

QStringList Exposures::added(const ResourceId &resource, const Path &path) const
{
    return m_added.value(keyOf(resource, path));
}

QStringList Exposures::freePath(QStringList path) const
{
    const QStringList wanted = path;
    for (qsizetype i = 1; i <= path.size(); ++i) {
        // A value cannot be a block as well.
        const auto taken = [&] {
            const QString text = path.first(i).join(u'\n');
            return m_leaves.contains(text) || (i == path.size() && m_branches.contains(text));
        };
        for (int n = 2; taken(); ++n)
            path[i - 1] = wanted[i - 1] + QString::number(n);
    }
    return path;
}

QStringList Exposures::add(ValuesEntry entry, const Exposed &exposed,
                           const std::optional<FieldKey> &key)
{
    Exposed own = exposed;
    const QStringList free = freePath(entry.path);
    if (free != entry.path)
        m_clashes.append(entry.text());
    entry.path = own.path = free;
    m_leaves.insert(free.join(u'\n'));
    for (qsizetype i = 1; i < free.size(); ++i)
        m_branches.insert(free.first(i).join(u'\n'));
    m_entries.append(entry);
    if (key)
        m_exposed.insert(*key, own);
    return free;
}

void Exposures::addResource(const Topology &topology, const Resource &resource)
{
    if (resource.kind == ManifestKind)
        return; // word for word
    if (resource.kind == u"ConfigMap") {
        addConfig(topology, resource);
    } else if (resource.kind == u"Secret") {
        addSecret(resource);
    } else if (resource.kind == u"Ingress") {
        ValuesEntry entry;
        entry.path = valuesBlock(resource) + QStringList{QStringLiteral("enabled")};
        entry.value = true;
        entry.required = true;
        entry.help = tr("Whether the Ingress is installed.");
        entry.schema = Map{{QStringLiteral("type"), QStringLiteral("boolean")}};
        entry.resource = resource.id;
        add(entry, {{}, PrintedAs::Bare, false},
            keyOf(resource.id, Path(QStringLiteral("#enabled"))));
    }
    const QSet<QString> overridden = m_overridden.value(resource.id);
    const KindSpec *kind = topology.kinds().find(resource.kind);
    walkFields(kind->fields, resource.fields,
               [&](const FieldSpec &spec, const Place &here, const Value *value) {
                   // A probe of nothing but its period would be refused.
                   const bool inside = value || canBePartial(spec);
                   if (spec.valuesName.isEmpty() && resource.pins.isEmpty() && overridden.isEmpty())
                       return inside;
                   const Path path = here.path();
                   const QString text = path.text();
                   const auto pin = resource.pins.constFind(text);
                   const bool pinned = pin == resource.pins.constEnd()
                                           ? !spec.valuesName.isEmpty() || overridden.contains(text)
                                           : *pin;
                   if (pinned && path.steps().first().name != u"design" &&
                       !m_exposed.contains(keyOf(resource.id, path)))
                       addField(topology, resource, spec, path, value);
                   return inside;
               });
}

void Exposures::addField(const Topology &topology, const Resource &resource, const FieldSpec &spec,
                         const Path &path, const Value *value)
{
    for (Path above = path.parent(); !above.isEmpty(); above = above.parent()) {
        if (find(resource.id, above))
            return; // it stands in values.yaml as a part of that already
    }
    const QString &name = spec.valuesName;
    const KindSpec &kind = *topology.kinds().find(resource.kind);
    const QStringList block = valuesBlock(resource),
                      place = placeInValues(kind, resource, spec, path);
    if (place.isEmpty())
        return;
    if (spec.type == FieldType::Ref && spec.refKind == u"Image") {
        if (value)
            addImage(topology, resource, path, *value, block + place);
        return;
    }
    const bool isBlock = isContainerType(spec.type);
    if (spec.type == FieldType::Ref || spec.type == FieldType::Union ||
        (value && holdsRefs(*value)))
        return;
    ValuesEntry entry;
    entry.value = value && !value->isNull() ? *value : spec.fallback;
    if (name.isEmpty() && entry.value.isNull())
        return;
    if (entry.value.isNull()) {
        if (isBlock)
            entry.value = spec.type == FieldType::StructList || spec.type == FieldType::StringList
                              ? Value(List())
                              : Value(Map());
        else if (spec.type == FieldType::String)
            entry.value = QString();
        else
            return;
    }
    if (!isOfType(spec, entry.value) || !manifest::helmReads(entry.value) ||
        (isBlock && !manifest::survivesToYaml(entry.value)))
        return;
    entry.path = block + place;
    entry.help = helpOf(spec);
    entry.schema = schema::ofField(spec);
    entry.resource = resource.id;
    entry.field = path;
    Exposed exposed{{},
                    printedAs(spec, entry.value),
                    isBlock || spec.type == FieldType::String || spec.type == FieldType::Text};
    if (!name.isEmpty() || isBlock)
        exposed.optional = isBlock || spec.type == FieldType::String;
    else
        exposed.optional = false;
    entry.required = !exposed.optional;
    add(entry, exposed, keyOf(resource.id, path));
    // The way down to it, for what is not drawn.
    for (Path at = path; !at.isEmpty() && at.last().kind == Path::Step::Kind::Key;
         at = at.parent()) {
        QStringList &keys = m_added[keyOf(resource.id, at.parent())];
        if (!keys.contains(at.last().name))
            keys.append(at.last().name);
    }
}

} // namespace chartwright
