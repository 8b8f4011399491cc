// SPDX-License-Identifier: Apache-2.0
#include "app/apply_dialog.h"
#include "app/message_box.h"
#include "app/releases_desk.h"
#include "cluster/plain_text.h"
#include "deploy/release_tests.h"
#include "deploy/secret_mask.h"
#include "model/edits.h"
#include "panels/releases_window.h"
#include "panels/revision_view.h"

using namespace Qt::StringLiterals;

// What a person wants of the drawn release: to go back, tests, an end.
namespace chartwright {

bool ReleasesDesk::begin(const QString &text, bool mayCancel)
{
    if (m_work.context || !m_view)
        return false;
    m_work.context = new QObject(this);
    m_view->setRunning(text, mayCancel);
    return true;
}

/// The window may be closed by now.
void ReleasesDesk::end(const QString &text, bool isGood)
{
    m_work.context->deleteLater();
    m_work = {};
    m_isChanging = false;
    if (m_view) {
        m_view->setRunning({});
        m_view->setMessage(text, !isGood);
        drop(m_listing); // it may be of what was before
        m_again.start();
    } else if (!text.isEmpty()) {
        emit said(text, isGood);
    }
}

ApplyQuestion ReleasesDesk::question(const Subject &subject) const
{
    ApplyQuestion out;
    out.context = shownName(subject.context);
    out.ns = subject.ns;
    out.release = subject.name;
    out.isProduction = m_desk->isProduction(subject.context);
    out.helmVersion = m_program->version;
    out.revision = subject.last;
    return out;
}

/// Unless the window was closed meanwhile.
void ReleasesDesk::compareWithLast(
    int revision, const std::function<void(const Subject &, const RevisionChanges &)> &then)
{
    const Subject subject = this->subject();
    if (!begin(tr("Comparing revision %1 with %2…").arg(subject.last).arg(revision)))
        return;
    compare(subject, subject.last, revision, m_work,
            [this, subject, then](const RevisionChanges &changes) {
                if (m_view)
                    then(subject, changes);
                else
                    end({}, true);
            });
}

void ReleasesDesk::preview(int revision)
{
    compareWithLast(revision,
                    [this, revision](const Subject &subject, const RevisionChanges &changes) {
                        end(changes.summary(), !changes.problem);
                        if (!changes.problem)
                            emit previewed(subject.name, changes.objects, subject.last, revision);
                    });
}

void ReleasesDesk::askToRollBack(int revision)
{
    compareWithLast(
        revision, [this, revision](const Subject &subject, const RevisionChanges &changes) {
            ApplyQuestion question = this->question(subject);
            question.rollbackTo = revision;
            question.effect = changes.summary();
            m_view->setRunning(tr("Waits for your answer"));
            auto *dialog = new ApplyDialog(question, m_view);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, m_work.context,
                    [this, subject, revision] { rollBack(subject, revision, false); });
            connect(dialog, &QDialog::rejected, m_work.context, [this] { end({}, true); });
            dialog->open();
        });
}

void ReleasesDesk::rollBack(const Subject &subject, int revision, bool takes)
{
    if (m_view)
        m_view->setRunning(tr("Rolling %1 back to revision %2…").arg(subject.name).arg(revision));
    m_isChanging = true;
    helm(subject)->rollback(
        subject.name, revision, takes, m_work.context,
        [this, subject, revision](const HelmResult<void> &done) {
            if (done) {
                const QString text =
                    tr("%1 is rolled back to revision %2.").arg(subject.name).arg(revision);
                end(text, true);
                emit changed(subject.ns, subject.name, text, false);
                return;
            }
            const HelmFailure &failure = done.error();
            const bool mayTake = failure.kind == HelmFailure::Kind::Conflict && m_view;
            if (!mayTake)
                return end(failure.error.text(), false);
            const QString answer = MessageBox::ask(
                m_view,
                {QMessageBox::Warning,
                 tr("Somebody else has set a field that the rollback changes."),
                 failure.error.message + u"\n\n"_s +
                     tr("Helm stopped there, and has noted the rollback as failed. Taking the "
                        "field sets it to what revision %1 has.")
                         .arg(revision),
                 {},
                 {{u"cancel"_s, tr("&Leave It"), QMessageBox::RejectRole},
                  {u"take"_s, tr("&Take It"), QMessageBox::DestructiveRole}}});
            if (answer == u"take")
                return rollBack(subject, revision, true);
            end(failure.error.text(), false);
        });
}

