// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/missing_values_dialog.h"
#include "checks/secret_facts.h"
#include "deploy/secret_plan.h"

#include <functional>

namespace chartwright {

class ApiClient;
class Document;
class ValueKeeper;

/// Values that a release needs and nobody has entered: neither the keychain has them nor, where it
/// can be asked, the cluster. `cluster`: null, or a client that is logged in. `done` is called
/// once, perhaps at once, unless `context` has gone before. Main thread.
void findMissingValues(const QList<SecretPlan> &secrets, const SecretFacts &facts,
                       ApiClient *cluster, QObject *context,
                       const std::function<void(const QList<SecretKey> &)> &done);

enum class ValuesAnswer { Kept, LeftOut, Cancelled };

struct ValuesQuestion
{
    Document *document;
    ValueKeeper *keeper;
    QWidget *window;
    MissingValuesDialog::For purpose;
};

/// Asks the person for them. What is entered is in the keychain, or kept for this session, and the
/// drawing names it, when `done` is called; once, unless `context` has gone before. Main thread.
void askForValues(const ValuesQuestion &question, const QList<SecretKey> &missing, QObject *context,
                  const std::function<void(ValuesAnswer)> &done);

} // namespace chartwright
