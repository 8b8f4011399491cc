// SPDX-License-Identifier: Apache-2.0
#include "checks/rule.h"
#include "model/values_key.h"
#include "model/values_place.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("FieldRules", text); }

QString keyGroup(const QString &key) { return QLatin1String("values:") + key; }

/// Those that the key `a.b.c` stands below: `a.b`, `a`.
QStringList keysAbove(const QString &key)
{
    QStringList out;
    for (qsizetype dot = key.lastIndexOf(u'.'); dot > 0; dot = key.lastIndexOf(u'.', dot - 1))
        out.append(key.first(dot));
    return out;
}

QStringList valuesKeys(const Resource &r)
{
    QStringList out;
    for (const QString &key :
         r.valuesKey.isEmpty() ? QStringList() : QStringList(r.valuesKey) + keysAbove(r.valuesKey))
        out.append(keyGroup(key));
    return out;
}

Edit suggestKey(const Topology &t, const RefIndex &, const Finding &f)
{
    const ResourcePtr r = t.find(f.resource);
    return r ? setValuesKey(t, r->id, suggestValuesKey(t, r->kind, r->name, r->id)) : Edit();
}

void valuesKey(const RuleInput &in, Report &report)
{
    const QString &key = in.resource.valuesKey;
    for (const ResourcePtr &other : in.others(keyGroup(key))) {
        if (other->valuesKey != key)
            continue;
        Finding &f =
            report.add({}, tr("The values key %1 is also that of %2").arg(key, other->name));
        f.fixText = tr("Give it a key of its own");
        f.detail = key;
        f.fix = [](const Topology &t, const RefIndex &, const Finding &g) {
            const QString stem = g.detail.toString();
            for (int i = 2;; ++i) {
                const QString own = stem + QString::number(i);
                const bool used =
                    std::any_of(t.resources().begin(), t.resources().end(),
                                [&](const ResourcePtr &r) { return r->valuesKey == own; });
                if (!used)
                    return setValuesKey(t, g.resource, own);
            }
        };
        return;
    }
    for (const QString &above : keysAbove(key)) {
        for (const ResourcePtr &other : in.others(keyGroup(above))) {
            const KindSpec *kind = in.kinds().find(other->kind);
            if (!kind || other->valuesKey != above || !isAmongValues(*kind, *other, key))
                continue;
            Finding &f = report.add(
                {}, tr("The values key %1 is among the values of %2").arg(key, other->name));
            f.fixText = tr("Give it a key of its own");
            f.fix = suggestKey;
            return;
        }
    }
}

void valuesKeyForm(const RuleInput &in, Report &report)
{
    const QString &key = in.resource.valuesKey;
    const QString word = reservedWord(key);
    // Without one the name serves.
    if (!in.kind() || !in.kind()->isTemplated() || key.isEmpty() ||
        (isValuesKey(key) && word.isEmpty()))
        return;
    Finding &f = report.add(
        {}, !word.isEmpty()
                ? tr("The values key %1 is kept for Helm and for the chart itself").arg(word)
                : tr("“%1” is no values key").arg(key));
    f.fixText = tr("Give it a key of its own");
    f.fix = suggestKey;
}

} // namespace

QList<RuleSpec> valuesKeyRules()
{
    using enum Severity;
    return {
        {QStringLiteral("values/duplicate-key"),
         Error,
         Scope::Group,
         {},
         tr("One entry of values.yaml would stand for two things."),
         tr("Give one of them another key."),
         valuesKey,
         valuesKeys},
        {QStringLiteral("values/key"),
         Error,
         Scope::Own,
         {},
         tr("Templates and --set cannot name it, or would set what is meant for all charts."),
         tr("Use letters and digits, starting with a letter."),
         valuesKeyForm},
    };
}

} // namespace chartwright
