// SPDX-License-Identifier: Apache-2.0
#include "checks/credentials.h"
#include "base/value_id.h"
#include "checks/credential_move.h"
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("CredentialRules", text); }

void variable(const RuleInput &in, Report &report)
{
    eachContainer(in, true, [&](const Path &c, const Value &) {
        eachItem(in.fields, c.key(QStringLiteral("env")), [&](const Path &p, const Value &v) {
            const QString name = v[u"name"].toString(), text = v[u"value"].toString();
            // What looks like a credential by itself is an error: secret/plain-text-field.
            if (text.isEmpty() || !namesCredential(name) || looksLikeCredential(text))
                return;
            fixByMoving(in, report.add(p.key(QStringLiteral("value")),
                                       tr("%1 looks like a credential in plain sight").arg(name)));
        });
    });
}

void sensitive(const RuleInput &in, Report &report)
{
    for (const auto &[key, v] : in.fields[u"data"].map()) {
        // What looks like a credential by itself is an error: secret/plain-text-field.
        if (v.isEmpty() || !namesCredential(key) || looksLikeCredential(v.toString()))
            continue;
        fixByMoving(in, report.add(path("data").key(key),
                                   tr("%1 looks like a credential in a ConfigMap").arg(key)));
    }
}

/// A text with references: what stands between them.
QString plainText(const Value &v)
{
    const Text *text = v.asText();
    if (!text)
        return v.toString();
    QString out;
    for (const auto &piece : text->pieces) {
        const QString *plain = std::get_if<QString>(&piece);
        out += plain ? *plain : QStringLiteral("x");
    }
    return out;
}

/// Every text that is a credential by its looks. Paths are put together only where one is found.
void credentialsIn(const RuleInput &in, const Value &node, const QString &key,
                   const std::function<Path()> &here, Report &report)
{
    for (const auto &[name, value] : node.map()) {
        const QString &inner = name;
        credentialsIn(
            in, value, name, [&] { return here().key(inner); }, report);
    }
    const List &list = node.list();
    for (qsizetype i = 0; i < list.size(); ++i)
        credentialsIn(
            in, list[i], key, [&] { return itemPath(here(), list, i); }, report);
    if (node.isMap() || node.isList() || !looksLikeCredential(plainText(node)))
        return;
    Finding &f = report.add(here(), tr("A credential stands in the drawing, in plain text"));
    if (!fixByMoving(in, f))
        fixByRemoving(f, tr("Take it out"));
}

void plainSecret(const RuleInput &in, Report &report)
{
    const auto say = [&](const Path &p, const QString &key) -> Finding & {
        return report.add(p, tr("The value of %1 stands in the drawing").arg(key));
    };
    if (in.resource.kind == u"Secret") {
        for (const auto &[key, v] : in.fields[u"data"].map()) {
            if (!v.isMap() && !v.isEmpty())
                fixBySetting(say(path("data").key(key), key), tr("Take the value out"), Map());
            if (const Value &kept = v[u"value"]; !kept.isNull() && !isValueId(kept.scalarText()))
                fixByRemoving(say(path("data").key(key).key(QStringLiteral("value")), key),
                              tr("Take the value out"));
        }
        for (const auto &[key, v] : in.fields[u"stringData"].map())
            fixByRemoving(say(path("stringData").key(key), key), tr("Take the value out"));
    }
    if (in.resource.kind == u"Release") {
        const List &overrides = in.fields[u"overrides"].list();
        for (qsizetype i = 0; i < overrides.size(); ++i) {
            const Ref *of = overrides[i][u"of"].asRef();
            const ResourcePtr target = of ? in.find(of->target) : nullptr;
            const Path field(overrides[i][u"path"].toString());
            const bool data = field.steps().value(0).name == u"data" ||
                              field.steps().value(0).name == u"stringData";
            if (target && target->kind == u"Secret" && data && !overrides[i][u"value"].isEmpty())
                fixByRemoving(
                    say(path("overrides").index(i).key(QStringLiteral("value")), field.last().name),
                    tr("Take the value out"));
        }
    }
    for (const auto &[name, value] : in.fields.map()) {
        const QString &inner = name;
        const bool values =
            in.resource.kind == u"Secret" && (name == u"data" || name == u"stringData");
        if (!values)
            credentialsIn(
                in, value, name, [&] { return Path().key(inner); }, report);
    }
}

} // namespace

QList<RuleSpec> credentialRules()
{
    const QStringList c{QStringLiteral("ConfigMap")}, d{QStringLiteral("Deployment")};
    using enum Severity;
    return {
        {QStringLiteral("env/literal-secret"), Warning, Scope::Neighbours, d,
         tr("Everyone who reads the chart reads it."),
         tr("Read it from a Secret, whose value the keychain keeps."), variable},
        {QStringLiteral("config/sensitive"), Warning, Scope::Neighbours, c,
         tr("A ConfigMap is readable by many, and stands in values.yaml."),
         tr("Make it a key of a Secret, whose value the keychain keeps."), sensitive},
        {QStringLiteral("secret/plain-text-field"),
         Error,
         Scope::Neighbours,
         {},
         tr("Everyone who has the file has the value."),
         tr("Take it out, and change the value: it may have been seen."),
         plainSecret},
    };
}

} // namespace chartwright
