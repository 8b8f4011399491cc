// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"

#include <QAbstractTableModel>
#include <QPalette>
#include <QSortFilterProxyModel>

namespace chartwright {

/// The findings of a document, a row each.
class FindingsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { What, Where, Fix, Columns };
    enum Role { SeverityRole = Qt::UserRole, AcceptedRole, TextRole };

    explicit FindingsModel(Document *document, QObject *parent = nullptr);

    /// Null for an index that is none.
    const Finding *finding(const QModelIndex &index) const;
    int count(Severity severity) const { return m_counts[int(severity)]; }
    int accepted() const { return m_acceptedCount; }
    void setPalette(const QPalette &palette);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// Before anything of it changes; countsChanged() follows.
    void aboutToChange();
    void countsChanged();

private:
    void update();
    void count();
    QString resourceName(const Finding &finding) const;
    QString kindOf(const Finding &finding) const;

    Document *m_document;
    QList<Finding> m_findings;
    QPalette m_palette;
    int m_counts[3] = {0, 0, 0};
    int m_acceptedCount = 0;
};

class FindingsFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString &text);
    void setShown(Severity severity, bool shown);
    void setAcceptedShown(bool shown);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    bool m_shown[3] = {true, true, true};
    bool m_acceptedShown = false;
};

} // namespace chartwright
