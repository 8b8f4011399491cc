// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/writers.h"

namespace chartwright::write {

using namespace manifest;

QStringList commonLabels()
{
    return {QStringLiteral("helm.sh/chart"), QStringLiteral("app.kubernetes.io/name"),
            QStringLiteral("app.kubernetes.io/instance"),
            QStringLiteral("app.kubernetes.io/version"),
            QStringLiteral("app.kubernetes.io/managed-by")};
}

QString component(const Resource &resource)
{
    if (resource.kind == u"ConfigMap" || resource.kind == u"Secret" || resource.kind == u"Ingress")
        return {};
    return resource.valuesKey.section(u'.', 0, 0);
}

namespace {

/// Writes `keys` only where `chosen` passes the filter, or where it is not in values.yaml,
/// `stands`.
Entries onlyIf(const std::optional<Expr> &chosen, const Filter &filter, bool stands,
               Entries entries, const QStringList &keys)
{
    if (chosen) {
        for (Entry &entry : entries) {
            if (keys.contains(entry.key))
                entry.when = Condition{Condition::Kind::If, *chosen | filter};
        }
    } else if (!stands) {
        entries.removeIf([&](const Entry &entry) { return keys.contains(entry.key); });
    }
    return entries;
}

} // namespace

Entries unless(const QString &value, const Resource &resource, const Path &choice,
               const QString &unset, const WriteContext &context, Entries entries,
               const QStringList &keys)
{
    return onlyIf(context.expression(resource, choice), Filter::ne(value),
                  resource[choice].toString(unset) != value, std::move(entries), keys);
}

Entries where(const QString &value, const Resource &resource, const Path &choice,
              const QString &unset, const WriteContext &context, Entries entries,
              const QStringList &keys)
{
    return onlyIf(context.expression(resource, choice), Filter::eq(value),
                  resource[choice].toString(unset) == value, std::move(entries), keys);
}

Entries joined(const Entries &first, const Entries &second)
{
    Entries out = first;
    for (const Entry &entry : second) {
        const bool there = std::any_of(first.begin(), first.end(),
                                       [&](const Entry &e) { return e.key == entry.key; });
        if (!there)
            out.append(entry);
    }
    return out;
}

Entries object(const Resource &resource, const WriteContext &context, const QString &apiVersion,
               const Entries &own, const Entries &annotations)
{
    const Path metadata = path("metadata");
    Entries labels = joined(
        context.members(resource, metadata.key(QStringLiteral("labels")), commonLabels()), own);
    // The chart's own ones first: that is how people look for them.
    std::stable_partition(labels.begin(), labels.end(), [&](const Entry &entry) {
        return std::any_of(own.begin(), own.end(),
                           [&](const Entry &e) { return e.key == entry.key; });
    });
    const QString componentKey = QStringLiteral("app.kubernetes.io/component");
    if (const QString text = component(resource); !text.isEmpty())
        labels = joined(labels, {Entry::of(componentKey, Literal{text})});
    labels.append(Entry::lines(context.definition(QStringLiteral("labels"))));

    const Node ns = find(resource.fields, metadata.key(QStringLiteral("namespace")))
                        ? context.node(resource, metadata.key(QStringLiteral("namespace")))
                        : Node(Expr::of(Source::ReleaseNamespace) | Filter::quote());
    Entries meta{Entry::of(QStringLiteral("name"), context.name(resource)),
                 Entry::of(QStringLiteral("namespace"), ns),
                 Entry::of(QStringLiteral("labels"), labels)};
    const QStringList handled{QStringLiteral("name"), QStringLiteral("namespace"),
                              QStringLiteral("labels")};
    for (const Entry &entry : context.members(resource, metadata, handled)) {
        if (entry.key != u"annotations" || annotations.isEmpty())
            meta.append(entry);
    }
    if (!annotations.isEmpty()) {
        const Path drawn = metadata.key(QStringLiteral("annotations"));
        meta.append(Entry::of(QStringLiteral("annotations"),
                              joined(annotations, context.members(resource, drawn))));
    }
    return {Entry::of(QStringLiteral("apiVersion"), Literal{apiVersion}),
            Entry::of(QStringLiteral("kind"), Literal{resource.kind}),
            Entry::of(QStringLiteral("metadata"), meta)};
}

} // namespace chartwright::write
