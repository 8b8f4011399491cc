// SPDX-License-Identifier: Apache-2.0
#include "deploy/apply_set.h"

#include "cluster/kind_definition.h"

namespace chartwright {
namespace {

const QString &managedBy()
{
    static const QString label = QStringLiteral("app.kubernetes.io/managed-by");
    return label;
}

void addDefined(ApiKinds &kinds, const Value &object)
{
    for (const ApiKind &kind : definedKinds(object))
        kinds.add(kind);
}

} // namespace

QList<ApplyObject> applyObjects(const QList<Rendered> &manifests, const QString &release,
                                const QString &ns, const ApiKinds &kinds)
{
    ApiKinds all = kinds;
    for (const Rendered &manifest : manifests)
        addDefined(all, manifest.object);
    QList<ApplyObject> out;
    for (const Rendered &manifest : manifests) {
        Map object = manifest.object.map();
        Map metadata = object[u"metadata"].map();
        Map labels = metadata[u"labels"].map();
        // The chart says what Helm calls itself.
        if (labels.contains(managedBy()))
            labels.set(managedBy(), QString(FieldManager));
        labels.set(QString(ReleaseLabel), release);
        const auto kind = all.find(object[u"apiVersion"].toString(), manifest.kind);
        const bool isNamespaced = !kind || kind->namespaced;
        if (isNamespaced && metadata[u"namespace"].isEmpty())
            metadata.set(QStringLiteral("namespace"), ns);
        if (!isNamespaced || metadata[u"namespace"].toString() != ns)
            labels.set(QString(NamespaceLabel), ns);
        metadata.set(QStringLiteral("labels"), labels);
        object.set(QStringLiteral("metadata"), metadata);
        out.append({refOf(object), manifest.resource, object});
    }
    std::stable_partition(out.begin(), out.end(),
                          [](const ApplyObject &object) { return isDefinition(object.ref); });
    return out;
}

ApiKinds withDefined(ApiKinds served, const QList<ApplyObject> &objects)
{
    for (const ApplyObject &object : objects)
        addDefined(served, object.object);
    return served;
}

QString helmReleaseOf(const Value &live)
{
    const Value &metadata = live[u"metadata"];
    return metadata[u"labels"][managedBy()].toString() == u"Helm"
               ? metadata[u"annotations"][u"meta.helm.sh/release-name"].toString()
               : QString();
}

} // namespace chartwright
