// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/rule.h"

#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ConfigRules", text); }

void keyForm(const RuleInput &in, Report &report)
{
    for (const auto &[key, value] : in.fields[u"data"].map()) {
        if (names::isDataKey(key))
            continue;
        Finding &f = report.add(path("data").key(key), tr("“%1” is no key").arg(key));
        QString better;
        for (const QChar c : key)
            better +=
                (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'-' || c == u'_' || c == u'.'
                    ? c
                    : QChar(u'_');
        if (!names::isDataKey(better))
            continue;
        f.fixText = tr("Rename it to %1").arg(better);
        f.detail = better;
        f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
            return renamePart(t, refs, g.resource, QStringLiteral("key/") + g.path.last().name,
                              g.detail.toString());
        };
    }
}

/// Adds the key that is asked for to the ConfigMap or Secret.
Edit addKey(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr source = t.find({f.detail.list().value(0).toString()});
    const QString key = f.detail.list().value(1).toString();
    if (!source || key.isEmpty())
        return {};
    const Value empty = source->kind == u"Secret" ? Value(Map()) : Value(QString());
    return setField(t, refs, source->id, path("data").key(key), empty);
}

void sayNoKey(Report &report, const Path &p, const ResourcePtr &source, const QString &key)
{
    Finding &f = report.add(p, tr("%1 has no key %2").arg(source->name, key));
    if (!names::isDataKey(key))
        return;
    f.detail = List{source->id.text, key};
    f.fixText = tr("Add the key %1 to %2").arg(key, source->name);
    f.fix = addKey;
}

/// `keyRef`, `volume` and `name`: what the kind's references are called.
void keysMissing(const RuleInput &in, Report &report, const QString &keyRef, const QString &volume,
                 const QString &name)
{
    const auto missing = [&](const Value &source, const Value &key) -> ResourcePtr {
        const Ref *ref = source[name].asRef();
        const ResourcePtr target = ref ? in.find(ref->target) : nullptr;
        const QString text = key.asRef() ? key.asRef()->part.mid(4) : key.scalarText();
        return target && !text.isEmpty() && !target->fields[u"data"].map().contains(text) ? target
                                                                                          : nullptr;
    };
    eachContainer(in, true, [&](const Path &p, const Value &) {
        eachItem(in.fields, p.key(QStringLiteral("env")), [&](const Path &e, const Value &v) {
            const Value &source = v[u"valueFrom"][keyRef];
            const Value &key = source[u"key"];
            // A typed key may be missing where that is allowed; a wire cannot be written then.
            const bool optional = source[u"optional"].toBool() && !key.asRef();
            const Value named = keyRef == u"secretKeyRef" || keyRef == u"configMapKeyRef"
                                    ? Value(Map{{name, source[u"name"]}})
                                    : source;
            if (const ResourcePtr target =
                    source.isMap() && !optional ? missing(named, key) : nullptr)
                sayNoKey(report,
                         e.key(QStringLiteral("valueFrom")).key(keyRef).key(QStringLiteral("key")),
                         target, key.asRef() ? key.asRef()->part.mid(4) : key.scalarText());
        });
    });
    eachItem(in.fields, path("spec.template.spec.volumes"), [&](const Path &p, const Value &v) {
        const Value &source = v[volume];
        if (source[u"optional"].toBool())
            return;
        eachItem(in.fields, p.key(volume).key(QStringLiteral("items")),
                 [&](const Path &i, const Value &item) {
                     if (const ResourcePtr target = missing(source, item[u"key"]))
                         sayNoKey(report, i.key(QStringLiteral("key")), target,
                                  item[u"key"].scalarText());
                 });
    });
}

void configMissing(const RuleInput &in, Report &r)
{
    keysMissing(in, r, QStringLiteral("configMapKeyRef"), QStringLiteral("configMap"),
                QStringLiteral("name"));
}
void secretMissing(const RuleInput &in, Report &r)
{
    keysMissing(in, r, QStringLiteral("secretKeyRef"), QStringLiteral("secret"),
                QStringLiteral("secretName"));
}

