// SPDX-License-Identifier: Apache-2.0
#include "app/live_desk.h"

#include "app/message_box.h"
#include "app/scale_dialog.h"
#include "base/on_worker.h"
#include "cluster/plain_text.h"
#include "deploy/requests.h"
#include "panels/live_panel.h"

#include <QDesktopServices>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int PlanMs = 400;

NodeMark::Tone toneOf(Health health)
{
    switch (health) {
    case Health::Good:
    case Health::Done:
        return NodeMark::Tone::Good;
    case Health::Waiting:
        return NodeMark::Tone::Waiting;
    case Health::Bad:
        return NodeMark::Tone::Bad;
    case Health::Leaving:
    case Health::Unknown:
        return NodeMark::Tone::Quiet;
    }
    return NodeMark::Tone::Quiet;
}

} // namespace

LiveDesk::LiveDesk(Document *document, Selection *selection, ProjectSession *session,
                   ClusterDesk *desk, LivePanel *panel, Settings *settings, QWidget *window)
    : QObject(window), m_document(document), m_selection(selection), m_session(session),
      m_desk(desk), m_panel(panel), m_settings(settings), m_window(window)
{
    m_plan.setSingleShot(true);
    m_plan.setInterval(PlanMs);
    connect(&m_plan, &QTimer::timeout, this, &LiveDesk::plan);
    connect(panel, &LivePanel::startRequested, this, &LiveDesk::start);
    connect(panel, &LivePanel::stopRequested, this, &LiveDesk::stop);
    connect(panel, &LivePanel::logsRequested, this, &LiveDesk::showLogs);
    connect(panel, &LivePanel::execRequested, this, &LiveDesk::showExec);
    connect(panel, &LivePanel::forwardRequested, this, &LiveDesk::showForward);
    connect(panel, &LivePanel::restartRequested, this, &LiveDesk::restart);
    connect(panel, &LivePanel::pauseRequested, this, &LiveDesk::pause);
    connect(panel, &LivePanel::scaleRequested, this, &LiveDesk::scale);
    connect(document, &Document::changed, this, [this](const ChangeEvent &event) {
        if (m_view && !event.changes.isEmpty())
            m_plan.start();
    });
    connect(panel, &LivePanel::doorOpened, this,
            [](const QString &url) { QDesktopServices::openUrl(QUrl(url)); });
    connect(panel, &LivePanel::doorEnded, this, &LiveDesk::closeDoor);
    connect(document, &Document::replaced, this, &LiveDesk::stop);
    connect(document, &Document::replaced, this, &LiveDesk::closeDoor);
    connect(desk, &ClusterDesk::choiceChanged, this, [this] {
        if (m_door && m_doorOf != m_desk->choice())
            closeDoor();
        if (!m_view)
            return;
        const ClusterDesk::Choice to = m_desk->choice();
        // Of the same name there may be another cluster by now.
        const auto connection = m_desk->connection(to.context);
        if (m_view->release() == to.release && m_view->nameSpace() == to.ns &&
            m_connection->target().context == to.context &&
            (!connection || *connection == m_connection))
            return;
        stop();
        start();
    });
}

LiveDesk::~LiveDesk()
{
    for (const QPointer<QWidget> &tool : std::as_const(m_tools))
        delete tool;
    if (m_panel)
        m_panel->setView(nullptr);
}

bool LiveDesk::start()
{
    if (m_view || !m_session->isOpen())
        return m_view != nullptr;
    const ClusterDesk::Choice to = m_desk->choice();
    const auto connection = m_desk->connection(to.context);
    if (!connection) {
        m_panel->setTrouble(to.context.isEmpty() ? tr("Choose a cluster first.")
                                                 : connection.error().text());
        return false;
    }
    m_connection = *connection;
    m_view = std::make_unique<LiveView>(m_connection, to.release, to.ns);
    connect(m_view.get(), &LiveView::changed, this, &LiveDesk::marksChanged);
    connect(m_view.get(), &LiveView::watchStateChanged, this, &LiveDesk::marksChanged);
    plan();
    m_view->start();
    m_panel->setView(m_view.get());
    emit watchingChanged(true);
    emit marksChanged();
    return true;
}

