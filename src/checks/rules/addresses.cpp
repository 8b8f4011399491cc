// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

#include <QRegularExpression>

// Addresses that lead nowhere from where they are read: a browser, or another pod.
namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("AddressRules", text); }

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

QList<RuleSpec> addressRules()
{
    const QStringList c{QStringLiteral("ConfigMap")}, d{QStringLiteral("Deployment")};
    using enum Severity;
    return {
        {QStringLiteral("config/next-public"), Warning, Scope::Own, c,
         tr("A change in the ConfigMap does not reach the browser."),
         tr("Set it when the image is built, or read it on the server."), nextPublic},
        {QStringLiteral("config/browser-cluster-dns"),
         Warning,
         Scope::Group,
         {QStringLiteral("ConfigMap"), QStringLiteral("Ingress")},
         tr("Names of Services are known inside the cluster only."),
         tr("Use the address of the Ingress: give that a host, then there is a fix."),
         browserDns,
         hostKeys},
        {QStringLiteral("env/hostname-bind"), Advice, Scope::Own, d,
         tr("Only the pod itself can reach it."), tr("Use 0.0.0.0."), hostnameBind},
        {QStringLiteral("env/loopback-bind"), Advice, Scope::Own, d,
         tr("Only the pod itself can reach it."), tr("Use 0.0.0.0."), loopbackBind},
    };
}

} // namespace chartwright
