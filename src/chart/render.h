// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/chart_files.h"

namespace chartwright {

/// What a release says about a chart.
struct RenderInput
{
    QString release = QStringLiteral("todo");
    QString ns = QStringLiteral("default");
    /// Overrides of values.yaml, merged (see mergeValues); a null value takes the default away.
    Value values;
    /// Takes values of Secrets (secrets.data.*). The program itself never passes any this way.
    bool withSecrets = false;
};

/// One manifest as it goes to the cluster.
struct Rendered
{
    QString file; ///< "templates/backend-deployment.yaml"
    QString kind, name;
    ResourceId resource;
    Value object;    ///< as a cluster reads it
    QByteArray text; ///< as `helm template` prints it, without "---" and "# Source"
};

/// What `helm template --skip-tests` gives, in Helm's order of installation. Fails as chartFiles(),
/// and where the values break the chart's schema or a required one is missing.
Result<QList<Rendered>> render(const Topology &topology, const RenderInput &input = {});
/// The same as one stream, as `helm template` writes it.
QByteArray manifestStream(const QString &chartName, const QList<Rendered> &manifests);
/// A kind's place in Helm's order of installation (pkg/release/util/kind_sorter); others come last.
int installRank(const QString &kind);

/// `--set` in Helm's grammar (strvals): a.b=c, a[0]=x, a={x,y}, null, "\," and "\." escaped.
/// Integers, booleans and null are typed unless `asStrings` (--set-string). Later ones win; they go
/// on top of `base`, what values files and earlier options have given.
Result<Value> parseSet(const QStringList &sets, bool asStrings = false, const Value &base = {});
/// A values file (-f), read as Helm reads it: every number is a floating-point one.
Result<Value> parseValuesFile(const QByteArray &bytes, const QString &file);
/// `over` wins, map by map; what is not a map on both sides is replaced.
Value mergeValues(const Value &under, const Value &over);

/// The overrides of a drawn Release as values: {backend: {replicas: 3}}. Overrides of fields that
/// are not exposed are left out; they are in the release's drawing only (see resolve()).
Value overrideValues(const Topology &topology, const Resource &release);

} // namespace chartwright
