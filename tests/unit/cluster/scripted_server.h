// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QSslConfiguration>
#include <QTcpServer>
#include <functional>

namespace chartwright_test {

/// What a client sent.
struct Heard
{
    QByteArray method, path; ///< the path with its query
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    QByteArrayList header(const QByteArray &name) const; ///< in any case
};

/// An HTTP server on loopback that answers with raw bytes, as a test wants them; empty bytes close
/// the connection. With a configuration it speaks TLS.
class ScriptedServer : public QTcpServer
{
    Q_OBJECT
public:
    using Script = std::function<QByteArray(const Heard &)>;

    explicit ScriptedServer(Script script, const QSslConfiguration &tls = {});
    /// "https://127.0.0.1:1234"
    QString url(const QString &host = QStringLiteral("127.0.0.1")) const;
    const QList<Heard> &heard() const { return m_heard; }
    /// Who gets what comes after an answer 101.
    void setUpgraded(std::function<void(QTcpSocket *, const QByteArray &)> read)
    {
        m_upgraded = std::move(read);
    }
    /// How many connections wait for more of an answer to a path that has `part` in it.
    int open(const QByteArray &part) const;
    /// More for those, as it is; a chunked answer is begun with chunked().
    void push(const QByteArray &part, const QByteArray &bytes);
    void hangUp(const QByteArray &part); ///< at once, without an end

    /// The head of an answer that goes on, and a piece of it; an empty piece ends it.
    static QByteArray chunked(const QByteArray &headers = {});
    static QByteArray chunk(const QByteArray &bytes);

    static QByteArray answer(int status, const QByteArray &json, const QByteArray &headers = {});

protected:
    void incomingConnection(qintptr handle) override;

private:
    void read(QTcpSocket *socket);
    QList<QTcpSocket *> sockets(const QByteArray &part) const;

    Script m_script;
    std::function<void(QTcpSocket *, const QByteArray &)> m_upgraded;
    QSslConfiguration m_tls;
    QList<Heard> m_heard;
};

} // namespace chartwright_test
