// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("SecurityRules", text); }

const char *const Pod = "spec.template.spec.";

Path pod(const char *tail) { return Path(QString::fromLatin1(Pod) + QString::fromLatin1(tail)); }

/// Containers whose security context fails a test. Where the pod's would do for all of them it is
/// the pod that is told of, once.
void each(const RuleInput &in, Report &report, const char *field, const Value &wanted, bool podToo,
          const QString &message, bool (*good)(const Value &))
{
    const Path tail(QString::fromLatin1(field));
    const Path context = path("securityContext");
    const bool podGood = podToo && good(at(in.fields, pod("securityContext") / tail));
    QStringList open;
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        const Value *own = find(c, context / tail);
        if (own ? good(*own) : podGood)
            return;
        if (podToo && !own)
            open.append(c[u"name"].toString());
        else
            fixBySetting(report.add(p / context / tail, message.arg(c[u"name"].toString())),
                         tr("Set it"), wanted);
    });
    if (!open.isEmpty())
        fixBySetting(
            report.add(pod("securityContext") / tail, message.arg(open.join(QLatin1String(", ")))),
            tr("Set it for the pod"), wanted);
}

bool isTrue(const Value &v) { return v.toBool(false); }
bool isFalse(const Value &v) { return !v.toBool(true); }

void nonRoot(const RuleInput &in, Report &r)
{
    each(in, r, "runAsNonRoot", true, true, tr("%1 may run as root"), isTrue);
    const auto root = [&](const Path &p, const QString &who) {
        const Value *user = find(in.fields, p);
        if (user && *user == Value(0))
            fixByRemoving(r.add(p, tr("%1 runs as user 0, which is root").arg(who)),
                          tr("Leave the user to the image"));
    };
    root(pod("securityContext.runAsUser"), in.resource.name);
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        root(p / path("securityContext.runAsUser"), c[u"name"].toString());
    });
}

void escalation(const RuleInput &in, Report &r)
{
    each(in, r, "allowPrivilegeEscalation", false, false, tr("A process of %1 may gain privileges"),
         isFalse);
}

void capabilities(const RuleInput &in, Report &r)
{
    each(in, r, "capabilities.drop", List{QStringLiteral("ALL")}, false,
         tr("%1 keeps capabilities that it hardly needs"),
         [](const Value &v) { return v.list().contains(Value(QStringLiteral("ALL"))); });
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        const List &added = c[u"securityContext"][u"capabilities"][u"add"].list();
        List kept = added;
        kept.removeIf([](const Value &v) { return v.toString() != u"NET_BIND_SERVICE"; });
        if (kept.size() < added.size())
            fixBySetting(r.add(p / path("securityContext.capabilities.add"),
                               tr("%1 is given capabilities beside NET_BIND_SERVICE")
                                   .arg(c[u"name"].toString())),
                         tr("Take them away"), kept.isEmpty() ? Value() : Value(kept));
    });
}

/// Makes the root read-only and gives the container a folder to write temporary files to.
Edit protectRoot(const Topology &t, const RefIndex &, const Finding &f)
{
    const ResourcePtr old = t.find(f.resource);
    if (!old)
        return {};
    Resource r = *old;
    r.fields = with(r.fields, f.path, true);
    const Path mounts = f.path.parent().parent().key(QStringLiteral("volumeMounts"));
    const List &list = at(r.fields, mounts).list();
    const bool has = std::any_of(list.begin(), list.end(), [](const Value &m) {
        return m[u"mountPath"].toString() == u"/tmp";
    });
    if (!has) {
        const Path volumes = pod("volumes");
        QString name = QStringLiteral("tmp");
        const Value *there = find(r.fields, volumes.item(name));
        for (int i = 2; there && !(*there)[u"emptyDir"].isMap(); ++i) {
            name = QStringLiteral("tmp-%1").arg(i);
            there = find(r.fields, volumes.item(name));
        }
        if (!there)
            r.fields =
                with(r.fields, volumes.item(name),
                     Map{{QStringLiteral("name"), name}, {QStringLiteral("emptyDir"), Map()}});
        r.fields = with(r.fields, mounts.index(list.size()),
                        Map{{QStringLiteral("mountPath"), QStringLiteral("/tmp")},
                            {QStringLiteral("name"), Ref{r.id, QStringLiteral("volume/") + name}}});
    }
    Topology after = t;
    after.put(std::move(r));
    return difference(t, after, tr("Make the root of %1 read-only").arg(old->name));
}

