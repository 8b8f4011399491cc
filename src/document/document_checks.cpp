// SPDX-License-Identifier: Apache-2.0
#include "document/document.h"
#include "document/edit_command.h"

#include <QPromise>
#include <QThreadPool>

// How a document keeps its findings up to date.
namespace chartwright {
namespace {

/// From here on a full check could be felt (50 ms at 1,000 resources), so it goes to a worker.
constexpr qsizetype ManyResources = 1000;

} // namespace

const QList<Finding> &Document::findings() const
{
    if (m_findingsStale) {
        m_findings = m_engine.findings();
        m_findingsStale = false;
    }
    return m_findings;
}

QList<Finding> Document::findings(const ResourceId &id) const { return m_engine.findings(id); }

bool Document::check(const ChangeEvent &event)
{
    bool isForgotten = false;
    for (const Change &change : event.changes)
        isForgotten = m_clusterFacts.sayings.remove(change.id) || isForgotten;
    if (m_firstCheck) {
        m_sinceFirstCheck = joined(m_sinceFirstCheck, event);
        return false;
    }
    if (TargetFacts::of(m_topology).profile != m_profile)
        checkAll();
    else if (m_engine.update(m_topology, m_refs, event).isEmpty() && !isForgotten)
        return false;
    else if (isForgotten)
        m_engine.update(m_topology, m_refs, m_clusterFacts);
    m_findingsStale = true;
    return true;
}

void Document::checkAll()
{
    TargetFacts facts = TargetFacts::of(m_topology);
    facts.secrets = m_secretFacts;
    facts.cluster = m_clusterFacts;
    m_profile = facts.profile;
    m_firstCheck.reset();
    m_sinceFirstCheck = {};
    m_engine = {};
    m_findings.clear();
    m_findingsStale = true;
    if (m_topology.resources().size() < ManyResources)
        m_engine.reset(m_topology, facts);
    else
        startFirstCheck();
}

void Document::startFirstCheck()
{
    auto promise = std::make_shared<QPromise<CheckEngine>>();
    m_firstCheck = std::make_unique<QFutureWatcher<CheckEngine>>();
    connect(m_firstCheck.get(), &QFutureWatcherBase::finished, this, &Document::takeFirstCheck);
    m_firstCheck->setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, snapshot = m_topology] {
        promise->start();
        CheckEngine engine;
        engine.reset(snapshot, TargetFacts::of(snapshot));
        promise->addResult(std::move(engine));
        promise->finish();
    });
}

void Document::takeFirstCheck()
{
    auto *watcher = m_firstCheck.release();
    watcher->deleteLater(); // this is its signal
    if (watcher->future().resultCount() == 0)
        return;
    m_engine = watcher->result();
    const Edit since = std::exchange(m_sinceFirstCheck, {});
    if (TargetFacts::of(m_topology).profile != m_profile)
        checkAll();
    else if (!since.isEmpty())
        m_engine.update(m_topology, m_refs, since);
    m_engine.update(m_topology, m_refs, m_secretFacts);
    m_engine.update(m_topology, m_refs, m_clusterFacts);
    m_findingsStale = true;
    emit findingsChanged();
}

void Document::setSecretFacts(const SecretFacts &facts)
{
    m_secretFacts = facts;
    // A first check that runs takes them at its end.
    if (m_firstCheck || m_engine.update(m_topology, m_refs, facts).isEmpty())
        return;
    m_findingsStale = true;
    emit findingsChanged();
}

void Document::setClusterFacts(const ClusterFacts &facts)
{
    if (m_clusterFacts == facts)
        return;
    m_clusterFacts = facts;
    if (m_firstCheck || m_engine.update(m_topology, m_refs, facts).isEmpty())
        return;
    m_findingsStale = true;
    emit findingsChanged();
}

} // namespace chartwright
