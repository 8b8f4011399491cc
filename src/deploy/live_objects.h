// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_client.h"
#include "cluster/api_kinds.h"

namespace chartwright {

struct LiveObjectsQuery
{
    QString ns;
    QString labelSelector;   ///< as kubectl's -l; empty: all
    bool withValues = false; ///< of Secrets; else the names of their keys alone
};

/// The objects of a namespace that people write themselves, to be drawn: workloads, Services,
/// configuration, Ingresses and what goes with them. What a cluster makes by itself is left out:
/// what somebody owns, Helm's records and ours, certificates of the cluster. Changes nothing. Main
/// thread; goes with its parent, which cancels it.
class LiveObjectsRun : public QObject
{
    Q_OBJECT
public:
    struct Found
    {
        QList<Value> objects; ///< with apiVersion and kind; may hold values of Secrets
        QStringList unseen;   ///< kinds that this account may not list
    };
    using Done = std::function<void(ApiResult<Found>)>;

    LiveObjectsRun(ApiClient *client, const ApiKinds &kinds, LiveObjectsQuery query,
                   QObject *parent = nullptr);
    void start(Done done);

signals:
    void progressed(int done, int all);

private:
    void next();
    void take(const ApiKind &kind, const Value &list);

    ApiClient *m_client;
    LiveObjectsQuery m_query;
    QList<ApiKind> m_kinds;
    int m_next = 0;
    Found m_found;
    Done m_done;
};

} // namespace chartwright
