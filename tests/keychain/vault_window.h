// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gui/workbench.h"
#include "panels/secret_dialog.h"
#include "secrets/vault.h"
#include "session.h"
#include "support/test_case.h"

#include <QModelIndex>

/// The real window under a real mouse, before a real keyring. One session and one window live
/// through all of a test: its functions build on each other.
class VaultWindow : public TestCase
{
protected:
    void setUp();
    void tearDown();
    QString id(const QString &secret, const QString &key);
    /// What the keychain holds, or in words why not.
    QByteArray kept(const QString &id);
    /// Of the projects, and of what the program keeps beside them.
    bool isInAFile(const QByteArray &text);
    /// Outside the folders that isInAFile() searches.
    QString write(const QString &name, const QByteArray &text);
    void press(QWidget *dialog, const QString &name);
    /// What the panel says of the key of the Secret that is selected.
    QString state(const QString &key);
    void pressKey(const QString &action, const QString &key);
    chartwright::SecretDialog *openDialog(const QString &key);
    /// The row of the list of problems that has the text.
    QModelIndex problem(const QString &text);
    void pressFix(const QString &text);
    void shoot(const QString &name);
    QByteArray newValue();
    static Session &session();

    std::unique_ptr<chartwright_test::Workbench> m_bench;
    std::unique_ptr<chartwright::Vault> m_vault;
    QByteArray m_password;
    QList<QByteArray> m_values;
};
