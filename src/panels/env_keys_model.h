// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/env_file.h"

#include <QAbstractTableModel>

namespace chartwright {

/// The keys of a .env file, with two ticks each: into the Secret, into the ConfigMap; without
/// either a key is left out. Knows no values. Main thread.
class EnvKeysModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Key, Secret, Configuration, Note, Columns };
    enum class Use { None, Secret, Configuration };

    explicit EnvKeysModel(const EnvFile &file, QObject *parent = nullptr);

    Use use(int row) const { return m_rows[row].use; }
    void setUse(int row, Use use);
    int count(Use use) const;
    /// What happens to the key where it goes, in the order of the file; for each use.
    void setNotes(const QStringList &asSecret, const QStringList &asConfiguration);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    void usesChanged();

private:
    struct Row
    {
        QString key, about;
        bool usable = true;
        bool looksSecret = false;
        Use use = Use::None;
        QString asSecret, asConfiguration;
    };
    QString note(const Row &row) const;

    QList<Row> m_rows;
};

} // namespace chartwright
