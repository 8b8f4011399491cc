// SPDX-License-Identifier: Apache-2.0
#include "project/fragment.h"

#include "model/kind_spec.h"
#include "project/resource_block.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

constexpr int Version = 1;
// The key tells a fragment from any other YAML that somebody copied.
constexpr QLatin1StringView VersionKey("chartwright");

QString tr(const char *text) { return QCoreApplication::translate("Project", text); }

blocks::Read<Fragment> readTree(const Value &root)
{
    if (auto ok = blocks::checkVersion(root, VersionKey, Version); !ok)
        return tl::unexpected(ok.error());
    auto resources = blocks::readAll(Path(QStringLiteral("resources")), root[u"resources"]);
    if (!resources)
        return tl::unexpected(resources.error());
    auto places = blocks::readPlacements(Path(QStringLiteral("placements")), root[u"placements"]);
    if (!places)
        return tl::unexpected(places.error());
    return Fragment{std::move(*resources), std::move(*places)};
}

} // namespace

QByteArray writeFragment(const QList<ResourcePtr> &resources,
                         const QHash<ResourceId, QPointF> &positions)
{
    QList<ResourcePtr> copied = resources;
    copied.removeIf([](const ResourcePtr &r) { return r->kind == u"Chart"; }); // there is only one
    QHash<ResourceId, QPointF> theirs;
    for (const ResourcePtr &r : std::as_const(copied)) {
        if (const auto it = positions.constFind(r->id); it != positions.cend())
            theirs.insert(r->id, *it);
    }
    return writeYaml(Map{{VersionKey, Version}}) + blocks::writeAll(copied) +
           blocks::writePlacements(theirs);
}

Result<Fragment> readFragment(const QByteArray &bytes, const Kinds &kinds)
{
    const QString source = tr("clipboard");
    const auto root = readYaml(bytes, source);
    if (!root)
        return tl::unexpected(root.error());
    auto fragment = readTree(*root);
    if (!fragment)
        return tl::unexpected(blocks::located(fragment.error(), bytes, source));
    fragment->resources.removeIf([](const ResourcePtr &r) { return r->kind == u"Chart"; });
    for (const ResourcePtr &r : std::as_const(fragment->resources)) {
        if (!kinds.find(r->kind))
            return failure(tr("this Chartwright does not know the kind %1").arg(r->kind), source);
    }
    return std::move(*fragment);
}

} // namespace chartwright
