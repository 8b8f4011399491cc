// SPDX-License-Identifier: Apache-2.0
// Fields of a pod that a cluster refuses beside each other (pkg/apis/core/validation).
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("PodRules", text); }

const Value &podOf(const RuleInput &in) { return in[u"spec.template.spec"]; }

void toleration(const RuleInput &in, Report &report)
{
    eachItem(in.fields, path("spec.template.spec.tolerations"), [&](const Path &p, const Value &t) {
        const bool exists = t[u"operator"].toString() == u"Exists";
        const bool hasValue = !t[u"value"].isEmpty();
        if (exists && hasValue)
            fixByRemoving(report.add(p.key(QStringLiteral("value")),
                                     tr("A toleration of every value names the value %1")
                                         .arg(t[u"value"].scalarText())),
                          tr("Take the value away"));
        if (!exists && t[u"key"].isEmpty()) {
            Finding &f = report.add(p.key(QStringLiteral("operator")),
                                    tr("Without a key a toleration is for every taint, which is "
                                       "the operator Exists"));
            if (!hasValue)
                fixBySetting(f, tr("Use Exists"), QStringLiteral("Exists"));
        }
        if (!t[u"tolerationSeconds"].isNull() && t[u"effect"].toString() != u"NoExecute")
            fixByRemoving(report.add(p.key(QStringLiteral("tolerationSeconds")),
                                     tr("Only a toleration of NoExecute ends after some time")),
                          tr("Take the time away"));
    });
}

void hostNetworkPort(const RuleInput &in, Report &report)
{
    if (!podOf(in)[u"hostNetwork"].toBool())
        return;
    eachContainer(in, false, [&](const Path &c, const Value &) {
        eachItem(in.fields, c.key(QStringLiteral("ports")), [&](const Path &p, const Value &port) {
            if (!port[u"hostPort"].isNull() && port[u"hostPort"] != port[u"containerPort"])
                fixByRemoving(report.add(p.key(QStringLiteral("hostPort")),
                                         tr("On the host's network port %1 cannot be another one "
                                            "of the node")
                                             .arg(port[u"containerPort"].scalarText())),
                              tr("Take the host port away"));
        });
    });
}

void seccompProfile(const RuleInput &in, Report &report)
{
    const auto look = [&](const Path &context, const Value &security) {
        const Value &profile = security[u"seccompProfile"];
        const bool isLocal = profile[u"type"].toString() == u"Localhost";
        const bool hasFile = !profile[u"localhostProfile"].isEmpty();
        const Path p = context.key(QStringLiteral("seccompProfile"));
        if (isLocal && !hasFile)
            fixBySetting(report.add(p.key(QStringLiteral("type")),
                                    tr("The profile Localhost needs the file of the profile")),
                         tr("Use RuntimeDefault"), QStringLiteral("RuntimeDefault"));
        if (!isLocal && hasFile)
            fixByRemoving(report.add(p.key(QStringLiteral("localhostProfile")),
                                     tr("Only the profile Localhost has a file")),
                          tr("Take the file away"));
    };
    look(path("spec.template.spec.securityContext"), podOf(in)[u"securityContext"]);
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        look(p.key(QStringLiteral("securityContext")), c[u"securityContext"]);
    });
}

void privilegedEscalation(const RuleInput &in, Report &report)
{
    eachContainer(in, true, [&](const Path &p, const Value &c) {
        const Value &security = c[u"securityContext"];
        if (security[u"allowPrivilegeEscalation"].toBool(true) || !security[u"privileged"].toBool())
            return;
        fixByRemoving(report.add(p / path("securityContext.privileged"),
                                 tr("%1 is privileged, and its processes may not gain privileges")
                                     .arg(c[u"name"].toString())),
                      tr("Take “Privileged” away"));
    });
}

void initLifecycle(const RuleInput &in, Report &report)
{
    eachItem(in.fields, path("spec.template.spec.initContainers"),
             [&](const Path &p, const Value &c) {
                 // One that goes on running has them.
                 if (c[u"lifecycle"].isEmpty() || c[u"restartPolicy"].toString() == u"Always")
                     return;
                 fixByRemoving(
                     report.add(
                         p.key(QStringLiteral("lifecycle")),
                         tr("The init container %1 cannot have hooks").arg(c[u"name"].toString())),
                     tr("Take the hooks away"));
             });
}

void divisor(const RuleInput &in, Report &report)
{
    eachContainer(in, true, [&](const Path &c, const Value &) {
        eachItem(in.fields, c.key(QStringLiteral("env")), [&](const Path &p, const Value &v) {
            const Value &of = v[u"valueFrom"][u"resourceFieldRef"];
            const QString unit = of[u"divisor"].scalarText();
            const bool isCpu = of[u"resource"].toString().endsWith(QLatin1String(".cpu"));
            if (unit.isEmpty() || (isCpu ? unit == u"1" || unit == u"1m" : unit != u"1m"))
                return;
            fixByRemoving(report.add(p / path("valueFrom.resourceFieldRef.divisor"),
                                     isCpu ? tr("CPU is counted in 1 or 1m, not in %1").arg(unit)
                                           : tr("Memory is not counted in %1").arg(unit)),
                          tr("Take the divisor away"));
        });
    });
}

} // namespace

QList<RuleSpec> podRules()
{
    const auto rule = [](const char *id, RuleFunction run, const QString &remedy) {
        return RuleSpec{QString::fromLatin1(id),
                        Severity::Error,
                        Scope::Own,
                        {QStringLiteral("Deployment")},
                        tr("The cluster refuses it."),
                        remedy,
                        run};
    };
    return {
        rule("toleration/contradicts", toleration,
             tr("Equal needs a key, Exists has no value, and only NoExecute has a time.")),
        rule("port/host-network", hostNetworkPort,
             tr("Leave the host port out, or switch the host network off.")),
        rule("security/seccomp-file", seccompProfile,
             tr("Name the file for the profile Localhost, and for no other.")),
        rule("security/privileged-escalation", privilegedEscalation,
             tr("Take “Privileged” away, or allow privilege escalation.")),
        rule("init/lifecycle", initLifecycle, tr("Move the hooks to a container.")),
        rule("env/divisor", divisor,
             tr("Use 1 or 1m for CPU; 1, 1k, 1Ki, 1M, 1Mi and so on for memory.")),
    };
}

} // namespace chartwright
