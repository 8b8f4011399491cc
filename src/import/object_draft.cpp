// SPDX-License-Identifier: Apache-2.0
#include "import/object_draft.h"

#include "kinds/common.h"
#include "kinds/manifest_kind.h"
#include "kinds/writers.h"
#include "model/edits.h"
#include "model/values_key.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ManifestImport", text); }

const QString Instance = QStringLiteral("app.kubernetes.io/instance");
const QString Component = QStringLiteral("app.kubernetes.io/component");

/// {app: NAME, app.kubernetes.io/instance: RELEASE}, which a chart derives.
bool isDerived(const Map &selector, const QString &name)
{
    return selector.size() == 2 && selector[u"app"].toString() == name &&
           selector.contains(Instance);
}

Value withoutChecksums(Value fields)
{
    static const QRegularExpression sum(QStringLiteral("\\A[0-9a-f]{64}\\z"));
    const Path notes = path("spec.template.metadata.annotations");
    for (const auto &[key, value] : Map(at(fields, notes).map())) {
        if (key.startsWith(u"checksum/") && sum.match(value.scalarText()).hasMatch())
            fields = without(fields, notes.key(key));
    }
    return fields;
}

/// The labels that the chart gives pods whatever is drawn.
Value withoutPodLabels(Value fields, const QString &name)
{
    const Path selector = path("spec.selector.matchLabels"),
               labels = path("spec.template.metadata.labels");
    QStringList gone{Instance, QStringLiteral("app.kubernetes.io/name"), Component};
    for (const auto &[key, value] : at(fields, selector).map()) {
        if (at(fields, labels)[key] == value)
            gone.append(key);
    }
    for (const QString &key : std::as_const(gone))
        fields = without(fields, labels.key(key));
    return isDerived(at(fields, selector).map(), name) ? without(fields, path("spec.selector"))
                                                       : fields;
}

/// A chart writes IfNotPresent where nothing is said; the cluster takes Always for "latest".
Value withPullPolicies(Value fields)
{
    for (const auto &[place, container] : containersOf(fields) + initContainersOf(fields)) {
        const QString image = container[u"image"].toString();
        const QString tag = image.section(u'/', -1).section(u':', 1);
        const bool moves =
            !image.isEmpty() && !image.contains(u'@') && (tag.isEmpty() || tag == u"latest");
        if (moves && container[u"imagePullPolicy"].isNull())
            fields = with(fields, place.key(QStringLiteral("imagePullPolicy")),
                          QStringLiteral("Always"));
    }
    return fields;
}

/// The port that a Service sends to unless another is typed.
Value withTargetPorts(Value fields)
{
    const Path ports = path("spec.ports");
    List list = at(fields, ports).list();
    for (Value &port : list) {
        if (port.isMap() && port[u"targetPort"].isNull() && !port[u"port"].isNull())
            port = with(port, path("targetPort"), port[u"port"]);
    }
    return list.isEmpty() ? fields : with(fields, ports, list);
}

Value withKeys(const Value &secret)
{
    Map keys;
    for (const QString &key : secret[u"data"].map().keys())
        keys.append(key, Map());
    const Value typed =
        secret[u"type"].isNull() ? with(secret, path("type"), QStringLiteral("Opaque")) : secret;
    return with(typed, path("data"), keys);
}

Value fieldsOf(const KindSpec &table, const SortedObject &object)
{
    Map whole = object.object.map();
    // "design" is ours, and no manifest has it.
    for (const QStringView key : {u"apiVersion", u"kind", u"design"})
        whole.remove(key);
    Value fields = without(whole, path("metadata.name"));
    for (const QString &key : write::commonLabels())
        fields = without(fields, path("metadata.labels").key(key));
    if (table.kind == u"Deployment")
        return withPullPolicies(withoutPodLabels(withoutChecksums(fields), object.name));
    if (table.kind == u"Service")
        return withTargetPorts(fields);
    return table.kind == u"Secret" ? withKeys(fields) : fields;
}

/// The block of a chart's values that its objects name in a label.
QString keyFromLabel(const Topology &topology, const Value &object)
{
    const QString key = object[u"metadata"][u"labels"][Component].toString();
    if (!isValuesKey(key) || key.contains(u'.') || !reservedWord(key).isEmpty())
        return {};
    const QList<ResourcePtr> &all = topology.resources();
    const bool taken = std::any_of(all.begin(), all.end(),
                                   [&](const ResourcePtr &r) { return r->valuesKey == key; });
    return taken ? QString() : key;
}

} // namespace

const KindSpec *tableFor(const Kinds &kinds, const SortedObject &object, QList<ImportNote> &notes)
{
    const KindSpec *table = kinds.find(object.kind);
    if (!table || !table->write || table->apiVersion.isEmpty() ||
        table->apiVersion.section(u'/', 0, -2) != object.apiVersion.section(u'/', 0, -2)) {
        return nullptr;
    }
    const auto keep = [&](const QString &why) {
        notes.append({object.where, tr("%1 is kept word for word: %2").arg(object.title(), why)});
        return nullptr;
    };
    if (table->apiVersion != object.apiVersion)
        return keep(tr("the drawing speaks %1, not %2").arg(table->apiVersion, object.apiVersion));
    const Value &spec = object.object[u"spec"];
    if (table->kind == u"Deployment" && !spec[u"selector"][u"matchExpressions"].isEmpty())
        return keep(tr("its selector has matchExpressions"));
    const QString type = spec[u"type"].toString();
    const FieldSpec *field = fieldAt(table->fields, path("spec.type"));
    if (table->kind == u"Service" && !type.isEmpty() && field && !field->choices.contains(type))
        return keep(tr("its type is %1").arg(type));
    if (object.object[u"metadata"][u"name"].isNull())
        return keep(tr("the cluster makes up its name"));
    return table;
}

Resource draftOf(const Topology &topology, const KindSpec *table, const SortedObject &object,
                 bool keepsNamespace)
{
    const QString kind = table ? table->kind : ManifestKind.toString();
    Resource out = newResource(topology, kind, object.name);
    out.name = object.name;
    SortedObject own = object;
    if (!keepsNamespace)
        own.object = without(own.object, path("metadata.namespace"));
    if (table) {
        out.fields = fieldsOf(*table, own);
        const QString key =
            table->kind == u"Deployment" ? keyFromLabel(topology, own.object) : QString();
        if (!key.isEmpty())
            out.valuesKey = key;
    } else {
        const bool named = !own.object[u"metadata"][u"name"].isNull();
        const Value whole = named ? without(own.object, path("metadata.generateName")) : own.object;
        out.fields = Map{{QStringLiteral("manifest"), without(whole, path("metadata.name"))}};
    }
    return out;
}

Value withoutOwnLabels(const Topology &topology, const Resource &resource)
{
    const Path labels = path("metadata.labels");
    Value fields = resource.fields;
    const auto drop = [&](const QString &key, const QString &value) {
        if (!value.isEmpty() && at(fields, labels)[key].toString() == value)
            fields = without(fields, labels.key(key));
    };
    if (resource.kind == ManifestKind)
        return fields;
    drop(Component, write::component(resource));
    if (resource.kind != u"Deployment")
        return fields;
    drop(QStringLiteral("app"), resource.name);
    const ResourcePtr chart = topology.chart();
    drop(QStringLiteral("version"), chart ? chart->fields[u"appVersion"].scalarText() : QString());
    return fields;
}

} // namespace chartwright
