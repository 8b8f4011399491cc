// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/live_state.h"

#include <QAbstractTableModel>
#include <QIcon>

namespace chartwright {

/// A sign for how something does, told apart without colour.
QIcon healthIcon(Health health);

/// Pods as `kubectl get pods -o wide` lists them; by name. What changed is told row by row, so that
/// a view of thousands stays where it is.
class PodsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, State, Ready, Restarts, Age, Node, Image, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// By name; of one namespace or several.
    void setPods(const QList<LivePod> &pods);
    const QList<LivePod> &pods() const { return m_pods; }
    const LivePod *pod(const QModelIndex &index) const;
    /// Time has gone on.
    void updateAges();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<LivePod> m_pods;
};

} // namespace chartwright
