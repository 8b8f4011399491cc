// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/rule.h"

#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("CredentialRules", text); }

/// Words that only a credential looks like: a token of a known make, a password in an address, a
/// private key.
bool looksLikeCredential(const QString &text)
{
    static const QRegularExpression p(QStringLiteral(
        "(?:\\b(?:sk-[A-Za-z0-9_-]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}"
        "|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,}"
        "|eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}))"
        "|://[^/\\s:@$]+:[^/\\s@$]{3,}@|-----BEGIN [A-Z ]*PRIVATE KEY"));
    // Nothing shorter can match, and most texts are shorter.
    return text.size() >= 12 && p.match(text).hasMatch();
}

/// Names that credentials have, and their settings have not (PASSWORD_MIN_LENGTH).
bool namesCredential(const QString &name)
{
    static const QRegularExpression credential(
        QStringLiteral("(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?"
                       "KEY|CREDENTIALS?)\\z"),
        QRegularExpression::CaseInsensitiveOption);
    return credential.match(name).hasMatch();
}

/// The Secret for what leaves `near`: one that it is wired to, else one of its namespace, else a
/// new one that stands below it.
ResourcePtr secretFor(Topology &topology, const Resource &near)
{
    const Path home = path("metadata.namespace");
    const auto fits = [&](const ResourcePtr &r) {
        const QString type = r ? r->fields[u"type"].toString(QStringLiteral("Opaque")) : QString();
        return r && r->kind == u"Secret" && type == u"Opaque" && (*r)[home] == near[home];
    };
    for (const RefUse &use : refsOf(near)) {
        if (const ResourcePtr r = topology.find(use.ref.target); fits(r))
            return r;
    }
    for (const ResourcePtr &r : topology.ofKind(u"Secret")) {
        if (fits(r))
            return r;
    }
    Resource made = newResource(topology, QStringLiteral("Secret"));
    if (!near[home].isNull())
        made.fields = with(made.fields, home, near[home]);
    const ResourceId id = made.id;
    topology.put(std::move(made));
    if (const auto place = topology.placement(near.id))
        topology.place(id, *place + QPointF(40, 160));
    return topology.find(id);
}

/// The key in that Secret, without a value: values are never drawn. Gives what a variable holds.
Value keyOfSecret(Topology &topology, const Resource &near, const QString &key)
{
    const ResourcePtr secret = secretFor(topology, near);
    Resource changed = *secret;
    if (!changed.fields[u"data"].map().contains(key))
        changed.fields = with(changed.fields, path("data").key(key), Map());
    topology.put(std::move(changed));
    return Map{{QStringLiteral("secretKeyRef"),
                Map{{QStringLiteral("name"), Ref{secret->id, {}}},
                    {QStringLiteral("key"), Ref{secret->id, QStringLiteral("key/") + key}}}}};
}

/// The variable reads its value from a Secret.
Edit moveVariable(const Topology &t, const RefIndex &, const Finding &f)
{
    const ResourcePtr holder = t.find(f.resource);
    const Path item = f.path.parent();
    const QString name = holder ? at(holder->fields, item)[u"name"].toString() : QString();
    if (!names::isDataKey(name))
        return {};
    Topology after = t;
    const Value source = keyOfSecret(after, *holder, name);
    Resource changed = *holder;
    changed.fields =
        with(changed.fields, item,
             Map{{QStringLiteral("name"), name}, {QStringLiteral("valueFrom"), source}});
    after.put(std::move(changed));
    return difference(t, after, tr("Read %1 from a Secret").arg(name));
}

void variable(const RuleInput &in, Report &report)
{
    eachContainer(in, true, [&](const Path &c, const Value &) {
        eachItem(in.fields, c.key(QStringLiteral("env")), [&](const Path &p, const Value &v) {
            const QString name = v[u"name"].toString(), text = v[u"value"].toString();
            // What looks like a credential by itself is an error: secret/plain-text-field.
            if (text.isEmpty() || !namesCredential(name) || looksLikeCredential(text))
                return;
            Finding &f = report.add(p.key(QStringLiteral("value")),
                                    tr("%1 looks like a credential in plain sight").arg(name));
            if (!names::isDataKey(name))
                return;
            f.fixText = tr("Read it from a Secret");
            f.fix = moveVariable;
        });
    });
}

/// Whether all who read the key do so in variables, which can read a Secret as well.
bool isReadByVariables(const RuleInput &in, const QString &key)
{
    const QList<RefUse> uses = in.usedBy();
    const QString part = QStringLiteral("key/") + key;
    return std::all_of(uses.begin(), uses.end(), [&](const RefUse &use) {
        const QString pattern = use.path.pattern();
        const bool all = pattern.endsWith(u"envFrom[].configMapRef.name");
        const bool one = pattern.contains(u".valueFrom.configMapKeyRef.");
        return all || one || (!use.ref.part.isEmpty() && use.ref.part != part);
    });
}

