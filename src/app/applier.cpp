// SPDX-License-Identifier: Apache-2.0
#include "app/applier.h"

#include "app/apply_dialog.h"
#include "app/background.h"
#include "app/message_box.h"
#include "app/targets_dialog.h"
#include "cluster/plain_text.h"
#include "kinds/manifest_kind.h"
#include "panels/difference_panel.h"
#include "secrets/value_keeper.h"

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

using State = ObjectDifference::State;

} // namespace

Applier::Applier(Document *document, Selection *selection, ProjectSession *session,
                 ClusterDesk *desk, ValueKeeper *keeper, DifferencePanel *panel, Settings *settings,
                 QWidget *window)
    : QObject(window), m_document(document), m_selection(selection), m_session(session),
      m_desk(desk), m_keeper(keeper), m_panel(panel), m_settings(settings), m_window(window)
{
    connect(panel, &DifferencePanel::targetRequested, this, &Applier::chooseTarget);
    connect(panel, &DifferencePanel::compareRequested, this, &Applier::compare);
    connect(panel, &DifferencePanel::applyRequested, this, &Applier::apply);
    connect(panel, &DifferencePanel::cancelRequested, this, &Applier::cancel);
    connect(panel, &DifferencePanel::adoptRequested, this, &Applier::adopt);
    const auto showTarget = [this] {
        m_panel->setTarget(m_desk->title(), m_desk->isProduction(m_desk->choice().context));
    };
    connect(desk, &ClusterDesk::choiceChanged, this, [this, showTarget] {
        showTarget();
        // What another cluster said tells nothing of this one.
        if (!isRunning()) {
            m_document->setClusterFacts({});
            m_panel->clear();
            emit compared();
        }
    });
    connect(document, &Document::replaced, this, [this] {
        m_goesWithoutValues = false;
        if (!m_run) // an apply that runs goes on to its end
            end();
    });
}

Applier::~Applier() { delete m_work; }

