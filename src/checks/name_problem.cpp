// SPDX-License-Identifier: Apache-2.0
#include "checks/name_problem.h"

#include "base/image_reference.h"
#include "base/names.h"
#include "checks/rule.h"
#include "kinds/manifest_kind.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("NameRules", text); }

} // namespace

QString nameFault(const QString &kind, const QString &name)
{
    if (kind == u"Image")
        return ImageReference::isName(name)
                   ? QString()
                   : tr("lower-case letters, digits, '.', '_', '-' and '/'");
    if (kind == u"Release")
        return names::isReleaseName(name)
                   ? QString()
                   : tr("lower-case letters, digits, '-' and '.', at most 53");
    if (kind == u"Chart")
        return names::isChartName(name) ? QString()
                                        : tr("lower-case letters, digits and '-', at most 63");
    if (kind == u"Service")
        return names::isDnsLabel1035(name)
                   ? QString()
                   : tr("lower-case letters, digits and '-', a letter first, at most 63");
    // A Deployment's name is also the value of a label.
    if (kind == u"Deployment")
        return names::isDnsSubdomain(name) && name.size() <= 63
                   ? QString()
                   : tr("lower-case letters, digits, '-' and '.', at most 63");
    // Some kinds take more than others ("system:node"): what no address of the API can hold.
    if (kind == ManifestKind) {
        const bool bad = name.isEmpty() || name == u"." || name == u".." || name.contains(u'/') ||
                         name.contains(u'%');
        return bad ? tr("not empty, and without '/' and '%'") : QString();
    }
    return names::isDnsSubdomain(name) ? QString()
                                       : tr("lower-case letters, digits, '-' and '.', at most 253");
}

QString nameKey(const Resource &resource)
{
    if (resource.kind == ManifestKind) {
        const Value &object = resource.fields[u"manifest"];
        return QStringLiteral("name:%1/%2/%3/%4")
            .arg(object[u"apiVersion"].scalarText().section(u'/', 0, -2),
                 object[u"kind"].scalarText(), drawnNamespace(resource), resource.name);
    }
    // Images may share a name with different tags.
    const QString tag = resource.kind == u"Image"
                            ? u'/' + resource.fields[u"registry"].scalarText() + u':' +
                                  resource.fields[u"tag"].scalarText()
                            : QString();
    return QStringLiteral("name:%1/%2/%3")
               .arg(resource.kind, valueAt(resource.fields, u"metadata.namespace").scalarText(),
                    resource.name) +
           tag;
}

QString nameProblem(const Topology &topology, const Resource &resource, const QString &name)
{
    if (name.isEmpty())
        return tr("A name is needed");
    const KindSpec *kind = topology.kinds().find(resource.kind);
    Resource renamed = resource;
    renamed.name = name;
    for (const ResourcePtr &other : topology.ofKind(resource.kind)) {
        if (other->name == name && other->id != resource.id && nameKey(*other) == nameKey(renamed))
            return tr("Another %1 has this name").arg(kind ? kind->title : resource.kind);
    }
    QString fault = nameFault(resource.kind, name);
    return fault.isEmpty() ? fault : fault.replace(0, 1, fault[0].toUpper());
}

} // namespace chartwright
