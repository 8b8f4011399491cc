// SPDX-License-Identifier: Apache-2.0
#include "checks/credential_move.h"

#include "base/names.h"
#include "checks/rule.h"
#include "kinds/kept_values.h"
#include "model/overlay.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("CredentialRules", text); }

/// "…env[NAME].value"
bool isVariable(const Path &at) { return at.pattern().endsWith(u".env[].value"); }

bool isConfigKey(const Resource &resource, const Path &at)
{
    return resource.kind == u"ConfigMap" && at.size() == 2 && at.steps().first().name == u"data";
}

QString keyFor(const Resource &resource, const Path &path)
{
    return isVariable(path) ? at(resource.fields, path.parent())[u"name"].toString()
                            : path.last().name;
}

/// The Secret for what `readers` will read: one that they are wired to, else one of the first one's
/// namespace, else a new one that stands below it.
ResourcePtr secretFor(Topology &topology, const QList<ResourcePtr> &readers)
{
    const Resource &near = *readers.first();
    const Path home = path("metadata.namespace");
    const auto fits = [&](const ResourcePtr &r) {
        const QString type = r ? r->fields[u"type"].toString(QStringLiteral("Opaque")) : QString();
        return r && r->kind == u"Secret" && type == u"Opaque" && (*r)[home] == near[home];
    };
    for (const ResourcePtr &reader : readers) {
        for (const RefUse &use : refsOf(*reader)) {
            if (const ResourcePtr r = topology.find(use.ref.target); fits(r))
                return r;
        }
    }
    for (const ResourcePtr &r : topology.ofKind(u"Secret")) {
        if (fits(r))
            return r;
    }
    Resource made = newResource(topology, QStringLiteral("Secret"));
    if (!near[home].isNull())
        made.fields = with(made.fields, home, near[home]);
    const ResourceId id = made.id;
    topology.put(std::move(made));
    if (const auto place = topology.placement(near.id))
        topology.place(id, *place + QPointF(40, 160));
    return topology.find(id);
}

/// A key that is drawn and has no value waits for one.
QString freeKey(const Resource &secret, const QString &wanted)
{
    const Value &data = secret.fields[u"data"];
    QString key = wanted;
    for (int i = 2; !data[key][u"value"].isEmpty() || (!data[key].isNull() && !data[key].isMap());
         ++i)
        key = wanted + u'_' + QString::number(i);
    return key;
}

/// Takes the key into a Secret. Gives what a variable holds to read it.
Value keepKey(Topology &topology, const QList<ResourcePtr> &readers, const QString &valueId,
              CredentialMove &move)
{
    Resource secret = *secretFor(topology, readers);
    move.key = freeKey(secret, move.key);
    move.secret = secret.name;
    const Path entry = path("data").key(move.key);
    if (at(secret.fields, entry).isNull())
        secret.fields = with(secret.fields, entry, Map());
    if (!valueId.isEmpty())
        secret.fields = with(secret.fields, keptValuePath(move.key), valueId);
    const ResourceId id = secret.id;
    topology.put(std::move(secret));
    return Map{{QStringLiteral("secretKeyRef"),
                Map{{QStringLiteral("name"), Ref{id, {}}},
                    {QStringLiteral("key"), Ref{id, QStringLiteral("key/") + move.key}}}}};
}

void moveVariable(Topology &topology, const Resource &holder, const Path &item,
                  const QString &valueId, CredentialMove &move)
{
    const Value name = at(holder.fields, item)[u"name"];
    const Value source = keepKey(topology, {topology.find(holder.id)}, valueId, move);
    Resource changed = holder;
    changed.fields =
        with(changed.fields, item,
             Map{{QStringLiteral("name"), name}, {QStringLiteral("valueFrom"), source}});
    topology.put(std::move(changed));
    move.edit.text = tr("Read %1 from a Secret").arg(name.toString());
}

/// The variables of a holder that read the key from the ConfigMap read it from the Secret.
Value withVariables(const Value &fields, const QList<RefUse> &uses, const QString &key,
                    const Value &source)
{
    Value out = fields;
    const QString part = QStringLiteral("key/") + key;
    for (const RefUse &use : uses) {
        const Path holder = use.path.parent();
        if (holder.last().name == u"configMapKeyRef") {
            const Value &named = at(fields, holder)[u"key"];
            if (named.asRef() ? named.asRef()->part == part : named.toString() == key)
                out = with(out, holder.parent(), source);
        } else if (use.path.pattern().endsWith(u"envFrom[].configMapRef.name")) {
            const Path from = holder.parent();
            const QString name = at(fields, from)[u"prefix"].toString() + key;
            const Path env = from.parent().parent().key(QStringLiteral("env")).item(name);
            if (names::isEnvName(name) && !find(out, env))
                out = with(
                    out, env,
                    Map{{QStringLiteral("name"), name}, {QStringLiteral("valueFrom"), source}});
        }
    }
    return out;
}

