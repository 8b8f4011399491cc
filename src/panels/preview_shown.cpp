// SPDX-License-Identifier: Apache-2.0
#include "model/kind_spec.h"
#include "panels/find_bar.h"
#include "panels/line_diff.h"
#include "panels/panel_style.h"
#include "panels/preview_job.h"
#include "panels/preview_panel.h"
#include "panels/yaml_highlighter.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QTreeWidget>

// What of the last preview is shown: the list, the text, and what has changed in it.
namespace chartwright {
namespace {

constexpr qsizetype MostHighlighted = 300'000, MostMarked = 5000;
constexpr int NameRole = Qt::UserRole, IndexRole = NameRole + 1;

} // namespace

QString PreviewPanel::currentItem() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    return item ? item->data(0, NameRole).toString() : QString();
}

void PreviewPanel::showList()
{
    const QString current = currentItem();
    const bool any = m_list->currentItem() != nullptr;
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    QHash<QString, QTreeWidgetItem *> folders;
    QTreeWidgetItem *wanted = nullptr, *changed = nullptr;
    const Topology &topology = m_document->topology();
    for (qsizetype i = 0; i < m_result->items.size(); ++i) {
        const PreviewItem &item = m_result->items[i];
        QTreeWidgetItem *parent = nullptr;
        if (const QString folder = item.name.section(u'/', 0, -2); !folder.isEmpty()) {
            parent = folders.value(folder);
            if (!parent) {
                parent = new QTreeWidgetItem(m_list, {folder});
                parent->setFlags(Qt::ItemIsEnabled);
                parent->setForeground(0, style::muted(palette()));
                folders.insert(folder, parent);
            }
        }
        auto *row = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(m_list);
        row->setText(0, item.title);
        row->setData(0, NameRole, item.name);
        row->setData(0, IndexRole, i);
        if (const ResourcePtr r = topology.find(item.resource))
            row->setIcon(0, style::kindIcon(topology.kinds().find(r->kind), palette()));
        if (item.name == current && any)
            wanted = row;
        else if (!changed && !item.name.isEmpty() && isChanged(item))
            changed = row;
    }
    // Whoever tries a value wants to see what it changes.
    if (m_set->hasFocus() && changed && wanted && !isChanged(itemOf(wanted)))
        wanted = changed;
    m_list->expandAll();
    if (!wanted && m_result->manifests)
        wanted = itemOfSelection();
    if (!wanted) {
        // values.yaml says most about a chart.
        const auto found = m_list->findItems(QStringLiteral("values.yaml"), Qt::MatchExactly);
        wanted = found.isEmpty() ? m_list->topLevelItem(0) : found.first();
        if (wanted && wanted->childCount() > 0)
            wanted = wanted->child(0);
    }
    if (wanted)
        m_list->setCurrentItem(wanted);
    showText();
}

PreviewItem PreviewPanel::itemOf(const QTreeWidgetItem *row) const
{
    const QVariant i = row ? row->data(0, IndexRole) : QVariant();
    return i.isValid() ? m_result->items.value(i.toLongLong()) : PreviewItem();
}

bool PreviewPanel::isChanged(const PreviewItem &item) const
{
    const auto before = m_before.constFind(item.name);
    return before != m_before.cend() && *before != item.text;
}

void PreviewPanel::showText()
{
    const PreviewItem item = itemOf(m_list->currentItem());
    const QString text = QString::fromUtf8(item.text);
    const QString key = (m_result->manifests ? u'm' : u'f') + item.name;
    const bool same = std::exchange(m_shown, key) == key;
    if (m_text->toPlainText() != text) {
        const int y = same ? m_text->verticalScrollBar()->value() : 0;
        const int x = same ? m_text->horizontalScrollBar()->value() : 0;
        m_highlighter->setDocument(nullptr); // else it runs over the old text once more
        m_text->setPlainText(text);
        m_text->verticalScrollBar()->setValue(y);
        m_text->horizontalScrollBar()->setValue(x);
    }
    highlight();
    if (m_findBar->isVisible() || !m_text->isEnabled())
        return; // its own marks stand there; or nothing is sure
    m_text->setExtraSelections({});
    if (isChanged(item))
        showChange(QString::fromUtf8(m_before[item.name]), text);
}

void PreviewPanel::highlight()
{
    const bool wanted =
        m_text->isEnabled() && m_text->document()->characterCount() < MostHighlighted;
    QTextDocument *document = wanted ? m_text->document() : nullptr;
    if (m_highlighter->document() != document)
        m_highlighter->setDocument(document);
    if (!m_text->isEnabled())
        m_text->setExtraSelections({});
}

void PreviewPanel::showChange(const QString &before, const QString &now)
{
    const QList<int> lines = changedLines(before, now);
    QList<QTextEdit::ExtraSelection> marks;
    for (const int line : lines.first(std::min(lines.size(), MostMarked))) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_text->document()->findBlockByNumber(line));
        // With its end, so that the mark goes from side to side.
        if (!mark.cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor))
            mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        mark.format.setBackground(style::marked(palette()));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(mark);
    }
    m_text->setExtraSelections(marks);
    if (lines.isEmpty())
        return;
    const int y = m_text->verticalScrollBar()->value();
    m_text->setTextCursor(QTextCursor(m_text->document()->findBlockByNumber(lines.first())));
    if (m_text->verticalScrollBar()->value() != y)
        m_text->centerCursor();
}

QTreeWidgetItem *PreviewPanel::itemOfSelection() const
{
    const QList<ResourceId> ids = m_selection->ids();
    if (ids.size() != 1)
        return nullptr;
    for (QTreeWidgetItemIterator it(m_list); *it; ++it) {
        if (itemOf(*it).resource == ids.first())
            return *it;
    }
    return nullptr;
}

void PreviewPanel::followSelection()
{
    if (QTreeWidgetItem *item = m_result->manifests ? itemOfSelection() : nullptr)
        m_list->setCurrentItem(item);
}

} // namespace chartwright