void LiveDesk::stop()
{
    if (!m_view)
        return;
    for (const QPointer<QWidget> &tool : std::as_const(m_tools))
        delete tool;
    m_tools.clear();
    m_panel->setView(nullptr);
    m_view.reset();
    m_connection.reset();
    m_plan.stop();
    ++m_planned; // what is on its way is of no use
    emit watchingChanged(false);
    emit marksChanged();
}

/// On a worker: rendering a large drawing takes longer than a frame.
void LiveDesk::plan()
{
    if (!m_view)
        return;
    const RenderInput input = m_desk->renderInput();
    const Topology topology = m_document->topology();
    const ResourcePtr release = topology.findByName(u"Release", input.release);
    const ResourceId node = release ? release->id : ResourceId();
    onWorker(
        this, [topology, input] { return releasePlan(topology, input, ApiKinds()); },
        [this, node, run = ++m_planned](const Result<ReleasePlan> &planned) {
            if (run == m_planned)
                takePlan(planned, node);
        });
}

/// A drawing that cannot be rendered just now keeps what was known of it.
void LiveDesk::takePlan(const Result<ReleasePlan> &planned, const ResourceId &releaseNode)
{
    if (!m_view)
        return;
    if (planned)
        m_view->setPlan(*planned, releaseNode);
    else
        m_panel->setTrouble(planned.error().text());
}

void LiveDesk::keepDoor(const QUrl &url, const std::shared_ptr<OpenDoor> &door)
{
    closeDoor();
    m_door = door;
    m_doorOf = m_desk->choice();
    m_panel->setDoor(url.toString(), door->target);
    connect(door.get(), &OpenDoor::troubled, m_panel, &LivePanel::setDoorTrouble);
    connect(door.get(), &OpenDoor::closed, this, [this, target = door->target](const QString &why) {
        // It goes later: this is its own word.
        QTimer::singleShot(0, this, [keep = m_door] {});
        closeDoor();
        emit said(tr("%1 cannot be reached any more: %2").arg(target, why));
    });
}

quint16 LiveDesk::closeDoor()
{
    const auto door = std::exchange(m_door, nullptr);
    if (m_panel)
        m_panel->setDoor({}, {});
    return door ? door->port : 0;
}

NodeMarks LiveDesk::marks() const
{
    NodeMarks out;
    if (!m_view)
        return out;
    const bool isLive = m_view->isLive();
    for (auto it = m_view->states().cbegin(); it != m_view->states().cend(); ++it) {
        if (!it->isKnown)
            continue;
        NodeMark mark{isLive ? toneOf(it->health) : NodeMark::Tone::Quiet, it->word, {}};
        for (const LivePod &pod : it->pods)
            mark.pods.append(isLive ? toneOf(pod.state.health) : NodeMark::Tone::Quiet);
        if (!isLive)
            mark.text = tr("not live: %1").arg(it->word);
        out.insert(it.key(), mark);
    }
    return out;
}

QHash<ResourceId, Map> LiveDesk::values() const
{
    QHash<ResourceId, Map> out;
    if (!m_view || !m_view->isLive())
        return out;
    for (auto it = m_view->states().cbegin(); it != m_view->states().cend(); ++it) {
        if (it->helm)
            out.insert(it.key(),
                       {{u"revision"_s, it->helm->revision}, {u"status"_s, it->helm->status}});
    }
    return out;
}

QHash<ObjectRef, LiveState> LiveDesk::objectStates(const QString &release, const QString &ns) const
{
    QHash<ObjectRef, LiveState> out;
    if (!m_view || !m_view->isLive() || m_view->release() != release || m_view->nameSpace() != ns)
        return out;
    for (auto it = m_view->states().cbegin(); it != m_view->states().cend(); ++it) {
        if (auto ref = m_view->objectOf(it.key()); ref && it->isKnown) {
            ref->apiVersion.clear();
            out.insert(*ref, *it);
        }
    }
    return out;
}

