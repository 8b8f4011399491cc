// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/difference.h"
#include "external/helm_output.h"

/// Revisions of a release of Helm as they may be shown: without values of Secrets, and without what
/// looks like one (SecretMask). Any thread.
namespace chartwright {

struct ShownRevision
{
    QString notes;
    QString values;   ///< that it was installed with, as YAML; empty: those of the chart
    QString manifest; ///< as YAML
    QList<ObjectRef> objects;
    std::optional<Error> problem; ///< why there is nothing of that
};

struct RevisionChanges
{
    QString valuesBefore, valuesAfter; ///< as YAML
    QList<FieldChange> values;
    /// As a comparison with a cluster has them: `live` is what was, `planned` what comes; Gone is
    /// what only the first one has. In the order of installation, then those that are gone.
    QList<ObjectDifference> objects;
    std::optional<Error> problem; ///< why there is nothing of that

    bool isNothing() const;
    /// What it comes to, in a few lines: "Changed: Deployment web, ConfigMap a. New: …".
    QString summary() const;
    qsizetype changed() const; ///< objects that differ
};

/// Gone, but by its own annotation Helm leaves it where it is.
bool isKept(const ObjectDifference &difference);

ShownRevision shownRevision(const HelmDetail &revision);
/// What a plan draws, by what it becomes, for revisionChanges().
QHash<ObjectRef, ResourceId> drawnObjects(const ReleasePlan &plan);
/// A value that is hidden says "(changed)" where it differs. `drawn`: the resources by what they
/// become, with the namespace of the release where they stand in none.
RevisionChanges revisionChanges(const HelmDetail &before, const HelmDetail &after,
                                const QHash<ObjectRef, ResourceId> &drawn = {});

} // namespace chartwright
