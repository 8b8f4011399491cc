// SPDX-License-Identifier: Apache-2.0
#include "panels/palette_panel.h"

#include "canvas/canvas_view.h"
#include "model/kind_spec.h"
#include "panels/panel_style.h"

#include <QDrag>
#include <QEvent>
#include <QListWidget>
#include <QMimeData>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace chartwright {
namespace {

constexpr int KindRole = Qt::UserRole, ColourRole = Qt::UserRole + 1,
              ShortcutRole = Qt::UserRole + 2;

/// A kind as a small node: an edge in its colour, icon, title, and its key.
class KindDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {140, 34};
    }

    void paint(QPainter *p, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        p->save();
        p->setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(option.rect).adjusted(8.5, 2.5, -8.5, -2.5);
        const bool hot = option.state & QStyle::State_MouseOver;
        const bool current =
            option.state & QStyle::State_HasFocus && option.state & QStyle::State_Selected;
        const QColor accent = style::accent(option.palette);
        p->setPen(QPen(current ? accent
                       : hot   ? style::muted(option.palette)
                               : style::line(option.palette),
                       current ? 1.6 : 1));
        p->setBrush(option.palette.color(QPalette::Base));
        p->drawRoundedRect(box, 4, 4);
        QPainterPath edge;
        edge.addRoundedRect(box, 4, 4);
        p->setClipPath(edge);
        p->fillRect(QRectF(box.left(), box.top(), 4, box.height()),
                    index.data(ColourRole).value<QColor>());
        p->setClipping(false);
        const QRect inner = box.toRect().adjusted(12, 0, -10, 0);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(p, QRect(inner.left(), inner.center().y() - 8, 18, 18));
        p->setFont(option.font);
        p->setPen(option.palette.color(QPalette::Text));
        p->drawText(inner.adjusted(26, 0, -16, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                    option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight,
                                                  inner.width() - 42));
        p->setPen(style::muted(option.palette));
        p->drawText(inner, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                    index.data(ShortcutRole).toString());
        p->restore();
    }
};

class KindList : public QListWidget
{
public:
    using QListWidget::QListWidget;

protected:
    void startDrag(Qt::DropActions) override
    {
        const QListWidgetItem *item = currentItem();
        if (!item)
            return;
        auto *mime = new QMimeData;
        mime->setData(QLatin1String(KindMimeType), item->data(KindRole).toString().toUtf8());
        auto *drag = new QDrag(this);
        drag->setMimeData(mime);
        const QRect rect = visualItemRect(item);
        drag->setPixmap(viewport()->grab(rect));
        drag->setHotSpot(QPoint(rect.width() / 2, rect.height() / 2));
        drag->exec(Qt::CopyAction);
    }
};

} // namespace

PalettePanel::PalettePanel(Document *document, Selection *, QWidget *parent)
    : QWidget(parent), m_document(document), m_list(new KindList(this))
{
    setObjectName(QStringLiteral("palette"));
    m_list->setObjectName(QStringLiteral("palette:list"));
    m_list->setAccessibleName(tr("Kinds of resources"));
    m_list->setItemDelegate(new KindDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setDragEnabled(true);
    m_list->setDragDropMode(QAbstractItemView::DragOnly);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->addWidget(m_list);
    connect(m_list, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) {
        emit insertRequested(item->data(KindRole).toString());
    });
    fill();
}

void PalettePanel::fill()
{
    const int row = std::max(0, m_list->currentRow());
    m_list->clear();
    for (const KindSpec &kind : m_document->kinds().all()) {
        // The Chart is there already, round everything.
        if (kind.kind == u"Chart")
            continue;
        auto *item = new QListWidgetItem(style::kindIcon(&kind, palette()), kind.title, m_list);
        item->setData(KindRole, kind.kind);
        item->setData(ColourRole, style::kindColour(kind, palette()));
        item->setData(ShortcutRole, kind.shortcut.isNull() ? QString() : QString(kind.shortcut));
        item->setToolTip(tr("%1\nDrag it onto the canvas, or press %2 there.")
                             .arg(kind.help)
                             .arg(kind.shortcut));
        item->setData(Qt::AccessibleDescriptionRole, kind.help);
    }
    m_list->setCurrentRow(row);
}

void PalettePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fill();
}

} // namespace chartwright
