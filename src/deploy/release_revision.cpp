// SPDX-License-Identifier: Apache-2.0
#include "deploy/release_revision.h"

#include "cluster/plain_text.h"
#include "deploy/secret_mask.h"
#include "import/manifest_file.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text, const char *hint = nullptr, int n = -1)
{
    return QCoreApplication::translate("ReleaseRevision", text, hint, n);
}

using State = ObjectDifference::State;

Result<QList<Value>> objectsOf(const HelmDetail &revision)
{
    const auto read = readManifests(revision.manifest.toUtf8(), QStringLiteral("manifest"));
    if (!read)
        return failure(tr("the manifest of revision %1 cannot be read, so nothing of it is shown: "
                          "Secrets could not be found in it")
                           .arg(revision.revision),
                       read.error().where,
                       tr("helm get manifest %1 shows it as it is.").arg(revision.name));
    QList<Value> out;
    for (const ManifestObject &one : *read)
        out.append(one.object);
    return out;
}

void learn(SecretMask &mask, const HelmDetail &revision, const QList<Value> &objects)
{
    mask.learnValues(revision.values);
    for (const Value &object : objects)
        mask.learnObject(object);
}

QString yamlText(const Value &value)
{
    return value.isEmpty() ? QString() : plainText(QString::fromUtf8(writeYaml(value)));
}

/// Where most manifests say nothing, the release's namespace is meant.
ObjectRef placed(ObjectRef ref, const QString &ns)
{
    ref.apiVersion.clear();
    if (ref.ns.isEmpty())
        ref.ns = ns;
    return ref;
}

} // namespace

bool RevisionChanges::isNothing() const { return changed() == 0 && valuesBefore == valuesAfter; }

qsizetype RevisionChanges::changed() const
{
    return std::count_if(objects.begin(), objects.end(),
                         [](const ObjectDifference &d) { return d.state != State::Same; });
}

bool isKept(const ObjectDifference &d)
{
    const Value &policy = d.live[u"metadata"][u"annotations"][u"helm.sh/resource-policy"];
    return d.state == State::Gone && policy.toString() == u"keep";
}

QString RevisionChanges::summary() const
{
    if (problem)
        return problem->text();
    if (isNothing())
        return tr("Nothing differs between the two revisions.");
    constexpr qsizetype MostNames = 6;
    const auto names = [&](State state, bool areKept) {
        QStringList all;
        for (const ObjectDifference &d : objects) {
            if (d.state == state && isKept(d) == areKept)
                all.append(shownName(displayName(d.ref)));
        }
        const qsizetype more = all.size() - MostNames;
        if (more > 0)
            all = all.first(MostNames) + QStringList(tr("%n more", nullptr, int(more)));
        return all.join(QLatin1String(", "));
    };
    QStringList lines;
    const auto add = [&](const QString &text, State state, bool areKept = false) {
        if (const QString all = names(state, areKept); !all.isEmpty())
            lines.append(text.arg(all));
    };
    add(tr("Changed: %1."), State::Changed);
    add(tr("New: %1."), State::New);
    add(tr("Deleted: %1."), State::Gone);
    add(tr("No part of it any more, but kept: %1."), State::Gone, true);
    if (lines.isEmpty())
        lines.append(tr("The values differ, and no object."));
    return lines.join(u'\n');
}

QHash<ObjectRef, ResourceId> drawnObjects(const ReleasePlan &plan)
{
    QHash<ObjectRef, ResourceId> out;
    for (const ApplyObject &object : plan.objects)
        out.insert(placed(object.ref, plan.ns), object.resource);
    for (const SecretPlan &secret : plan.secrets)
        out.insert(placed(secret.ref, plan.ns), secret.resource);
    return out;
}

ShownRevision shownRevision(const HelmDetail &revision)
{
    ShownRevision out;
    SecretMask mask;
    const auto objects = objectsOf(revision);
    learn(mask, revision, objects ? *objects : QList<Value>());
    if (!objects) { // what a Secret in it holds may stand in the others too
        out.problem = objects.error();
        return out;
    }
    out.notes = plainText(mask.text(revision.notes)).trimmed();
    out.values = yamlText(mask.values(revision.values));
    QStringList documents;
    for (const Value &object : *objects) {
        documents.append(yamlText(mask.object(object)));
        out.objects.append(refOf(object));
        if (out.objects.last().ns.isEmpty())
            out.objects.last().ns = revision.ns;
    }
    out.manifest = documents.join(QLatin1String("---\n"));
    return out;
}

RevisionChanges revisionChanges(const HelmDetail &before, const HelmDetail &after,
                                const QHash<ObjectRef, ResourceId> &drawn)
{
    RevisionChanges out;
    SecretMask mask;
    const auto old = objectsOf(before), now = objectsOf(after);
    learn(mask, before, old ? *old : QList<Value>());
    learn(mask, after, now ? *now : QList<Value>());
    if (!old || !now) {
        out.problem = old ? now.error() : old.error();
        return out;
    }
    const Value oldValues = mask.values(before.values), newValues = mask.values(after.values);
    out.valuesBefore = yamlText(oldValues);
    const Value told = tellHidden(before.values, after.values, oldValues, newValues);
    out.valuesAfter = yamlText(told);
    out.values = fieldChanges(oldValues.isNull() ? Value(Map()) : oldValues,
                              told.isNull() ? Value(Map()) : told);
    QHash<ObjectRef, Value> there;
    for (const Value &object : *old)
        there.insert(placed(refOf(object), before.ns), object);
    const auto add = [&](State state, const Value &was, const Value &comes) {
        ObjectDifference d;
        d.state = state;
        d.ref = refOf(comes.isNull() ? was : comes);
        d.resource = drawn.value(placed(d.ref, after.ns));
        d.live = was.isNull() ? Value() : mask.object(was);
        if (!comes.isNull())
            d.planned = tellHidden(was, comes, d.live, mask.object(comes));
        if (state == State::Changed) {
            for (const FieldChange &change : fieldChanges(d.live, d.planned)) {
                FieldDifference field;
                static_cast<FieldChange &>(field) = change;
                d.changes.append(field);
            }
        }
        out.objects.append(d);
    };
    for (const Value &object : *now) {
        const Value was = there.take(placed(refOf(object), after.ns));
        add(was.isNull() ? State::New : was == object ? State::Same : State::Changed, was, object);
    }
    for (const Value &object : *old) {
        if (there.contains(placed(refOf(object), before.ns)))
            add(State::Gone, object, {});
    }
    return out;
}

} // namespace chartwright
