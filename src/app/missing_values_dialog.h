// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "kinds/kept_values.h"
#include "secrets/value_batch.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace chartwright {

/// Asks for values of Secrets that nobody has entered yet, some or all of them. What is typed is
/// shown as dots. Object names: "value:SECRET:KEY", "generate:SECRET:KEY", "keep", "without",
/// "cancel". Main thread.
class MissingValuesDialog : public QDialog
{
    Q_OBJECT
public:
    MissingValuesDialog(const QList<SecretKey> &missing, QWidget *parent);
    ~MissingValuesDialog() override;

    /// After accepted(): what is to be kept; once. `document`: path of the topology.yaml.
    std::vector<ValueToKeep> takeValues(const QString &document);
    /// The keys of these, with the ids that they get.
    const QList<SecretKey> &entered() const { return m_entered; }

signals:
    /// The deploy goes on without them.
    void leftOut();

private:
    void updateKeep();

    QList<SecretKey> m_missing, m_entered;
    QList<QLineEdit *> m_fields;
    QPushButton *m_keep;
};

} // namespace chartwright
