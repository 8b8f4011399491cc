// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/check_engine.h"
#include "checks/field_problems.h"
#include "kinds/common.h"
#include "model/edits.h"

#include <QCoreApplication>

namespace chartwright {

/// What a rule may look at beside its resource.
enum class Scope {
    Own,        ///< nothing
    Neighbours, ///< what the resource refers to and what refers to it
    Group,      ///< the resources that share a key with it (RuleSpec::keys)
};

struct Container
{
    Path path;
    Value value;
    bool isInit = false;
};

/// The value under keys with dots between them; keys that hold a dot or name an item need a Path.
const Value &valueAt(const Value &fields, QStringView keys);

/// Given to a rule. What the scope does not allow is not there: an Own rule finds no topology. One
/// serves all rules of a resource and a scope, in one thread.
class RuleInput
{
public:
    RuleInput(const Resource &resource, const Topology &topology, const RefIndex *refs,
              const TargetFacts &facts, const QHash<QString, QSet<ResourceId>> *groups)
        : resource(resource), fields(resource.fields), facts(facts), m_topology(topology),
          m_refs(refs), m_groups(groups), m_known(std::make_shared<Known>())
    {
    }
    /// The same resource for rules that may see more; what was found out is shared.
    RuleInput(const RuleInput &other, const RefIndex *refs,
              const QHash<QString, QSet<ResourceId>> *groups)
        : RuleInput(other)
    {
        m_refs = refs;
        m_groups = groups;
    }

    /// What an Own rule would see of another resource, which has to outlive it.
    RuleInput of(const Resource &other) const
    {
        return {other, m_topology, nullptr, facts, nullptr};
    }

    const Resource &resource;
    const Value &fields;
    const TargetFacts &facts;

    /// The value under keys with dots between them: `in[u"spec.replicas"]`.
    const Value &operator[](QStringView keys) const { return valueAt(fields, keys); }
    /// Containers with their paths, init containers last.
    const QList<Container> &containers() const;
    /// What the kind's table says is wrong with the fields.
    const QList<FieldProblem> &fieldProblems() const;

    const KindSpec *kind() const { return m_topology.kinds().find(resource.kind); }
    const Kinds &kinds() const { return m_topology.kinds(); }
    /// Null unless it is the resource, or a neighbour that the scope allows to see.
    ResourcePtr find(const ResourceId &id) const;
    /// What a neighbour offers under this prefix ("port/", "key/").
    QList<Part> parts(const Resource &of, QStringView prefix) const;
    /// References that the resource holds, for rules that may see neighbours.
    QList<RefUse> uses() const { return m_refs ? m_refs->from(resource.id) : QList<RefUse>(); }
    QList<RefUse> usedBy() const { return m_refs ? m_refs->to(resource.id) : QList<RefUse>(); }
    /// Text with references resolved, as far as they are neighbours.
    QString text(const Value &value) const
    {
        return m_refs ? displayText(m_topology, value) : value.scalarText();
    }
    /// The other resources with this key; for Group rules.
    QList<ResourcePtr> others(const QString &key) const;
    bool anyHas(const QString &key) const { return m_groups && m_groups->contains(key); }

private:
    const Topology &m_topology;
    const RefIndex *m_refs;
    const QHash<QString, QSet<ResourceId>> *m_groups;
    struct Known
    {
        std::optional<QList<Container>> containers;
        std::optional<QList<FieldProblem>> problems;
    };
    std::shared_ptr<Known> m_known;
};

struct RuleSpec;

/// Collects what a rule finds.
class Report
{
public:
    Report(const RuleSpec &rule, const Resource &resource, QList<Finding> &out)
        : m_rule(rule), m_resource(resource), m_out(out)
    {
    }
    /// Words are the sentence about this case; path empty: the resource. Gives the finding, to add
    /// a fix or a detail.
    Finding &add(const Path &path, const QString &message);
    /// … of another severity than the rule's.
    Finding &add(const Path &path, const QString &message, Severity severity);
    /// The same rule's report on another resource, kept apart.
    Report apart(const Resource &resource, QList<Finding> &out) const
    {
        return {m_rule, resource, out};
    }

private:
    const RuleSpec &m_rule;
    const Resource &m_resource;
    QList<Finding> &m_out;
};

using RuleFunction = void (*)(const RuleInput &, Report &);

struct RuleSpec
{
    QString id; ///< "resources/request-over-limit"
    Severity severity = Severity::Warning;
    Scope scope = Scope::Own;
    QStringList kinds;           ///< empty: all
    QString explanation, remedy; ///< translated
    RuleFunction run = nullptr;
    /// Of Group rules. A change of who has "x" runs all that have "x" again; one of who has "x!"
    /// likewise, but those that have only "x!" are left alone.
    QStringList (*keys)(const Resource &) = nullptr;
    /// A limit of the profile: an error that may be accepted.
    bool ofProfile = false;
};

/// Of every rule; in the order of the catalogue.
const QList<RuleSpec> &allRules();

// One list a family (checks/rules/*.cpp).
QList<RuleSpec> addressRules();
QList<RuleSpec> chartRules();
QList<RuleSpec> clusterRules();
QList<RuleSpec> configRules();
QList<RuleSpec> containerRules();
QList<RuleSpec> credentialRules();
QList<RuleSpec> deploymentRules();
QList<RuleSpec> fieldRules();
QList<RuleSpec> imageRules();
QList<RuleSpec> ingressHostRules();
QList<RuleSpec> ingressRules();
QList<RuleSpec> labelRules();
QList<RuleSpec> manifestRules();
QList<RuleSpec> nameRules();
QList<RuleSpec> podRules();
QList<RuleSpec> probeRules();
QList<RuleSpec> referenceRules();
QList<RuleSpec> releaseRules();
QList<RuleSpec> resourceRules();
QList<RuleSpec> secretRules();
QList<RuleSpec> securityRules();
QList<RuleSpec> serviceRules();
QList<RuleSpec> valuesKeyRules();

/// Runs an Own rule on what the overrides of a Release make of the resources that they change; what
/// they bring is told of the override.
void runOnOverridden(const RuleInput &release, Report &report, RuleFunction rule);
/// An Own rule that holds for overrides too. Of kind Release too, and of scope Neighbours.
template <RuleFunction rule> void alsoOverridden(const RuleInput &in, Report &report)
{
    if (in.resource.kind == u"Release")
        runOnOverridden(in, report, rule);
    else
        rule(in, report);
}

/// Calls `visit` with each container's path and value, init containers too where asked.
void eachContainer(const RuleInput &in, bool init,
                   const std::function<void(const Path &, const Value &)> &visit);
/// Sets the finding's fix to putting a value at its path.
void fixBySetting(Finding &finding, const QString &text, const Value &value);
/// … to removing what stands at its path.
void fixByRemoving(Finding &finding, const QString &text);
/// … to giving the resource another name, made unique.
void fixByRenaming(Finding &finding, const QString &name);

/// Labels of a Deployment's pods that are known from the drawing: its selector's, and its own.
QMap<QString, QString> podLabels(const Resource &deployment);
/// Labels that a Deployment selects its pods by: written down, or derived from its name.
QMap<QString, QString> selectorLabels(const Resource &deployment);
/// Text of a label map with its values.
QMap<QString, QString> labelsOf(const Value &map);
bool selects(const QMap<QString, QString> &selector, const QMap<QString, QString> &labels);
/// One word of a selector that a group can be keyed by; every pod that it selects has it.
QString firstLabel(const QMap<QString, QString> &selector);

} // namespace chartwright