void ReleasesDesk::askToUninstall()
{
    const Subject subject = this->subject();
    if (!begin(tr("Waits for your answer")))
        return;
    ApplyQuestion question = this->question(subject);
    question.isUninstall = true;
    auto *dialog = new ApplyDialog(question, m_view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, m_work.context, [this, subject] { uninstall(subject); });
    connect(dialog, &QDialog::rejected, m_work.context, [this] { end({}, true); });
    dialog->open();
}

void ReleasesDesk::uninstall(const Subject &subject)
{
    if (m_view)
        m_view->setRunning(tr("Uninstalling %1…").arg(subject.name));
    m_isChanging = true;
    helm(subject)->uninstall(
        subject.name, m_work.context, [this, subject](const HelmResult<void> &done) {
            if (!done)
                return end(done.error().error.text(), false);
            const QString text =
                tr("%1 is uninstalled. Secrets that Chartwright brought stay.").arg(subject.name);
            end(text, true);
            emit changed(subject.ns, subject.name, text, true);
        });
}

void ReleasesDesk::test()
{
    const Subject subject = this->subject();
    const QString running = tr("The tests of %1 run…").arg(subject.name);
    if (!begin(running, true))
        return;
    m_tests = new ReleaseTests(helm(subject), m_connection, subject.name, m_work.context);
    connect(m_tests, &ReleaseTests::told, m_work.context, [this, running](const QString &text) {
        if (m_view)
            m_view->setRunning(running + u' ' + plainText(text), true);
    });
    m_tests->start([this, subject](const TestsEnd &tests) { endTests(subject.name, tests); });
}

void ReleasesDesk::endTests(const QString &release, const TestsEnd &tests)
{
    using How = TestsEnd::How;
    if (m_view)
        m_view->revision()->setOutput(plainText(SecretMask().text(tests.output)).trimmed());
    const QString why = plainText(tests.failure.error.text());
    QString text;
    switch (tests.how) {
    case How::Passed:
        text = tr("The tests of %1 passed.").arg(release);
        break;
    case How::Failed:
        text = tr("The tests of %1 failed: %2").arg(release, why);
        break;
    case How::Hopeless:
        text = tr("The tests of %1 cannot run and were ended: %2").arg(release, why);
        break;
    case How::Stopped:
        text = tr("The tests were cancelled.");
        break;
    }
    if (!tests.kept.isEmpty())
        text += u' ' + plainText(tests.kept);
    end(text, tests.how == How::Passed || tests.how == How::Stopped);
}

void ReleasesDesk::cancel()
{
    if (m_tests)
        m_tests->cancel();
}

/// A Release of the drawing stands for it from then on.
void ReleasesDesk::adopt()
{
    const Topology &topology = m_document->topology();
    const auto entry = m_view->current();
    if (!entry || !m_session->isOpen())
        return;
    const QString name = entry->release.name;
    if (topology.findByName(u"Release", name))
        return m_view->setMessage(tr("The drawing has a Release %1 already, for another namespace. "
                                     "Choose Target says where it goes.")
                                      .arg(name),
                                  true);
    const QString answer = MessageBox::ask(
        m_view,
        {QMessageBox::Question,
         tr("Draw %1 as a release of this drawing?").arg(name),
         tr("Then it can be rolled back, tested and uninstalled here. Deploying the drawing to it "
            "replaces what its chart %1 installed by what is drawn.")
             .arg(entry->release.last.chart),
         {},
         {{u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole},
          {u"adopt"_s, tr("Adopt"), QMessageBox::AcceptRole}}});
    if (answer != u"adopt")
        return;
    Resource made = newResource(topology, u"Release"_s, name);
    made.fields = with(made.fields, Path(u"namespace"_s), entry->release.ns);
    if (const ResourcePtr chart = topology.chart())
        made.fields = with(made.fields, Path(u"chart"_s), Ref{chart->id, {}});
    // Below those that are there.
    QPointF at(-320, 0);
    for (const ResourcePtr &release : topology.ofKind(u"Release")) {
        if (const auto place = topology.placement(release->id))
            at = QPointF(place->x(), std::max(at.y(), place->y() + 160));
    }
    Edit edit = insertResource(topology, made, at);
    edit.text = tr("Adopt %1").arg(name);
    m_document->push(edit);
}

} // namespace chartwright
