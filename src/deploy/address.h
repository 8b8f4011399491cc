// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "deploy/apply_set.h"
#include "external/tool.h"
#include "model/ref_index.h"

#include <QUrl>
#include <memory>

namespace chartwright {

/// In commands that are told: one that everybody may open.
inline constexpr int CommandPort = 8080;

/// What keeps an address open from this machine: a port forwarded by us, or a tunnel of Minikube.
/// It closes when this goes. Main thread.
class OpenDoor : public QObject
{
    Q_OBJECT
public:
    explicit OpenDoor(std::shared_ptr<QObject> connection) : m_connection(std::move(connection)) {}
    ~OpenDoor() override;

    QString target;   ///< where it leads to: "Service frontend-service"
    QString command;  ///< that opens the same from a terminal, where we forward at CommandPort
    quint16 port = 0; ///< of this machine; 0: the other program chooses it

signals:
    void troubled(const QString &why); ///< for one who came; the next may come through
    void closed(const QString &why);   ///< by itself

private:
    std::shared_ptr<QObject> m_connection; ///< outlives what uses it
};

/// Where people find an application.
struct Address
{
    QUrl url;             ///< for a browser of this machine
    QString ip, host;     ///< of the Ingress; the host may be empty
    bool resolves = true; ///< the host's name leads to that IP, from here
    /// Null: it is there without our doing.
    std::shared_ptr<OpenDoor> door = {};
    /// For the hosts file where it does not: "192.0.2.7 todo.example.com".
    QString hostsLine() const { return ip + u' ' + host; }
};

/// What of a release can be opened.
struct Door
{
    enum class Kind {
        Ingress,
        Outside, ///< a Service that nodes, or a load balancer, answer for
        Inside,  ///< a Service that is for the cluster alone
    };
    Kind kind = Kind::Ingress;
    ObjectRef ref; ///< of the Ingress, or the Service
    QString host, path = QStringLiteral("/");
    bool isTls = false;
    // Of a Service:
    bool hasBalancer = false;
    QString portName; ///< of its first port; may be empty
    int port = 0;
};
/// The first path of the first Ingress; else the first Service that is for outside; else, of those
/// inside, one that looks like the entrance: nothing else that is drawn refers to it, then one at
/// port 80, then one whose port is named http or web, then the first. None where no Service could
/// be asked for a page.
std::optional<Door> doorOf(const QList<ApplyObject> &objects, const RefIndex &refs);

/// A profile that runs.
struct MinikubePlace
{
    ToolProgram tool;
    QString profile;
    QString ip; ///< of the node
};

} // namespace chartwright
