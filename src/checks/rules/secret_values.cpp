// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"
#include "kinds/kept_values.h"
#include "model/edits.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SecretRules", text); }

void missing(const RuleInput &in, Report &report)
{
    const SecretFacts &facts = in.facts.secrets;
    if (!facts.isKeychainOpen)
        return;
    for (const auto &[key, value] : in.fields[u"data"].map()) {
        if (!value.isMap() ||
            (!value[u"value"].isNull() && keptValueId(in.resource, key).isEmpty()))
            continue; // secret/plain-text-field tells
        const auto fact = facts.values.constFind(keptValueId(in.resource, key));
        if (value[u"value"].isNull() || (fact != facts.values.cend() && fact->isMissing))
            report.add(keptValuePath(key), tr("The keychain has no value of %1").arg(key));
    }
}

QString wordsFor(Oddity oddity)
{
    switch (oddity) {
    case Oddity::DoubleBase64:
        return tr("The value of %1 is base64 already");
    case Oddity::TrailingNewline:
        return tr("The value of %1 ends in a newline");
    case Oddity::LocalhostUrl:
        return tr("The value of %1 is an address on localhost");
    case Oddity::UrlPasswordEncoding:
        return tr("The password in the address of %1 holds a character that has to be encoded");
    case Oddity::AsyncpgSslmode:
        return tr("The address of %1 has sslmode, which asyncpg does not know");
    case Oddity::Empty:
    case Oddity::Certificate:
    case Oddity::PrivateKey:
        break;
    }
    return {};
}

/// On the value that a key has now; nullopt where that is not known.
std::optional<Verdict> verdictOn(const RuleInput &in, const QString &key)
{
    const ValueFact fact = in.facts.secrets.values.value(keptValueId(in.resource, key));
    return fact.isMissing ? std::nullopt : fact.verdict;
}

template <Oddity oddity> void odd(const RuleInput &in, Report &report)
{
    for (const auto &[key, value] : in.fields[u"data"].map()) {
        if (verdictOn(in, key).value_or(Verdict()).testFlag(oddity))
            report.add(keptValuePath(key), wordsFor(oddity).arg(key));
    }
}

void tlsContent(const RuleInput &in, Report &report)
{
    if (in.fields[u"type"].toString() != u"kubernetes.io/tls")
        return;
    const auto look = [&](const QString &key, Oddity wanted, const QString &words) {
        if (const auto verdict = verdictOn(in, key); verdict && !verdict->testFlag(wanted))
            report.add(keptValuePath(key), words);
    };
    look(QStringLiteral("tls.crt"), Oddity::Certificate, tr("tls.crt is no certificate"));
    look(QStringLiteral("tls.key"), Oddity::PrivateKey, tr("tls.key is no private key"));
}

QStringList missingKeys(const Resource &secret)
{
    const QString type = secret.fields[u"type"].toString();
    QStringList keys = keysOfSecretType(type);
    const Map &data = secret.fields[u"data"].map();
    const qsizetype wanted = keys.size();
    keys.removeIf([&](const QString &key) { return data.contains(key); });
    const bool oneIsEnough = type == u"kubernetes.io/basic-auth" && keys.size() < wanted;
    return oneIsEnough ? QStringList() : keys;
}

Edit addKeys(const Topology &topology, const RefIndex &refs, const Finding &finding)
{
    const ResourcePtr secret = topology.find(finding.resource);
    if (!secret)
        return {};
    Map data = secret->fields[u"data"].map();
    for (const QString &key : missingKeys(*secret))
        data.append(key, Map());
    return setField(topology, refs, secret->id, Path(QStringLiteral("data")), data);
}

void typeKeys(const RuleInput &in, Report &report)
{
    const QStringList keys = missingKeys(in.resource);
    if (keys.isEmpty())
        return;
    Finding &f = report.add(
        path("type"), tr("A Secret of this type needs %1").arg(keys.join(QLatin1String(", "))));
    f.fixText = tr("Add it");
    f.fix = addKeys;
}

Path pathOf(const EnvExposure &exposure)
{
    return Path().key(QStringLiteral("files")).key(exposure.file);
}

void tracked(const RuleInput &in, Report &report)
{
    for (const EnvExposure &e : in.facts.secrets.envFiles) {
        if (e.how == EnvExposure::How::Tracked)
            report.add(pathOf(e), tr("git keeps %1").arg(e.file));
    }
}

void unignored(const RuleInput &in, Report &report)
{
    for (const EnvExposure &e : in.facts.secrets.envFiles) {
        if (e.how == EnvExposure::How::Unignored)
            report.add(pathOf(e), tr("%1 is not in .gitignore").arg(e.file));
        else if (e.how == EnvExposure::How::Packaged)
            report.add(pathOf(e), tr("%1 is not in .helmignore").arg(e.file));
    }
}

} // namespace

QList<RuleSpec> secretRules()
{
    const QStringList s{QStringLiteral("Secret")}, c{QStringLiteral("Chart")};
    using enum Severity;
    return {
        {QStringLiteral("secret/value-missing"), Warning, Scope::Own, s,
         tr("The pods wait until somebody makes the Secret with this key."),
         tr("Set it beside its key, or accept this where the Secret is made elsewhere."), missing},
        {QStringLiteral("secret/double-base64"), Warning, Scope::Own, s,
         tr("base64 is done for you, so that programs would get it encoded."),
         tr("Set the value that it stands for."), odd<Oddity::DoubleBase64>},
        {QStringLiteral("secret/trailing-newline"), Warning, Scope::Own, s,
         tr("Most programs take the newline for a part of it, and a password is refused."),
         tr("Set it again without the end of the line."), odd<Oddity::TrailingNewline>},
        {QStringLiteral("secret/localhost-url"), Warning, Scope::Own, s,
         tr("In a cluster, localhost is the pod itself, not your machine."),
         tr("Name a Service, or a host that the cluster can reach."), odd<Oddity::LocalhostUrl>},
        {QStringLiteral("secret/url-password-encoding"), Warning, Scope::Own, s,
         tr("A program reads the address to the first such character, and takes the rest for "
            "something else."),
         tr("Write @ as %40, / as %2F, # as %23, ? as %3F and % as %25 in the password."),
         odd<Oddity::UrlPasswordEncoding>},
        {QStringLiteral("secret/asyncpg-sslmode"), Advice, Scope::Own, s,
         tr("Connecting fails with a word on an unexpected argument."), tr("Write ssl=require."),
         odd<Oddity::AsyncpgSslmode>},
        {QStringLiteral("secret/tls-content"), Warning, Scope::Own, s,
         tr("Whoever serves with it falls back to another certificate, or does not start."),
         tr("Set it again: both are text in PEM, as openssl and certbot write it."), tlsContent},
        {QStringLiteral("secret/type-keys"), Error, Scope::Own, s,
         tr("The cluster refuses a Secret of a type without the keys that belong to it."),
         tr("Add the key, or choose the type Opaque."), typeKeys},
        {QStringLiteral("secret/env-file-tracked"), Warning, Scope::Own, c,
         tr("Everyone who has the repository has the values, also of old versions."),
         tr("Take it out with \"git rm --cached\", add it to .gitignore, and change the values "
            "that are secret."),
         tracked},
        {QStringLiteral("secret/env-file-unignored"), Warning, Scope::Own, c,
         tr("The next commit, or the chart's archive, would take the values along."),
         tr("Add it there."), unignored},
    };
}

} // namespace chartwright
