// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"
#include "panels/resource_search.h"

#include <QAbstractItemModel>
#include <QPalette>
#include <QSortFilterProxyModel>

namespace chartwright {

/// The drawing as a tree of three levels: the Chart, its kinds, their resources; Images and
/// Releases are groups of their own beside the Chart.
class OutlineModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, NameRole };

    explicit OutlineModel(Document *document, QObject *parent = nullptr);

    ResourceId id(const QModelIndex &index) const;
    QModelIndex indexOf(const ResourceId &id) const;
    void setPalette(const QPalette &palette);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Node
    {
        ResourceId id; ///< empty: a group
        QString kind;
        Node *parent = nullptr;
        int row = 0;
        std::vector<std::unique_ptr<Node>> children;
    };

    void rebuild();
    void onChanged(const ChangeEvent &event);
    Node *add(Node *parent, const ResourceId &id, const QString &kind);
    Node *nodeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const Node *node) const;
    QString groupTitle(const Node &node) const;

    Document *m_document;
    std::unique_ptr<Node> m_root;
    QHash<ResourceId, Node *> m_nodes;
    QHash<ResourceId, Severity> m_severities;
    QPalette m_palette;
};

/// Words of what is drawn (see searchIn()); a group stays while something in it does. What was
/// found beyond the name stands in a second line.
class OutlineFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    OutlineFilter(Document *document, QObject *parent = nullptr);
    void setText(const QString &text);
    QVariant data(const QModelIndex &index, int role) const override;
    /// The field where it was found; empty where the name fits, or nothing is looked for.
    Path found(const QModelIndex &index) const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    const std::optional<SearchMatch> &matchOf(const QModelIndex &source) const;

    Document *m_document;
    QStringList m_words;
    mutable QHash<ResourceId, std::optional<SearchMatch>> m_matches;
};

} // namespace chartwright
