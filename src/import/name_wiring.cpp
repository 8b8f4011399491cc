// SPDX-License-Identifier: Apache-2.0
#include "import/name_wiring.h"

#include "base/image_reference.h"
#include "checks/typed_names.h"
#include "kinds/common.h"
#include "model/edits.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString typedAs(QStringView kind, const Resource &by, const QString &name)
{
    Resource meant;
    meant.kind = kind.toString();
    meant.name = name;
    meant.fields = by.fields; // of the same namespace
    return nameToType(meant);
}

ResourcePtr imageFor(const Topology &topology, const ImageReference &image, const QString &tag)
{
    for (const ResourcePtr &r : topology.ofKind(u"Image")) {
        if (r->name == image.name && r->fields[u"registry"].scalarText() == image.registry &&
            r->fields[u"tag"].scalarText() == tag &&
            r->fields[u"digest"].scalarText() == image.digest)
            return r;
    }
    return nullptr;
}

Resource makeImage(const Topology &topology, const ImageReference &image, const QString &tag)
{
    Resource out = newResource(topology, QStringLiteral("Image"), image.name);
    out.name = image.name; // another tag of it may be drawn
    out.fields = with(out.fields, path("tag"), tag);
    if (!image.registry.isEmpty())
        out.fields = with(out.fields, path("registry"), image.registry);
    if (!image.digest.isEmpty())
        out.fields = with(out.fields, path("digest"), image.digest);
    return out;
}

/// The part of a resource that a typed port, key or name means exactly.
Value partMeant(const Topology &topology, const Resource &of, QStringView prefix,
                const Value &typed)
{
    const KindSpec *kind = topology.kinds().find(of.kind);
    for (const Part &part : kind && kind->parts ? kind->parts(of) : QList<Part>()) {
        if (part.part.startsWith(prefix) && part.value == typed)
            return Ref{of.id, part.part};
    }
    return typed;
}

struct TypedField
{
    Path path;
    Value value;
    FieldType type;
    QString refKind, refPart;
};

QList<TypedField> typedFields(const Topology &topology, const Resource &resource)
{
    QList<TypedField> out;
    const KindSpec *kind = topology.kinds().find(resource.kind);
    walkFields(kind->fields, resource.fields,
               [&](const FieldSpec &spec, const Place &here, const Value *value) {
                   const bool names =
                       (spec.type == FieldType::Ref && spec.refKind != u"Image") ||
                       (spec.type == FieldType::Port && spec.refKind == resource.kind);
                   if (names && value && !value->isEmpty() && !value->asRef())
                       out.append({here.path(), *value, spec.type, spec.refKind, spec.refPart});
                   return value != nullptr;
               });
    return out;
}

/// "http://backend-service:8000/api" with references to the Service and its port; the text itself
/// where it would not read the same.
Value addressOf(const Topology &topology, const Resource &config, const NamedResources &named,
                const Value &value)
{
    static const QRegularExpression address(
        QStringLiteral(
            "\\A([a-z][a-z0-9+.-]*://)([a-z]([a-z0-9-]*[a-z0-9])?):([1-9][0-9]{0,4})([/?#].*)?\\z"),
        QRegularExpression::DotMatchesEverythingOption);
    if (!value.isString())
        return value;
    const auto match = address.match(value.toString());
    if (!match.hasMatch())
        return value;
    const ResourcePtr service =
        topology.find(named.value(typedAs(u"Service", config, match.captured(2))));
    if (!service)
        return value;
    const Value port =
        partMeant(topology, *service, u"port/", Value(match.captured(4).toLongLong()));
    if (!port.asRef())
        return value;
    Text text{{match.captured(1), Ref{service->id, {}}, QStringLiteral(":"), *port.asRef()}};
    if (!match.captured(5).isEmpty())
        text.pieces.append(match.captured(5));
    return text;
}

void put(Topology &topology, Resource resource, const Value &fields)
{
    resource.fields = fields;
    topology.put(std::move(resource));
}

/// Whether all labels of a selector are among those of the pods. The release's name is not known
/// for a Deployment whose selector is derived.
bool selects(const Map &selector, const Map &labels, bool isDerived)
{
    return std::all_of(selector.begin(), selector.end(), [&](const Map::Entry &e) {
        return labels[e.key] == e.value ||
               (isDerived && e.key == u"app.kubernetes.io/instance" && !labels.contains(e.key));
    });
}

Map joined(const Map &first, const Map &second)
{
    Map out = first;
    for (const auto &[key, value] : second) {
        if (!out.contains(key))
            out.append(key, value);
    }
    return out;
}

} // namespace

