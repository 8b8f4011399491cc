// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

#include <QSet>

namespace chartwright {

ResourcePtr RuleInput::find(const ResourceId &id) const
{
    if (!m_refs)
        return nullptr;
    return id == resource.id || m_refs->areNeighbours(resource.id, id) ? m_topology.find(id)
                                                                       : nullptr;
}

const QList<Container> &RuleInput::containers() const
{
    if (m_known->containers)
        return *m_known->containers;
    QList<Container> out;
    for (const bool init : {false, true}) {
        const QString key = init ? QStringLiteral("initContainers") : QStringLiteral("containers");
        const List &list = (*this)[u"spec.template.spec"][key].list();
        for (qsizetype i = 0; i < list.size(); ++i)
            out.append({itemPath(path("spec.template.spec").key(key), list, i), list[i], init});
    }
    m_known->containers = out;
    return *m_known->containers;
}

const QList<FieldProblem> &RuleInput::fieldProblems() const
{
    if (!m_known->problems)
        m_known->problems =
            kind() ? chartwright::fieldProblems(*kind(), fields) : QList<FieldProblem>();
    return *m_known->problems;
}

const Value &valueAt(const Value &fields, QStringView keys)
{
    const Value *value = &fields;
    while (!keys.isEmpty()) {
        const qsizetype dot = keys.indexOf(u'.');
        value = &(*value)[dot < 0 ? keys : keys.first(dot)];
        keys = dot < 0 ? QStringView() : keys.mid(dot + 1);
    }
    return *value;
}

QList<ResourcePtr> RuleInput::others(const QString &key) const
{
    QList<ResourcePtr> out;
    if (!m_groups)
        return out;
    const auto group = m_groups->constFind(key);
    if (group == m_groups->cend() || (group->size() == 1 && group->contains(resource.id)))
        return out;
    for (const ResourceId &id : *group) {
        if (id != resource.id) {
            if (const ResourcePtr r = m_topology.find(id))
                out.append(r);
        }
    }
    std::sort(out.begin(), out.end(), [](const auto &a, const auto &b) { return a->id < b->id; });
    return out;
}

QList<Part> RuleInput::parts(const Resource &of, QStringView prefix) const
{
    const KindSpec *kind = kinds().find(of.kind);
    QList<Part> out = kind && kind->parts ? kind->parts(of) : QList<Part>();
    out.removeIf([&](const Part &p) { return !p.part.startsWith(prefix); });
    return out;
}

Finding &Report::add(const Path &path, const QString &message)
{
    return add(path, message, m_rule.severity);
}

Finding &Report::add(const Path &path, const QString &message, Severity severity)
{
    Finding f;
    f.rule = m_rule.id;
    f.resource = m_resource.id;
    f.path = path;
    f.severity = severity;
    f.message = message;
    f.explanation = m_rule.explanation;
    f.remedy = m_rule.remedy;
    f.acceptable = severity != Severity::Error || m_rule.ofProfile;
    if (f.acceptable) {
        for (const Acceptance &a : m_resource.accepted) {
            if (a.rule == f.rule && (a.path == path.text() || a.path.isEmpty()))
                f.accepted = a.reason;
        }
    }
    m_out.append(f);
    return m_out.last();
}

void eachContainer(const RuleInput &in, bool init,
                   const std::function<void(const Path &, const Value &)> &visit)
{
    for (const Container &c : in.containers()) {
        if (init || !c.isInit)
            visit(c.path, c.value);
    }
}

void fixBySetting(Finding &finding, const QString &text, const Value &value)
{
    finding.fixText = text;
    finding.detail = value;
    finding.fix = [](const Topology &topology, const RefIndex &refs, const Finding &f) {
        return setField(topology, refs, f.resource, f.path, f.detail);
    };
}

void fixByRemoving(Finding &finding, const QString &text)
{
    finding.fixText = text;
    finding.fix = [](const Topology &topology, const RefIndex &refs, const Finding &f) {
        return setField(topology, refs, f.resource, f.path, {});
    };
}

void fixByRenaming(Finding &finding, const QString &name)
{
    finding.detail = name;
    finding.fixText = QCoreApplication::translate("Rules", "Rename it to %1").arg(name);
    finding.fix = [](const Topology &topology, const RefIndex &, const Finding &f) {
        const ResourcePtr r = topology.find(f.resource);
        return r ? renameResource(topology, f.resource,
                                  topology.freeName(r->kind, f.detail.toString()))
                 : Edit();
    };
}

QMap<QString, QString> labelsOf(const Value &map)
{
    QMap<QString, QString> out;
    for (const auto &[key, value] : map.map())
        out.insert(key, value.scalarText());
    return out;
}

QMap<QString, QString> selectorLabels(const Resource &deployment)
{
    return labelsOf(selectorOf(deployment));
}

QMap<QString, QString> podLabels(const Resource &deployment)
{
    QMap<QString, QString> out =
        labelsOf(deployment.fields[u"spec"][u"template"][u"metadata"][u"labels"]);
    out.insert(selectorLabels(deployment));
    return out;
}

bool selects(const QMap<QString, QString> &selector, const QMap<QString, QString> &labels)
{
    for (auto it = selector.cbegin(); it != selector.cend(); ++it) {
        const auto there = labels.constFind(it.key());
        if (there == labels.cend() || *there != *it)
            return false;
    }
    return !selector.isEmpty();
}

QString firstLabel(const QMap<QString, QString> &selector)
{
    return selector.isEmpty() ? QString() : selector.firstKey() + u'=' + selector.first();
}

} // namespace chartwright
