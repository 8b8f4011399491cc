// SPDX-License-Identifier: Apache-2.0
#include "deploy/helm_plan.h"

#include "base/image_reference.h"
#include "import/manifest_file.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

const QString ManagedBy = u"app.kubernetes.io/managed-by"_s;

Value asHelmHas(const Value &object, const QString &release, const QString &ns)
{
    Map out = object.map();
    Map metadata = out[u"metadata"].map();
    Map labels;
    for (const auto &[key, value] : metadata[u"labels"].map()) {
        if (key != ReleaseLabel && key != NamespaceLabel)
            labels.set(key, value);
    }
    labels.set(ManagedBy, u"Helm"_s);
    metadata.set(u"labels"_s, labels);
    Map annotations = metadata[u"annotations"].map();
    annotations.set(u"meta.helm.sh/release-name"_s, release);
    annotations.set(u"meta.helm.sh/release-namespace"_s, ns);
    metadata.set(u"annotations"_s, annotations);
    out.set(u"metadata"_s, metadata);
    return out;
}

} // namespace

bool hasHelmRecord(const Value &list) { return !list[u"items"].list().isEmpty(); }

Value contentValues(const Topology &topology, const Value &values, const Value &lastValues)
{
    Value out = Map();
    for (const ImagePlan &plan : imagePlans(topology, values, {})) {
        const auto drawn = ImageReference::parse(plan.reference);
        if (!plan.digest.isEmpty())
            continue;
        for (const QStringList &keys : drawn ? plan.tagPaths : QList<QStringList>()) {
            const Path path = valuesPath(keys);
            const QString tag = at(lastValues, path).scalarText();
            static const QRegularExpression content(u"\\A-[0-9a-f]{8}\\z"_s);
            if (tag.startsWith(drawn->tag) && content.match(tag.mid(drawn->tag.size())).hasMatch())
                out = with(out, path, tag);
        }
    }
    return out;
}

ReleasePlan helmPlan(ReleasePlan plan, const std::optional<HelmDetail> &last)
{
    plan.byHelm = true;
    for (ApplyObject &object : plan.objects)
        object.object = asHelmHas(object.object, plan.release, plan.ns);
    if (!last)
        return plan;
    const auto read = readManifests(last->manifest.toUtf8(), u"manifest"_s);
    for (const ManifestObject &one : read.value_or(QList<ManifestObject>())) {
        const Value &object = one.object;
        ObjectRef ref = refOf(object);
        if (ref.kind == u"Secret") // its values stand there in plain text
            continue;
        // The plan knows of those it has whether they stand in a namespace.
        const auto planned =
            std::find_if(plan.objects.begin(), plan.objects.end(), [&](const ApplyObject &other) {
                return other.ref.kind == ref.kind && other.ref.name == ref.name &&
                       (ref.ns.isEmpty() || other.ref.ns == ref.ns);
            });
        if (planned != plan.objects.end())
            ref = planned->ref;
        else if (ref.ns.isEmpty())
            ref.ns = plan.ns;
        plan.lastOfHelm.insert(ref, object);
    }
    return plan;
}

} // namespace chartwright
