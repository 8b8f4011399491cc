// SPDX-License-Identifier: Apache-2.0
#include "canvas/node_shape.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

bool sameRow(const NodeRow &a, const NodeRow &b)
{
    return a.label == b.label && a.value == b.value && a.in == b.in && a.out == b.out;
}

void cutRows(NodeShape &shape, int most)
{
    const int count = int(shape.rows.size());
    if (count <= most + 1) // "and 1 more" would take the room of the one
        return;
    shape.hiddenRows = count - most;
    shape.rows.resize(most);
    shape.rows.append(
        {QCoreApplication::translate("Canvas", "and %n more", nullptr, shape.hiddenRows),
         {},
         {},
         {}});
}

} // namespace

QSizeF NodeShape::size() const
{
    const double below = rows.isEmpty() ? 0 : 2 * RowsPadding + RowHeight * double(rows.size());
    return {Width, HeaderHeight + below};
}

QRectF NodeShape::rowRect(int row)
{
    if (row < 0)
        return {0, 0, Width, HeaderHeight};
    return {0, HeaderHeight + RowsPadding + row * RowHeight, Width, RowHeight};
}

std::optional<int> NodeShape::socketRow(const QString &socket, bool out) const
{
    if (socket.isEmpty())
        return (out ? headerOut : headerIn) ? std::optional(-1) : std::nullopt;
    for (int i = 0; i < int(rows.size()); ++i) {
        if ((out ? rows[i].out : rows[i].in) == socket)
            return i;
    }
    return std::nullopt;
}

int NodeShape::wireRow(const QString &socket, bool out) const
{
    if (const auto row = socketRow(socket, out))
        return *row;
    return hiddenRows > 0 && !socket.isEmpty() ? int(rows.size()) - 1 : -1;
}

int NodeShape::wireRow(const QStringList &sockets, bool out) const
{
    QHash<int, qsizetype> counts;
    for (const QString &socket : sockets) {
        const int row = wireRow(socket, out);
        if (++counts[row] * 2 > sockets.size())
            return row;
    }
    return -1;
}

NodeShape::Mask NodeShape::wireRows(const QStringList &sockets, bool out) const
{
    Mask mask = 0;
    for (const QString &socket : sockets)
        mask |= bit(wireRow(socket, out));
    return mask;
}

bool NodeShape::hasSocket(int row, bool out) const
{
    if (row < 0)
        return out ? headerOut : headerIn;
    return row < rows.size() && (out ? rows[row].out : rows[row].in).has_value();
}

QString NodeShape::socketOf(int row, bool out) const
{
    return row < 0 ? QString() : (out ? rows[row].out : rows[row].in).value_or(QString());
}

double pillWidth(const QString &label)
{
    double width = 16;
    for (const QChar c : label)
        width += QStringView(u"ijl.:,/|' ").contains(c)  ? 4
                 : c.isLower() || c == u'_' || c == u'-' ? 6.4
                                                         : 7.8;
    return std::clamp(width, 22.0, 160.0);
}

bool operator==(const NodeShape &a, const NodeShape &b)
{
    return a.id == b.id && a.kind == b.kind && a.name == b.name && a.note == b.note &&
           a.hiddenRows == b.hiddenRows &&
           std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), sameRow);
}

NodeShape nodeShape(const Topology &topology, const Resource &resource)
{
    NodeShape shape;
    shape.id = resource.id;
    shape.kind = resource.kind;
    shape.name = resource.name;
    shape.title = resource.kind;
    const KindSpec *kind = topology.kinds().find(resource.kind);
    if (!kind)
        return shape;
    shape.title = kind->title;
    shape.icon = kind->icon;
    shape.colour = kind->colour;
    shape.column = kind->column;
    shape.templated = kind->isTemplated();
    shape.headerIn = kind->headerIn;
    shape.headerOut = kind->headerOut;
    if (shape.isChart()) {
        shape.note = QCoreApplication::translate("Canvas", "%1 · app %2")
                         .arg(resource.fields[u"version"].scalarText(),
                              resource.fields[u"appVersion"].scalarText());
    }
    if (kind->rows) {
        shape.rows = kind->rows(topology, resource);
        cutRows(shape, kind->kind == u"ConfigMap" || kind->kind == u"Secret" ? NodeShape::MaxKeys
                                                                             : NodeShape::MaxRows);
    }
    return shape;
}

} // namespace chartwright
