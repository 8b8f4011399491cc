// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/exec_question.h"
#include "app/project_session.h"
#include "chart/render.h"
#include "cluster/cluster_connection.h"
#include "cluster/kubeconfig_watch.h"

#include <map>

namespace chartwright {

/// Which clusters there are, and which of them the open drawing goes to. Follows the kubeconfig.
/// Nothing is asked of a cluster before somebody wants to know. Main thread.
class ClusterDesk : public QObject
{
    Q_OBJECT
public:
    using Choice = Settings::ClusterChoice;
    using ConnectionPtr = std::shared_ptr<ClusterConnection>;

    ClusterDesk(Document *document, ProjectSession *session, Settings *settings, QWidget *window);
    ~ClusterDesk() override;

    /// Names, in the order of the files; the files are read when it is first asked for.
    QStringList contexts();
    QString currentContext(); ///< that the kubeconfig itself names
    /// A profile of Minikube: its context may be there only once a deploy has started it. Where
    /// Minikube is installed, contexts() has its profiles, or the one that it makes first.
    bool isMinikube(const QString &context);
    bool isInKubeconfig(const QString &context) { return config().context(context) != nullptr; }
    /// Why there are none, where the kubeconfig cannot be read.
    const std::optional<Error> &problem() const { return m_problem; }
    QString fileNames() const;
    void reload();

    /// Shared by all who use the context; fails where the kubeconfig does not say enough. Whoever
    /// holds one may go on with it when the file changes.
    Result<ConnectionPtr> connection(const QString &context);
    /// Asking would run a program that the person has not allowed yet.
    bool wouldAsk(const QString &context);
    bool isProduction(const QString &context);
    void setProduction(const QString &context, bool on);

    /// Of the open drawing, with what follows from the drawing and the context where nothing was
    /// chosen. The context is empty where there is none.
    Choice choice();
    const Choice &chosen() const { return m_chosen; } ///< by the person alone
    void choose(const Choice &choice);
    /// Where a release goes to in a context unless somebody says otherwise.
    QString namespaceOf(const QString &context, const QString &release);
    /// Names of the drawn Releases, or the Chart's.
    QStringList releases() const;
    /// What the release says about the chart.
    RenderInput renderInput();
    /// "minikube / default"; empty without a context.
    QString title();

signals:
    void contextsChanged();
    void choiceChanged();

private:
    const Kubeconfig &config();
    QString productionKey(const QString &context);
    ResourcePtr drawnRelease(const QString &name) const;
    void lookForMinikube();

    Document *m_document;
    Settings *m_settings;
    AskingConsent m_consent;
    KubeconfigWatch m_watch;
    std::optional<Kubeconfig> m_config;
    std::optional<Error> m_problem;
    std::map<QString, ConnectionPtr> m_connections;
    std::optional<QStringList> m_profiles; ///< of Minikube; nullopt: nobody has looked
    Choice m_chosen;                       ///< by the person, in this drawing
};

} // namespace chartwright
