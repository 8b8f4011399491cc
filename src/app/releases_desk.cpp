// SPDX-License-Identifier: Apache-2.0
#include "app/releases_desk.h"

#include "app/live_desk.h"
#include "base/on_worker.h"
#include "cluster/plain_text.h"
#include "deploy/release_plan.h"
#include "deploy/release_tests.h"
#include "panels/changes_view.h"
#include "panels/releases_window.h"
#include "panels/revision_view.h"

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int AgainMs = 600;

} // namespace

ReleasesDesk::ReleasesDesk(Document *document, ProjectSession *session, ClusterDesk *desk,
                           const LiveDesk *live, Settings *settings, QWidget *window)
    : QObject(window), m_document(document), m_session(session), m_desk(desk), m_live(live),
      m_settings(settings), m_window(window)
{
    connect(live, &LiveDesk::marksChanged, this, &ReleasesDesk::showStates);
    m_again.setSingleShot(true);
    m_again.setInterval(AgainMs);
    connect(&m_again, &QTimer::timeout, this, &ReleasesDesk::list);
    connect(desk, &ClusterDesk::choiceChanged, this, [this] {
        if (!m_view)
            return;
        if (m_place != m_desk->choice())
            return connectTo();
        // Another mark on the cluster, or another Release is drawn.
        showPlace();
        m_again.start();
    });
    connect(document, &Document::replaced, this, [this] {
        if (m_view)
            m_view->close();
    });
}

ReleasesDesk::~ReleasesDesk() { delete m_view; }

/// What was asked before does not come any more.
QObject *ReleasesDesk::anew(Asking &asking)
{
    drop(asking);
    return asking.context = new QObject(this);
}

/// It goes later: this may be its own answer.
void ReleasesDesk::drop(Asking &asking)
{
    const Asking old = std::exchange(asking, {});
    old.call.cancel();
    if (old.context)
        old.context->deleteLater();
}

void ReleasesDesk::show()
{
    if (!m_view)
        open();
    m_view->show();
    m_view->raise();
    m_view->activateWindow();
}

void ReleasesDesk::showRollback(int revision)
{
    if (m_view)
        m_view->close(); // it may look at another release
    m_rollback = revision;
    show();
}

void ReleasesDesk::refresh()
{
    if (m_view)
        connectTo();
}

void ReleasesDesk::open()
{
    m_view = new ReleasesWindow(m_window);
    m_view->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_view->restoreGeometry(m_settings->toolGeometry(m_view->objectName()))) {
        const QRect over = m_window->frameGeometry();
        m_view->move(over.center() - m_view->rect().center());
    }
    ReleasesWindow *view = m_view;
    connect(view, &ReleasesWindow::closed, this, &ReleasesDesk::close);
    connect(view, &ReleasesWindow::refreshRequested, this, &ReleasesDesk::connectTo);
    connect(view, &ReleasesWindow::releaseChosen, this, &ReleasesDesk::readHistory);
    connect(view, &ReleasesWindow::revisionChosen, this, &ReleasesDesk::readRevision);
    connect(view->revision()->changes(), &ChangesView::chosen, this, &ReleasesDesk::readChanges);
    connect(view, &ReleasesWindow::previewRequested, this, &ReleasesDesk::preview);
    connect(view, &ReleasesWindow::rollbackRequested, this, &ReleasesDesk::askToRollBack);
    connect(view, &ReleasesWindow::uninstallRequested, this, &ReleasesDesk::askToUninstall);
    connect(view, &ReleasesWindow::adoptRequested, this, &ReleasesDesk::adopt);
    connect(view, &ReleasesWindow::testRequested, this, &ReleasesDesk::test);
    connect(view, &ReleasesWindow::cancelRequested, this, &ReleasesDesk::cancel);
    connectTo();
}

void ReleasesDesk::close()
{
    m_settings->setToolGeometry(m_view->objectName(), m_view->saveGeometry());
    m_rollback = 0;
    m_view = nullptr; // no answer is shown any more
    for (Asking *asking : {&m_connecting, &m_listing, &m_reading, &m_comparing})
        drop(*asking);
    if (!m_isChanging) {
        m_work.call.cancel();
        cancel();
    }
    m_watch.reset();
    m_again.stop();
}