void moveKey(Topology &topology, const RefIndex &refs, const Resource &config, const QString &key,
             const QString &valueId, CredentialMove &move)
{
    QMap<ResourceId, QList<RefUse>> readers;
    for (const RefUse &use : refs.to(config.id))
        readers[use.holder].append(use);
    QList<ResourcePtr> near;
    for (const auto &[id, uses] : readers.asKeyValueRange())
        near.append(topology.find(id));
    near.append(topology.find(config.id));
    const Value source = keepKey(topology, near, valueId, move);
    for (const auto &[id, uses] : readers.asKeyValueRange()) {
        Resource reader = *topology.find(id);
        reader.fields = withVariables(reader.fields, uses, key, source);
        topology.put(std::move(reader));
    }
    Resource changed = config;
    changed.fields = without(changed.fields, path("data").key(key));
    changed.fields = without(changed.fields, path("design.keys").key(key));
    topology.put(std::move(changed));
    move.edit.text = tr("Move %1 to a Secret").arg(key);
}

/// What reads the key can read a Secret as well: variables can. A Release that has its own value
/// there would lose it.
bool canFollow(const QList<RefUse> &uses, const Resource &resource, const Path &at,
               const std::function<ResourcePtr(const ResourceId &)> &findResource)
{
    const QString part = QStringLiteral("key/") + at.last().name;
    return std::all_of(uses.begin(), uses.end(), [&](const RefUse &use) {
        const QString pattern = use.path.pattern();
        if (pattern == u"overrides[].of") {
            const ResourcePtr release = findResource(use.holder);
            const QList<Override> own = release ? overridesOf(*release) : QList<Override>();
            return std::none_of(own.begin(), own.end(), [&](const Override &o) {
                return o.resource == resource.id &&
                       (o.path.startsWith(at) || at.startsWith(o.path));
            });
        }
        if (isVariable(at))
            return true;
        const bool all = pattern.endsWith(u"envFrom[].configMapRef.name");
        const bool one = pattern.contains(u".valueFrom.configMapKeyRef.");
        return all || one || (!use.ref.part.isEmpty() && use.ref.part != part);
    });
}

bool canMove(const QList<RefUse> &uses, const Resource &resource, const Path &path,
             const std::function<ResourcePtr(const ResourceId &)> &findResource)
{
    const Value &value = at(resource.fields, path);
    const bool plain = !value.asRef() && !value.asText() && !value.scalarText().isEmpty();
    return plain && (isVariable(path) || isConfigKey(resource, path)) &&
           names::isDataKey(keyFor(resource, path)) &&
           canFollow(uses, resource, path, findResource);
}

Edit moveWithoutValue(const Topology &topology, const RefIndex &refs, const Finding &finding)
{
    return moveCredential(topology, refs, finding, {}).edit;
}

} // namespace

bool fixByMoving(const RuleInput &in, Finding &finding)
{
    const auto find = [&in](const ResourceId &id) { return in.find(id); };
    if (!canMove(in.usedBy(), in.resource, finding.path, find)) {
        const bool isOurs = isVariable(finding.path) || isConfigKey(in.resource, finding.path);
        if (isOurs && !canFollow(in.usedBy(), in.resource, finding.path, find)) {
            finding.remedy +=
                u' ' + (isVariable(finding.path)
                            ? tr("A Release overrides it: take that override away, and it can be "
                                 "moved by a click.")
                            : tr("It is read as a file too, or a Release overrides it: take that "
                                 "volume or override away, and it can be moved by a click."));
        }
        return false;
    }
    finding.fixText = tr("Move it to a Secret…");
    finding.fix = moveWithoutValue;
    return true;
}

bool movesCredential(const Finding &finding) { return finding.fix == moveWithoutValue; }

CredentialMove moveCredential(const Topology &topology, const RefIndex &refs,
                              const Finding &finding, const QString &valueId)
{
    const ResourcePtr holder = topology.find(finding.resource);
    if (!holder || !canMove(refs.to(holder->id), *holder, finding.path,
                            [&topology](const ResourceId &id) { return topology.find(id); }))
        return {};
    CredentialMove move;
    move.key = keyFor(*holder, finding.path);
    move.value = at(holder->fields, finding.path).scalarText();
    Topology after = topology;
    if (isVariable(finding.path))
        moveVariable(after, *holder, finding.path.parent(), valueId, move);
    else
        moveKey(after, refs, *holder, finding.path.last().name, valueId, move);
    move.edit = difference(topology, after, move.edit.text);
    return move;
}

} // namespace chartwright
