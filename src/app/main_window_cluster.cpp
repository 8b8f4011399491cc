// SPDX-License-Identifier: Apache-2.0
#include "app/applier.h"
#include "app/cluster_desk.h"
#include "app/deployer.h"
#include "app/live_desk.h"
#include "app/live_drawer.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/production_frame.h"
#include "app/releases_desk.h"
#include "cluster/plain_text.h"
#include "panels/deploy_panel.h"
#include "panels/difference_panel.h"
#include "panels/property_panel.h"

#include <QDockWidget>

// What of the window has to do with clusters.
namespace chartwright {
namespace {

NodeMarks differenceMarks(const QList<ObjectDifference> &differences, bool isRollback)
{
    using State = ObjectDifference::State;
    NodeMarks out;
    for (const ObjectDifference &d : differences) {
        if (d.resource.isEmpty())
            continue;
        NodeMark mark;
        switch (d.state) {
        case State::New:
            mark = {NodeMark::Tone::Changed, MainWindow::tr("new"), {}};
            break;
        case State::Changed:
            if (d.untried != ObjectDifference::Untried::No) {
                mark = {NodeMark::Tone::Changed, MainWindow::tr("to change"), {}};
                break;
            }
            mark = {
                d.conflicts.isEmpty() ? NodeMark::Tone::Changed : NodeMark::Tone::Waiting,
                d.conflicts.isEmpty()
                    ? MainWindow::tr("%n field(s) to change", nullptr, int(d.changes.size()))
                    : MainWindow::tr("belongs to %1").arg(plainText(d.conflicts.first().manager)),
                {}};
            break;
        case State::Refused:
            mark = {NodeMark::Tone::Bad, MainWindow::tr("refused"), {}};
            break;
        case State::Same:
            mark = {NodeMark::Tone::Good,
                    isRollback ? MainWindow::tr("stays as it is")
                               : MainWindow::tr("as in the cluster"),
                    {}};
            break;
        case State::Gone: // drawn, and not in the revision that is gone back to
            mark = isKept(d)
                       ? NodeMark{NodeMark::Tone::Good, MainWindow::tr("is kept"), {}}
                       : NodeMark{NodeMark::Tone::Waiting, MainWindow::tr("to be deleted"), {}};
            break;
        }
        out.insert(d.resource, mark);
    }
    return out;
}

} // namespace

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
    m_actions->on(action::Deploy, this, [this] {
        raise(m_deployDock);
        m_deployer->deploy();
    });
    connect(m_deployer, &Deployer::problemsRequested, this, [this] { raise(m_problemsDock); });
    connect(m_deployer, &Deployer::compareRequested, this, [this] {
        raise(m_clusterDock);
        setClusterView(ClusterView::Difference);
    });
    connect(m_deployer, &Deployer::rollBackRequested, m_releases, &ReleasesDesk::showRollback);
    connect(m_deployer, &Deployer::liveRequested, this,
            [this] { setClusterView(ClusterView::Live); });
    connect(m_deployer, &Deployer::said, this, [this](const QString &text, bool isGood) {
        if (!m_deploy->isVisible()) // which says it too
            tellOfCluster(text, isGood);
    });
    m_actions->on(action::DeleteAll, this, [this] {
        raise(m_clusterDock);
        m_applier->deleteAll();
    });
    connect(m_applier, &Applier::problemsRequested, this, [this] { raise(m_problemsDock); });
    connect(m_applier, &Applier::compared, this, [this] {
        // A deploy goes on to what is live.
        if (!m_difference->differences().isEmpty() && !m_deployer->isRunning())
            setClusterView(ClusterView::Difference);
        updateMarks();
    });
    connect(m_applier, &Applier::done, this, [this](const QString &text, bool isGood) {
        if (!m_deployer->isRunning())
            tellOfCluster(text, isGood);
        if (isGood)
            setClusterView(ClusterView::Live);
    });
    m_actions->on(action::ViewDesign, this, [this] { setClusterView(ClusterView::Design); });
    m_actions->on(action::ViewDifference, this, [this] {
        setClusterView(ClusterView::Difference);
        raise(m_clusterDock);
        if (m_difference->differences().isEmpty())
            m_applier->compare();
    });
    m_actions->on(action::ViewLive, this, [this] {
        raise(m_liveDock);
        setClusterView(ClusterView::Live);
    });
    m_actions->on(action::DrawLive, this, [this] {
        auto *dialog = new DrawLiveDialog(m_clusters, m_session, m_manifests, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    m_actions->on(action::Releases, m_releases, &ReleasesDesk::show);
    connect(m_applier, &Applier::done, m_releases, &ReleasesDesk::refresh);
    connect(m_releases, &ReleasesDesk::said, this, &MainWindow::tellOfCluster);
    connect(m_releases, &ReleasesDesk::changed, m_deployer, &Deployer::releaseChanged);
    connect(m_releases, &ReleasesDesk::changed, this,
            [this](const QString &, const QString &, const QString &text) {
                if (!m_clusterTrouble.isEmpty() && m_messages->text() == m_clusterTrouble)
                    tellOfCluster(text, true);
                if (m_applier->isRunning())
                    return;
                m_difference->clear(); // it was of before
                updateMarks();
            });
    connect(m_releases, &ReleasesDesk::previewed, this,
            [this](const QString &release, const QList<ObjectDifference> &differences, int from,
                   int to) {
                if (m_applier->isRunning())
                    return;
                m_difference->showRollback(differences, from, to);
                m_difference->setMessage(
                    tr("What rolling %1 back from revision %2 to %3 would change, by what Helm "
                       "noted of both. Nothing is changed yet.")
                        .arg(release)
                        .arg(from)
                        .arg(to),
                    false);
                raise(m_clusterDock);
                setClusterView(ClusterView::Difference);
            });
    connect(m_live, &LiveDesk::marksChanged, this, &MainWindow::updateMarks);
    connect(m_live, &LiveDesk::said, m_session, &ProjectSession::said);
    connect(m_live, &LiveDesk::watchingChanged, this,
            [this](bool on) { setClusterView(on ? ClusterView::Live : ClusterView::Design); });
    setClusterView(ClusterView::Design);
    connect(m_clusters, &ClusterDesk::choiceChanged, this, &MainWindow::updateProduction);
    connect(m_session, &ProjectSession::openChanged, this, &MainWindow::updateProduction);
}

void MainWindow::tellOfCluster(const QString &text, bool isGood)
{
    m_clusterTrouble = isGood ? QString() : text;
    m_messages->show(isGood ? MessageBar::Tone::Done : MessageBar::Tone::Trouble, text);
}

void MainWindow::setClusterView(ClusterView view)
{
    // Where nothing can be watched the panel says why.
    if (view == ClusterView::Live && !m_live->start())
        view = ClusterView::Design;
    m_clusterView = view;
    const auto id = view == ClusterView::Design       ? action::ViewDesign
                    : view == ClusterView::Difference ? action::ViewDifference
                                                      : action::ViewLive;
    (*m_actions)[id]->setChecked(true);
    updateMarks();
}

void MainWindow::updateMarks()
{
    m_properties->setLiveValues(m_live->values());
    switch (m_clusterView) {
    case ClusterView::Design:
        m_canvas->setMarks({});
        break;
    case ClusterView::Difference:
        m_canvas->setMarks(
            differenceMarks(m_difference->differences(), m_difference->isRollback()));
        break;
    case ClusterView::Live:
        m_canvas->setMarks(m_live->marks());
        break;
    }
}

void MainWindow::updateProduction()
{
    m_frame->setMarked(m_session->isOpen() &&
                       m_clusters->isProduction(m_clusters->choice().context));
}

} // namespace chartwright
