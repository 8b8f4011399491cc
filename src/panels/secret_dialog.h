// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/value_keeper.h"

#include <QDialog>
#include <memory>

namespace Ui {
class SecretDialog;
}

namespace chartwright {

/// Takes a value, types it out, generates it, reads it from a file or makes it of the login to a
/// registry, and keeps it: in the
/// keychain, or where the person says so for this session. Accepted: it is kept. Form:
/// ui/secret_dialog.ui. Main thread.
class SecretDialog : public QDialog
{
    Q_OBJECT
public:
    using ChooseFile = std::function<QString(QWidget *)>;

    SecretDialog(ValueKeeper *keeper, const IndexEntry &entry, ChooseFile chooseFile,
                 QWidget *parent);
    ~SecretDialog() override;

    const IndexEntry &entry() const { return m_entry; }
    void accept() override;

protected:
    void showEvent(QShowEvent *event) override;

private:
    SecretValue value() const;
    Result<SecretValue> login() const;
    void clear();
    void showPage(QWidget *page);
    void showSeveral(bool several);
    void showText(QString text);
    void readFile();
    void generateValue();
    void judgeValue();
    void keepForSession();
    void unlock();
    void setBusy(const QString &text);
    void showTrouble(const VaultError &error);

    std::unique_ptr<Ui::SecretDialog> m_ui;
    ValueKeeper *m_keeper;
    IndexEntry m_entry;
    ChooseFile m_chooseFile;
    SecretValue m_file;
};

/// What is odd about a value, in sentences; empty: nothing is.
QString verdictText(Verdict verdict, const QString &key);
/// A message as a sentence, with what to do.
QString sentence(const Error &error);

} // namespace chartwright