void sensitive(const RuleInput &in, Report &report)
{
    for (const auto &[key, v] : in.fields[u"data"].map()) {
        // What looks like a credential by itself is an error: secret/plain-text-field.
        if (!v.isEmpty() && namesCredential(key) && !looksLikeCredential(v.toString()))
            report.add(path("data").key(key),
                       tr("%1 looks like a credential in a ConfigMap").arg(key));
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

void nextPublic(const RuleInput &in, Report &report)
{
    for (const auto &[key, v] : in.fields[u"data"].map()) {
        if (key.startsWith(u"NEXT_PUBLIC_"))
            report.add(path("data").key(key),
                       tr("%1 is built into the browser's code when the image is made").arg(key));
    }
}

bool isForBrowsers(const QString &key)
{
    return key.startsWith(u"NEXT_PUBLIC_") || key.startsWith(u"VITE_") ||
           key.startsWith(u"REACT_APP_") || key.startsWith(u"PUBLIC_") ||
           key.startsWith(u"NUXT_PUBLIC_");
}

/// The host of the first rule that has one.
QString hostOf(const Resource &ingress)
{
    for (const Value &rule : ingress.fields[u"spec"][u"rules"].list()) {
        const QString host = rule[u"host"].scalarText();
        if (!host.isEmpty() && !host.startsWith(u'*'))
            return (ingress.fields[u"spec"][u"tls"].list().isEmpty() ? QStringLiteral("http://")
                                                                     : QStringLiteral("https://")) +
                   host;
    }
    return {};
}

/// With "!" each Ingress that has a host; without, who may want its address.
QStringList hostKeys(const Resource &r)
{
    const QString key = QStringLiteral("host:") + r.fields[u"metadata"][u"namespace"].scalarText();
    if (r.kind == u"Ingress")
        return hostOf(r).isEmpty() ? QStringList() : QStringList{key + u'!'};
    const QStringList keys = r.fields[u"data"].map().keys();
    return std::any_of(keys.begin(), keys.end(), isForBrowsers) ? QStringList{key} : QStringList();
}

void browserDns(const RuleInput &in, Report &report)
{
    if (in.resource.kind != u"ConfigMap")
        return;
    static const QRegularExpression host(
        QStringLiteral("\\A[a-z]+://([a-z0-9-]+)(\\.[a-z0-9-]+\\.svc[a-z.]*)?(:\\d+)?(/.*)?\\z"));
    for (const auto &[key, v] : in.fields[u"data"].map()) {
        if (!isForBrowsers(key))
            continue;
        bool service = false;
        QString tail;
        const Text *text = v.asText();
        for (const auto &piece : text ? text->pieces : QList<std::variant<QString, Ref>>()) {
            const Ref *ref = std::get_if<Ref>(&piece);
            const ResourcePtr target = ref ? in.find(ref->target) : nullptr;
            service = service || (target && target->kind == u"Service");
            const QString *plain = std::get_if<QString>(&piece);
            tail = plain && plain->startsWith(u'/') ? *plain : QString();
        }
        const auto m = v.isString() ? host.match(v.toString()) : QRegularExpressionMatch();
        if (m.hasMatch() && m.captured(1) != u"localhost") {
            service = true;
            tail = m.captured(4);
        }
        if (!service)
            continue;
        Finding &f = report.add(path("data").key(key),
                                tr("A browser cannot resolve the Service in %1").arg(key));
        const QStringList keys = hostKeys(in.resource);
        for (const ResourcePtr &ingress : in.others(keys.value(0) + u'!')) {
            if (!f.fix)
                fixBySetting(f, tr("Use the address of %1").arg(ingress->name),
                             hostOf(*ingress) + tail);
        }
    }
}

bool isLoopback(const QString &text)
{
    return text == u"localhost" || text.startsWith(u"localhost:") || text.startsWith(u"127.") ||
           text == u"::1";
}

QString opened(QString text)
{
    static const QRegularExpression loopback(QStringLiteral("127\\.[0-9.]+|localhost|::1"));
    return text.replace(loopback, QStringLiteral("0.0.0.0"));
}

void bind(const RuleInput &in, Report &report, const QStringList &variables, const QString &message)
{
    eachContainer(in, false, [&](const Path &p, const Value &) {
        eachItem(in.fields, p.key(QStringLiteral("env")), [&](const Path &e, const Value &v) {
            const QString value = v[u"value"].toString();
            if (variables.contains(v[u"name"].toString()) && isLoopback(value))
                fixBySetting(report.add(e.key(QStringLiteral("value")), message.arg(value)),
                             tr("Use 0.0.0.0"), opened(value));
        });
    });
}

void hostnameBind(const RuleInput &in, Report &report)
{
    bind(in, report, {QStringLiteral("HOSTNAME")},
         tr("Next.js listens on HOSTNAME, and on %1 nobody outside reaches it"));
    eachContainer(in, false, [&](const Path &p, const Value &c) {
        const List &env = c[u"env"].list();
        const auto has = [&](auto &&test) {
            return std::any_of(env.begin(), env.end(),
                               [&](const Value &v) { return test(v[u"name"].toString()); });
        };
        const bool next = has([](const QString &n) {
            return n.startsWith(u"NEXT_PUBLIC_") || n == u"NEXTAUTH_URL" || n == u"NEXT_RUNTIME";
        });
        if (!next || has([](const QString &n) { return n == u"HOSTNAME"; }))
            return;
        Finding &f =
            report.add(p.key(QStringLiteral("env")),
                       tr("Next.js listens on HOSTNAME, which is the pod's name unless %1 sets it")
                           .arg(c[u"name"].toString()));
        List more = env;
        more.append(Map{{QStringLiteral("name"), QStringLiteral("HOSTNAME")},
                        {QStringLiteral("value"), QStringLiteral("0.0.0.0")}});
        fixBySetting(f, tr("Set HOSTNAME to 0.0.0.0"), more);
    });
}

void loopbackBind(const RuleInput &in, Report &report)
{
    const QString message = tr("A server that listens on %1 is not reached from outside its pod");
    bind(in, report,
         {QStringLiteral("HOST"), QStringLiteral("BIND"), QStringLiteral("BIND_ADDRESS"),
          QStringLiteral("LISTEN_ADDRESS"), QStringLiteral("UVICORN_HOST")},
         message);
    static const QStringList options{QStringLiteral("--host"), QStringLiteral("--bind"),
                                     QStringLiteral("-b"), QStringLiteral("--address"),
                                     QStringLiteral("--listen")};
    eachContainer(in, false, [&](const Path &p, const Value &c) {
        for (const QString &key : {QStringLiteral("command"), QStringLiteral("args")}) {
            const List &words = c[key].list();
            List fixed = words;
            QString found;
            for (qsizetype i = 0; i < words.size(); ++i) {
                const QString word = words[i].toString();
                const bool joined =
                    options.contains(word.section(u'=', 0, 0)) && word.contains(u'=');
                const QString value = joined ? word.section(u'=', 1) : word;
                if (!(joined || (i > 0 && options.contains(words[i - 1].toString()))) ||
                    !isLoopback(value))
                    continue;
                found = value;
                fixed[i] = joined ? word.section(u'=', 0, 0) + u'=' + opened(value) : opened(value);
            }
            if (!found.isEmpty())
                fixBySetting(report.add(p.key(key), message.arg(found)), tr("Use 0.0.0.0"), fixed);
        }
        // uvicorn's own default is the loopback.
        const List all = c[u"command"].list() + c[u"args"].list();
        const auto says = [&](auto &&test) {
            return std::any_of(all.begin(), all.end(),
                               [&](const Value &v) { return test(v.toString()); });
        };
        const bool uvicorn =
            says([](const QString &w) { return w == u"uvicorn" || w.endsWith(u"/uvicorn"); });
        const bool set = says([](const QString &w) {
            return w.startsWith(u"--host") || w.startsWith(u"--uds") || w.startsWith(u"--fd");
        });
        const List &env = c[u"env"].list();
        if (!uvicorn || set || std::any_of(env.begin(), env.end(), [](const Value &v) {
                return v[u"name"].toString() == u"UVICORN_HOST";
            }))
            return;
        const QString key =
            c[u"args"].list().isEmpty() ? QStringLiteral("command") : QStringLiteral("args");
        fixBySetting(report.add(p.key(key), message.arg(QStringLiteral("127.0.0.1"))),
                     tr("Add --host 0.0.0.0"),
                     c[key].list() + List{QStringLiteral("--host"), QStringLiteral("0.0.0.0")});
    });
}

} // namespace

QList<RuleSpec> configRules()
{
    const QStringList c{QStringLiteral("ConfigMap")}, s{QStringLiteral("Secret")},
        d{QStringLiteral("Deployment")};
    const auto E = Severity::Error, W = Severity::Warning, I = Severity::Advice;
    const QString form = tr("The cluster takes letters, digits, '-', '_' and '.'.");
    return {
        {QStringLiteral("config/key-form"), E, Scope::Own, c, form, tr("Rename the key."), keyForm},
        {QStringLiteral("secret/key-form"), E, Scope::Own, s, form, tr("Rename the key."), keyForm},
        {QStringLiteral("config/ref-missing"), E, Scope::Neighbours, d,
         tr("The pods would not start."), tr("Choose a key that is there."), configMissing},
        {QStringLiteral("secret/ref-missing"), E, Scope::Neighbours, d,
         tr("The pods would not start."), tr("Choose a key that is there."), secretMissing},
        {QStringLiteral("config/sensitive"), W, Scope::Own, c,
         tr("A ConfigMap is readable by many, and stands in values.yaml."),
         tr("Make it a key of a Secret."), sensitive},
        {QStringLiteral("secret/plain-text-field"),
         E,
         Scope::Neighbours,
         {},
         tr("Everyone who has the file has the value."),
         tr("Take it out, and change the value: it may have been seen."),
         plainSecret},
        {QStringLiteral("config/next-public"), W, Scope::Own, c,
         tr("A change in the ConfigMap does not reach the browser."),
         tr("Set it when the image is built, or read it on the server."), nextPublic},
        {QStringLiteral("config/browser-cluster-dns"),
         W,
         Scope::Group,
         {QStringLiteral("ConfigMap"), QStringLiteral("Ingress")},
         tr("Names of Services are known inside the cluster only."),
         tr("Use the address of the Ingress: give that a host, then there is a fix."),
         browserDns,
         hostKeys},
        {QStringLiteral("env/hostname-bind"), I, Scope::Own, d,
         tr("Only the pod itself can reach it."), tr("Use 0.0.0.0."), hostnameBind},
        {QStringLiteral("env/loopback-bind"), I, Scope::Own, d,
         tr("Only the pod itself can reach it."), tr("Use 0.0.0.0."), loopbackBind},
    };
}

} // namespace chartwright