void ReleasesDesk::connectTo()
{
    m_place = m_desk->choice();
    QObject *connecting = anew(m_connecting);
    drop(m_listing);
    m_watch.reset();
    showPlace();
    if (m_place.context.isEmpty())
        return m_view->setState(tr("There is no kubeconfig with a context: %1 is looked for. "
                                   "Minikube writes one when it starts.")
                                    .arg(m_desk->fileNames()),
                                true);
    const auto connection = m_desk->connection(m_place.context);
    if (!connection)
        return m_view->setState(connection.error().text(), true);
    m_connection = *connection;
    // helm runs a login program without asking, so we have to be in before.
    if (m_connection->state() == ClusterConnection::State::Reachable)
        return findProgram();
    m_view->setState(tr("Asking %1…").arg(shownName(m_place.context)), false);
    connect(m_connection.get(), &ClusterConnection::changed, connecting, [this, connecting] {
        if (connecting == m_connecting.context)
            reached();
    });
    m_connection->ask();
}

void ReleasesDesk::showPlace()
{
    m_view->setPlace(m_desk->title(), m_desk->isProduction(m_place.context));
}

void ReleasesDesk::reached()
{
    using State = ClusterConnection::State;
    if (m_connection->state() == State::Failed)
        return m_view->setState(m_connection->failure().error.text(), true);
    if (m_connection->state() != State::Reachable)
        return;
    m_connection->disconnect(m_connecting.context);
    findProgram();
}

void ReleasesDesk::findProgram()
{
    const auto path = findHelm(m_settings->helmPath());
    if (!path)
        return m_view->setState(path.error().text(), true);
    askHelm(*path, m_connecting.context,
            [this, asked = m_connecting.context](const Result<HelmProgram> &program) {
                if (asked != m_connecting.context)
                    return;
                if (!program)
                    return m_view->setState(program.error().text(), true);
                m_program = *program;
                watch();
                list();
            });
}

/// Where the account may see Secrets, the list follows what others do, too. An account that may not
/// has Refresh.
void ReleasesDesk::watch()
{
    const ApiKind kind = *ApiKinds().find(u"v1"_s, u"Secret"_s);
    m_watch = std::make_unique<ObjectWatch>(m_connection->client(), kind,
                                            m_view->isEverywhere() ? QString() : m_place.ns,
                                            u"owner=helm"_s);
    connect(m_watch.get(), &ObjectWatch::changed, &m_again, qOverload<>(&QTimer::start));
    m_watch->start();
}

Helm *ReleasesDesk::helm(const QString &context, const QString &ns)
{
    Helm *&found = m_helms[QStringList{m_program->path, context, ns}.join(u'\n')];
    if (!found)
        found = new Helm(*m_program, {{}, context, ns}, this);
    return found;
}

void ReleasesDesk::list()
{
    if (!m_view || !m_program)
        return;
    if (m_view->history().isEmpty() && !m_view->current())
        m_view->setState(tr("Asking Helm…"), false);
    QObject *listing = anew(m_listing);
    m_listing.call = helm(m_place.context, m_place.ns)
                         ->list(m_view->isEverywhere(), listing,
                                [this, listing](const HelmResult<QList<HelmRelease>> &found) {
                                    if (listing == m_listing.context)
                                        takeList(found);
                                });
}

void ReleasesDesk::takeList(const HelmResult<QList<HelmRelease>> &found)
{
    if (!found)
        return m_view->setState(found.error().error.text(), true);
    QList<ReleasesWindow::Entry> entries;
    for (const HelmRelease &release : *found)
        entries.append({release, isOwn(release)});
    std::stable_partition(entries.begin(), entries.end(),
                          [](const ReleasesWindow::Entry &entry) { return entry.isOwn; });
    std::stable_partition(entries.begin(), entries.end(), [&](const ReleasesWindow::Entry &entry) {
        return entry.isOwn && entry.release.name == m_place.release;
    });
    m_view->setState(
        !entries.isEmpty() ? QString()
        : m_view->isEverywhere()
            ? tr("There is no release of Helm in this cluster. Cluster › Deploy makes one of the "
                 "drawing.")
            : tr("There is no release of Helm in the namespace %1. Cluster › Deploy makes one of "
                 "the drawing.")
                  .arg(m_place.ns),
        false);
    m_view->setReleases(entries);
}

/// That the open drawing goes to: the chosen one, and any that is drawn.
bool ReleasesDesk::isOwn(const HelmRelease &release) const
{
    if (!m_session->isOpen())
        return false;
    return (release.name == m_place.release && release.ns == m_place.ns) ||
           (m_document->topology().findByName(u"Release", release.name) &&
            m_desk->namespaceOf(m_place.context, release.name) == release.ns);
}