NamedResources namedResources(const Topology &topology)
{
    NamedResources out;
    for (const ResourcePtr &r : topology.resources()) {
        if (r->kind == u"ConfigMap" || r->kind == u"Secret" || r->kind == u"Service")
            out.insert(nameToType(*r), r->id);
    }
    return out;
}

void wireImages(Topology &topology, const ResourceId &id, QList<ResourceId> &made)
{
    const ResourcePtr deployment = topology.find(id);
    Value fields = deployment->fields;
    for (const auto &[place, container] : containersOf(fields) + initContainersOf(fields)) {
        const auto image = ImageReference::parse(container[u"image"].toString());
        if (!image)
            continue;
        // The chart writes this tag too where there is none.
        const QString tag = image->tag.isEmpty() ? QStringLiteral("latest") : image->tag;
        ResourceId target;
        if (const ResourcePtr drawn = imageFor(topology, *image, tag)) {
            target = drawn->id;
        } else {
            const Resource fresh = makeImage(topology, *image, tag);
            target = fresh.id;
            topology.put(fresh);
            made.append(target);
        }
        fields = with(fields, place.key(QStringLiteral("image")), Ref{target, {}});
    }
    put(topology, *deployment, fields);
}

void wireNames(Topology &topology, const ResourceId &id, const NamedResources &named)
{
    Resource resource = *topology.find(id);
    for (const TypedField &field : typedFields(topology, resource)) {
        // One beside a name that was wired may be a reference by now.
        if (at(resource.fields, field.path).asRef())
            continue;
        if (field.type == FieldType::Port || field.refPart == u"volume/") {
            const QString prefix =
                field.type == FieldType::Port ? QStringLiteral("port/") : field.refPart;
            resource.fields = with(resource.fields, field.path,
                                   partMeant(topology, resource, prefix, field.value));
        } else if (field.refPart.isEmpty() && field.value.isString()) {
            const ResourcePtr target = topology.find(
                named.value(typedAs(field.refKind, resource, field.value.toString())));
            if (target && target->kind == field.refKind)
                resource.fields = wiredByName(topology, resource, field.path, *target);
        }
    }
    if (resource.kind == u"ConfigMap" && resource.fields[u"data"].isMap()) {
        Map data;
        for (const auto &[key, value] : resource.fields[u"data"].map())
            data.append(key, addressOf(topology, resource, named, value));
        resource.fields = with(resource.fields, path("data"), data);
    }
    topology.put(std::move(resource));
}

void wireService(Topology &topology, const Imported &imported, const QList<Imported> &all,
                 QList<ImportNote> &notes)
{
    const ResourcePtr service = topology.find(imported.id);
    const Map selector = (*service)[path("spec.selector")].map();
    if (selector.isEmpty())
        return;
    const Value &ns = (*service)[path("metadata.namespace")];
    ResourcePtr pods;
    bool isExact = false;
    for (const ResourcePtr &d : topology.ofKind(u"Deployment")) {
        if (!((*d)[path("metadata.namespace")] == ns))
            continue;
        const bool isDerived = (*d)[path("spec.selector.matchLabels")].isEmpty();
        const auto own =
            std::find_if(all.begin(), all.end(), [&](const Imported &i) { return i.id == d->id; });
        const Map labels =
            joined(own == all.end() ? Map() : own->podLabels,
                   joined(selectorOf(*d), (*d)[path("spec.template.metadata.labels")].map()));
        if (!selects(selector, labels, isDerived))
            continue;
        if (pods) {
            notes.append({imported.where,
                          QCoreApplication::translate(
                              "ManifestImport", "The Service %1 is not wired: it selects the pods "
                                                "of %2 and of %3")
                              .arg(service->name, pods->name, d->name)});
            return;
        }
        pods = d;
        const qsizetype written = selectorOf(*d).size() + (isDerived ? 1 : 0);
        isExact = selector.size() == written && selects(selectorOf(*d), selector, false);
    }
    if (!pods)
        return;
    Value fields =
        with(service->fields, path("spec.selector"), Ref{pods->id, QStringLiteral("selector")});
    List ports = at(fields, path("spec.ports")).list();
    for (Value &port : ports) {
        if (port.isMap())
            port = with(port, path("targetPort"),
                        partMeant(topology, *pods, u"port/", port[u"targetPort"]));
    }
    if (!ports.isEmpty())
        fields = with(fields, path("spec.ports"), ports);
    if (!isExact)
        notes.append({imported.where,
                      QCoreApplication::translate("ManifestImport",
                                                  "The Service %1 now selects the pods of %2 by "
                                                  "the labels of that Deployment's own selector")
                          .arg(service->name, pods->name)});
    put(topology, *service, fields);
}

} // namespace chartwright