bool LiveDesk::mayChange(const QString &question, const QString &details)
{
    const QString context = m_connection->target().context;
    const bool isProduction = m_desk->isProduction(context);
    const QString all = isProduction ? tr("%1 is a production cluster.").arg(shownName(context)) +
                                           u"\n\n"_s + details
                                     : details;
    return MessageBox::ask(m_window, {isProduction ? QMessageBox::Warning : QMessageBox::Question,
                                      question,
                                      all,
                                      {},
                                      {{u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole},
                                       {u"go"_s, tr("Go On"), QMessageBox::DestructiveRole}}}) ==
           u"go";
}

void LiveDesk::patch(const ResourceId &id, const Value &patch, const QString &done)
{
    if (const auto ref = m_view->objectOf(id))
        send(mergePatch(ApiKinds().path(*ref), patch), done);
}

void LiveDesk::send(const ApiRequest &request, const QString &done)
{
    m_connection->client()->send(request, this, [this, done](const ApiResult<ApiAnswer> &answer) {
        if (!answer)
            MessageBox::showError(m_window, tr("The cluster did not do it."), answer.error().error);
        else if (!done.isEmpty())
            emit said(done);
    });
}

void LiveDesk::restart()
{
    const ResourcePtr r = m_document->topology().find(m_panel->current());
    if (!m_view || !r ||
        !mayChange(tr("Restart the pods of %1?").arg(r->name),
                   tr("They are replaced one after another, as its strategy says.")))
        return;
    patch(r->id, restartPatch(), tr("%1 restarts.").arg(r->name));
}

void LiveDesk::pause(bool pause)
{
    const ResourcePtr r = m_document->topology().find(m_panel->current());
    if (!m_view || !r)
        return;
    if (pause && !mayChange(tr("Pause the rollout of %1?").arg(r->name),
                            tr("Changes wait until it is resumed; its pods go on running.")))
        return;
    patch(r->id, Map{{u"spec"_s, Map{{u"paused"_s, pause ? Value(true) : Value()}}}},
          pause ? tr("The rollout of %1 is paused.").arg(r->name)
                : tr("The rollout of %1 goes on.").arg(r->name));
}

void LiveDesk::scale()
{
    const ResourcePtr r = m_document->topology().find(m_panel->current());
    if (!m_view || !r)
        return;
    const LiveState &state = m_view->state(r->id);
    const int drawn = int(at(r->fields, Path(u"spec.replicas"_s)).toInt(1));
    auto *dialog =
        new ScaleDialog(r->name, state.rollout ? state.rollout->wanted : drawn, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id = r->id] {
        if (dialog->intoDrawing())
            drawReplicas(id, dialog->replicas());
        else
            setReplicas(id, dialog->replicas());
    });
    dialog->open();
}

void LiveDesk::drawReplicas(const ResourceId &id, int replicas)
{
    const ResourcePtr r = m_document->topology().find(id);
    if (!r)
        return;
    m_document->push(setField(m_document->topology(), m_document->refs(), id,
                              Path(u"spec.replicas"_s), replicas));
    emit said(tr("%1 pods of %2 are drawn. Apply brings them to the cluster.")
                  .arg(replicas)
                  .arg(r->name));
}

void LiveDesk::setReplicas(const ResourceId &id, int replicas)
{
    const ResourcePtr r = m_document->topology().find(id);
    if (!m_view || !r)
        return;
    const QString context = m_connection->target().context;
    if (m_desk->isProduction(context) &&
        !mayChange(tr("Scale %1 to %2 pods?").arg(r->name).arg(replicas), {}))
        return;
    // A name of its own: what is drawn stays ours.
    if (const auto ref = m_view->objectOf(id)) {
        send(mergePatch(ApiKinds().path(*ref) + u"/scale"_s,
                        Map{{u"spec"_s, Map{{u"replicas"_s, replicas}}}}, u"chartwright-scale"_s),
             {});
    }
}

} // namespace chartwright
