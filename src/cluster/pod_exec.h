// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/api_socket.h"

namespace chartwright {

struct ExecCommand
{
    QString ns, pod, container;
    QStringList command;   ///< program and arguments, each as it is: no shell reads them
    bool hasInput = false; ///< else the program's stdin is empty
};

/// Runs a program in a container, without a terminal. What it writes may hold anything, secrets
/// too: it is not kept here, and plainText() before it is shown. The client outlives it. Main
/// thread.
class PodExec : public QObject
{
    Q_OBJECT
public:
    PodExec(ApiClient *client, const ExecCommand &command, QObject *parent = nullptr,
            const ApiSocketLimits &limits = {});

    void start();
    /// Nothing is told after that. The program may go on: Kubernetes cannot end it.
    void stop();

    /// To the program's stdin, once it has started.
    void write(const QByteArray &bytes);
    /// Its stdin ends; false where the server is too old to be told (before 1.30).
    bool closeInput();

signals:
    void started();
    void output(const QByteArray &bytes); ///< stdout
    void errors(const QByteArray &bytes); ///< stderr
    // One of these, once and last.
    void finished(int exitCode);
    void failed(
        const chartwright::ApiFailure &failure); ///< it did not run, or nobody knows how it ended

private:
    void receive(const QByteArray &message);
    void readStatus(const QByteArray &json);

    ApiClient *m_client;
    QString m_what;
    ApiSocket m_socket;
};

} // namespace chartwright
