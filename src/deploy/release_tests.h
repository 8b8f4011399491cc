// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_connection.h"
#include "cluster/object_watch.h"
#include "cluster/pod_log.h"
#include "deploy/pod_cause.h"
#include "external/helm.h"

#include <QElapsedTimer>

namespace chartwright {

/// How the tests of a release ended.
struct TestsEnd
{
    enum class How {
        Passed,
        Failed,
        Stopped,  ///< by cancel()
        Hopeless, ///< a pod cannot begin, and nothing would change that
    };
    How how = How::Passed;
    QString output; ///< what helm and the tests said; may hold secrets
    /// Of Failed and Hopeless: why, and what to do.
    HelmFailure failure = {};
    QString kept; ///< a sentence on the pods that are left behind; empty: none is
};

/// Runs the tests of a release by `helm test`, and looks at their pods meanwhile: helm waits
/// without a word, to its time limit, for one that cannot begin. What is left of them afterwards is
/// what helm would leave. Works once; deleting it stops helm. Main thread; helm outlives it.
class ReleaseTests : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const TestsEnd &)>;

    ReleaseTests(Helm *helm, std::shared_ptr<ClusterConnection> connection, QString release,
                 QObject *parent = nullptr);
    ~ReleaseTests() override;

    /// Calls back once, later.
    void start(Done done);
    void cancel();

signals:
    /// What its pods do: "todo-test: ContainerCreating", or why one does not get on.
    void told(const QString &text);

private:
    struct Pod
    {
        HelmHook hook;
        Value object;
        std::optional<PodCause> cause;
    };
    void takeHooks(const HelmResult<HelmDetail> &detail);
    void begin();
    void look();
    std::optional<HelmHook> hookOf(const Value &pod) const;
    QList<Value> eventsOf(const QString &pod) const;
    void ended(const HelmResult<QString> &said);
    void askWhatIsLeft(const QString &key);
    void tidy(const Pod &pod);
    void readLogs(const Pod &pod);
    void finish();

    Helm *m_helm;
    std::shared_ptr<ClusterConnection> m_connection;
    QString m_release;
    QList<HelmHook> m_hooks;
    ObjectWatch m_podWatch, m_eventWatch;
    QSet<QString> m_before;     ///< uids of pods that an earlier run left
    QHash<QString, Pod> m_pods; ///< by "namespace/name": those of this run
    QString m_told;
    HelmCall m_call;
    QTimer m_clock, m_patience;
    QElapsedTimer m_bad; ///< since a pod is known not to begin
    std::optional<PodCause> m_hopeless;
    TestsEnd m_end;
    QStringList m_left; ///< names of pods that stay
    Done m_done;
    int m_open = 0;
    bool m_isRunning = false, m_isOver = false;
};

} // namespace chartwright
