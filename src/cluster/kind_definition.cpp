// SPDX-License-Identifier: Apache-2.0
#include "cluster/kind_definition.h"

#include "cluster/plain_text.h"

namespace chartwright {

bool isDefinition(const ObjectRef &ref)
{
    return ref.kind == u"CustomResourceDefinition" &&
           ref.apiVersion.startsWith(u"apiextensions.k8s.io/");
}

QList<ApiKind> definedKinds(const Value &object)
{
    QList<ApiKind> out;
    if (!isDefinition(refOf(object)))
        return out;
    const Value &spec = object[u"spec"];
    const QString group = spec[u"group"].toString(), kind = spec[u"names"][u"kind"].toString(),
                  plural = spec[u"names"][u"plural"].toString();
    if (group.isEmpty() || kind.isEmpty() || plural.isEmpty())
        return out;
    for (const Value &version : spec[u"versions"].list()) {
        const QString name = version[u"name"].toString();
        if (version[u"served"].toBool() && !name.isEmpty())
            out.append(
                {group + u'/' + name, kind, plural, spec[u"scope"].toString() == u"Namespaced"});
    }
    return out;
}

DefinitionState definitionState(const Value &live)
{
    DefinitionState out;
    for (const Value &condition : live[u"status"][u"conditions"].list()) {
        const QString type = condition[u"type"].toString();
        const bool is = condition[u"status"].toString() == u"True";
        const QString message = plainText(condition[u"message"].toString());
        if (type == u"Established")
            out.isEstablished = is;
        else if (type == u"NamesAccepted" && condition[u"status"].toString() == u"False")
            out.refused = message;
        if (!is && !message.isEmpty())
            out.words = message;
    }
    return out;
}

} // namespace chartwright
