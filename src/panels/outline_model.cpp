// SPDX-License-Identifier: Apache-2.0
#include "panels/outline_model.h"

#include "model/edits.h"
#include "panels/panel_style.h"

#include <QTextDocument>

namespace chartwright {

OutlineModel::OutlineModel(Document *document, QObject *parent)
    : QAbstractItemModel(parent), m_document(document), m_root(std::make_unique<Node>())
{
    rebuild();
    connect(document, &Document::replaced, this, [this] {
        beginResetModel();
        rebuild();
        endResetModel();
    });
    connect(document, &Document::changed, this, &OutlineModel::onChanged);
    connect(document, &Document::findingsChanged, this, [this] {
        QHash<ResourceId, Severity> now;
        for (const Finding &f : m_document->findings()) {
            if (!f.isOpen())
                continue;
            const auto it = now.find(f.resource);
            if (it == now.end())
                now.insert(f.resource, f.severity);
            else
                *it = std::min(*it, f.severity);
        }
        const auto before = std::exchange(m_severities, now);
        const auto tell = [this](const ResourceId &id) {
            if (Node *node = m_nodes.value(id))
                emit dataChanged(indexOf(node), indexOf(node),
                                 {Qt::DecorationRole, Qt::ToolTipRole});
        };
        for (auto it = before.cbegin(); it != before.cend(); ++it) {
            if (now.value(it.key(), Severity(-1)) != *it)
                tell(it.key());
        }
        for (auto it = now.cbegin(); it != now.cend(); ++it) {
            if (!before.contains(it.key()))
                tell(it.key());
        }
    });
}

OutlineModel::Node *OutlineModel::add(Node *parent, const ResourceId &id, const QString &kind)
{
    auto node = std::make_unique<Node>();
    node->id = id;
    node->kind = kind;
    node->parent = parent;
    node->row = int(parent->children.size());
    Node *raw = node.get();
    parent->children.push_back(std::move(node));
    if (!id.isEmpty())
        m_nodes.insert(id, raw);
    return raw;
}

void OutlineModel::rebuild()
{
    m_root = std::make_unique<Node>();
    m_nodes.clear();
    const Topology &topology = m_document->topology();
    QHash<QString, QList<ResourcePtr>> byKind;
    QStringList others;
    for (const ResourcePtr &r : topology.resources()) {
        if (!topology.kinds().find(r->kind) && !others.contains(r->kind))
            others.append(r->kind);
        byKind[r->kind].append(r);
    }
    const ResourcePtr chart = topology.chart();
    Node *frame = chart ? add(m_root.get(), chart->id, chart->kind) : m_root.get();
    const auto group = [&](Node *parent, const QString &kind) {
        QList<ResourcePtr> list = byKind.value(kind);
        if (list.isEmpty())
            return;
        std::sort(list.begin(), list.end(), [](const ResourcePtr &a, const ResourcePtr &b) {
            return a->name != b->name ? a->name < b->name : a->id < b->id;
        });
        Node *node = add(parent, {}, kind);
        for (const ResourcePtr &r : std::as_const(list))
            add(node, r->id, kind);
    };
    for (const KindSpec &kind : topology.kinds().all()) {
        if (kind.isTemplated())
            group(frame, kind.kind);
    }
    for (const QString &kind : std::as_const(others))
        group(frame, kind);
    for (const KindSpec &kind : topology.kinds().all()) {
        if (!kind.isTemplated() && kind.kind != u"Chart")
            group(m_root.get(), kind.kind);
    }
}

void OutlineModel::onChanged(const ChangeEvent &event)
{
    bool moved = false;
    for (const Change &c : event.changes)
        moved = moved || !c.before || !c.after || c.before->name != c.after->name;
    if (moved) {
        // Orders change with names; persistent indexes keep what is selected and unfolded.
        emit layoutAboutToBeChanged();
        const QModelIndexList old = persistentIndexList();
        QList<std::pair<ResourceId, QString>> who;
        for (const QModelIndex &index : old)
            who.append({nodeOf(index)->id, nodeOf(index)->kind});
        const auto keep = std::move(m_root); // old indexes point into it
        rebuild();
        QModelIndexList now;
        for (const auto &[id, kind] : std::as_const(who)) {
            const Node *node = m_nodes.value(id);
            if (id.isEmpty()) {
                for (const auto &top : m_root->children) {
                    if (top->id.isEmpty() && top->kind == kind)
                        node = top.get();
                    for (const auto &child : top->children) {
                        if (child->id.isEmpty() && child->kind == kind)
                            node = child.get();
                    }
                }
            }
            now.append(node ? indexOf(node) : QModelIndex());
        }
        changePersistentIndexList(old, now);
        emit layoutChanged();
        return;
    }
    for (const Change &c : event.changes) {
        if (const Node *node = m_nodes.value(c.id))
            emit dataChanged(indexOf(node), indexOf(node), {Qt::DisplayRole});
    }
}

OutlineModel::Node *OutlineModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex OutlineModel::indexOf(const Node *node) const
{
    return node && node->parent ? createIndex(node->row, 0, const_cast<Node *>(node))
                                : QModelIndex();
}

ResourceId OutlineModel::id(const QModelIndex &index) const
{
    return index.isValid() ? nodeOf(index)->id : ResourceId();
}

QModelIndex OutlineModel::indexOf(const ResourceId &id) const { return indexOf(m_nodes.value(id)); }

void OutlineModel::setPalette(const QPalette &palette)
{
    m_palette = palette;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    if (row < 0 || column != 0 || row >= int(node->children.size()))
        return {};
    return createIndex(row, 0, node->children[size_t(row)].get());
}

QModelIndex OutlineModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(nodeOf(index)->parent) : QModelIndex();
}

