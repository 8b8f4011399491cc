// SPDX-License-Identifier: Apache-2.0
#include "app/credential_mover.h"

#include "app/log.h"
#include "app/message_box.h"
#include "base/value_id.h"
#include "panels/keep_values_dialog.h"

using namespace Qt::StringLiterals;

namespace chartwright {

CredentialMover::CredentialMover(Document *document, ProjectSession *session, ValueKeeper *keeper,
                                 QWidget *window)
    : QObject(window), m_document(document), m_session(session), m_keeper(keeper), m_window(window)
{
}

void CredentialMover::move(const Finding &finding)
{
    m_session->takePending(); // it may be this very value that is being typed
    const QString id = newValueId();
    const auto plan = [&] {
        return moveCredential(m_document->topology(), m_document->refs(), finding, id);
    };
    const CredentialMove asked = plan();
    if (asked.edit.isEmpty())
        return sayGone();
    if (!mayMove(asked))
        return;
    CredentialMove kept = plan(); // while it was asked, the file may have been read anew
    if (kept.edit.isEmpty())
        return sayGone();
    QString text = kept.value;
    text.detach(); // what is wiped is our copy
    std::vector<ValueToKeep> values;
    values.push_back(
        {{id, m_document->filePath(), kept.secret, kept.key, {}, {}}, SecretValue::take(text)});
    kept.edit = {};
    auto *keeping = new KeepValuesDialog(m_keeper, std::move(values), m_window);
    connect(keeping, &QDialog::accepted, this, [=, this] { finish(finding, id, kept); });
    keeping->begin();
}

bool CredentialMover::mayMove(const CredentialMove &plan)
{
    const QString details =
        tr("%1 becomes a key of the Secret %2, whose value the keychain keeps, and what reads it "
           "reads it from there.")
            .arg(plan.key, plan.secret) +
        u"\n\n"_s +
        tr("This cannot be undone: the list of steps to undo is cleared, and the unsaved work that "
           "is kept for a recovery is written anew, since both would keep the old value.") +
        u"\n\n"_s +
        tr("Earlier saves and exports, and what version control keeps of them, may still hold it. "
           "If others could see them, change the value where it is used.");
    return MessageBox::ask(m_window, {QMessageBox::Warning,
                                      tr("Move the value of %1 into the keychain?").arg(plan.key),
                                      details,
                                      {},
                                      {{u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole},
                                       {u"move"_s, tr("Move"), QMessageBox::DestructiveRole}}}) ==
           u"move"_s;
}

void CredentialMover::finish(const Finding &finding, const QString &id, const CredentialMove &kept)
{
    const CredentialMove now =
        moveCredential(m_document->topology(), m_document->refs(), finding, id);
    if (now.edit.isEmpty() || now.value != kept.value) {
        m_keeper->forget(id, m_keeper, [](const VaultResult<void> &) {});
        return sayGone();
    }
    m_document->push(now.edit);
    m_document->undoStack()->clear();
    m_document->undoStack()->resetClean(); // an empty history would be that of a saved drawing
    m_session->flush();
    qCInfo(appLog) << "moved a credential into the keychain";
    const bool isFiled = !m_document->filePath().isEmpty();
    QString text = tr("%1 is a key of %2 now, and its value kept.").arg(now.key, now.secret);
    if (isFiled)
        text += u' ' + tr("The project's file still holds the old value until you save.");
    emit moved(text, isFiled);
}

void CredentialMover::sayGone()
{
    MessageBox::showError(m_window, tr("The value was not moved."),
                          {tr("the drawing has changed in the meantime"), {}, {}});
}

} // namespace chartwright
