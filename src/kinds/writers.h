// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "manifest/node.h"
#include "model/write_context.h"

/// How each kind is written (KindSpec::write), and what their files share.
namespace chartwright {

manifest::Document writeConfigMap(const Resource &, const WriteContext &);
manifest::Document writeDeployment(const Resource &, const WriteContext &);
manifest::Document writeIngress(const Resource &, const WriteContext &);
manifest::Document writeSecret(const Resource &, const WriteContext &);
manifest::Document writeService(const Resource &, const WriteContext &);

/// The lines of a ConfigMap's data, which pods include the checksum of.
manifest::Entries configData(const Resource &configMap, const WriteContext &context);
/// Name of the definition that holds them, without the chart's: "config".
QString configDefinition(const Resource &configMap);

namespace write {

/// The labels that every object gets through the chart's definition "labels".
QStringList commonLabels();
/// "backend": what the resource belongs to; empty for kinds that stand for themselves.
QString component(const Resource &resource);
/// apiVersion, kind and metadata. `own`: labels in front of the drawn ones; `annotations` likewise.
manifest::Entries object(const Resource &resource, const WriteContext &context,
                         const QString &apiVersion, const manifest::Entries &own = {},
                         const manifest::Entries &annotations = {});
/// Writes what stands under `keys` only where the field `choice` (`unset` if nothing is drawn
/// there) is not `value`: by a condition where it stands in values.yaml.
manifest::Entries unless(const QString &value, const Resource &resource, const Path &choice,
                         const QString &unset, const WriteContext &context,
                         manifest::Entries entries, const QStringList &keys);
/// … only where it is.
manifest::Entries where(const QString &value, const Resource &resource, const Path &choice,
                        const QString &unset, const WriteContext &context,
                        manifest::Entries entries, const QStringList &keys);
/// The first list, then what of the second has another key.
manifest::Entries joined(const manifest::Entries &first, const manifest::Entries &second);

} // namespace write
} // namespace chartwright