int OutlineModel::rowCount(const QModelIndex &parent) const
{
    return int(nodeOf(parent)->children.size());
}

int OutlineModel::columnCount(const QModelIndex &) const { return 1; }

QString OutlineModel::groupTitle(const Node &node) const
{
    const KindSpec *kind = m_document->kinds().find(node.kind);
    const QString title = kind ? kind->title : node.kind;
    return tr("%1 (%2)").arg(title).arg(node.children.size());
}

QVariant OutlineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = *nodeOf(index);
    const ResourcePtr r = m_document->topology().find(node.id);
    const KindSpec *kind = m_document->kinds().find(node.kind);
    switch (role) {
    case Qt::DisplayRole:
        if (node.id.isEmpty())
            return groupTitle(node);
        if (!r)
            return {};
        if (node.kind == u"Chart")
            return QStringLiteral("%1 %2").arg(r->name, r->fields[u"version"].scalarText());
        if (node.kind == u"Image")
            return QStringLiteral("%1:%2").arg(r->name, r->fields[u"tag"].scalarText());
        return r->name;
    case Qt::EditRole:
    case NameRole:
        return r ? r->name : QString();
    case Qt::DecorationRole: {
        if (node.id.isEmpty())
            return {};
        const auto severity = m_severities.constFind(node.id);
        if (severity != m_severities.cend() && *severity != Severity::Advice)
            return style::severityIcon(*severity, m_palette);
        return style::kindIcon(kind, m_palette);
    }
    case Qt::ForegroundRole:
        return node.id.isEmpty() ? QVariant(style::muted(m_palette)) : QVariant();
    case Qt::ToolTipRole: {
        if (!r)
            return {};
        QStringList lines{kind ? kind->title : node.kind};
        const auto severity = m_severities.constFind(node.id);
        if (severity != m_severities.cend()) {
            for (const Finding &f : m_document->findings(node.id)) {
                if (f.isOpen() && lines.size() < 6)
                    lines.append(
                        QStringLiteral("%1: %2").arg(style::severityTitle(f.severity), f.message));
            }
        }
        return Qt::convertFromPlainText(lines.join(u'\n'));
    }
    case Qt::AccessibleTextRole:
        return r && kind ? QStringLiteral("%1, %2").arg(r->name, kind->title) : QVariant();
    case IdRole:
        return node.id.text;
    default:
        return {};
    }
}

bool OutlineModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const ResourcePtr r = m_document->topology().find(id(index));
    const QString name = value.toString().trimmed();
    if (role != Qt::EditRole || !r || name.isEmpty() || name == r->name)
        return false;
    Edit edit = renameResource(m_document->topology(), r->id, name);
    edit.mergeKey.clear();
    m_document->push(edit);
    return true;
}

Qt::ItemFlags OutlineModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    if (id(index).isEmpty())
        return Qt::ItemIsEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable;
}

OutlineFilter::OutlineFilter(Document *document, QObject *parent)
    : QSortFilterProxyModel(parent), m_document(document)
{
    const auto forget = [this] { m_matches.clear(); };
    connect(document, &Document::changed, this, forget);
    connect(document, &Document::replaced, this, forget);
}

void OutlineFilter::setText(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    m_matches.clear();
    invalidateFilter();
}

const std::optional<SearchMatch> &OutlineFilter::matchOf(const QModelIndex &source) const
{
    const ResourceId id{source.data(OutlineModel::IdRole).toString()};
    if (const auto it = m_matches.constFind(id); it != m_matches.cend())
        return *it;
    const ResourcePtr r = m_document->topology().find(id);
    return *m_matches.insert(id, r ? searchIn(m_document->topology(), *r, m_words) : std::nullopt);
}

QVariant OutlineFilter::data(const QModelIndex &index, int role) const
{
    const QVariant plain = QSortFilterProxyModel::data(index, role);
    if (m_words.isEmpty() ||
        (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole))
        return plain;
    const auto &match = matchOf(mapToSource(index));
    if (!match || match->text.isEmpty())
        return plain;
    if (role == Qt::ToolTipRole)
        return plain.toString() + Qt::convertFromPlainText(match->text);
    const QString joint = role == Qt::DisplayRole ? QStringLiteral("\n") : QStringLiteral(", ");
    return plain.toString() + joint + match->text;
}

Path OutlineFilter::found(const QModelIndex &index) const
{
    const auto &match = matchOf(mapToSource(index));
    return m_words.isEmpty() || !match ? Path() : match->path;
}

bool OutlineFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_words.isEmpty())
        return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!index.data(OutlineModel::IdRole).toString().isEmpty() && matchOf(index))
        return true;
    for (int i = 0; i < sourceModel()->rowCount(index); ++i) {
        if (filterAcceptsRow(i, index))
            return true;
    }
    return false;
}

} // namespace chartwright
