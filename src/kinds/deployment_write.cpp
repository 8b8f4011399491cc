// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/writers.h"
#include "model/ref_index.h"

namespace chartwright {
namespace {

using namespace manifest;

const QString Version = QStringLiteral("version");

Entries ownLabels(const Resource &deployment, const WriteContext &context)
{
    const Expr appVersion =
        Expr::of(Source::AppVersion) | Filter::replace(QStringLiteral("+"), QStringLiteral("_")) |
        Filter::trunc(63) | Filter::trimSuffix(QStringLiteral("-")) | Filter::quote();
    return {Entry::of(QStringLiteral("app"), context.name(deployment)),
            Entry::of(Version, appVersion)};
}

/// A changed ConfigMap restarts the pods that use it.
Entries checksums(const Resource &deployment, const WriteContext &context)
{
    QMap<QString, Entry> out;
    for (const RefUse &use : refsOf(deployment)) {
        const ResourcePtr target = context.topology().find(use.ref.target);
        if (!target || target->kind != u"ConfigMap" || configData(*target, context).isEmpty())
            continue;
        const QString name = configDefinition(*target);
        const Expr sum = Expr::include(context.definition(name)) | Filter::sha256sum();
        out.insert(name, Entry::of(QStringLiteral("checksum/") + name, sum));
    }
    return out.values();
}

Entries podLabels(const Resource &deployment, const WriteContext &context)
{
    const Path labels = path("spec.template.metadata.labels");
    const Entries own = write::joined(context.selector(deployment),
                                      {Entry::of(QStringLiteral("app.kubernetes.io/instance"),
                                                 Expr::of(Source::ReleaseName) | Filter::quote()),
                                       Entry::of(QStringLiteral("app.kubernetes.io/name"),
                                                 Expr::of(Source::ChartName) | Filter::quote()),
                                       Entry::of(QStringLiteral("app.kubernetes.io/component"),
                                                 Literal{write::component(deployment)})});
    return write::joined(own, context.members(deployment, labels));
}

Entries podTemplate(const Resource &deployment, const WriteContext &context)
{
    const Path podPath = path("spec.template");
    const Path metadata = podPath.key(QStringLiteral("metadata"));
    Entries meta;
    const Entries annotations =
        write::joined(checksums(deployment, context),
                      context.members(deployment, metadata.key(QStringLiteral("annotations"))));
    if (!annotations.isEmpty())
        meta.append(Entry::of(QStringLiteral("annotations"), annotations));
    meta.append(Entry::of(QStringLiteral("labels"), podLabels(deployment, context)));
    meta += context.members(deployment, metadata,
                            {QStringLiteral("annotations"), QStringLiteral("labels")});

    Entries spec = context.members(deployment, podPath.key(QStringLiteral("spec")));
    const bool drawsSecrets = std::any_of(
        spec.begin(), spec.end(), [](const Entry &e) { return e.key == u"imagePullSecrets"; });
    if (!drawsSecrets && context.hasCommonPullSecrets()) {
        const auto place = std::find_if(spec.begin(), spec.end(), [](const Entry &e) {
            return e.key != u"automountServiceAccountToken" && e.key != u"enableServiceLinks" &&
                   e.key != u"serviceAccountName";
        });
        spec.insert(place - spec.begin(),
                    Entry::with(Expr::values({QStringLiteral("imagePullSecrets")}),
                                QStringLiteral("imagePullSecrets"), Block{Expr::dot()}));
    }
    return {Entry::of(QStringLiteral("metadata"), meta), Entry::of(QStringLiteral("spec"), spec)};
}

} // namespace

manifest::Document writeDeployment(const Resource &deployment, const WriteContext &context)
{
    Entries entries = write::object(deployment, context, QStringLiteral("apps/v1"),
                                    ownLabels(deployment, context));
    Entries spec = context.members(deployment, path("spec"),
                                   {QStringLiteral("selector"), QStringLiteral("template")});
    const auto place =
        std::find_if(spec.begin(), spec.end(), [](const Entry &e) { return e.key == u"strategy"; });
    // The API takes no rolling update beside another strategy.
    if (const Entries *strategy = place != spec.end() ? place->value.asMap() : nullptr)
        place->value =
            write::unless(QStringLiteral("Recreate"), deployment, path("spec.strategy.type"), {},
                          context, *strategy, {QStringLiteral("rollingUpdate")});
    spec.insert(place - spec.begin(), Entry::of(QStringLiteral("selector"),
                                                Entries{Entry::of(QStringLiteral("matchLabels"),
                                                                  context.selector(deployment))}));
    spec.append(Entry::of(QStringLiteral("template"), podTemplate(deployment, context)));
    entries.append(Entry::of(QStringLiteral("spec"), spec));
    return {context.file(deployment), {}, entries};
}

} // namespace chartwright
