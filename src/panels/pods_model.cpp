// SPDX-License-Identifier: Apache-2.0
#include "panels/pods_model.h"

#include "panels/panel_style.h"

#include <QGuiApplication>
#include <QPalette>

namespace chartwright {
namespace {

auto keyOf(const LivePod &pod) { return std::tie(pod.name, pod.ns); }

} // namespace

QIcon healthIcon(Health health)
{
    const QPalette palette = QGuiApplication::palette();
    switch (health) {
    case Health::Good:
    case Health::Done:
        return style::acceptedIcon(palette);
    case Health::Bad:
        return style::severityIcon(Severity::Error, palette);
    case Health::Waiting:
        return style::severityIcon(Severity::Warning, palette);
    case Health::Leaving:
    case Health::Unknown:
        return style::quietIcon(palette);
    }
    return {};
}

void PodsModel::setPods(const QList<LivePod> &pods)
{
    // Both are sorted: one walk finds what went, what came and what changed.
    int row = 0;
    for (const LivePod &pod : pods) {
        int last = row;
        while (last < m_pods.size() && keyOf(m_pods[last]) < keyOf(pod))
            ++last;
        if (last > row) {
            beginRemoveRows({}, row, last - 1);
            m_pods.remove(row, last - row);
            endRemoveRows();
        }
        if (row == m_pods.size() || keyOf(m_pods[row]) != keyOf(pod)) {
            beginInsertRows({}, row, row);
            m_pods.insert(row, pod);
            endInsertRows();
        } else if (m_pods[row] != pod) {
            m_pods[row] = pod;
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
        ++row;
    }
    if (row < m_pods.size()) {
        beginRemoveRows({}, row, int(m_pods.size()) - 1);
        m_pods.resize(row);
        endRemoveRows();
    }
}

const LivePod *PodsModel::pod(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_pods.size() ? &m_pods[index.row()] : nullptr;
}

void PodsModel::updateAges()
{
    if (!m_pods.isEmpty())
        emit dataChanged(index(0, Age), index(int(m_pods.size()) - 1, Age), {Qt::DisplayRole});
}

int PodsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_pods.size());
}

int PodsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant PodsModel::data(const QModelIndex &index, int role) const
{
    const LivePod *p = pod(index);
    if (!p)
        return {};
    if (role == Qt::DecorationRole && index.column() == State)
        return healthIcon(p->state.health);
    if (role == Qt::ToolTipRole) {
        const bool hasMore = index.column() == State && !p->state.message.isEmpty();
        return style::toolTip(hasMore ? p->state.message : data(index, Qt::DisplayRole).toString());
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(index.column())) {
    case Name:
        return p->name;
    case State:
        return p->state.word;
    case Ready:
        return QStringLiteral("%1/%2").arg(p->state.ready).arg(p->state.containers);
    case Restarts:
        return p->state.restarts == 0 || !p->state.lastRestart.isValid()
                   ? QString::number(p->state.restarts)
                   : tr("%1 (%2 ago)").arg(p->state.restarts).arg(ageText(p->state.lastRestart));
    case Age:
        return ageText(p->created);
    case Node:
        return p->node;
    case Image:
        return p->images.join(QLatin1String(", "));
    case ColumnCount:
        break;
    }
    return {};
}

QVariant PodsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Name:
        return tr("Pod");
    case State:
        return tr("State");
    case Ready:
        return tr("Ready");
    case Restarts:
        return tr("Restarts");
    case Age:
        return tr("Age");
    case Node:
        return tr("Node");
    case Image:
        return tr("Images");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace chartwright
