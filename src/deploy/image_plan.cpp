// SPDX-License-Identifier: Apache-2.0
#include "deploy/image_plan.h"

#include "base/image_reference.h"
#include "base/quantity.h"
#include "chart/values.h"
#include "kinds/common.h"

#include <QDir>
#include <cmath>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

double amount(const Value &quantity)
{
    const auto read = Quantity::parse(quantity.scalarText());
    return read ? read->value() : 0;
}

} // namespace

Path valuesPath(const QStringList &keys)
{
    Path out;
    for (const QString &key : keys)
        out = out.key(key);
    return out;
}

QList<ImagePlan> imagePlans(const Topology &topology, const Value &values, const QString &folder)
{
    const QList<ValuesEntry> entries = valuesEntries(topology);
    QList<ImagePlan> out;
    for (const ResourcePtr &image : topology.ofKind(u"Image")) {
        ImageReference reference;
        reference.registry = image->fields[u"registry"].scalarText();
        reference.name = image->name;
        reference.tag = image->fields[u"tag"].scalarText();
        reference.digest = image->fields[u"digest"].scalarText();
        ImagePlan plan;
        plan.digest = reference.digest;
        plan.resource = image->id;
        plan.reference = reference.text();
        plan.platform = image->fields[u"platform"].scalarText();
        const Value &build = image->fields[u"build"];
        if (const QString context = build[u"context"].scalarText(); !context.isEmpty()) {
            plan.folder = QDir::cleanPath(QDir(folder).absoluteFilePath(context));
            plan.dockerfile = build[u"dockerfile"].scalarText();
            if (plan.dockerfile.isEmpty())
                plan.dockerfile = u"Dockerfile"_s;
        }
        if (const QString file = image->fields[u"archive"].scalarText(); !file.isEmpty())
            plan.archive = QDir::cleanPath(QDir(folder).absoluteFilePath(file));
        for (const ValuesEntry &entry : entries) {
            if (entry.resource != image->id || entry.path.last() != u"tag" ||
                !at(values, valuesPath(entry.path)).isNull())
                continue;
            plan.tagPaths.append(entry.path);
            const QStringList policy =
                entry.path.first(entry.path.size() - 1) + QStringList{u"pullPolicy"_s};
            const auto there = entryAt(entries, policy);
            if (there && there->value.scalarText() == u"Always")
                plan.policyPaths.append(policy);
        }
        if (!plan.tagPaths.isEmpty())
            out.append(plan);
    }
    return out;
}

QString contentReference(const QString &reference, const QString &imageId)
{
    return reference + u'-' + imageId.left(8);
}

Value imageValues(const QList<ImagePlan> &plans, const QHash<ResourceId, QString> &imageIds)
{
    Value out = Map();
    for (const ImagePlan &plan : plans) {
        const QString id = imageIds.value(plan.resource);
        if (id.isEmpty())
            continue;
        const auto named = ImageReference::parse(contentReference(plan.reference, id));
        for (const QStringList &path : named ? plan.tagPaths : QList<QStringList>())
            out = with(out, valuesPath(path), named->tag);
        for (const QStringList &path : plan.policyPaths)
            out = with(out, valuesPath(path), u"IfNotPresent"_s);
    }
    return out;
}

MinikubeSettings minikubeSettings(const Topology &topology)
{
    // What Minikube and its addon take themselves, by its own defaults.
    constexpr double OwnCpus = 1, OwnMemory = 2.0 * 1024 * 1024 * 1024;
    double cpus = OwnCpus, memory = OwnMemory;
    for (const ResourcePtr &deployment : topology.ofKind(u"Deployment")) {
        const double replicas =
            std::max(1.0, at(deployment->fields, Path("spec.replicas"_L1)).scalarText().toDouble());
        for (const auto &[path, container] : containersOf(deployment->fields)) {
            const Value &requests = container[u"resources"][u"requests"];
            cpus += replicas * amount(requests[u"cpu"]);
            memory += replicas * amount(requests[u"memory"]);
        }
    }
    MinikubeSettings out;
    out.cpus = std::max(2, int(std::ceil(cpus)));
    constexpr int Step = 256; // MB
    out.memoryMb = int(std::ceil(memory / (1024.0 * 1024.0) / Step)) * Step;
    return out;
}

bool needsIngressAddon(const Topology &topology)
{
    const QList<ResourcePtr> all = topology.ofKind(u"Ingress");
    return std::any_of(all.begin(), all.end(), [](const ResourcePtr &ingress) {
        const QString name = ingress->fields[u"spec"][u"ingressClassName"].scalarText();
        return name.isEmpty() || name == u"nginx";
    });
}

} // namespace chartwright
