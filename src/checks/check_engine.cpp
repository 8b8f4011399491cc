// SPDX-License-Identifier: Apache-2.0
#include "checks/check_engine.h"

#include "base/parts_pool.h"
#include "checks/rule.h"
#include "kinds/registry.h"

#include <QSet>
#include <QtConcurrentMap>

namespace chartwright {
namespace {

/// In the order of the registry.
QList<const RuleSpec *> rulesFor(const QString &kind)
{
    QList<const RuleSpec *> out;
    for (const RuleSpec &rule : allRules()) {
        if (rule.kinds.isEmpty() || rule.kinds.contains(kind))
            out.append(&rule);
    }
    return out;
}

const QList<const RuleSpec *> &rulesOf(const QString &kind)
{
    static const QHash<QString, QList<const RuleSpec *>> known = [] {
        QHash<QString, QList<const RuleSpec *>> out;
        for (const KindSpec &k : allKinds().all())
            out.insert(k.kind, rulesFor(k.kind));
        return out;
    }();
    static const QList<const RuleSpec *> ofOthers = rulesFor({});
    const auto it = known.constFind(kind);
    return it == known.cend() ? ofOthers : *it;
}

QStringList keysOf(const Resource &resource)
{
    QStringList out;
    for (const RuleSpec *rule : rulesOf(resource.kind)) {
        if (rule->keys)
            out += rule->keys(resource);
    }
    out.removeDuplicates();
    return out;
}

/// By path, then by rule.
void sort(QList<Finding> &found)
{
    if (found.size() < 2)
        return;
    std::vector<std::tuple<QString, QString, qsizetype>> order;
    order.reserve(size_t(found.size()));
    for (qsizetype i = 0; i < found.size(); ++i)
        order.emplace_back(found[i].path.text(), found[i].rule, i);
    std::sort(order.begin(), order.end());
    QList<Finding> sorted;
    sorted.reserve(found.size());
    for (const auto &place : order)
        sorted.append(std::move(found[std::get<2>(place)]));
    found = std::move(sorted);
}

} // namespace

QList<Finding> CheckEngine::check(const Topology &topology, const TargetFacts &facts)
{
    CheckEngine engine;
    engine.reset(topology, facts);
    return engine.findings();
}

void CheckEngine::reset(const Topology &topology, const TargetFacts &facts)
{
    *this = {};
    m_facts = facts;
    const RefIndex refs(topology);
    for (const ResourcePtr &r : topology.resources())
        join(r);
    const QList<ResourcePtr> resources = topology.resources();
    const auto found = QtConcurrent::blockingMapped<QList<QList<Finding>>>(
        partsPool(), resources, [&](const ResourcePtr &r) { return run(topology, refs, *r); });
    for (qsizetype i = 0; i < resources.size(); ++i) {
        if (!found[i].isEmpty())
            m_findings.insert(resources[i]->id, found[i]);
    }
}

QSet<ResourceId> CheckEngine::regroup(const ResourceId &id, const ResourcePtr &now)
{
    QSet<ResourceId> touched;
    const auto touch = [&](const QString &key) {
        touched += m_groups.value(key.endsWith(u'!') ? key.chopped(1) : key);
    };
    const auto old = m_keys.take(id);
    for (const QString &key : old) {
        touch(key);
        QSet<ResourceId> &group = m_groups[key];
        group.remove(id);
        if (group.isEmpty())
            m_groups.remove(key);
    }
    m_names.remove(id);
    if (!now)
        return touched;
    join(now);
    for (const QString &key : m_keys.value(id))
        touch(key);
    return touched;
}

void CheckEngine::join(const ResourcePtr &resource)
{
    const QStringList keys = keysOf(*resource);
    for (const QString &key : keys)
        m_groups[key].insert(resource->id);
    if (!keys.isEmpty())
        m_keys.insert(resource->id, keys);
    m_names.insert(resource->id, resource->name);
}

QList<Finding> CheckEngine::run(const Topology &topology, const RefIndex &refs,
                                const Resource &resource) const
{
    QList<Finding> found;
    const RuleInput own(resource, topology, nullptr, m_facts, nullptr);
    const RuleInput near(own, &refs, nullptr);
    const RuleInput group(own, &refs, &m_groups);
    for (const RuleSpec *rule : rulesOf(resource.kind)) {
        Report report(*rule, resource, found);
        rule->run(rule->scope == Scope::Own          ? own
                  : rule->scope == Scope::Neighbours ? near
                                                     : group,
                  report);
    }
    sort(found);
    return found;
}

void CheckEngine::checkOne(const Topology &topology, const RefIndex &refs, const ResourceId &id,
                           QSet<ResourceId> &changed)
{
    const ResourcePtr resource = topology.find(id);
    const QList<Finding> found = resource ? run(topology, refs, *resource) : QList<Finding>();
    if (found == m_findings.value(id))
        return;
    changed.insert(id);
    if (found.isEmpty())
        m_findings.remove(id);
    else
        m_findings.insert(id, found);
}

QSet<ResourceId> CheckEngine::update(const Topology &topology, const RefIndex &refs,
                                     const ChangeEvent &event)
{
    QSet<ResourceId> affected, changed;
    for (const Change &c : event.changes) {
        affected.insert(c.id);
        affected += refs.neighbours(c.id);
        if (c.before) {
            for (const RefUse &use : refsOf(*c.before))
                affected.insert(use.ref.target);
        }
        affected += regroup(c.id, c.after);
    }
    for (const ResourceId &id : std::as_const(affected))
        checkOne(topology, refs, id, changed);
    return changed;
}

QSet<ResourceId> CheckEngine::update(const Topology &topology, const RefIndex &refs,
                                     const SecretFacts &facts)
{
    QSet<ResourceId> changed;
    if (m_facts.secrets == facts)
        return changed;
    m_facts.secrets = facts;
    for (const QStringView kind : {QStringView(u"Secret"), QStringView(u"Chart")}) {
        for (const ResourcePtr &r : topology.ofKind(kind))
            checkOne(topology, refs, r->id, changed);
    }
    return changed;
}

QSet<ResourceId> CheckEngine::update(const Topology &topology, const RefIndex &refs,
                                     const ClusterFacts &facts)
{
    QSet<ResourceId> changed;
    const ClusterFacts before = std::exchange(m_facts.cluster, facts);
    QSet<ResourceId> affected;
    for (const ClusterFacts *side : {&before, &facts}) {
        for (auto it = side->sayings.cbegin(); it != side->sayings.cend(); ++it) {
            if (before.sayings.value(it.key()) != facts.sayings.value(it.key()))
                affected.insert(it.key());
        }
    }
    for (const ResourceId &id : std::as_const(affected))
        checkOne(topology, refs, id, changed);
    return changed;
}

QList<Finding> CheckEngine::findings() const
{
    std::vector<std::tuple<QString, QString, const QList<Finding> *>> order;
    order.reserve(size_t(m_findings.size()));
    for (auto it = m_findings.cbegin(); it != m_findings.cend(); ++it)
        order.emplace_back(m_names.value(it.key()), it.key().text, &*it);
    std::sort(order.begin(), order.end());
    QList<Finding> out;
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Advice}) {
        for (const auto &[name, id, found] : order) {
            for (const Finding &f : *found) {
                if (f.severity == severity)
                    out.append(f);
            }
        }
    }
    return out;
}

QList<Finding> CheckEngine::findings(const ResourceId &id) const { return m_findings.value(id); }

} // namespace chartwright
