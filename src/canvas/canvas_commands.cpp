// SPDX-License-Identifier: Apache-2.0
#include "base/on_worker.h"
#include "canvas/kind_popup.h"
#include "canvas/layout.h"
#include "canvas/name_editor.h"
#include "canvas/tool.h"
#include "model/edits.h"
#include "project/fragment.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <cmath>

namespace chartwright {
namespace {

constexpr double Grid = 10;

QPointF onGrid(QPointF p)
{
    return {std::round(p.x() / Grid) * Grid, std::round(p.y() / Grid) * Grid};
}

} // namespace

QList<ResourcePtr> CanvasView::selectedResources() const
{
    QList<ResourcePtr> out;
    for (const ResourceId &id : m_selection->ids()) {
        const ResourcePtr r = m_document->topology().find(id);
        if (r && r->kind != u"Chart")
            out.append(r);
    }
    return out;
}

void CanvasView::selectAll()
{
    QList<ResourceId> ids;
    for (const ResourcePtr &r : m_document->topology().resources()) {
        if (r->kind != u"Chart")
            ids.append(r->id);
    }
    m_selection->set(ids);
}

void CanvasView::deleteSelection()
{
    breakOff();
    if (m_selectedWire >= 0) {
        m_document->push(removeWire(m_document->topology(), m_scene.wire(m_selectedWire).wire));
        return;
    }
    QList<ResourceId> ids;
    for (const ResourcePtr &r : selectedResources())
        ids.append(r->id);
    if (!ids.isEmpty())
        m_document->push(removeResources(m_document->topology(), m_document->refs(), ids));
}

void CanvasView::duplicateSelection()
{
    breakOff();
    const QList<ResourcePtr> originals = selectedResources();
    if (originals.isEmpty())
        return;
    QHash<ResourceId, QPointF> places;
    for (const ResourcePtr &r : originals)
        places.insert(r->id, nodeRect(r->id).topLeft());
    insertCopies(originals, places, {},
                 originals.size() == 1 ? tr("Duplicate %1").arg(originals.first()->name)
                                       : tr("Duplicate %n nodes", nullptr, int(originals.size())));
}

/// Where nothing stands, as near as can be to where they would be with `offset`.
void CanvasView::insertCopies(const QList<ResourcePtr> &originals,
                              const QHash<ResourceId, QPointF> &places, QPointF offset,
                              const QString &text)
{
    QList<Scene::Footprint> group;
    QRectF all;
    for (const ResourcePtr &r : originals) {
        const NodeShape shape = nodeShape(m_document->topology(), *r);
        group.append({QRectF(places.value(r->id), shape.size()), shape.templated});
        all |= group.constLast().rect;
    }
    const QPointF corner = onGrid(all.topLeft() + offset);
    const QPointF free = m_scene.freeOffset(group, corner - all.topLeft());
    m_selection->set(m_document->pushCopies(originals, places, free, text));
    scrollTo(m_scene.contents(m_selection->ids()));
}

void CanvasView::copy()
{
    const QList<ResourcePtr> originals = selectedResources();
    if (originals.isEmpty())
        return;
    QHash<ResourceId, QPointF> places;
    for (const ResourcePtr &r : originals)
        places.insert(r->id, nodeRect(r->id).topLeft());
    const QByteArray yaml = writeFragment(originals, places);
    auto *mime = new QMimeData;
    mime->setText(QString::fromUtf8(yaml));
    mime->setData(QLatin1String(FragmentMimeType), yaml);
    QApplication::clipboard()->setMimeData(mime);
}

void CanvasView::cut()
{
    const QList<ResourcePtr> originals = selectedResources();
    if (originals.isEmpty())
        return;
    copy();
    QList<ResourceId> ids;
    for (const ResourcePtr &r : originals)
        ids.append(r->id);
    Edit edit = removeResources(m_document->topology(), m_document->refs(), ids);
    edit.text = originals.size() == 1 ? tr("Cut %1").arg(originals.first()->name)
                                      : tr("Cut %n nodes", nullptr, int(originals.size()));
    m_document->push(edit);
}

void CanvasView::paste()
{
    breakOff();
    const QMimeData *mime = QApplication::clipboard()->mimeData();
    if (!mime)
        return;
    const QLatin1String own(FragmentMimeType);
    const QByteArray yaml = mime->hasFormat(own) ? mime->data(own) : mime->text().toUtf8();
    if (yaml.trimmed().isEmpty())
        return;
    const Result<Fragment> read = readFragment(yaml, m_document->kinds());
    if (!read) {
        emit pasteFailed(read.error().text(), QString::fromUtf8(yaml));
        return;
    }
    QRectF all;
    for (const QPointF &p : read->positions)
        all |= QRectF(p, QSizeF(NodeShape::Width, NodeShape::HeaderHeight));
    // At the pointer where there is one, else beside the originals.
    const QPointF offset = m_pointerInside ? insertPosition() - all.center() : QPointF();
    const int count = int(read->resources.size());
    insertCopies(read->resources, read->positions, offset,
                 count == 1 ? tr("Paste %1").arg(read->resources.first()->name)
                            : tr("Paste %n nodes", nullptr, count));
}

void CanvasView::renameSelection()
{
    if (m_selection->ids().size() != 1)
        return;
    breakOff();
    const ResourceId id = m_selection->ids().constFirst();
    const auto n = m_scene.find(id);
    if (!n)
        return;
    showNode(id);
    if (m_zoom < 0.6)
        setZoom(1, mapFromScene(m_scene.node(*n).rect.center()));
    const SceneNode &node = m_scene.node(*n);
    const QRectF header(node.rect.topLeft() + QPointF(34, 3),
                        QSizeF(NodeShape::Width - 38, NodeShape::HeaderHeight - 6));
    m_nameEditor = new NameEditor(m_document, id, m_theme, viewport());
    m_nameEditor->setGeometry(mapFromScene(header).toAlignedRect());
    QFont font = m_theme.nameFont;
    font.setPixelSize(std::max(9, int(13 * m_zoom)));
    m_nameEditor->setFont(font);
    m_nameEditor->show();
    m_nameEditor->setFocus();
    connect(m_nameEditor, &QObject::destroyed, this, [this] { viewport()->update(); });
}

void CanvasView::nudge(QPointF delta)
{
    QHash<ResourceId, QPointF> places;
    QStringList names;
    for (const ResourcePtr &r : selectedResources()) {
        places.insert(r->id, nodeRect(r->id).topLeft() + delta);
        names.append(r->id.text);
    }
    if (places.isEmpty()) {
        setOrigin(m_origin + (delta * 6).toPoint());
        return;
    }
    const QString text = places.size() == 1
                             ? tr("Move %1").arg(selectedResources().constFirst()->name)
                             : tr("Move %n nodes", nullptr, int(places.size()));
    m_document->push(moveResources(m_document->topology(), places, text,
                                   QStringLiteral("nudge:") + names.join(u'|')));
}

void CanvasView::insertAt(const QString &kind, QPointF centre, Room room)
{
    const Resource made = newResource(m_document->topology(), kind);
    QPointF corner = onGrid(centre - QPointF(NodeShape::Width / 2, NodeShape::HeaderHeight / 2));
    // No node is hidden under a new one; one that a key puts there keeps off others altogether.
    const auto isTaken = [&] {
        const QRectF head(corner, QSizeF(NodeShape::Width, NodeShape::HeaderHeight));
        const QList<int> near = m_scene.nodesIn(head);
        return std::any_of(near.begin(), near.end(), [&](int n) {
            return room == Room::Free ||
                   (m_scene.node(n).rect.topLeft() - corner).manhattanLength() < 20;
        });
    };
    while (isTaken())
        corner += QPointF(20, 40);
    m_document->push(insertResource(m_document->topology(), made, corner));
    m_selection->set({made.id});
    if (room == Room::Free) // it may stand far from where it was asked for
        scrollTo(nodeRect(made.id));
}

void CanvasView::insertKind(const QString &kind)
{
    breakOff();
    insertAt(kind, insertPosition(), Room::Free);
}

void CanvasView::addByTyping()
{
    breakOff();
    const QPointF at = insertPosition();
    QStringList kinds;
    for (const KindSpec &kind : m_document->kinds().all()) {
        if (kind.kind != u"Chart")
            kinds.append(kind.kind);
    }
    auto *popup = new KindPopup(m_document->kinds(), kinds, m_theme, this);
    connect(popup, &KindPopup::chosen, this,
            [this, at](const QString &kind) { insertAt(kind, at, Room::Free); });
    popup->openAt(mapFromScene(at).toPoint());
}

void CanvasView::arrange()
{
    breakOff();
    cancelArrange();
    if (m_scene.isEmpty())
        return;
    m_arranging = true;
    m_arrangeStop = std::stop_source();
    const int run = ++m_arrangeRun;
    emit arrangingChanged(true);
    onWorker(
        this,
        [topology = m_document->topology(), refs = m_document->refs(),
         stop = m_arrangeStop.get_token()] { return chartwright::layout(topology, refs, stop); },
        [this, run](const QHash<ResourceId, QPointF> &places) { placeArranged(run, places); });
}

void CanvasView::placeArranged(int run, const QHash<ResourceId, QPointF> &places)
{
    if (run != m_arrangeRun || !m_arranging)
        return;
    m_arranging = false;
    emit arrangingChanged(false);
    QHash<ResourceId, QPointF> still;
    for (auto it = places.cbegin(); it != places.cend(); ++it) {
        if (m_document->topology().find(it.key()))
            still.insert(it.key(), *it);
    }
    m_document->push(moveResources(m_document->topology(), still, tr("Arrange")));
    fitAll();
}

void CanvasView::cancelArrange()
{
    if (!m_arranging)
        return;
    m_arranging = false;
    ++m_arrangeRun;
    m_arrangeStop.request_stop();
    emit arrangingChanged(false);
}

} // namespace chartwright
