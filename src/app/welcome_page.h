// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/settings.h"
#include "model/topology.h"

#include <QWidget>
#include <memory>

namespace Ui {
class WelcomePage;
}

namespace chartwright {

/// What stands there before a project is open: New, Open, starters, recent projects. Main thread
/// only.
class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    WelcomePage(Settings *settings, const Kinds &kinds, QWidget *parent = nullptr);
    ~WelcomePage() override;

signals:
    void newRequested();
    void openDialogRequested();
    void openRequested(const QString &path);
    void starterRequested(const QString &name);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addStarters(const Kinds &kinds);
    void fillRecent();
    QWidget *recentRow(const Settings::Recent &project);
    void openCurrent();
    void showMenu(const QPoint &pos);
    void updateColours();

    Settings *m_settings;
    std::unique_ptr<Ui::WelcomePage> m_ui;
};

} // namespace chartwright
