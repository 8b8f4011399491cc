// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "panels/env_keys_model.h"
#include "secrets/env_import.h"
#include "secrets/value_keeper.h"

#include <QDialog>
#include <QPointer>
#include <memory>

class QComboBox;
class QLabel;

namespace Ui {
class EnvImportDialog;
}

namespace chartwright {

class KeepValuesDialog;
class RevealedValue;

/// Asks which keys of a .env file are secret and which Secret and ConfigMap they go into, and puts
/// the values of those into the keychain. No value is shown but for a moment. Accepted: all are
/// kept, and imported() is to be drawn. Form: ui/env_import_dialog.ui. Main thread.
class EnvImportDialog : public QDialog
{
    Q_OBJECT
public:
    /// `preferred`: a Secret or ConfigMap that keys go into first. `document` is the path of its
    /// file.
    EnvImportDialog(EnvFile file, const QString &fileName, const Topology &topology,
                    const QString &document, const ResourceId &preferred, ValueKeeper *keeper,
                    QWidget *parent);
    ~EnvImportDialog() override;

    /// New targets have no place yet.
    const EnvImport &imported() const { return m_result; }
    void accept() override;
    void done(int result) override;

private:
    using Use = EnvKeysModel::Use;

    void fillTargets(QComboBox *combo, const QString &kind, const ResourceId &preferred);
    void tickAsDrawn();
    EnvTarget target(const QComboBox *combo, const QString &kind) const;
    const Value &dataOf(const QComboBox *combo, const QString &kind) const;
    void showValue();
    void showProblems();
    void refresh();
    QString updateTarget(const QComboBox *combo, const QString &kind, QLabel *hint, Use use) const;
    void updateNotes();

    std::unique_ptr<Ui::EnvImportDialog> m_ui;
    EnvFile m_file;
    Topology m_topology;
    QString m_document;
    ValueKeeper *m_keeper;
    EnvKeysModel *m_keys;
    RevealedValue *m_shown;
    EnvImport m_result;
    QPointer<KeepValuesDialog> m_keeping;
};

} // namespace chartwright