ReleasesDesk::Subject ReleasesDesk::subject() const
{
    const auto entry = m_view->current();
    const int last = m_view->history().isEmpty() ? 0 : m_view->history().last().revision;
    return entry ? Subject{m_place.context, entry->release.ns, entry->release.name, last}
                 : Subject();
}

void ReleasesDesk::readHistory()
{
    const Subject subject = this->subject();
    drop(m_comparing);
    QObject *reading = anew(m_reading);
    m_view->revision()->setState(tr("Asking Helm…"));
    m_reading.call = helm(subject)->history(
        subject.name, reading, [this, reading](const HelmResult<QList<HelmRevision>> &history) {
            if (reading != m_reading.context)
                return;
            if (history) {
                m_view->setHistory(*history);
                if (const int revision = std::exchange(m_rollback, 0))
                    askToRollBack(revision);
            } else {
                m_view->revision()->setState(history.error().error.text());
            }
        });
}

void ReleasesDesk::readRevision(int revision)
{
    const Subject subject = this->subject();
    QObject *reading = anew(m_reading);
    m_reading.call = helm(subject)->detail(
        subject.name, revision, reading, [this, reading](const HelmResult<HelmDetail> &detail) {
            if (reading != m_reading.context)
                return;
            if (!detail)
                return m_view->revision()->setState(detail.error().error.text());
            onWorker(
                reading, [detail = *detail] { return shownRevision(detail); },
                [this, reading](const ShownRevision &shown) {
                    if (reading != m_reading.context)
                        return;
                    m_view->revision()->setRevision(shown);
                    showStates();
                });
        });
    // What it changed, or for the first one what has changed since.
    const QList<HelmRevision> &history = m_view->history();
    const auto it = std::find_if(history.begin(), history.end(),
                                 [&](const HelmRevision &r) { return r.revision == revision; });
    const bool isFirst = it == history.begin();
    const int other = history.size() < 2 ? revision
                      : isFirst          ? history.last().revision
                                         : std::prev(it)->revision;
    readChanges(isFirst ? revision : other, isFirst ? other : revision);
}

/// Of what is there now; earlier revisions are not.
void ReleasesDesk::showStates()
{
    if (!m_view)
        return;
    const Subject subject = this->subject();
    const bool isNow = subject.last > 0 && m_view->currentRevision() == subject.last;
    m_view->revision()->setStates(isNow ? m_live->objectStates(subject.name, subject.ns)
                                        : QHash<ObjectRef, LiveState>());
}

void ReleasesDesk::readChanges(int from, int to)
{
    ChangesView *changes = m_view->revision()->changes();
    changes->choose(from, to);
    drop(m_comparing);
    if (from == to)
        return changes->setState(m_view->history().size() < 2 ? tr("There is one revision only.")
                                                              : tr("Choose two revisions."));
    changes->setState(tr("Asking Helm…"));
    QObject *comparing = anew(m_comparing);
    compare(subject(), from, to, m_comparing, [this, comparing](const RevisionChanges &found) {
        if (comparing == m_comparing.context)
            m_view->revision()->changes()->setChanges(found);
    });
}

/// Both revisions, what they differ in, and which drawn resource that is. An answer that cannot be
/// had is the problem of the changes.
void ReleasesDesk::compare(const Subject &subject, int from, int to, Asking &by,
                           const Compared &done)
{
    QObject *context = by.context;
    const auto fail = [done](const HelmFailure &failure) {
        RevisionChanges out;
        out.problem = failure.error;
        done(out);
    };
    RenderInput input = m_desk->renderInput();
    const bool isDrawn = subject.name == input.release && subject.ns == input.ns;
    const auto found = [=, topology = m_document->topology()](const HelmDetail &before,
                                                              const HelmDetail &after) {
        onWorker(
            context,
            [=] {
                const auto plan = isDrawn ? releasePlan(topology, input, ApiKinds())
                                          : Result<ReleasePlan>(ReleasePlan());
                return revisionChanges(before, after, plan ? drawnObjects(*plan) : Drawn());
            },
            done);
    };
    Helm *helm = this->helm(subject);
    by.call =
        helm->detail(subject.name, from, context, [=, &by](const HelmResult<HelmDetail> &before) {
            if (!before || by.context != context)
                return before ? void() : fail(before.error());
            by.call = helm->detail(subject.name, to, context,
                                   [=, before = *before](const HelmResult<HelmDetail> &after) {
                                       if (after)
                                           found(before, *after);
                                       else
                                           fail(after.error());
                                   });
        });
}

} // namespace chartwright
