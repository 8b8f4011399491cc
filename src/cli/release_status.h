// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/cluster_session.h"
#include "deploy/live_view.h"

namespace chartwright::cli {

struct ObjectStatus
{
    ObjectRef ref;
    LiveState state; ///< not isKnown: `message` says why

    bool isGood() const { return state.isGood(); }
};

/// How each drawn object of a release does, for as long as this is there. What LiveView does not
/// watch, or does not find under the release's label (a ConfigMap may be made by hand), is asked
/// for every few seconds. Main thread; goes before the session.
class ReleaseStatus : public QObject
{
    Q_OBJECT
public:
    explicit ReleaseStatus(const ClusterSession &session);

    void start();
    /// All was found out that can be, and is up to date; false until then, and while a connection
    /// is broken.
    bool isCurrent() const { return m_hasAsked && m_view.isLive(); }
    const WatchState &watchState() const { return m_view.watchState(); }
    const QString &release() const { return m_view.release(); }
    /// In the order of installation, Secrets first.
    QList<ObjectStatus> objects() const;

signals:
    void changed(); ///< any of these

private:
    struct Drawn
    {
        ObjectRef ref;
        ResourceId resource;
    };
    void ask();
    bool isToAsk(const Drawn &drawn) const;
    void take(const ObjectRef &ref, const ApiResult<ApiAnswer> &answer);

    std::shared_ptr<ClusterConnection> m_connection;
    QList<Drawn> m_drawn;
    LiveView m_view;
    QHash<ObjectRef, LiveState> m_asked;
    QTimer m_ask;
    int m_open = 0;
    bool m_hasAsked = false;
};

} // namespace chartwright::cli
