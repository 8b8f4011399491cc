// SPDX-License-Identifier: Apache-2.0
#include "unit/checks/cases.h"

#include "kinds/registry.h"
#include "support/places.h"
#include "support/topology_generator.h"
#include "tree/yaml.h"

#include <QDir>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

QString wholePath(const Resource &resource, const QString &path)
{
    if (!path.startsWith(u"C."))
        return path;
    const Value &container =
        at(resource.fields, Path(u"spec.template.spec.containers"_s)).list().value(0);
    const QString name = container[u"name"].toString();
    return u"spec.template.spec.containers[%1].%2"_s.arg(name, path.mid(2));
}

/// `keychain: open`; `values: {ID: missing, or a list of oddities}`; `files: {PATH: how}`;
/// `cluster: {WHO: {what: …, at: PATH}}`.
KnownFacts factsOf(const Value &v)
{
    static const QHash<QString, Oddity> oddities{
        {u"double-base64"_s, Oddity::DoubleBase64},
        {u"trailing-newline"_s, Oddity::TrailingNewline},
        {u"localhost-url"_s, Oddity::LocalhostUrl},
        {u"url-password-encoding"_s, Oddity::UrlPasswordEncoding},
        {u"asyncpg-sslmode"_s, Oddity::AsyncpgSslmode},
        {u"certificate"_s, Oddity::Certificate},
        {u"private-key"_s, Oddity::PrivateKey}};
    static const QHash<QString, EnvExposure::How> hows{
        {u"tracked"_s, EnvExposure::How::Tracked},
        {u"unignored"_s, EnvExposure::How::Unignored},
        {u"packaged"_s, EnvExposure::How::Packaged}};
    KnownFacts known;
    SecretFacts &out = known.secrets;
    out.isKeychainOpen = v[u"keychain"].toString() == u"open";
    for (const auto &[id, value] : v[u"values"].map()) {
        ValueFact fact{value.toString() == u"missing", std::nullopt};
        if (value.isList())
            fact.verdict = Verdict();
        for (const Value &oddity : value.list())
            fact.verdict->setFlag(oddities.value(oddity.toString()));
        out.values.insert(id, fact);
    }
    for (const auto &[file, how] : v[u"files"].map())
        out.envFiles.append({file, hows.value(how.toString())});
    using What = ClusterSaying::What;
    static const QHash<QString, What> whats{{u"refused"_s, What::Refused},
                                            {u"forbidden"_s, What::Forbidden},
                                            {u"namespace-missing"_s, What::NamespaceMissing},
                                            {u"kind-missing"_s, What::KindMissing},
                                            {u"class-missing"_s, What::ClassMissing},
                                            {u"conflict"_s, What::Conflict}};
    for (const auto &[who, said] : v[u"cluster"].map()) {
        known.cluster.sayings[{who}].append(
            {whats.value(said[u"what"].toString()), Path(said[u"at"].toString()), u"it said no"_s});
    }
    return known;
}

RuleCase read(const QString &rule, const QString &name, const Value &v)
{
    RuleCase c;
    c.rule = rule;
    c.name = name;
    c.bad = v[u"bad"];
    c.good = v[u"good"];
    c.on = {v[u"who"].toString()};
    c.at = v[u"at"].toString();
    c.severity = v[u"is"].toString();
    c.hasFix = v[u"fix"].toBool();
    c.acceptable = v[u"acceptable"].toBool();
    c.badFacts = factsOf(v[u"facts"]);
    c.goodFacts = factsOf(v[u"good facts"]);
    if (const ResourcePtr r = changed(c.bad).find(c.on))
        c.at = wholePath(*r, c.at);
    return c;
}

} // namespace

Topology changed(const Value &changes)
{
    Topology topology = chartwright_test::todoApp();
    for (const auto &[id, fields] : changes.map()) {
        if (fields.isNull()) {
            topology.remove({id});
            topology.place({id}, std::nullopt);
            continue;
        }
        const ResourcePtr old = topology.find({id});
        Resource r = old ? *old : Resource{{id}, {}, id, {}, false, Map(), {}, {}, {}};
        for (const auto &[path, value] : fields.map()) {
            if (path == u"kind")
                r.kind = value.toString();
            else if (path == u"name")
                r.name = value.toString();
            else if (path == u"key")
                r.valuesKey = value.toString();
            else if (value.isNull())
                r.fields = without(r.fields, Path(wholePath(r, path)));
            else
                r.fields = with(r.fields, Path(wholePath(r, path)), value);
        }
        topology.put(std::move(r));
    }
    return topology;
}

QList<Finding> checked(const Topology &topology, const KnownFacts &facts)
{
    TargetFacts all = TargetFacts::of(topology);
    all.secrets = facts.secrets;
    all.cluster = facts.cluster;
    return CheckEngine::check(topology, all);
}

QList<RuleCase> ruleCases()
{
    QList<RuleCase> out;
    const QDir folder(QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/data/checks"));
    for (const QString &name : folder.entryList({u"*.yaml"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        const bool opened = file.open(QIODevice::ReadOnly);
        const auto tree = readYaml(opened ? file.readAll() : QByteArray(), name);
        if (!tree)
            qFatal("%s", qPrintable(tree.error().text()));
        for (const auto &[rule, cases] : tree->map()) {
            for (qsizetype i = 0; i < cases.list().size(); ++i)
                out.append(read(rule, u"%1 #%2"_s.arg(rule).arg(i + 1), cases.list()[i]));
        }
    }
    return out;
}

QString lines(const QList<Finding> &findings)
{
    QStringList out;
    for (const Finding &f : findings)
        out.append(u"%1 at %2 %3: %4"_s.arg(f.rule, f.resource.text, f.path.text(), f.message));
    return u'\n' + out.join(u'\n');
}
