// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDialog>
#include <memory>

namespace Ui {
class FolderDialog;
}

namespace chartwright {

/// Asks for a folder that may have yet to be made: its name, and where. Says what will happen.
class FolderDialog : public QDialog
{
    Q_OBJECT
public:
    FolderDialog(const QString &title, const QString &accept, const QString &place,
                 const QString &name, QWidget *parent = nullptr);
    ~FolderDialog() override;

    QString path() const; ///< absolute, clean

private:
    void browse();
    void validate();

    std::unique_ptr<Ui::FolderDialog> m_ui;
};

} // namespace chartwright
