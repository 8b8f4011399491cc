// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_connection.h"
#include "deploy/address.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

class QNetworkAccessManager;
class QNetworkReply;

namespace chartwright {

/// How long an AddressRun goes a way.
struct AddressTimes
{
    std::chrono::milliseconds page{60'000};  ///< until the page has to answer
    std::chrono::milliseconds far{15'000};   ///< … where it may never, as none of ours
    std::chrono::milliseconds quiet{4'000};  ///< of a node, until another way is taken
    std::chrono::milliseconds tunnel{1'500}; ///< a run that goes on for so long is one
};

/// Finds the address at which a door answers from this machine, and asks for its page until it
/// does: nothing of Kubernetes says that an ingress controller has learned of ready pods. The ways,
/// each where the one before leads nowhere: the node of Minikube, or what the cluster notes as
/// address; `minikube service --url`; a port forwarded by us, to Minikube's ingress controller or
/// to the Service itself. Follows no redirect and sends nothing but the request. Main thread; goes
/// with its parent.
class AddressRun : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Result<Address> &)>;
    /// `minikube`: of the cluster, if it is one.
    AddressRun(std::shared_ptr<ClusterConnection> connection, Door door,
               std::optional<MinikubePlace> minikube, QObject *parent,
               const AddressTimes &times = {});
    ~AddressRun() override;

    /// Of this machine, where one is forwarded and that is free: whoever knows it finds it again.
    void setPort(quint16 port) { m_port = port; }
    /// Once, later.
    void start(const Done &done);

signals:
    void doing(const QString &text);

private:
    void lookUp();
    void takeObject(const Value &object);
    void askMinikube();
    void minikubeEnded(bool isGood);
    void lookForController();
    void forwardToService();
    void forward(const QString &ns, const QString &service, const QString &port, int number);
    void goTo(const QString &scheme, const QString &ip, int port);
    void ask();
    void answered();
    void again();
    void fail();
    void resolve();
    bool isService() const { return m_door.kind != Door::Kind::Ingress; }

    std::shared_ptr<ClusterConnection> m_connection;
    Door m_door;
    std::optional<MinikubePlace> m_minikube;
    AddressTimes m_times;
    quint16 m_port = 0;
    QNetworkAccessManager *m_network;
    QPointer<QNetworkReply> m_reply;
    QDeadlineTimer m_patience;
    QElapsedTimer m_quiet; ///< since somebody answered, or was asked first
    QTimer m_again;
    Done m_done;
    QUrl m_given; ///< by Minikube
    QUrl m_place; ///< that is asked; empty: it is not known yet
    std::shared_ptr<OpenDoor> m_open;
    Error m_last;      ///< why it has not answered
    QString m_trouble; ///< of what is open
};

} // namespace chartwright