void readOnly(const RuleInput &in, Report &r)
{
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        if (c[u"securityContext"][u"readOnlyRootFilesystem"].toBool())
            return;
        Finding &f = r.add(p / path("securityContext.readOnlyRootFilesystem"),
                           tr("%1 can write into its own image").arg(c[u"name"].toString()));
        f.fixText = tr("Make it read-only, with an empty folder at /tmp");
        f.fix = protectRoot;
    });
}

void seccomp(const RuleInput &in, Report &r)
{
    each(in, r, "seccompProfile.type", QStringLiteral("RuntimeDefault"), true,
         tr("%1 may make any system call"), [](const Value &v) {
             return v.toString() == u"RuntimeDefault" || v.toString() == u"Localhost";
         });
}

void privileged(const RuleInput &in, Report &report)
{
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        if (c[u"securityContext"][u"privileged"].toBool())
            fixByRemoving(
                report.add(p / path("securityContext.privileged"),
                           tr("%1 has full access to its node").arg(c[u"name"].toString())),
                tr("Take it away"));
    });
}

void hostNamespaces(const RuleInput &in, Report &report)
{
    for (const char *field : {"hostNetwork", "hostPID", "hostIPC"}) {
        if (in.resource[pod(field)].toBool())
            fixByRemoving(
                report.add(pod(field),
                           tr("The pods share %1 with their node").arg(QString::fromLatin1(field))),
                tr("Switch it off"));
    }
}

void hostPath(const RuleInput &in, Report &report)
{
    eachItem(in.fields, pod("volumes"), [&](const Path &p, const Value &v) {
        if (!v[u"hostPath"].isMap())
            return;
        Finding &f =
            report.add(p.key(QStringLiteral("hostPath")),
                       tr("The volume %1 is a folder of the node").arg(v[u"name"].toString()));
        f.fixText = tr("Use an empty folder");
        f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
            const ResourcePtr r = t.find(g.resource);
            if (!r)
                return Edit();
            Map volume = at(r->fields, g.path.parent()).map();
            volume.remove(u"hostPath");
            volume.set(QStringLiteral("emptyDir"), Map());
            return setField(t, refs, g.resource, g.path.parent(), volume);
        };
    });
}

void token(const RuleInput &in, Report &report)
{
    // Who has an account of its own is there to call the API.
    if (in[u"spec.template.spec.automountServiceAccountToken"].toBool(true) &&
        in[u"spec.template.spec.serviceAccountName"].isEmpty())
        fixBySetting(report.add(pod("automountServiceAccountToken"),
                                tr("The pods get a token for the Kubernetes API")),
                     tr("Do not mount it"), false);
}

} // namespace

QList<RuleSpec> securityRules()
{
    const QStringList d{QStringLiteral("Deployment")};
    using enum Severity;
    const QString why = tr("Pod Security “restricted” refuses it, and a break-in gets further.");
    const auto rule = [&](const char *id, void (*run)(const RuleInput &, Report &),
                          const QString &remedy) {
        return RuleSpec{QStringLiteral("security/") + QString::fromLatin1(id),
                        Warning,
                        Scope::Own,
                        d,
                        why,
                        remedy,
                        run};
    };
    return {
        rule("run-as-non-root", nonRoot,
             tr("Set “Run as non-root”, for the pod or the container. The image must name its user "
                "by a number other than 0, or “User” must be set; else no pod starts.")),
        rule("privilege-escalation", escalation,
             tr("Switch privilege escalation off. In the image sudo and the like stop working.")),
        rule("capabilities", capabilities,
             tr("Drop ALL and add what is needed. An image that starts as root, to change owners "
                "or users, needs some of them.")),
        rule("read-only-root", readOnly,
             tr("Make the root read-only, with an empty folder at /tmp. Whatever else the image "
                "writes to needs a volume there.")),
        rule("seccomp", seccomp, tr("Use the profile RuntimeDefault.")),
        rule("privileged", privileged, tr("Take “Privileged” away.")),
        rule("host-namespaces", hostNamespaces, tr("Switch it off.")),
        rule("host-path", hostPath, tr("Use a claim, a ConfigMap or an empty folder.")),
        RuleSpec{QStringLiteral("security/token-automount"), Advice, Scope::Own, d,
                 tr("Few applications call the API; whoever breaks in can."),
                 tr("Do not mount it."), token},
    };
}

} // namespace chartwright
