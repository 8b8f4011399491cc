// SPDX-License-Identifier: Apache-2.0
#include "panels/outline_panel.h"

#include "panels/outline_model.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

namespace chartwright {

OutlinePanel::OutlinePanel(Document *document, Selection *selection, QWidget *parent)
    : QWidget(parent), m_document(document), m_selection(selection),
      m_model(new OutlineModel(document, this)), m_filter(new OutlineFilter(document, this)),
      m_view(new QTreeView(this)), m_text(new QLineEdit(this)), m_delay(new QTimer(this))
{
    setObjectName(QStringLiteral("outline"));
    m_model->setPalette(palette());
    m_filter->setSourceModel(m_model);
    m_text->setObjectName(QStringLiteral("outline:filter"));
    m_text->setPlaceholderText(tr("Filter"));
    m_text->setToolTip(tr("Finds names, kinds, keys, images, ports and values"));
    m_text->setClearButtonEnabled(true);
    m_view->setObjectName(QStringLiteral("outline:tree"));
    m_view->setAccessibleName(tr("Outline"));
    m_view->setModel(m_filter);
    m_view->setHeaderHidden(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformRowHeights(true);
    m_view->setIndentation(14);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_view->setExpandsOnDoubleClick(false);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 0);
    bar->addWidget(m_text);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);

    m_delay->setSingleShot(true);
    m_delay->setInterval(250);
    connect(m_delay, &QTimer::timeout, this, &OutlinePanel::applyFilter);
    connect(m_text, &QLineEdit::textChanged, this, [this] {
        // Not at every letter where looking through everything takes a while.
        if (isLarge())
            m_delay->start();
        else
            applyFilter();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &OutlinePanel::toSelection);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const ResourceId id = m_model->id(m_filter->mapToSource(index));
        if (const Path field = m_filter->found(index); !field.isEmpty())
            m_selection->reveal(id, field);
        else if (!id.isEmpty())
            emit activated(id);
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &pos) {
        if (!m_view->selectionModel()->selectedIndexes().isEmpty())
            emit contextMenuRequested(m_view->viewport()->mapToGlobal(pos));
    });
    connect(selection, &Selection::changed, this, &OutlinePanel::fromSelection);
    connect(document, &Document::replaced, this, [this] {
        expandAll();
        fromSelection();
    });
    connect(m_filter, &QAbstractItemModel::layoutChanged, this, [this] {
        expandAll();
        fromSelection();
    });
    expandAll();
    fromSelection();
}

bool OutlinePanel::isLarge() const { return m_document->topology().resources().size() > 500; }

void OutlinePanel::applyFilter()
{
    m_delay->stop();
    const QString text = m_text->text();
    m_following = true;
    m_view->setUniformRowHeights(text.isEmpty()); // what was found stands in a second line
    m_filter->setText(text);
    m_following = false;
    expandAll();
    fromSelection();
    m_view->doItemsLayout(); // rows that stay may have another thing in their second line
}

void OutlinePanel::expandAll()
{
    // At the sizes where this takes long, groups are what helps.
    if (isLarge())
        m_view->expandToDepth(0);
    else
        m_view->expandAll();
}

void OutlinePanel::rename()
{
    if (!m_view->currentIndex().isValid() || m_view->selectionModel()->selectedIndexes().isEmpty())
        return;
    m_view->setFocus();
    m_view->edit(m_view->currentIndex());
}

void OutlinePanel::toSelection()
{
    if (m_following)
        return;
    QList<ResourceId> ids;
    for (const QModelIndex &index : m_view->selectionModel()->selectedIndexes())
        ids.append(m_model->id(m_filter->mapToSource(index)));
    ids.removeAll(ResourceId());
    m_following = true;
    m_selection->set(ids);
    m_following = false;
}

void OutlinePanel::fromSelection()
{
    if (m_following)
        return;
    m_following = true;
    QItemSelection wanted;
    QModelIndex first;
    for (const ResourceId &id : m_selection->ids()) {
        const QModelIndex index = m_filter->mapFromSource(m_model->indexOf(id));
        if (!index.isValid())
            continue;
        wanted.select(index, index);
        if (!first.isValid())
            first = index;
    }
    QItemSelectionModel *model = m_view->selectionModel();
    model->select(wanted, QItemSelectionModel::ClearAndSelect);
    if (first.isValid()) {
        model->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
        m_view->scrollTo(first);
    }
    m_following = false;
}

} // namespace chartwright
