// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"
#include "kinds/manifest_kind.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ManifestRules", text); }

const Value &objectOf(const RuleInput &in) { return in.fields[u"manifest"]; }

void incomplete(const RuleInput &in, Report &report)
{
    const Value &object = objectOf(in);
    if (!object.isMap())
        return; // the table tells
    for (const QString &key : {QStringLiteral("apiVersion"), QStringLiteral("kind")}) {
        if (object[key].toString().isEmpty())
            report.add(path("manifest"), tr("The object has no %1").arg(key));
    }
}

void secret(const RuleInput &in, Report &report)
{
    const Value &object = objectOf(in);
    const bool holds = !object[u"data"].isEmpty() || !object[u"stringData"].isEmpty();
    if (holds && object[u"kind"].toString() == u"Secret" &&
        object[u"apiVersion"].toString() == u"v1")
        report.add(path("manifest"), tr("The values of the Secret %1 stand in the drawing, for "
                                        "all to read")
                                         .arg(in.resource.name));
}

} // namespace

QList<RuleSpec> manifestRules()
{
    const QStringList kinds{ManifestKind.toString()};
    return {{QStringLiteral("manifest/incomplete"), Severity::Error, Scope::Own, kinds,
             tr("The cluster cannot tell what the object is."),
             tr("Write apiVersion and kind, as in \"apiVersion: batch/v1\" and \"kind: Job\"."),
             incomplete},
            {QStringLiteral("manifest/secret"), Severity::Error, Scope::Own, kinds,
             tr("Whoever has the project or the chart has the values."),
             tr("Draw a Secret: its values are kept in the keychain."), secret}};
}

} // namespace chartwright
