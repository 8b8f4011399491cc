// SPDX-License-Identifier: Apache-2.0
#include "chart/render.h"

#include "base/parts_pool.h"
#include "chart/chart_writer.h"
#include "chart/values.h"
#include "model/kind_spec.h"
#include "model/overlay.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QtConcurrentMap>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Render", text); }

/// Helm takes every number of a file for a floating-point one.
Value asFloats(const Value &value)
{
    if (value.type() == Value::Type::Int)
        return double(value.toInt());
    if (const List *list = value.asList()) {
        List out;
        for (const Value &item : *list)
            out.append(asFloats(item));
        return out;
    }
    if (const Map *map = value.asMap()) {
        Map out;
        for (const auto &[key, item] : *map)
            out.append(key, asFloats(item));
        return out;
    }
    return value;
}

/// Overrides onto the chart's own values: a null takes a key away.
Value coalesced(const Value &over, const Value &own)
{
    if (!over.isMap() || !own.isMap())
        return over;
    Map out = own.map();
    for (const auto &[key, value] : over.map()) {
        const Value *below = out.find(key);
        if (value.isNull() && below)
            out.remove(key);
        else
            out.set(key, below ? coalesced(value, *below) : value);
    }
    return out;
}

manifest::Scope scopeOf(const ChartWriter &writer, const RenderInput &input, const Value &values)
{
    manifest::Scope scope;
    scope.setValues(values);
    scope.releaseName = input.release;
    scope.releaseNamespace = input.ns;
    scope.chartName = writer.chartName();
    scope.chartVersion = writer.chartVersion();
    scope.appVersion = writer.appVersion();
    for (const manifest::Definition &definition : writer.definitions())
        scope.definitions.insert(definition.name, definition);
    return scope;
}

/// The first key of a Secret's data that the overrides give a value, "" if there is none.
QString secretKeyIn(const ChartWriter &writer, const Value &over)
{
    for (const ValuesEntry &entry : writer.exposures().entries()) {
        const ResourcePtr resource = writer.topology().find(entry.resource);
        if (!resource || resource->kind != u"Secret" || entry.path.last() != u"data")
            continue;
        Value given = over;
        for (const QString &key : entry.path)
            given = Value(given[key]);
        if (!given.isEmpty())
            return entry.text();
    }
    return {};
}

/// Without text where a guard leaves it out.
Result<Rendered> rendered(const manifest::Document &document, const Resource &resource,
                          const manifest::Scope &scope)
{
    const auto text = manifest::evaluate(document, scope);
    if (!text)
        return tl::unexpected(text.error());
    const QByteArray trimmed = text->trimmed();
    if (trimmed.isEmpty())
        return Rendered{};
    const auto object = readYaml(trimmed, document.file, ReadLimits::project());
    if (!object)
        return tl::unexpected(object.error());
    const QString name = (*object)[u"metadata"][u"name"].scalarText();
    const QString kind = (*object)[u"kind"].scalarText();
    return Rendered{document.file, kind, name, resource.id, *object, trimmed};
}

Value setIn(const Value &tree, const QStringList &path, qsizetype from, const Value &value)
{
    if (from == path.size())
        return value;
    Map map = tree.map();
    map.set(path[from], setIn(tree[path[from]], path, from + 1, value));
    return map;
}

} // namespace

int installRank(const QString &kind)
{
    // Also kinds that cannot be drawn yet, so that a new one needs no line here.
    static const QStringList order =
        QStringLiteral("PriorityClass Namespace NetworkPolicy ResourceQuota LimitRange "
                       "PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret SecretList "
                       "ConfigMap StorageClass PersistentVolume PersistentVolumeClaim "
                       "CustomResourceDefinition ClusterRole ClusterRoleList ClusterRoleBinding "
                       "ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service "
                       "DaemonSet Pod ReplicationController ReplicaSet Deployment "
                       "HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress "
                       "APIService MutatingWebhookConfiguration ValidatingWebhookConfiguration")
            .split(u' ');
    const qsizetype i = order.indexOf(kind);
    return i < 0 ? int(order.size()) : int(i);
}

Result<QList<Rendered>> render(const Topology &topology, const RenderInput &input)
{
    if (const QList<Refusal> refused = refusals(topology); !refused.isEmpty())
        return tl::unexpected(refused.first().error);
    const ChartWriter writer(topology);
    const QList<ValuesEntry> &entries = writer.exposures().entries();
    const Value over = input.values.isNull() ? Value(Map()) : input.values;
    if (const QString key = input.withSecrets ? QString() : secretKeyIn(writer, over);
        !key.isEmpty())
        return failure(tr("%1 would put the value of a secret into plain sight").arg(key),
                       tr("values"),
                       tr("Leave it out: a Secret's values are not part of the drawing."));
    const Value values = coalesced(over, asFloats(valuesTree(entries)));
    if (const QStringList problems = valuesProblems(entries, values); !problems.isEmpty())
        return failure(problems.join(u'\n'), tr("values"), tr("Change the value, or take it out."));

    const manifest::Scope scope = scopeOf(writer, input, values);
    // Both are only read from here on, so the manifests are made side by side.
    const auto made = QtConcurrent::blockingMapped<QList<Result<Rendered>>>(
        partsPool(), writer.resources(),
        [&](const ResourcePtr &r) { return rendered(writer.document(*r), *r, scope); });
    QList<Rendered> out;
    for (const Result<Rendered> &one : made) {
        if (!one)
            return tl::unexpected(one.error());
        if (!one->text.isEmpty())
            out.append(*one);
    }
    std::stable_sort(out.begin(), out.end(), [](const Rendered &a, const Rendered &b) {
        const int left = installRank(a.kind), right = installRank(b.kind);
        return left != right ? left < right : a.file < b.file;
    });
    return out;
}

QByteArray manifestStream(const QString &chartName, const QList<Rendered> &manifests)
{
    QByteArray out;
    for (const Rendered &manifest : manifests) {
        out += "---\n# Source: " + chartName.toUtf8() + '/' + manifest.file.toUtf8() + '\n' +
               manifest.text + '\n';
    }
    return out;
}

Result<Value> parseValuesFile(const QByteArray &bytes, const QString &file)
{
    const auto read = readYaml(bytes, file);
    if (!read)
        return read;
    if (!read->isMap() && !read->isNull())
        return failure(tr("a values file holds keys with values"), file);
    return read->isNull() ? Value(Map()) : asFloats(*read);
}

Value mergeValues(const Value &under, const Value &over)
{
    if (!under.isMap() || !over.isMap())
        return over;
    Map out = under.map();
    for (const auto &[key, value] : over.map()) {
        const Value *below = out.find(key);
        out.set(key, below ? mergeValues(*below, value) : value);
    }
    return out;
}

Value overrideValues(const Topology &topology, const Resource &release)
{
    const QList<ValuesEntry> entries = valuesEntries(topology);
    Value out = Map();
    for (const Override &o : overridesOf(release)) {
        for (const ValuesEntry &entry : entries) {
            if (entry.resource != o.resource || entry.field.isEmpty())
                continue;
            const auto below = o.path.after(entry.field);
            if (!below)
                continue;
            QStringList path = entry.path;
            for (const Path::Step &step : below->steps())
                path.append(step.name);
            const Value value = o.value.asRef() || o.value.asText()
                                    ? Value(displayText(topology, o.value))
                                    : o.value;
            out = setIn(out, path, 0, asFloats(value));
        }
    }
    return out;
}

} // namespace chartwright
