// SPDX-License-Identifier: Apache-2.0
#include "deploy/release_revision.h"

#include "cluster/plain_text.h"
#include "deploy/secret_mask.h"
#include "import/manifest_file.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ReleaseRevision", text); }

using State = ObjectDifference::State;

Result<QList<Value>> objectsOf(const HelmDetail &revision)
{
    const auto read = readManifests(revision.manifest.toUtf8(), tr("manifest"));
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
    out.valuesAfter = yamlText(tellHidden(before.values, after.values, oldValues, newValues));
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
