// SPDX-License-Identifier: Apache-2.0
#include "panels/env_keys_model.h"

#include "base/names.h"

namespace chartwright {
namespace {

/// What a person may not expect of how the file was read.
QString aboutReading(const EnvEntry &entry)
{
    QStringList out;
    if (!entry.earlierLines.isEmpty()) {
        QStringList lines;
        for (const int line : entry.earlierLines)
            lines.append(QString::number(line));
        out.append(EnvKeysModel::tr("also on line %1, without effect")
                       .arg(lines.join(QLatin1String(", "))));
    }
    if (entry.isCutAtHash)
        out.append(EnvKeysModel::tr("ends at the '#', since it is not in quotes"));
    return out.join(QLatin1String("; "));
}

} // namespace

EnvKeysModel::EnvKeysModel(const EnvFile &file, QObject *parent) : QAbstractTableModel(parent)
{
    for (const EnvEntry &entry : file.entries) {
        Row row{entry.key,
                aboutReading(entry),
                names::isDataKey(entry.key),
                entry.suggestsSecret,
                Use::None,
                {},
                {}};
        if (row.usable)
            row.use = entry.suggestsSecret ? Use::Secret : Use::Configuration;
        m_rows.append(row);
    }
}

void EnvKeysModel::setUse(int row, Use use)
{
    if (m_rows[row].use == use)
        return;
    m_rows[row].use = use;
    emit dataChanged(index(row, Secret), index(row, Note));
    emit usesChanged();
}

int EnvKeysModel::count(Use use) const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(),
                             [use](const Row &row) { return row.use == use; }));
}

void EnvKeysModel::setNotes(const QStringList &asSecret, const QStringList &asConfiguration)
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        m_rows[i].asSecret = asSecret.value(i);
        m_rows[i].asConfiguration = asConfiguration.value(i);
    }
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, Note), index(rowCount() - 1, Note));
}

QString EnvKeysModel::note(const Row &row) const
{
    QStringList out;
    if (!row.usable)
        out.append(tr("no name for a key: letters, digits, '-', '_' and '.'"));
    if (row.use == Use::Secret)
        out.append(row.asSecret);
    if (row.use == Use::Configuration && row.looksSecret)
        out.append(tr("looks like a secret"));
    if (row.use != Use::Secret) // what an import would replace, before it is ticked too
        out.append(row.asConfiguration);
    out.append(row.about);
    out.removeAll(QString());
    return out.join(QLatin1String("; "));
}

int EnvKeysModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int EnvKeysModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant EnvKeysModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[index.row()];
    const bool text = role == Qt::DisplayRole || role == Qt::ToolTipRole;
    switch (index.column()) {
    case Key:
        return text ? row.key : QVariant();
    case Secret:
    case Configuration: {
        const bool on = row.use == (index.column() == Secret ? Use::Secret : Use::Configuration);
        if (role == Qt::CheckStateRole)
            return on ? Qt::Checked : Qt::Unchecked;
        if (role == Qt::AccessibleTextRole)
            return tr("%1: %2").arg(
                row.key, headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString());
        return {};
    }
    case Note:
        return text ? note(row) : QVariant();
    default:
        return {};
    }
}

bool EnvKeysModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    const Use use = index.column() == Secret ? Use::Secret : Use::Configuration;
    setUse(index.row(), value.toInt() == Qt::Checked ? use : Use::None);
    return true;
}

QVariant EnvKeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Key:
        return tr("Key");
    case Secret:
        return tr("Secret");
    case Configuration:
        return tr("Configuration");
    default:
        return {};
    }
}

Qt::ItemFlags EnvKeysModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    Qt::ItemFlags out = Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const bool tick = index.column() == Secret || index.column() == Configuration;
    if (!tick || m_rows[index.row()].usable)
        out |= Qt::ItemIsEnabled;
    if (tick && m_rows[index.row()].usable)
        out |= Qt::ItemIsUserCheckable;
    return out;
}

} // namespace chartwright
