// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QIODevice>

namespace chartwright::cli {

/// What the program tells its caller by its exit code.
enum ExitCode { Clean = 0, Findings = 1, Bad = 2 };

/// Text from a file as a terminal may show it: control characters and those that turn the direction
/// of writing are shown as escapes, on one line.
QString plain(const QString &text);

/// Where a command reads and writes.
class Console
{
public:
    Console(QIODevice &in, QIODevice &out, QIODevice &err) : m_in(in), m_out(out), m_err(err) {}

    /// Standard input to its end; fails past `limit`.
    Result<QByteArray> read(qint64 limit);
    /// Bytes as they are: manifests, JSON.
    void write(const QByteArray &bytes);
    /// A line to standard output; made of plain() parts.
    void line(const QString &text);
    /// A line to standard error; made of plain() parts.
    void note(const QString &text);
    /// What was written is to be seen now: somebody waits for it.
    void flush();
    /// "where: error: message" and the remedy, to standard error. Gives Bad.
    int fail(const Error &error);
    int failUsage(const QString &message, const QString &command = {});

private:
    QIODevice &m_in, &m_out, &m_err;
};

} // namespace chartwright::cli
