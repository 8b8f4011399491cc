// SPDX-License-Identifier: Apache-2.0
#include "app/missing_values.h"

#include "cluster/api_client.h"
#include "deploy/requests.h"
#include "document/document.h"
#include "model/edits.h"
#include "panels/keep_values_dialog.h"

#include <QCoreApplication>
#include <memory>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("MissingValues", text); }

/// Each key holds the id of its value from now on.
void drawIds(Document *document, const QList<SecretKey> &keys)
{
    QList<FieldValue> ids;
    for (const SecretKey &key : keys)
        ids.append({key.resource, keptValuePath(key.key), key.id});
    document->push(setFields(document->topology(), ids, tr("Enter values")));
}

} // namespace

void findMissingValues(const QList<SecretPlan> &secrets, const SecretFacts &facts,
                       ApiClient *cluster, QObject *context,
                       const std::function<void(const QList<SecretKey> &)> &done)
{
    const auto missing = std::make_shared<QList<SecretKey>>();
    QList<ObjectRef> lacking;
    for (const SecretPlan &secret : secrets) {
        for (const SecretPlan::Key &key : secret.keys) {
            if (!key.id.isEmpty() && !facts.values.value(key.id).isMissing)
                continue;
            missing->append({secret.resource, secret.ref.name, key.key, key.id});
            if (!lacking.contains(secret.ref))
                lacking.append(secret.ref);
        }
    }
    if (!cluster || lacking.isEmpty())
        return done(*missing);
    const auto open = std::make_shared<qsizetype>(lacking.size());
    for (const ObjectRef &ref : std::as_const(lacking)) {
        ApiRequest request{ApiRequest::Verb::Get, ApiKinds().path(ref)};
        request.accept = MetadataOnly;
        cluster->send(std::move(request), context,
                      [=, name = ref.name](const ApiResult<ApiAnswer> &answer) {
                          const QStringList there =
                              answer ? secretKeysIn(answer->object[u"metadata"]) : QStringList();
                          missing->removeIf([&](const SecretKey &key) {
                              return key.secret == name && there.contains(key.key);
                          });
                          if (--*open == 0)
                              done(*missing);
                      });
    }
}

void askForValues(const ValuesQuestion &question, const QList<SecretKey> &missing, QObject *context,
                  const std::function<void(ValuesAnswer)> &done)
{
    auto *dialog = new MissingValuesDialog(missing, question.purpose, question.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto cancelled = [done] { done(ValuesAnswer::Cancelled); };
    QObject::connect(dialog, &QDialog::rejected, context, cancelled);
    QObject::connect(dialog, &MissingValuesDialog::leftOut, context,
                     [done] { done(ValuesAnswer::LeftOut); });
    QObject::connect(dialog, &QDialog::accepted, context, [=] {
        auto *keep = new KeepValuesDialog(
            question.keeper, dialog->takeValues(question.document->filePath()), question.window);
        QObject::connect(keep, &QDialog::rejected, context, cancelled);
        QObject::connect(keep, &QDialog::accepted, context, [=, entered = dialog->entered()] {
            drawIds(question.document, entered);
            done(ValuesAnswer::Kept);
        });
        keep->begin();
    });
    dialog->open();
}

} // namespace chartwright
