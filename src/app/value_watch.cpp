// SPDX-License-Identifier: Apache-2.0
#include "app/value_watch.h"

#include "kinds/kept_values.h"

#include <QGuiApplication>

namespace chartwright {
namespace {

bool isOfSecret(const Change &change)
{
    return (change.before && change.before->kind == u"Secret") ||
           (change.after && change.after->kind == u"Secret");
}

/// With an empty one for keys that have none.
QSet<QString> idsIn(const Topology &topology)
{
    QSet<QString> out;
    for (const SecretKey &key : secretKeys(topology))
        out.insert(key.id);
    return out;
}

} // namespace

ValueWatch::ValueWatch(Document *document, ValueKeeper *keeper, QObject *parent)
    : QObject(parent), m_document(document), m_keeper(keeper),
      m_states(new ValueStates(keeper->vault(), this))
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &ValueWatch::ask);
    connect(document, &Document::replaced, this, &ValueWatch::askSoon);
    connect(document, &Document::changed, this, [this](const ChangeEvent &event) {
        if (std::any_of(event.changes.cbegin(), event.changes.cend(), isOfSecret) &&
            idsIn(m_document->topology()) != m_ids)
            askSoon();
    });
    connect(keeper, &ValueKeeper::indexChanged, this, &ValueWatch::askSoon);
    connect(keeper->vault(), &Vault::keychainChanged, this, &ValueWatch::askSoon);
    connect(keeper->vault(), &Vault::judged, this, &ValueWatch::tell);
    connect(m_states, &ValueStates::changed, this, &ValueWatch::tell);
    connect(qApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) {
                if (state == Qt::ApplicationActive)
                    askSoon();
            });
}

void ValueWatch::ask()
{
    m_ids = idsIn(m_document->topology());
    m_check.cancel();
    if (m_ids.isEmpty()) // no keychain is to be started for nothing
        return tell();
    m_states->watch(m_ids - QSet<QString>{QString()});
    m_check = m_keeper->vault()->check(this, [this](const VaultResult<void> &open) {
        m_isOpen = open.has_value();
        tell();
    });
    m_keeper->list(this, [this](const Result<QList<IndexEntry>> &entries) {
        m_verdicts.clear();
        for (const IndexEntry &e : entries.value_or(QList<IndexEntry>())) {
            if (e.verdict && e.target.isEmpty())
                m_verdicts.insert(e.id, *e.verdict);
        }
        tell();
    });
}

void ValueWatch::tell()
{
    SecretFacts facts = m_document->secretFacts();
    facts.isKeychainOpen = m_isOpen && !m_states->trouble();
    facts.values.clear();
    const bool isNoKeychain = m_states->trouble() && m_states->trouble()->isNoKeychain();
    const Vault *vault = m_keeper->vault();
    for (const QString &id : std::as_const(m_ids)) {
        if (id.isEmpty())
            continue;
        ValueFact fact;
        const std::optional<Keeping> state = m_states->state(id);
        fact.isMissing = state == Keeping::Missing || (!state && isNoKeychain);
        // What the command line has set since, only the index knows.
        const auto known = m_verdicts.constFind(id);
        fact.verdict = known != m_verdicts.cend() && !vault->isKeptForSession({id, {}})
                           ? std::optional(*known)
                           : vault->verdict({id, {}});
        facts.values.insert(id, fact);
    }
    m_document->setSecretFacts(facts);
}

} // namespace chartwright
