// SPDX-License-Identifier: Apache-2.0
#include "kinds/common.h"
#include "kinds/table.h"
#include "kinds/writers.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SecretKind", text); }

Value create(const QString &)
{
    return Map{{QStringLiteral("type"), QStringLiteral("Opaque")}, {QStringLiteral("data"), Map()}};
}

QList<Part> parts(const Resource &r)
{
    QList<Part> out;
    for (const auto &[key, value] : r.fields[u"data"].map())
        out.append({QStringLiteral("key/") + key, key, key, path("data").key(key), true});
    return out;
}

QList<NodeRow> rows(const Topology &, const Resource &r)
{
    QList<NodeRow> out;
    for (const auto &[key, value] : r.fields[u"data"].map())
        out.append(
            {key, value[u"source"].scalarText(), std::nullopt, QStringLiteral("key/") + key});
    return out;
}

} // namespace

KindSpec secretKind()
{
    using namespace table;
    KindSpec k;
    k.kind = QStringLiteral("Secret");
    k.apiVersion = QStringLiteral("v1");
    k.title = tr("Secret");
    k.help = tr("Names of sensitive values. The values themselves are never in the drawing.");
    k.defaultName = QStringLiteral("secrets");
    k.icon = QStringLiteral(":/icons/secret.svg");
    k.shortcut = u'K';
    k.colour = 0xc2528b;
    k.column = 3;
    k.headerIn = k.headerOut = true;
    k.fields =
        Fields{
            choice("type", tr("Type"),
                   {QStringLiteral("Opaque"), QStringLiteral("kubernetes.io/basic-auth"),
                    QStringLiteral("kubernetes.io/ssh-auth"), QStringLiteral("kubernetes.io/tls"),
                    QStringLiteral("kubernetes.io/dockerconfigjson")},
                   tr("What the keys are used for."))
                .must()
                .otherwise(QStringLiteral("Opaque")),
            structMap(
                "data", tr("Keys"),
                {keptValue("value", tr("Value"),
                           tr("The keychain keeps it. The drawing holds only its number.")),
                 string("description", tr("Description"), tr("What the key is for.")),
                 string("source", tr("Source"), tr("Where its value comes from, such as .env."))},
                tr("The names of the values. The values are not kept in the drawing."))
                .must()
                .checked(dataKey),
            boolean("immutable", tr("Immutable"), false, tr("Cannot be changed once installed."))
                .in(Section::Advanced)} +
        metadata();
    k.create = create;
    k.write = writeSecret;
    k.parts = parts;
    k.rows = rows;
    return k;
}

} // namespace chartwright
