// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/cluster_connection.h"
#include "deploy/apply_set.h"

#include <QDeadlineTimer>
#include <QUrl>

class QNetworkAccessManager;
class QNetworkReply;

namespace chartwright {

/// Where people find an application.
struct Address
{
    QUrl url;             ///< for a browser of this machine
    QString ip, host;     ///< of the Ingress; the host may be empty
    bool resolves = true; ///< the host's name leads to that IP, from here
    /// For the hosts file where it does not: "192.0.2.7 todo.example.com".
    QString hostsLine() const { return ip + u' ' + host; }
};

/// What of a release can be opened: the first path of its first Ingress, or else the first Service
/// that nodes answer for.
struct Door
{
    ObjectRef ref; ///< of the Ingress, or the Service
    QString host, path = QStringLiteral("/");
    bool isTls = false;
    int nodePort = 0; ///< of a Service, drawn; 0: the cluster chooses it
};
/// None where all of it is for the cluster alone.
std::optional<Door> doorOf(const QList<ApplyObject> &objects);

/// Finds the address of a door and asks for its page until it answers: nothing of Kubernetes says
/// that an ingress controller has learned of ready pods. Follows no redirect and sends nothing but
/// the request. Main thread; goes with its parent.
class AddressProbe : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Result<Address> &)>;

    /// `nodeIp`: of Minikube; empty: what the Ingress's status says. The connection outlives it.
    AddressProbe(ClusterConnection *connection, Door door, QString nodeIp, QObject *parent);

    void start(std::chrono::milliseconds patience, const Done &done);

signals:
    void doing(const QString &text);

private:
    void lookUp();
    void takeObject(const Value &object);
    void ask();
    void answered(QNetworkReply *reply);
    void again();
    void resolve();

    ClusterConnection *m_connection;
    Door m_door;
    QString m_ip;
    QNetworkAccessManager *m_network;
    QDeadlineTimer m_patience;
    Done m_done;
    Error m_last; ///< why it has not answered
};

} // namespace chartwright
