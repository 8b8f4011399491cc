// SPDX-License-Identifier: Apache-2.0
#include "deploy/helm_compare.h"

#include "cluster/plain_text.h"
#include "tree/path.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

using State = ObjectDifference::State;

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("HelmCompare", text, nullptr, n);
}

/// "nothing" for a field that is not there.
QString shown(const Value &value)
{
    if (value.isNull())
        return tr("nothing");
    return value.isMap() || value.isList() ? tr("something else") : plainText(value.scalarText());
}

bool isByAutoscaler(const HeldByOthers::Field &held)
{
    return held.field.path.text() == u"spec.replicas" &&
           held.field.owners.contains(u"kube-controller-manager"_s);
}

/// Without what is added to a manifest when it is brought.
Value asNoted(const Value &object)
{
    const Path metadata(u"metadata"_s);
    Value out = without(object, metadata.key(u"namespace"_s));
    out = without(out, metadata.key(u"labels"_s).key(u"app.kubernetes.io/managed-by"_s));
    for (const QString &name :
         {u"meta.helm.sh/release-name"_s, u"meta.helm.sh/release-namespace"_s})
        out = without(out, metadata.key(u"annotations"_s).key(name));
    return out;
}

Error ofObjects(const HeldByOthers &held)
{
    const QString first = plainText(displayName(held.objects.constFirst()));
    if (held.applied.size() == held.objects.size())
        return {
            tr("%1 was applied without Helm, and so were %n others", int(held.objects.size()) - 1)
                .arg(first),
            {},
            tr("Take them, and they become a release of Helm; Apply then leaves them alone.")};
    return {held.objects.size() == 1
                ? tr("%1 is there already, and no part of the release").arg(first)
                : tr("%1 and %n others are there already, and no part of the release",
                     int(held.objects.size()) - 1)
                      .arg(first),
            {},
            tr("Take them into the release, rename yours, or delete what is there.")};
}

Error ofFields(const HeldByOthers &held)
{
    const HeldByOthers::Field &first = held.fields.constFirst();
    const QString owners =
        isByAutoscaler(first) ? tr("an autoscaler") : first.field.owners.join(u", "_s);
    QString message =
        tr("%1 of %2 was set by %3: it is %4, and %5 is drawn")
            .arg(plainText(first.field.path.text()), plainText(displayName(first.ref)), owners,
                 shown(first.field.before), shown(first.field.after));
    if (held.fields.size() > 1)
        message += tr("; and %n more fields", int(held.fields.size()) - 1);
    return {message,
            {},
            isByAutoscaler(first)
                ? tr("It will set it again: draw the value that it has, or take the field until "
                     "then.")
                : tr("Take the field, or draw the value that it has.")};
}

} // namespace

Error HeldByOthers::error() const { return objects.isEmpty() ? ofFields(*this) : ofObjects(*this); }

HeldByOthers heldByOthers(const QList<ObjectDifference> &differences, const QString &release)
{
    HeldByOthers out;
    for (const ObjectDifference &d : differences) {
        if (d.isOutside) {
            out.objects.append(d.ref);
            if (d.live[u"metadata"][u"labels"][QString(ReleaseLabel)].toString() == release)
                out.applied.append(d.ref);
            continue;
        }
        for (const FieldDifference &field : d.changes) {
            if (field.isConflict)
                out.fields.append({d.ref, d.resource, field});
        }
    }
    return out;
}

bool isAsLastOfHelm(const ReleasePlan &plan, const QList<ObjectDifference> &differences,
                    const HelmDetail &last, const Value &values)
{
    const auto isSame = [](const ObjectDifference &d) {
        return d.state == State::Same && !d.isOutside;
    };
    const auto isNoted = [&](const ApplyObject &object) {
        // What Helm keeps of Secrets is not looked at.
        return object.ref.kind == u"Secret" ||
               asNoted(object.object) == asNoted(plan.lastOfHelm.value(object.ref));
    };
    const auto asMap = [](const Value &value) { return value.isMap() ? value : Value(Map()); };
    return last.status == u"deployed" && asMap(last.values) == asMap(values) &&
           std::all_of(differences.begin(), differences.end(), isSame) &&
           std::all_of(plan.objects.begin(), plan.objects.end(), isNoted);
}

bool isSilentWebhook(const QString &message) { return message.contains(u"failed calling webhook"); }

void expectWebhooks(QList<ObjectDifference> &differences, const ReleasePlan &plan)
{
    leaveUntriedWhere(
        differences, plan, ObjectDifference::Untried::WebhookSilent,
        [](const ObjectDifference &d) { return isSilentWebhook(d.failure->error.message); });
}

} // namespace chartwright
