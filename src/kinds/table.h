// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/field_spec.h"

/// Rows of a kind's table, so that a table reads as one.
namespace chartwright::table {

using Fields = QList<FieldSpec>;

FieldSpec string(const char *path, const QString &label, const QString &help = {});
FieldSpec text(const char *path, const QString &label, const QString &help = {});
FieldSpec boolean(const char *path, const QString &label, bool fallback, const QString &help = {});
FieldSpec integer(const char *path, const QString &label, const QString &help = {});
FieldSpec seconds(const char *path, const QString &label, qint64 least,
                  std::optional<qint64> fallback, const QString &help = {});
FieldSpec quantity(const char *path, const QString &label, const QString &help = {});
FieldSpec intOrPercent(const char *path, const QString &label, const QString &help = {});
FieldSpec port(const char *path, const QString &label, const QString &refKind,
               const QString &help = {});
FieldSpec choice(const char *path, const QString &label, const QStringList &choices,
                 const QString &help = {});
FieldSpec ref(const char *path, const QString &label, const QString &kind, const QString &part = {},
              const QString &help = {});
FieldSpec strings(const char *path, const QString &label, const QString &help = {});
FieldSpec map(const char *path, const QString &label, const QString &help = {});
FieldSpec group(const char *path, const QString &label, const Fields &fields,
                const QString &help = {});
FieldSpec list(const char *path, const QString &label, const Fields &fields,
               const QString &help = {});
FieldSpec structMap(const char *path, const QString &label, const Fields &fields,
                    const QString &help = {});
FieldSpec oneOf(const QString &label, const Fields &alternatives, const QString &help = {});
FieldSpec yaml(const char *path, const QString &label, const QString &help = {});
FieldSpec keptValue(const char *path, const QString &label, const QString &help = {});

/// metadata.namespace, labels and annotations: what every object of the cluster has.
Fields metadata();

// Checks for FieldSpec::check: what is wrong, translated, or "".
QString dnsLabel(const QString &);
QString dnsSubdomain(const QString &);
QString portName(const QString &);
QString envName(const QString &);
QString dataKey(const QString &);
QString labelKey(const QString &);
QString labelValue(const QString &);
QString absolutePath(const QString &);
QString innerPath(const QString &);  ///< of a volume or a folder: no '/' in front, no ".." in it
QString headerName(const QString &); ///< of HTTP, as a probe may send it
QString divisor(const QString &);    ///< of a resourceFieldRef, for CPU or memory
QString clusterAddress(const QString &); ///< "None" or an IP address
QString ingressHost(const QString &);
QString ingressPath(const QString &);

} // namespace chartwright::table
