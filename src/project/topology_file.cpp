// SPDX-License-Identifier: Apache-2.0
#include "project/topology_file.h"

#include "project/resource_block.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

constexpr int Version = 1;

QString tr(const char *text) { return QCoreApplication::translate("Project", text); }

blocks::Read<Topology> readTree(const Value &root, const Kinds &kinds)
{
    using blocks::fault;
    if (!root.isMap())
        return fault({}, tr("this is no drawing of Chartwright"));
    if (auto ok = blocks::checkVersion(root, QStringLiteral("version"), Version); !ok)
        return tl::unexpected(ok.error());
    const Path resourcesAt(QStringLiteral("resources"));
    auto resources = blocks::readAll(resourcesAt, root[u"resources"]);
    if (!resources)
        return tl::unexpected(resources.error());
    auto places = blocks::readPlacements(Path(QStringLiteral("placements")), root[u"placements"]);
    if (!places)
        return tl::unexpected(places.error());

    // In the order of ids, so that each is appended and none inserted.
    std::sort(resources->begin(), resources->end(),
              [](const ResourcePtr &a, const ResourcePtr &b) { return a->id < b->id; });
    Topology topology(kinds);
    ResourcePtr chart;
    for (const ResourcePtr &r : std::as_const(*resources)) {
        if (r->kind == u"Chart") {
            if (chart) {
                return fault(resourcesAt.key(r->id.text), tr("there are two charts"),
                             tr("Keep one of the two resources of the kind Chart."));
            }
            chart = r;
        }
        topology.put(r);
        // A place that a merge left behind is no reason to refuse.
        if (const auto place = places->constFind(r->id); place != places->cend())
            topology.place(r->id, *place);
    }
    if (!chart) {
        return fault(resourcesAt, tr("there is no chart"),
                     tr("Add a resource of the kind Chart with the chart's name."));
    }
    Map extra;
    for (const auto &[key, value] : root.map()) {
        if (key != u"version" && key != u"resources" && key != u"placements")
            extra.append(key, value);
    }
    if (!extra.isEmpty())
        topology.setExtra(extra);
    return topology;
}

/// What git leaves where two people changed the same lines. A YAML reader may take it for keys.
std::optional<Error> findConflict(const QByteArray &bytes, const QString &file)
{
    for (const QByteArray &mark : {QByteArray("<<<<<<< "), QByteArray(">>>>>>> ")}) {
        const qsizetype at = bytes.startsWith(mark) ? 0 : bytes.indexOf('\n' + mark) + 1;
        if (at > 0 || bytes.startsWith(mark)) {
            return Error{
                tr("two changes to the drawing met here and were not merged"),
                QStringLiteral("%1:%2:1").arg(file).arg(bytes.first(at).count('\n') + 1),
                tr("Keep the lines that are right, and remove those that begin with <<<<<<<, "
                   "======= and >>>>>>>.")};
        }
    }
    return std::nullopt;
}

Result<Topology> read(const QByteArray &bytes, const QString &file, const Kinds &kinds)
{
    if (auto conflict = findConflict(bytes, file))
        return tl::unexpected(*conflict);
    const auto root = readYaml(bytes, file, ReadLimits::project());
    if (!root)
        return tl::unexpected(root.error());
    auto topology = readTree(*root, kinds);
    if (!topology)
        return tl::unexpected(blocks::located(topology.error(), bytes, file));
    return std::move(*topology);
}

} // namespace

Result<Topology> readTopology(const QByteArray &bytes, const QString &file, const Kinds &kinds)
{
    auto topology = read(bytes, file, kinds);
    if (!topology && topology.error().remedy.isEmpty())
        topology.error().remedy = tr("Correct this place, or open an older copy of the file.");
    return topology;
}

QByteArray writeTopology(const Topology &topology)
{
    Map root{{QStringLiteral("version"), Version}};
    for (const auto &[key, value] : topology.extra().map())
        root.append(key, value);
    return writeYaml(root) + blocks::writeAll(topology.resources()) +
           blocks::writePlacements(topology.placements());
}

} // namespace chartwright
