// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "kinds/kept_values.h"
#include "secrets/value_batch.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace chartwright {

/// Asks for values of Secrets that nobody has entered yet, some or all of them. What is typed is
/// shown as dots, unless the person wants to see it. Return goes to the next empty field, and after
/// the last one keeps. Object names: "value:SECRET:KEY", "generate:SECRET:KEY", "shown", "note",
/// "keep", "without", "cancel". Main thread.
class MissingValuesDialog : public QDialog
{
    Q_OBJECT
public:
    enum class For { Deploy, Apply }; ///< what goes on afterwards

    MissingValuesDialog(const QList<SecretKey> &missing, For purpose, QWidget *parent);
    ~MissingValuesDialog() override;

    /// After accepted(): what is to be kept; once. `document`: path of the topology.yaml.
    std::vector<ValueToKeep> takeValues(const QString &document);
    /// The keys of these, with the ids that they get.
    const QList<SecretKey> &entered() const { return m_entered; }

signals:
    /// It goes on without them.
    void leftOut();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Field
    {
        SecretKey key;
        QLineEdit *line = nullptr;
        QPlainTextEdit *lines = nullptr; ///< instead, for what has several
        QWidget *widget() const;
        QString text() const;
        void clear() const;
    };
    QWidget *buildForm();
    void addField(QGridLayout *grid, int row, const Field &field);
    QLayout *buildButtons(For purpose);
    void judgeField(const Field &changed);

    QList<Field> m_fields;
    QList<SecretKey> m_entered;
    QLabel *m_note; ///< what is odd about the value that was changed last
    QWidget *m_form = nullptr;
    QPushButton *m_keep = nullptr;
};

} // namespace chartwright
