// SPDX-License-Identifier: Apache-2.0
#include "project/resource_block.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <cmath>

namespace chartwright::blocks {
namespace {

/// Nobody scrolls farther, and the canvas would lose its precision.
constexpr double FarthestPlace = 1e7;

QString tr(const char *text) { return QCoreApplication::translate("Project", text); }

QString number(double d)
{
    const bool whole = d == std::floor(d) && std::abs(d) < FarthestPlace;
    return whole ? QString::number(qint64(d)) : yamlScalar(Value(d));
}

} // namespace

QByteArray writePlacements(const QHash<ResourceId, QPointF> &placements)
{
    if (placements.isEmpty())
        return {};
    QList<ResourceId> ids = placements.keys();
    std::sort(ids.begin(), ids.end());
    QString out = QStringLiteral("placements:\n");
    for (const ResourceId &id : std::as_const(ids)) {
        const QPointF p = placements.value(id);
        out += QLatin1String("  ") + yamlKey(id.text) + QLatin1String(": [") + number(p.x()) +
               QLatin1String(", ") + number(p.y()) + QLatin1String("]\n");
    }
    return out.toUtf8();
}

Read<QHash<ResourceId, QPointF>> readPlacements(const Path &at, const Value &placements)
{
    if (!placements.isMap() && !placements.isNull())
        return fault(at, tr("this has to be a map of places by the ids of resources"));
    QHash<ResourceId, QPointF> out;
    for (const auto &[id, place] : placements.map()) {
        const List &xy = place.list();
        const auto isNumber = [](const Value &v) {
            return (v.type() == Value::Type::Int || v.type() == Value::Type::Double) &&
                   std::abs(v.toDouble()) <= FarthestPlace; // not for NaN
        };
        if (xy.size() != 2 || !isNumber(xy[0]) || !isNumber(xy[1]))
            return fault(at.key(id), tr("a place has to be two numbers, as [400, 120]"));
        out.insert(ResourceId{id}, QPointF(xy[0].toDouble(), xy[1].toDouble()));
    }
    return out;
}

Read<void> checkVersion(const Value &root, const QString &key, int version)
{
    const Value &found = root[key];
    if (found.isNull()) {
        return fault({}, tr("this is no drawing of Chartwright: it does not begin with \"%1: %2\"")
                             .arg(key)
                             .arg(version));
    }
    const Path at = Path().key(key);
    if (found.type() != Value::Type::Int || found.toInt() < 1)
        return fault(at, tr("the version has to be a number from 1 up"));
    if (found.toInt() > version) {
        return fault(at,
                     tr("this was written by a newer Chartwright (format %1; this one knows %2)")
                         .arg(found.toInt())
                         .arg(version),
                     tr("Install the newer version to open it."));
    }
    return {};
}

Error located(const Fault &fault, const QByteArray &bytes, const QString &file)
{
    Positions positions;
    const auto again = readYaml(bytes, file, ReadLimits::project(), &positions);
    Position found{1, 1};
    for (Path path = fault.path; again && !path.isEmpty(); path = path.parent()) {
        if (const auto it = positions.constFind(path.text()); it != positions.cend()) {
            found = *it;
            break;
        }
    }
    return Error{fault.message,
                 QStringLiteral("%1:%2:%3").arg(file).arg(found.line).arg(found.column),
                 fault.remedy};
}

} // namespace chartwright::blocks