/// The variables of a Deployment that read the key from the ConfigMap read it from the Secret.
Value withVariable(const Value &fields, const QList<RefUse> &uses, const QString &key,
                   const Value &source)
{
    Value out = fields;
    const QString part = QStringLiteral("key/") + key;
    for (const RefUse &use : uses) {
        const Path holder = use.path.parent();
        if (holder.last().name == u"configMapKeyRef") {
            const Value &named = at(fields, holder)[u"key"];
            if (named.asRef() ? named.asRef()->part == part : named.toString() == key)
                out = with(out, holder.parent(), source);
        } else if (use.path.pattern().endsWith(u"envFrom[].configMapRef.name")) {
            const Path from = holder.parent();
            const QString name = at(fields, from)[u"prefix"].toString() + key;
            const Path env = from.parent().parent().key(QStringLiteral("env")).item(name);
            if (names::isEnvName(name) && !find(out, env))
                out = with(
                    out, env,
                    Map{{QStringLiteral("name"), name}, {QStringLiteral("valueFrom"), source}});
        }
    }
    return out;
}

/// The key moves from the ConfigMap to a Secret, and its readers with it.
Edit moveKey(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr config = t.find(f.resource);
    if (!config)
        return {};
    const QString key = f.path.last().name;
    QMap<ResourceId, QList<RefUse>> readers;
    for (const RefUse &use : refs.to(config->id))
        readers[use.holder].append(use);
    Topology after = t;
    const ResourcePtr near = readers.isEmpty() ? config : t.find(readers.firstKey());
    const Value source = keyOfSecret(after, near ? *near : *config, key);
    for (const auto &[id, uses] : readers.asKeyValueRange()) {
        Resource reader = *after.find(id);
        reader.fields = withVariable(reader.fields, uses, key, source);
        after.put(std::move(reader));
    }
    Resource changed = *config;
    changed.fields = without(changed.fields, f.path);
    changed.fields = without(changed.fields, path("design.keys").key(key));
    after.put(std::move(changed));
    return difference(t, after, tr("Move %1 to a Secret").arg(key));
}

void sensitive(const RuleInput &in, Report &report)
{
    for (const auto &[key, v] : in.fields[u"data"].map()) {
        // What looks like a credential by itself is an error: secret/plain-text-field.
        if (v.isEmpty() || !namesCredential(key) || looksLikeCredential(v.toString()))
            continue;
        Finding &f = report.add(path("data").key(key),
                                tr("%1 looks like a credential in a ConfigMap").arg(key));
        if (!names::isDataKey(key) || !isReadByVariables(in, key))
            continue;
        f.fixText = tr("Make it a key of a Secret");
        f.fix = moveKey;
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
void credentialsIn(const Value &node, const QString &key, const std::function<Path()> &here,
                   Report &report)
{
    for (const auto &[name, value] : node.map()) {
        const QString &inner = name;
        credentialsIn(
            value, name, [&] { return here().key(inner); }, report);
    }
    const List &list = node.list();
    for (qsizetype i = 0; i < list.size(); ++i)
        credentialsIn(
            list[i], key, [&] { return itemPath(here(), list, i); }, report);
    if (node.isMap() || node.isList() || !looksLikeCredential(plainText(node)))
        return;
    fixByRemoving(report.add(here(), tr("A credential stands in the drawing, in plain text")),
                  tr("Take it out"));
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
                value, name, [&] { return Path().key(inner); }, report);
    }
}

} // namespace

QList<RuleSpec> credentialRules()
{
    const QStringList c{QStringLiteral("ConfigMap")}, d{QStringLiteral("Deployment")};
    const auto E = Severity::Error, W = Severity::Warning;
    return {
        {QStringLiteral("env/literal-secret"), W, Scope::Own, d,
         tr("Everyone who reads the chart reads it."),
         tr("Read it from a Secret, and give the value when the chart is installed."), variable},
        {QStringLiteral("config/sensitive"), W, Scope::Neighbours, c,
         tr("A ConfigMap is readable by many, and stands in values.yaml."),
         tr("Make it a key of a Secret, and give the value when the chart is installed."),
         sensitive},
        {QStringLiteral("secret/plain-text-field"),
         E,
         Scope::Neighbours,
         {},
         tr("Everyone who has the file has the value."),
         tr("Take it out, and change the value: it may have been seen."),
         plainSecret},
    };
}

} // namespace chartwright
