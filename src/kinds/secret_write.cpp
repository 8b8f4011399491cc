// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/writers.h"

#include <QCoreApplication>

namespace chartwright {

using namespace manifest;

manifest::Document writeSecret(const Resource &secret, const WriteContext &context)
{
    // Written only where its values are passed. It stays then: the next upgrade that passes none
    // would delete it.
    const Entries keep{
        Entry::of(QStringLiteral("helm.sh/resource-policy"), Literal{QStringLiteral("keep")})};
    Entries entries = write::object(secret, context, QStringLiteral("v1"), {}, keep);
    const QStringList handled{QStringLiteral("metadata"), QStringLiteral("data"),
                              QStringLiteral("design")};
    entries += context.members(secret, {}, handled);
    Entries data;
    for (const auto &[key, value] : secret.fields[u"data"].map()) {
        // Not translated: Helm says it to whoever installs the chart.
        const QString missing = QStringLiteral("%1.data.%2 is missing").arg(secret.valuesKey, key);
        data.append(Entry::of(key, Expr::dot({key}) | Filter::required(missing) |
                                       Filter::toString() | Filter::b64enc() | Filter::quote()));
    }
    entries.append(Entry::of(QStringLiteral("data"), data));
    return {context.file(secret),
            {{Condition::Kind::IfNot, context.ownValue(secret, QStringLiteral("existingSecret"))},
             {Condition::Kind::With, context.ownValue(secret, QStringLiteral("data"))}},
            entries};
}

} // namespace chartwright
