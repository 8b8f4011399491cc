// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "base/semver.h"
#include "checks/name_problem.h"
#include "checks/rule.h"

#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ChartRules", text); }

void name(const RuleInput &in, Report &report)
{
    const QString &drawn = in.resource.name;
    if (const QString fault = nameFault(in.resource.kind, drawn); !fault.isEmpty())
        fixByRenaming(report.add({}, tr("“%1” is no name for a chart: %2").arg(drawn, fault)),
                      names::toDnsLabel(drawn));
}

void version(const RuleInput &in, Report &report)
{
    const QString v = in.fields[u"version"].scalarText();
    if (SemVer::parse(v))
        return;
    static const QRegularExpression loose(
        QStringLiteral("\\Av?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?\\z"));
    Finding &f =
        report.add(path("version"), v.isEmpty() ? tr("The chart has no version")
                                                : tr("“%1” is no version by SemVer").arg(v));
    const auto m = loose.match(v);
    const QString better = m.hasMatch() ? QStringLiteral("%1.%2.%3")
                                              .arg(m.captured(1).toInt())
                                              .arg(m.captured(2).toInt())
                                              .arg(m.captured(3).toInt())
                                        : QStringLiteral("0.1.0");
    fixBySetting(f, tr("Write %1").arg(better), better);
}

void appVersion(const RuleInput &in, Report &report)
{
    const QString v = in.fields[u"appVersion"].scalarText();
    if (v.isEmpty() || !names::isLabelValue(QString(v).replace(u'+', u'_').left(63)))
        fixBySetting(report.add(path("appVersion"),
                                v.isEmpty() ? tr("The chart has no app version")
                                            : tr("The app version “%1” cannot be a label").arg(v)),
                     tr("Write %1").arg(QStringLiteral("0.1.0")), QStringLiteral("0.1.0"));
}

void type(const RuleInput &in, Report &report)
{
    const QString t = in.fields[u"type"].scalarText();
    if (!t.isEmpty() && t != u"application" && t != u"library")
        fixBySetting(report.add(path("type"), tr("“%1” is no type of a chart").arg(t)),
                     tr("Make it an application"), QStringLiteral("application"));
}

void maintainer(const RuleInput &in, Report &report)
{
    const KindSpec *kind = in.kind();
    eachItem(in.fields, path("maintainers"), [&](const Path &p, const Value &m) {
        if (m[u"name"].isEmpty()) {
            Finding &f = report.add(p.key(QStringLiteral("name")), tr("A maintainer has no name"));
            const QString part = m[u"email"].toString().section(u'@', 0, 0);
            if (!part.isEmpty()) {
                fixBySetting(f, tr("Use “%1”").arg(part), part);
            } else {
                f.fixText = tr("Remove the entry");
                f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
                    return setField(t, refs, g.resource, g.path.parent(), {});
                };
            }
        }
        for (const char *field : {"email", "url"}) {
            const Path where = p.key(QString::fromLatin1(field));
            const FieldSpec *spec = kind ? fieldAt(kind->fields, where) : nullptr;
            const Value &v = find(in.fields, where) ? at(in.fields, where) : Value();
            if (spec && !v.isEmpty() && !fieldProblem(*spec, v).isEmpty())
                fixByRemoving(report.add(where, tr("“%1” is not right: %2")
                                                    .arg(v.scalarText(), fieldProblem(*spec, v))),
                              tr("Remove it"));
        }
    });
}

void icon(const RuleInput &in, Report &report)
{
    const Value &v = in.fields[u"icon"];
    const FieldSpec *spec = in.kind() ? fieldAt(in.kind()->fields, path("icon")) : nullptr;
    if (v.isEmpty())
        report.add(path("icon"), tr("The chart has no icon"));
    else if (spec && !fieldProblem(*spec, v).isEmpty())
        fixByRemoving(report.add(path("icon"),
                                 tr("“%1” is no address of a picture").arg(v.scalarText()),
                                 Severity::Error),
                      tr("Remove it"));
}

QStringList inChart(const Resource &r)
{
    if (r.kind == u"Chart")
        return {QStringLiteral("library")};
    return r.valuesKey.isEmpty() ? QStringList() : QStringList{QStringLiteral("library!")};
}

void library(const RuleInput &in, Report &report)
{
    if (in.resource.kind == u"Chart" && in.fields[u"type"].toString() == u"library" &&
        in.anyHas(QStringLiteral("library!")))
        fixBySetting(report.add(path("type"), tr("A library chart cannot hold resources")),
                     tr("Make it an application"), QStringLiteral("application"));
}

} // namespace

QList<RuleSpec> chartRules()
{
    const QStringList chart{QStringLiteral("Chart")};
    return {
        {QStringLiteral("chart/name"), Severity::Error, Scope::Own, chart, tr("Helm refuses it."),
         tr("Rename it."), name},
        {QStringLiteral("chart/version"), Severity::Error, Scope::Own, chart,
         tr("Helm refuses a chart without a version by SemVer 2."),
         tr("Write three numbers, such as 1.0.0."), version},
        {QStringLiteral("chart/app-version"), Severity::Error, Scope::Own, chart,
         tr("It becomes a label of every object."), tr("Use letters, digits, '.', '-' and '_'."),
         appVersion},
        {QStringLiteral("chart/type"), Severity::Error, Scope::Own, chart,
         tr("Helm knows applications, which can be installed, and libraries."),
         tr("Make it an application."), type},
        {QStringLiteral("chart/maintainer"), Severity::Error, Scope::Own, chart,
         tr("Helm refuses a maintainer without a name or with an address that is none."),
         tr("Correct the entry or remove it."), maintainer},
        {QStringLiteral("chart/icon"), Severity::Advice, Scope::Own, chart,
         tr("Catalogues of charts show it."), tr("Give the address of an SVG or PNG picture."),
         icon},
        {QStringLiteral("chart/library-resources"),
         Severity::Error,
         Scope::Group,
         {},
         tr("Helm does not install a library chart."),
         tr("Make it an application, or remove the resources."),
         library,
         inChart},
    };
}

} // namespace chartwright
