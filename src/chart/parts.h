// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/chart_writer.h"

/// The files of a chart beside its manifests.
namespace chartwright::parts {

QByteArray chartYaml(const ChartWriter &writer);
QByteArray valuesYaml(const ChartWriter &writer);
QByteArray readme(const ChartWriter &writer);
QByteArray notes(const ChartWriter &writer);
QByteArray helmIgnore();
/// The pod that `helm test` runs; nullopt where no Service can be tried.
std::optional<manifest::Document> connectionTest(const ChartWriter &writer);

/// Names of a Secret's keys, "A, B, C".
QString keyList(const Resource &secret);
/// The line that makes a Secret by hand, of the type that it has.
QString createSecret(const Resource &secret, const QString &name, const QString &options);
/// How a Service's first port is written, in pieces.
QList<ChartWriter::Piece> firstPort(const ChartWriter &writer, const Resource &service);
/// Pieces as text of a template: "{{ .Values… }}".
QString templated(const QList<ChartWriter::Piece> &pieces);

} // namespace chartwright::parts
