// SPDX-License-Identifier: Apache-2.0
#include "app/applier.h"
#include "app/apply_dialog.h"
#include "app/missing_values.h"
#include "panels/difference_panel.h"
#include "secrets/value_keeper.h"

// The values of Secrets that an apply brings.
namespace chartwright {

/// Pods would wait for those that nobody has entered yet.
void Applier::lookForValues(const ApplyQuestion &question)
{
    if (m_goesWithoutValues || m_hasValues)
        return ask(question, &Applier::applyAsAnswered);
    findMissingValues(m_plan.secrets, m_document->secretFacts(), m_connection->client(), m_work,
                      [this, question](const QList<SecretKey> &missing) {
                          if (missing.isEmpty())
                              ask(question, &Applier::applyAsAnswered);
                          else
                              askForMissing(missing, question);
                      });
}

/// What is entered changes the plan.
void Applier::askForMissing(const QList<SecretKey> &missing, const ApplyQuestion &question)
{
    m_panel->setRunning(tr("Waits for your answer"));
    askForValues({m_document, m_keeper, m_window, MissingValuesDialog::For::Apply}, missing, m_work,
                 [this, question](ValuesAnswer answer) {
                     if (answer == ValuesAnswer::Cancelled)
                         return stop(tr("Nothing was changed."), false);
                     m_goesWithoutValues = answer == ValuesAnswer::LeftOut;
                     m_hasValues = true;
                     if (m_goesWithoutValues)
                         ask(question, &Applier::applyAsAnswered);
                     else
                         plan();
                 });
}

/// A keychain that is locked is opened first, so that nothing ends half way for it.
void Applier::askAboutSecrets(const ApplyOptions &options)
{
    if (options.secrets.isEmpty())
        return startApply(options);
    m_panel->setRunning(tr("Opening the keychain…"));
    m_keeper->vault()->check(m_work, [this, options](const VaultResult<void> &open) {
        if (open || open.error().trouble != Trouble::Locked)
            return startApply(options);
        m_keeper->vault()->unlock(
            m_work, [this, options](const VaultResult<void> &) { startApply(options); });
    });
}

} // namespace chartwright
