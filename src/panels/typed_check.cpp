// SPDX-License-Identifier: Apache-2.0
#include "panels/typed_check.h"

#include "kinds/kept_values.h"
#include "panels/secret_dialog.h"
#include "secrets/secret_types.h"

namespace chartwright {
namespace {

struct Check
{
    Vault *vault;
    QObject *context;
    SecretType type;
    QStringList ids;
    std::vector<SecretValue> values;
    std::function<void(const QString &)> tell;
};

void readNext(const std::shared_ptr<Check> &check)
{
    if (qsizetype(check->values.size()) < check->ids.size()) {
        const ValueKey key{check->ids[qsizetype(check->values.size())], {}};
        check->vault->read(key, check->context, [check](VaultResult<SecretValue> value) {
            if (!value)
                return; // what is not there is told by its own row
            check->values.push_back(std::move(*value));
            readNext(check);
        });
        return;
    }
    const Result<QStringList> done = checkValues(check->type, check->values);
    if (!done)
        check->tell(sentence(done.error()));
    else if (!done->isEmpty())
        check->tell(sentence({done->join(QLatin1String("; ")), {}, {}}));
}

} // namespace

void checkTyped(Vault *vault, const Resource &secret, QObject *context,
                const std::function<void(const QString &)> &tell)
{
    const SecretType type = secretTypeOf(secret.fields[u"type"].toString());
    QStringList ids;
    for (const QString &key : keysOf(type))
        ids.append(keptValueId(secret, key));
    if (ids.isEmpty() || ids.contains(QString()))
        return;
    readNext(std::make_shared<Check>(Check{vault, context, type, ids, {}, tell}));
}

} // namespace chartwright
