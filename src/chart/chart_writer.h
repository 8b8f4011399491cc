// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/exposures.h"
#include "manifest/printer.h"
#include "model/write_context.h"

namespace chartwright {

/// A chart as nodes: what both the templates and the rendering are printed from. Once made, several
/// threads may read it.
class ChartWriter : public WriteContext
{
public:
    explicit ChartWriter(const Topology &topology);

    const Exposures &exposures() const { return m_exposures; }
    const QString &chartName() const { return m_chart; }
    QString chartVersion() const;
    QString appVersion() const;
    bool prefixesNames() const { return m_prefixLength > 0; }

    /// Those that have a file, in the order of values.yaml.
    const QList<ResourcePtr> &resources() const { return m_resources; }
    /// One of resources().
    manifest::Document document(const Resource &resource) const;
    QList<manifest::Definition> definitions() const;

    /// A piece of a Format, for NOTES.txt and the test.
    using Piece = std::variant<QString, manifest::Expr>;
    QList<Piece> namePieces(const Resource &resource) const;
    QList<Piece> pieces(const Ref &ref) const;

    const Topology &topology() const override { return m_topology; }
    QString definition(const QString &name) const override;
    QString file(const Resource &resource) const override;
    manifest::Node name(const Resource &resource) const override;
    manifest::Node reference(const Ref &ref) const override;
    manifest::Entries selector(const Resource &deployment) const override;
    manifest::Entries members(const Resource &resource, const Path &path,
                              const QStringList &skip = {}) const override;
    manifest::Node node(const Resource &resource, const Path &path) const override;
    std::optional<manifest::Expr> expression(const Resource &resource,
                                             const Path &path) const override;
    manifest::Expr ownValue(const Resource &resource, const QString &key) const override;
    bool hasCommonPullSecrets() const override { return m_exposures.hasCommonPullSecrets(); }

private:
    manifest::Entries members(const Resource &resource, const Path &path, const Value &value,
                              const QStringList &skip) const;
    std::optional<manifest::Entry> entry(const Resource &resource, const Path &path,
                                         const Value *value) const;
    manifest::Node node(const Resource &resource, const Path &path, const Value &value) const;
    manifest::Node text(const Text &text) const;
    std::optional<manifest::Node> image(const Resource &resource, const Path &container) const;
    manifest::Expr printed(const Exposed &exposed) const;

    const Topology m_topology;
    Exposures m_exposures;
    QList<ResourcePtr> m_resources;
    QString m_chart;
    int m_prefixLength = 0;
    QHash<ResourceId, QString> m_files;
};

/// Keys of a manifest's map in the order that people write them in; others stay behind.
QStringList inOrder(QStringList keys, const Path &path);
/// "templates/backend-deployment.yaml" for each of the written resources, no two alike.
QHash<ResourceId, QString> fileNames(const QList<ResourcePtr> &resources);

} // namespace chartwright
