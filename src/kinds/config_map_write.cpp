// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/writers.h"

namespace chartwright {

using namespace manifest;

QString configDefinition(const Resource &configMap)
{
    return QString(configMap.valuesKey).replace(u'.', u'-');
}

manifest::Entries configData(const Resource &configMap, const WriteContext &context)
{
    return context.members(configMap, path("data"));
}

manifest::Document writeConfigMap(const Resource &configMap, const WriteContext &context)
{
    Entries entries = write::object(configMap, context, QStringLiteral("v1"));
    const QStringList handled{QStringLiteral("metadata"), QStringLiteral("data"),
                              QStringLiteral("design")};
    entries += context.members(configMap, {}, handled);
    if (configData(configMap, context).isEmpty()) {
        entries.append(Entry::of(QStringLiteral("data"), Entries()));
    } else {
        const QString definition = context.definition(configDefinition(configMap));
        entries.append(Entry::of(QStringLiteral("data"), Entries{Entry::lines(definition)}));
    }
    return {context.file(configMap), {}, entries};
}

} // namespace chartwright
