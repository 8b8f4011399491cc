// SPDX-License-Identifier: Apache-2.0
#include "canvas/wire_tool.h"

#include "canvas/kind_popup.h"
#include "canvas/wire_chooser.h"
#include "model/edits.h"

#include <QApplication>
#include <QCoreApplication>
#include <QLineF>
#include <cmath>

namespace chartwright {
namespace {

constexpr double SnapReach = 24;

QString tr(const char *text) { return QCoreApplication::translate("Canvas", text); }

} // namespace

WireTool::WireTool(CanvasView &view, const SceneHit &socket, QPointF start)
    : Tool(view), m_node(socket.node), m_row(socket.row), m_out(socket.out), m_base(topology()),
      m_start(start), m_now(start)
{
    m_fixed = endAt(m_node, m_row);
    if (!scene().node(m_node).shape.hasSocket(m_row, m_out))
        m_fixed.socket.clear();
    hint(tr("Release on a socket that lights up. Esc or the right button breaks off."));
    updateAll();
}

std::unique_ptr<WireTool> WireTool::reattach(CanvasView &view, const SceneHit &end, QPointF start)
{
    const SceneWire wire = view.scene().wire(end.wire);
    const bool movesStart = end.out;
    // What not all references share is not to be narrowed down to the row that the line ends in.
    const NodeShape &shape = view.scene().node(movesStart ? wire.to : wire.from).shape;
    const int row =
        shape.wireRow(movesStart ? wire.wire.toSocket : wire.wire.fromSocket, !movesStart);
    SceneHit fixed{SceneHit::What::Socket, movesStart ? wire.to : wire.from, -1, row, !movesStart};
    auto tool = std::make_unique<WireTool>(view, fixed, start);
    tool->m_hidden = end.wire;
    tool->m_base.apply(removeWire(tool->topology(), wire.wire));
    if (!wire.wire.uses.isEmpty())
        tool->m_sameSpec = wire.wire.uses.first().first;
    return tool;
}

WireTool::~WireTool()
{
    if (m_popup) {
        m_popup->disconnect();
        m_popup->close();
    }
}

WireEnd WireTool::endAt(int node, int row) const
{
    const NodeShape &shape = view().scene().node(node).shape;
    const bool out = node == m_node ? m_out : !m_out;
    return {shape.id, shape.socketOf(row, out)};
}

WireOffer WireTool::offerTo(const Topology &topology, const WireEnd &end) const
{
    return m_out ? offer(topology, m_fixed, end) : offer(topology, end, m_fixed);
}

const WireTool::Answer &WireTool::answer(int node)
{
    const auto known = m_answers.constFind(node);
    if (known != m_answers.cend())
        return *known;
    Answer made;
    const NodeShape &shape = scene().node(node).shape;
    if (node == m_node) {
        made.refusal = tr("A node is not wired to itself");
        return *m_answers.insert(node, made);
    }
    bool any = false;
    for (int row = -1; row < int(shape.rows.size()); ++row) {
        if (!shape.hasSocket(row, !m_out))
            continue;
        any = true;
        const WireOffer given = offerTo(m_base, endAt(node, row));
        if (!given.meanings.isEmpty())
            made.accepts |= NodeShape::bit(row);
        else if (made.refusal.isEmpty())
            made.refusal = given.refusal;
    }
    if (!any)
        made.refusal = offerTo(m_base, {shape.id, {}}).refusal;
    if (made.refusal.isEmpty() && made.accepts == 0)
        made.refusal = tr("%1 has nothing to join here").arg(shape.name);
    return *m_answers.insert(node, made);
}

std::optional<WireTool::Target> WireTool::snapped(QPointF p)
{
    const double reach = SnapReach / view().zoom();
    double nearest = reach;
    std::optional<Target> best;
    const bool rows = detailAt(view().zoom()) == Detail::Near;
    for (const int n :
         scene().nodesIn(QRectF(p - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach)))) {
        const Answer &given = answer(n);
        const SceneNode &node = scene().node(n);
        for (int row = -1; given.accepts != 0 && row < (rows ? int(node.shape.rows.size()) : 0);
             ++row) {
            const double away = QLineF(p, node.socket(row, !m_out)).length();
            if ((given.accepts & NodeShape::bit(row)) && away < nearest) {
                nearest = away;
                best = Target{n, row, true, {}};
            }
        }
    }
    return best;
}

