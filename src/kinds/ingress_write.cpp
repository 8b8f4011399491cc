// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/writers.h"

namespace chartwright {

using namespace manifest;

namespace {

/// The hosts of a certificate. One that a rule serves too is written as that rule's is, so that
/// `--set ingress.host=…` moves both, and left out where it is emptied. `alone`: nothing else
/// stands beside them, so they cannot be left out.
Entry certificateHosts(const Resource &ingress, const WriteContext &context, const Path &entry,
                       bool alone)
{
    const QString key = QStringLiteral("hosts");
    QHash<QString, Expr> served;
    eachItem(ingress.fields, path("spec.rules"), [&](const Path &rule, const Value &value) {
        if (const auto expr = context.expression(ingress, rule.key(QStringLiteral("host"))))
            served.insert(value[u"host"].scalarText(), *expr);
    });
    const Path place = entry.key(key);
    const List &hosts = at(ingress.fields, place).list();
    Items items;
    for (qsizetype i = 0; i < hosts.size(); ++i) {
        const auto rule = served.constFind(hosts[i].toString());
        if (hosts[i].isEmpty() || rule == served.cend())
            items.append({context.node(ingress, place.index(i)), {}});
        else if (alone)
            items.append({*rule | Filter::quote(), {}});
        else if (hosts.size() == 1)
            return Entry::with(*rule, key, Items{{Expr::dot() | Filter::quote(), {}}});
        else
            items.append({Expr::dot() | Filter::quote(), Condition{Condition::Kind::With, *rule}});
    }
    return Entry::of(key, items);
}

Items certificates(const Resource &ingress, const WriteContext &context)
{
    Items out;
    eachItem(ingress.fields, path("spec.tls"), [&](const Path &entry, const Value &value) {
        const Value &hosts = value[u"hosts"];
        Entries members = context.members(ingress, entry, {QStringLiteral("hosts")});
        if (!hosts.isNull())
            members.append(certificateHosts(ingress, context, entry, members.isEmpty()));
        out.append({standing(members, true), {}});
    });
    return out;
}

} // namespace

manifest::Document writeIngress(const Resource &ingress, const WriteContext &context)
{
    Entries entries = write::object(ingress, context, QStringLiteral("networking.k8s.io/v1"));
    Entries spec = context.members(ingress, path("spec"));
    for (Entry &entry : spec) {
        // Whole in values.yaml it is a condition; else it is drawn with a reference.
        if (entry.key == u"tls" && !entry.when && entry.value.asList())
            entry.value = certificates(ingress, context);
    }
    if (!spec.isEmpty())
        entries.append(Entry::of(QStringLiteral("spec"), standing(spec, false)));
    return {context.file(ingress),
            {{Condition::Kind::If, context.ownValue(ingress, QStringLiteral("enabled"))}},
            entries};
}

} // namespace chartwright
