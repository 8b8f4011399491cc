// SPDX-License-Identifier: Apache-2.0
#include "app/secret_desk.h"

#include "app/value_watch.h"
#include "kinds/kept_values.h"

namespace chartwright {

SecretDesk::SecretDesk(Document *document, ProjectSession *session, QObject *parent)
    : QObject(parent), m_document(document)
{
    new ValueWatch(document, &m_keeper, this);
    connect(document, &Document::valuesCopied, this, &SecretDesk::copy);
    connect(session, &ProjectSession::filed, this,
            [this] { m_keeper.adopt(m_document->filePath(), entries()); });
    connect(&m_keeper, &ValueKeeper::copyHeldUp, this, [this](const VaultError &error) {
        emit trouble(
            tr("The values of copied keys wait for the keychain. %1").arg(error.error.text()));
    });
    connect(&m_keeper, &ValueKeeper::indexFailed, this,
            [this](const Error &error) { emit trouble(error.text()); });
}

QList<IndexEntry> SecretDesk::entries() const
{
    QList<IndexEntry> out;
    for (const SecretKey &key : secretKeys(m_document->topology())) {
        if (!key.id.isEmpty())
            out.append({key.id, m_document->filePath(), key.secret, key.key, {}, {}});
    }
    return out;
}

OpenDrawing SecretDesk::openDrawing() const
{
    return {keptValueIds(m_document->topology()), m_document->valueIdsInHistory()};
}

void SecretDesk::copy(const QHash<QString, QString> &ids)
{
    QHash<QString, QString> back;
    for (auto it = ids.cbegin(); it != ids.cend(); ++it)
        back.insert(it.value(), it.key());
    QList<ValueCopy> copies;
    for (const IndexEntry &entry : entries()) {
        if (const auto from = back.constFind(entry.id); from != back.cend())
            copies.append({*from, entry});
    }
    m_keeper.copy(copies);
}

} // namespace chartwright