/// On a node but on no socket: the row under the pointer, else the header, else the first that
/// takes it.
WireTool::Target WireTool::inBody(int node, QPointF p)
{
    const Answer &given = answer(node);
    if (given.accepts == 0)
        return {node, -1, false, given.refusal};
    const SceneNode &at = scene().node(node);
    const double y = p.y() - at.rect.top() - NodeShape::HeaderHeight - NodeShape::RowsPadding;
    const int under =
        std::clamp(int(std::floor(y / NodeShape::RowHeight)), -1, int(at.shape.rows.size()) - 1);
    if (given.accepts & NodeShape::bit(under))
        return {node, under, true, {}};
    if (at.shape.hasSocket(under, !m_out) && under >= 0)
        return {node, under, false, offerTo(m_base, endAt(node, under)).refusal};
    for (int row = -1; row < int(at.shape.rows.size()); ++row) {
        if (given.accepts & NodeShape::bit(row))
            return {node, row, true, {}};
    }
    return {node, -1, false, given.refusal};
}

WireTool::Target WireTool::targetAt(QPointF p)
{
    if (const auto found = snapped(p))
        return *found;
    const QList<int> near = scene().nodesIn(QRectF(p, QSizeF(0.1, 0.1)));
    for (auto it = near.crbegin(); it != near.crend(); ++it) {
        if (scene().node(*it).rect.contains(p))
            return *it == m_node ? Target{} : inBody(*it, p);
    }
    // A wire that comes from outside meets the frame at its edge.
    const int chart = scene().chart();
    const double reach = SnapReach / view().zoom();
    if (chart >= 0 && chart != m_node && answer(chart).accepts &&
        scene().node(chart).rect.adjusted(-reach, -reach, reach, reach).contains(p))
        return {chart, -1, true, {}};
    return {};
}

void WireTool::move(QPointF at, Qt::KeyboardModifiers)
{
    if (m_popup)
        return;
    const auto reach = [this] {
        const double edge = 60 / std::min(1.0, view().zoom());
        const QPointF from = scene().node(m_node).socket(m_row, m_out);
        QRectF r = QRectF(from, loose()).normalized();
        const double bend = std::max(40.0, r.width() / 2);
        // The text beside the pointer reaches furthest.
        const double tip = 320 / view().zoom();
        return r.adjusted(-bend - edge, -edge, bend + edge, edge) |
               QRectF(m_now - QPointF(tip, tip / 2), QSizeF(2 * tip, tip));
    };
    update(reach());
    const Target before = m_target;
    m_now = at;
    m_target = targetAt(at);
    update(reach());
    for (const int n : {before.node, m_target.node}) {
        if (n >= 0 && !(before == m_target))
            update(scene().node(n).rect.adjusted(-14, -14, 14, 14));
    }
    if (!(before == m_target)) {
        hint(!m_target.refusal.isEmpty()
                 ? m_target.refusal
                 : tr("Release on a socket that lights up. Esc or the right button breaks off."));
    }
}

QPointF WireTool::loose() const
{
    if (!m_target.accepts)
        return m_now;
    const Scene &nodes = view().scene();
    const SceneNode &node = nodes.node(m_target.node);
    if (m_target.node == nodes.chart())
        return {node.rect.left(),
                std::clamp(m_now.y(), node.rect.top() + 15, node.rect.bottom() - 15)};
    return node.socket(m_target.row, !m_out);
}

bool WireTool::release(QPointF at, Qt::KeyboardModifiers modifiers)
{
    move(at, modifiers);
    hint({});
    updateAll();
    if ((at - m_start).manhattanLength() < QApplication::startDragDistance() / view().zoom()) {
        if (m_hidden < 0)
            selection().set({m_fixed.id});
        return true;
    }
    if (m_target.accepts) {
        connectTo(m_base, endAt(m_target.node, m_target.row));
        return !m_popup;
    }
    // A wire that is moved stays where it was; a new one may end in a new node.
    if (m_target.node >= 0 || m_hidden >= 0 ||
        scene().hit(at, 1 / view().zoom(), Detail::Far).node == m_node)
        return true;
    askKind(at);
    return !m_popup;
}

void WireTool::connectTo(const Topology &base, const WireEnd &end)
{
    WireOffer given = offerTo(base, end);
    for (const WireSpec *spec : std::as_const(given.meanings)) {
        if (spec->id == m_sameSpec) {
            given.meanings = {spec}; // moved, it means what it meant
            break;
        }
    }
    if (given.meanings.isEmpty())
        return;
    const WireEnd &from = m_out ? m_fixed : end;
    const WireEnd &to = m_out ? end : m_fixed;
    const bool moved = given.meanings.first()->id == m_sameSpec;
    if (moved || !WireChooser::isNeeded(base, given, from, to)) {
        const WireSpec *spec = given.meanings.first();
        draw(base, spec, end, WireChooser::usualTicks(base, *spec, from, to));
        return;
    }
    auto *chooser = new WireChooser(base, given, from, to, &view());
    QObject::connect(chooser, &WireChooser::chosen, &view(),
                     [this, base, end](const WireSpec *spec, const QStringList &ticked) {
                         draw(base, spec, end, ticked);
                         finish();
                     });
    wait(chooser);
}

