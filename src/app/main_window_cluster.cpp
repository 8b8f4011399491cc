// SPDX-License-Identifier: Apache-2.0
#include "app/applier.h"
#include "app/cluster_desk.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/production_frame.h"
#include "panels/difference_panel.h"

#include <QDockWidget>

// What of the window has to do with clusters.
namespace chartwright {

void MainWindow::connectCluster()
{
    m_actions->on(action::Target, m_applier, &Applier::chooseTarget);
    m_actions->on(action::Compare, this, [this] {
        raise(m_clusterDock);
        m_applier->compare();
    });
    m_actions->on(action::Apply, this, [this] {
        raise(m_clusterDock);
        m_applier->apply();
    });
    m_actions->on(action::DeleteAll, this, [this] {
        raise(m_clusterDock);
        m_applier->deleteAll();
    });
    connect(m_applier, &Applier::problemsRequested, this, [this] { raise(m_problemsDock); });
    connect(m_applier, &Applier::done, this, [this](const QString &text, bool isGood) {
        m_messages->show(isGood ? MessageBar::Tone::Done : MessageBar::Tone::Trouble, text);
    });
    connect(m_clusters, &ClusterDesk::choiceChanged, this, &MainWindow::updateProduction);
    connect(m_session, &ProjectSession::openChanged, this, &MainWindow::updateProduction);
}

void MainWindow::updateProduction()
{
    m_frame->setMarked(m_session->isOpen() &&
                       m_clusters->isProduction(m_clusters->choice().context));
}

} // namespace chartwright
