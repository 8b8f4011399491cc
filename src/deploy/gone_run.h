// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_connection.h"
#include "deploy/applied_record.h"
#include "deploy/release_plan.h"

namespace chartwright {

/// Looks for what an earlier apply of a release made and its plan no longer has: by our label,
/// among the kinds that the record of the last apply or the drawing names. Secrets and Namespaces
/// are never among it. Changes nothing. Main thread; goes with its parent, which cancels it.
class GoneRun : public QObject
{
    Q_OBJECT
public:
    struct Object
    {
        ObjectRef ref;
        Value live;
    };
    struct Found
    {
        AppliedObjects applied; ///< the last time
        QList<Object> gone;     ///< in an order in which they can be deleted
    };
    using Done = std::function<void(ApiResult<Found>)>;

    /// The connection outlives it, and knows the kinds of what is found when it is done.
    GoneRun(ClusterConnection *connection, const ReleasePlan &plan, QObject *parent = nullptr);
    /// Calls back once. Fails also where this account may not look: it must not be told that there
    /// is nothing.
    void start(Done done);

private:
    struct Place
    {
        ApiKind kind;
        QString ns; ///< empty: in none
    };

    void takeRecord(const AppliedObjects &applied);
    void askAll();
    QList<Place> places() const;
    void ask(const Place &place);
    void take(const Place &place, const Value &list);
    bool isPlanned(const ObjectRef &ref) const;
    bool mayMiss(const Place &place) const;
    void answered(const ApiFailure *failure = nullptr);

    ClusterConnection *m_connection;
    QString m_release, m_namespace;
    QSet<ObjectRef> m_planned; ///< without versions
    QList<ObjectRef> m_named;  ///< whose kinds are looked through
    Found m_found;
    std::optional<ApiFailure> m_failure;
    Done m_done;
    int m_open = 0;
};

} // namespace chartwright
