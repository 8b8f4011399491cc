// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QSslConfiguration>
#include <QTcpServer>
#include <QUrl>
#include <chrono>

namespace chartwright_test {

/// What goes wrong between a program and an API server.
struct Fault
{
    enum class Kind {
        None,
        Delay,    ///< the answer comes later, by `delay`
        Cut,      ///< the connection ends as soon as something is asked
        CutAfter, ///< … after `bytes` of the answer
        Freeze,   ///< after `bytes` of the answer nothing moves any more: a dead link
        Answer,   ///< `answer` instead of the server's, which is not asked
    };
    Kind kind = Kind::None;
    std::chrono::milliseconds delay{0};
    qint64 bytes = 0;
    QByteArray answer = {};

    static Fault status(int status, const QByteArray &headers = {}, const QByteArray &body = "{}");
};

/// Stands on loopback before a server and passes on what goes to and fro, but for the faults that a
/// test wants. It looks at plain bytes, so it ends TLS, if `front` has a certificate, and begins it
/// anew towards an https server, as `back` says (there a client's certificate belongs).
class FaultProxy : public QTcpServer
{
    Q_OBJECT
public:
    explicit FaultProxy(const QUrl &server, const QSslConfiguration &back = {},
                        const QSslConfiguration &front = {});

    QString url(const QString &host = QStringLiteral("127.0.0.1")) const;
    /// From the next request on, for so many; -1: for all. Only for paths that have `part` in them.
    void setFault(const Fault &fault, int times = -1, const QByteArray &part = {});
    /// Cuts all that is connected now, or makes it fall silent.
    void cutAll();
    void freezeAll();
    int requests() const { return m_requests; } ///< that arrived, with a fault or without

protected:
    void incomingConnection(qintptr handle) override;

private:
    friend class FaultyLink;
    Fault faultFor(const QByteArray &head);

    QUrl m_server;
    QSslConfiguration m_back, m_front;
    Fault m_fault;
    int m_times = 0;
    QByteArray m_part;
    int m_requests = 0;
};

} // namespace chartwright_test