void Applier::chooseTarget()
{
    auto *dialog = new TargetsDialog(m_desk, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

/// Gets all that a run needs; false where there is nothing to run.
bool Applier::begin(bool withDrawing, Then then)
{
    if (isRunning() || !m_session->isOpen())
        return false;
    m_session->takePending();
    if (m_desk->choice().context.isEmpty()) {
        chooseTarget();
        return false;
    }
    const auto connection = m_desk->connection(m_desk->choice().context);
    if (!connection) {
        MessageBox::showError(m_window, tr("The cluster cannot be used."), connection.error());
        return false;
    }
    m_connection = *connection;
    m_then = then;
    m_isOfHelm = isDeploy();
    m_hasValues = false;
    m_last.reset();
    m_held = {};
    m_isWithDrawing = withDrawing;
    m_work = new QObject(this);
    m_panel->setMessage({}, false);
    m_panel->setRunning(tr("Asking %1…").arg(shownName(m_desk->choice().context)));
    emit runningChanged();
    using Reach = ClusterConnection::State;
    if (m_connection->state() == Reach::Reachable) {
        learnKinds();
        return true;
    }
    connect(m_connection.get(), &ClusterConnection::changed, m_work, [this] {
        if (m_connection->state() == Reach::Failed)
            fail(m_connection->failure());
        else if (m_connection->state() == Reach::Reachable) {
            m_connection->disconnect(m_work);
            learnKinds();
        }
    });
    m_connection->ask();
    return true;
}

/// Other kinds than those of every server come and go.
void Applier::learnKinds()
{
    const auto goOn = [this] {
        if (m_then == &Applier::tellCompared || m_isOfHelm)
            lookForHelm();
        else
            plan();
    };
    if (m_document->topology().ofKind(ManifestKind).isEmpty())
        return goOn();
    m_connection->learnKinds(m_work, [this, goOn](const std::optional<ApiFailure> &failure) {
        if (failure)
            fail(*failure);
        else
            goOn();
    });
}

/// Once it is known what the cluster serves.
void Applier::plan()
{
    const RenderInput input = renderInput();
    m_plan = {input.release, input.ns};
    m_plan.drawn = drawnKinds(m_document->topology(), input.ns);
    if (m_isWithDrawing) {
        const Topology snapshot = m_document->topology();
        const ApiKinds kinds = m_connection->kinds();
        const auto planned = resultInBackground(
            m_window, tr("Rendering"), [&] { return releasePlan(snapshot, input, kinds); });
        if (!isRunning()) // cancelled meanwhile
            return;
        if (!planned) {
            emit problemsRequested();
            stop(planned.error().text());
            MessageBox::showError(m_window, tr("The drawing cannot be applied yet."),
                                  planned.error());
            return;
        }
        m_plan = m_isOfHelm ? helmPlan(*planned, m_last) : *planned;
    }
    look();
}

RenderInput Applier::renderInput() const
{
    RenderInput out = m_desk->renderInput();
    if (m_last && m_then == &Applier::tellCompared)
        out.values = mergeValues(contentValues(m_document->topology(), out.values, m_last->values),
                                 out.values.isMap() ? out.values : Map());
    if (isDeploy() && m_wish.values.isMap())
        out.values = mergeValues(m_wish.values, out.values.isMap() ? out.values : Map());
    return out;
}

void Applier::compare() { begin(true, &Applier::tellCompared); }

void Applier::apply() { begin(true, &Applier::askToApply); }

bool Applier::deploy(const Wish &wish)
{
    if (isRunning())
        return false;
    m_wish = wish;
    return begin(true, &Applier::findHelm);
}

void Applier::deleteAll() { begin(false, &Applier::listSecrets); }

void Applier::look()
{
    auto *run = new DifferenceRun(m_connection.get(), m_plan, m_work);
    connect(run, &DifferenceRun::progressed, m_work, [this](int done, int all) {
        m_panel->setRunning(tr("Comparing: %1 of %2").arg(done).arg(all));
    });
    run->start([this, work = m_work](const ApiResult<QList<ObjectDifference>> &found) {
        if (work != m_work)
            return;
        if (!found)
            return fail(found.error());
        QList<ObjectDifference> differences = *found;
        if (isDeploy())
            expectWebhooks(differences, m_plan);
        m_panel->setDifferences(differences, by());
        emit compared();
        preflight();
    });
}

DifferencePanel::By Applier::by() const
{
    using By = DifferencePanel::By;
    return !m_isWithDrawing ? By::Deletion : m_isOfHelm ? By::Helm : By::Apply;
}

void Applier::preflight()
{
    auto *run = new PreflightRun(m_connection.get(), m_plan, m_work);
    run->start([this, work = m_work](const ApiResult<Preflight> &found) {
        if (work != m_work)
            return;
        if (!found)
            return fail(found.error());
        m_preflight = *found;
        if (found->mayCreateNamespace == true) {
            QList<ObjectDifference> differences = m_panel->differences();
            expectNamespace(differences, m_plan);
            m_panel->setDifferences(differences, by());
            emit compared();
        }
        m_document->setClusterFacts(
            clusterFacts(m_plan, m_connection->kinds(), *found, m_panel->differences()));
        (this->*m_then)();
    });
}

void Applier::tellCompared()
{
    const QList<ObjectDifference> &all = m_panel->differences();
    const auto refused = std::count_if(all.begin(), all.end(), [](const ObjectDifference &d) {
        return d.state == State::Refused;
    });
    if (m_preflight.mayCreateNamespace == false)
        m_panel->setMessage(namespaceProblem(), true);
    else if (m_preflight.hasNamespace == false)
        m_panel->setMessage(
            tr("The namespace %1 is not there yet; applying can make it.").arg(m_plan.ns), false);
    else if (m_isOfHelm && refused == 0)
        m_panel->setMessage(tr("A release of Helm: this is what Deploy would change."), false);
    else if (refused > 0)
        m_panel->setMessage(tr("The cluster would refuse %n object(s).", nullptr, int(refused)),
                            true);
    end();
}

QString Applier::namespaceProblem() const
{
    return tr("The namespace %1 is not there, and this account may not create it. Ask an "
              "administrator of the cluster to, or choose a namespace that is there.")
        .arg(m_plan.ns);
}

ApplyQuestion Applier::question() const
{
    ApplyQuestion out;
    const QString context = m_desk->choice().context;
    out.context = shownName(context);
    out.ns = m_plan.ns;
    out.release = m_plan.release;
    out.isProduction = m_desk->isProduction(context);
    out.needsNamespace = m_isWithDrawing && m_preflight.hasNamespace == false;
    for (const SecretPlan &secret : m_plan.secrets)
        out.secrets.append(secret.ref.name);
    for (const ObjectDifference &d : m_panel->differences()) {
        out.created += d.state == State::New ? 1 : 0;
        out.changed += d.state == State::Changed ? 1 : 0;
        if (d.state == State::Gone)
            out.deletions.append(d.ref);
        if (!d.helmRelease.isEmpty() && !m_isOfHelm)
            out.helmRelease = d.helmRelease;
    }
    return out;
}

/// What would be refused; then nothing is changed.
bool Applier::tellObstacles()
{
    if (m_preflight.mayCreateNamespace == false) {
        emit problemsRequested();
        stop(tr("Nothing was changed. %1").arg(namespaceProblem()));
        return true;
    }
    const ClusterFacts facts = m_document->clusterFacts();
    const auto isObstacle = [](const ClusterSaying &s) {
        return s.what == ClusterSaying::What::Refused || s.what == ClusterSaying::What::Forbidden ||
               s.what == ClusterSaying::What::KindMissing;
    };
    const auto obstacles =
        std::count_if(facts.sayings.cbegin(), facts.sayings.cend(), [&](const auto &said) {
            return std::any_of(said.cbegin(), said.cend(), isObstacle);
        });
    if (obstacles == 0)
        return false;
    emit problemsRequested();
    stop(tr("Nothing was changed: the cluster would refuse %n object(s). Problems tell why.",
            nullptr, int(obstacles)));
    return true;
}

void Applier::askToApply()
{
    if (tellObstacles())
        return;
    const ApplyQuestion question = this->question();
    if (question.helmRelease.isEmpty()) {
        if (const int open = m_panel->undecided(); open > 0) {
            return stop(tr("Nothing was changed: %n field(s) belong to somebody else. Take, keep "
                           "or adopt each.",
                           nullptr, open));
        }
    }
    lookForValues(question);
}

/// What the answers to an apply and to a deploy have in common.
ApplyOptions Applier::optionsOf(const ApplyAnswer &answer) const
{
    ApplyOptions out;
    out.release = m_plan.release;
    out.ns = m_plan.ns;
    out.createNamespace = answer.createsNamespace;
    if (answer.handsSecretsOver)
        out.secrets = m_plan.secrets;
    out.vault = m_keeper->vault();
    return out;
}

void Applier::applyAsAnswered(const ApplyAnswer &answer)
{
    ApplyOptions options = optionsOf(answer);
    options.fromHelm = answer.takesFromHelm;
    const ConflictDecisions decided = m_panel->decisions();
    options.taken = decided.taken;
    options.kept = decided.kept;
    options.deletions = answer.deletions;
    askAboutSecrets(options);
}

void Applier::ask(const ApplyQuestion &question, void (Applier::*then)(const ApplyAnswer &))
{
    m_panel->setRunning(tr("Waits for your answer"));
    auto *dialog = new ApplyDialog(question, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, m_work,
            [this, dialog, then] { (this->*then)(dialog->answer()); });
    connect(dialog, &QDialog::rejected, m_work,
            [this] { stop(tr("Nothing was changed."), false); });
    dialog->open();
}

void Applier::cancel()
{
    if (m_run && !m_run->isOver()) {
        m_run->cancel(); // after the object that is on its way
        m_panel->setRunning(tr("Stopping…"));
        return;
    }
    if (!isRunning())
        return;
    stop(tr("Cancelled. Nothing was changed."), false);
}

void Applier::fail(const ApiFailure &failure)
{
    m_document->setClusterFacts({});
    stop(failure.error.text());
}

void Applier::stop(const QString &text, bool isError)
{
    m_panel->setMessage(text, isError);
    end();
    emit stopped(text, isError);
}

void Applier::end()
{
    m_run = nullptr;
    if (m_connection)
        m_connection->disconnect(m_work);
    if (m_work)
        m_work->deleteLater();
    m_work = nullptr;
    m_helm = nullptr;
    m_chart.reset();
    m_panel->setRunning({});
    emit runningChanged();
}

void Applier::adopt(const ResourceId &id, const Path &path, const Value &value)
{
    if (!m_document->topology().find(id))
        return;
    m_document->push(setField(m_document->topology(), m_document->refs(), id, path, value));
    m_selection->reveal(id, path);
    compare();
}

} // namespace chartwright
