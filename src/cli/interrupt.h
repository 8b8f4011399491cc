// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QObject>

namespace chartwright::cli {

/// As long as it is there, Ctrl+C and a request to end (SIGINT, SIGTERM) do not end the program but
/// are told; the second one of a kind ends it. One at a time; main thread.
class Interrupt : public QObject
{
    Q_OBJECT
public:
    Interrupt();
    ~Interrupt() override;

    bool hasCome() const { return m_signal != 0; }
    /// As a shell has it: 130 after Ctrl+C.
    int exitCode() const { return 128 + m_signal; }

signals:
    void came();

private:
    void read();

    int m_pipe[2] = {-1, -1};
    int m_signal = 0;
};

} // namespace chartwright::cli