template <class Popup> void WireTool::wait(Popup *popup)
{
    m_popup = popup;
    QObject::connect(popup, &Popup::dismissed, &view(), [this] { finish(); });
    popup->openAt(view().mapFromScene(m_now).toPoint() + QPoint(8, 8));
}

void WireTool::draw(const Topology &base, const WireSpec *spec, const WireEnd &end,
                    const QStringList &ticked)
{
    const WireEnd &from = m_out ? m_fixed : end;
    const WireEnd &to = m_out ? end : m_fixed;
    Topology after = base;
    const Edit wire = drawWire(base, *spec, from, to, ticked);
    if (wire.isEmpty() && !RefIndex(base).areNeighbours(from.id, to.id)) {
        hint(tr("A field of this node has the wrong shape for a wire. Problems says which."));
        return;
    }
    after.apply(wire);
    const bool isNew = !topology().find(end.id);
    push(difference(topology(), after, wire.text));
    if (isNew)
        selection().set({end.id});
    else
        selection().setWire(from.id, to.id);
}

void WireTool::askKind(QPointF at)
{
    const QStringList kinds = kindsFor(m_base, m_fixed, m_out);
    if (kinds.isEmpty())
        return;
    auto *popup = new KindPopup(m_base.kinds(), kinds, view().theme(), &view());
    QObject::connect(popup, &KindPopup::chosen, &view(), [this, at](const QString &kind) {
        m_popup = nullptr;
        make(kind, at);
        if (!m_popup)
            finish();
    });
    wait(popup);
}

void WireTool::make(const QString &kind, QPointF at)
{
    Topology base = m_base;
    Resource made = newResource(base, kind);
    const QPointF corner = at - QPointF(m_out ? 0 : NodeShape::Width, NodeShape::rowMiddle(-1));
    const auto onGrid = [](double v) { return std::round(v / 10) * 10; };
    const QPointF place(onGrid(corner.x()), onGrid(corner.y()));
    base.apply(insertResource(base, made, place));
    if (offerTo(base, {made.id, {}}).meanings.isEmpty()) {
        seed(made);
        base.put(made);
    }
    const WireOffer given = offerTo(base, {made.id, {}});
    if (given.meanings.isEmpty()) {
        push(difference(topology(), base, tr("Add %1").arg(made.name)));
        selection().set({made.id});
        hint(given.refusal);
        return;
    }
    connectTo(base, {made.id, {}});
}

void WireTool::cancel()
{
    hint({});
    updateAll();
}

Qt::CursorShape WireTool::cursor() const
{
    return m_target.node >= 0 && !m_target.accepts ? Qt::ForbiddenCursor : Qt::CrossCursor;
}

void WireTool::adjustNode(int node, NodeLook &look)
{
    const auto bit = NodeShape::bit(m_row);
    if (node == m_node) {
        (m_out ? look.litOut : look.litIn) |= bit;
        return;
    }
    const Answer &given = answer(node);
    look.dimmed = given.accepts == 0;
    look.hot = false;
    (m_out ? look.acceptIn : look.acceptOut) = given.accepts;
    if (node == m_target.node && m_target.accepts)
        (m_out ? look.snapIn : look.snapOut) = NodeShape::bit(m_target.row);
}

void WireTool::adjustWire(int, WireLook &look)
{
    look.dimmed = true;
    look.hot = false;
}

void WireTool::paint(DiagramPainter &painter)
{
    const QPointF from = scene().node(m_node).socket(m_row, m_out);
    const bool refused = m_target.node >= 0 && !m_target.accepts;
    if (m_out)
        painter.pulled(from, loose(), WireStyle::Traffic, refused);
    else
        painter.pulled(loose(), from, WireStyle::Traffic, refused);
}

void WireTool::paintOverlay(QPainter &painter)
{
    if (m_target.refusal.isEmpty() || m_popup)
        return;
    DiagramPainter::tip(&painter, view().theme(), m_target.refusal, view().mapFromScene(m_now),
                        view().viewport()->size(), true);
}

void seed(Resource &resource)
{
    const QString data = QStringLiteral("data"), key = QStringLiteral("KEY");
    if (resource.kind == u"ConfigMap")
        resource.fields = with(resource.fields, Path(data).key(key), QString());
    else if (resource.kind == u"Secret")
        resource.fields = with(resource.fields, Path(data).key(key), Map());
    else if (resource.kind == u"Service")
        resource.fields = with(resource.fields, Path(QStringLiteral("spec.ports")),
                               List{Map{{QStringLiteral("name"), QStringLiteral("http")},
                                        {QStringLiteral("protocol"), QStringLiteral("TCP")},
                                        {QStringLiteral("port"), 80},
                                        {QStringLiteral("targetPort"), 80}}});
}

} // namespace chartwright
