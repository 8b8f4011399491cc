// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/value_survey.h"

#include <QStandardItemModel>

namespace chartwright {

/// The values that the index lists, below the documents that they belong to. Never a value. Main
/// thread.
class KeptValuesModel : public QStandardItemModel
{
    Q_OBJECT
public:
    enum Column { Name, When, State, Columns };

    explicit KeptValuesModel(QObject *parent = nullptr);

    void setValues(const QList<SurveyedValue> &values);
    /// These are not in the keychain, whatever the index says.
    void setMissing(const QSet<QString> &ids);

    /// Of these rows, and of all below them; each once.
    QList<SurveyedValue> valuesAt(const QModelIndexList &rows) const;
    /// The row of a value.
    QModelIndex indexOf(const SurveyedValue &value) const;
    /// Of a document's row; of others nullopt.
    std::optional<QString> document(const QModelIndex &index) const;

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStandardItem *addDocument(const QString &document);
    QString stateOf(const SurveyedValue &value) const;

    QList<SurveyedValue> m_values;
    QSet<QString> m_missing;
};

} // namespace chartwright
