// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/difference.h"
#include "external/helm_output.h"

/// What comparing a release tells before Helm brings it. Any thread.
namespace chartwright {

/// What an upgrade would have to take from others: Helm 4 stops at it, and Helm 3 overwrites fields
/// without a word.
struct HeldByOthers
{
    struct Field
    {
        ObjectRef ref;
        ResourceId resource;
        FieldDifference field;
    };
    QList<Field> fields;
    /// That are no part of the release; their fields are not listed.
    QList<ObjectRef> objects;
    /// Those of them that an apply of ours made.
    QList<ObjectRef> applied;

    bool isEmpty() const { return fields.isEmpty() && objects.isEmpty(); }
    /// Who has what, and what to do; without a place.
    Error error() const;
};
/// Of a comparison of a plan of helmPlan(), as this release.
HeldByOthers heldByOthers(const QList<ObjectDifference> &differences, const QString &release);

/// An upgrade with these values would change nothing in the cluster, nor what Helm keeps of the
/// release: `plan` is of helmPlan(), with its last revision.
bool isAsLastOfHelm(const ReleasePlan &plan, const QList<ObjectDifference> &differences,
                    const HelmDetail &last, const Value &values);

/// Objects that a webhook which does not answer yet kept from being tried are taken as untried: an
/// ingress controller may just be starting, and who brings them waits for it.
void expectWebhooks(QList<ObjectDifference> &differences, const ReleasePlan &plan);
/// Whether that is why something was refused.
bool isSilentWebhook(const QString &message);

} // namespace chartwright
