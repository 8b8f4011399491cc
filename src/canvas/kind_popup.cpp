// SPDX-License-Identifier: Apache-2.0
#include "canvas/kind_popup.h"

#include "canvas/icons.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace chartwright {

KindPopup::KindPopup(const Kinds &kinds, const QStringList &names, const CanvasTheme &theme,
                     QWidget *parent)
    : CanvasPopup(parent)
{
    setObjectName(QStringLiteral("kindPopup"));

    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("kindPopup.filter"));
    m_filter->setPlaceholderText(tr("Type a kind"));
    m_filter->setAccessibleName(tr("Kind"));
    m_filter->installEventFilter(this);
    m_list = new QListWidget(this);
    m_list->setObjectName(QStringLiteral("kindPopup.list"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setIconSize({18, 18});
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    for (const QString &name : names) {
        const KindSpec *kind = kinds.find(name);
        if (!kind)
            continue;
        auto *item = new QListWidgetItem(tintedIcon(kind->icon, theme.kind(kind->colour)),
                                         kind->title, m_list);
        item->setData(Qt::UserRole, name);
        item->setToolTip(QStringLiteral("<p>%1</p>").arg(kind->help.toHtmlEscaped()));
        item->setSizeHint({0, 28});
    }
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(8, 8, 8, 8);
    all->addWidget(m_filter);
    all->addWidget(m_list, 1);

    connect(m_filter, &QLineEdit::textChanged, this, &KindPopup::filter);
    connect(m_filter, &QLineEdit::returnPressed, this, &KindPopup::accept);
    connect(m_list, &QListWidget::itemClicked, this, &KindPopup::accept);
    filter({});
}

void KindPopup::openAt(QPoint at)
{
    CanvasPopup::openAt(at, {220, 62 + std::max(2, m_list->count()) * 28}, m_filter);
}

void KindPopup::filter(const QString &text)
{
    const QString wanted = text.trimmed();
    QListWidgetItem *best = nullptr;
    bool bestStarts = false;
    for (int i = 0; i < m_list->count(); ++i) {
        QListWidgetItem *item = m_list->item(i);
        const bool fits = item->text().contains(wanted, Qt::CaseInsensitive) ||
                          item->data(Qt::UserRole).toString().contains(wanted, Qt::CaseInsensitive);
        item->setHidden(!fits);
        const bool starts = fits && item->text().startsWith(wanted, Qt::CaseInsensitive);
        if (fits && (!best || (starts && !bestStarts))) {
            best = item;
            bestStarts = starts;
        }
    }
    m_list->setCurrentItem(best);
}

void KindPopup::step(int rows)
{
    int row = m_list->currentRow();
    do
        row += rows;
    while (row >= 0 && row < m_list->count() && m_list->item(row)->isHidden());
    if (row >= 0 && row < m_list->count())
        m_list->setCurrentRow(row);
}

void KindPopup::accept()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item || item->isHidden())
        return;
    const QString kind = item->data(Qt::UserRole).toString();
    if (closeAnswered())
        emit chosen(kind);
}

bool KindPopup::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            step(key == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return CanvasPopup::eventFilter(object, event);
}

} // namespace chartwright
