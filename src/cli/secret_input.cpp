// SPDX-License-Identifier: Apache-2.0
#include "cli/secret_input.h"

#include <QCoreApplication>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <termios.h>
#include <unistd.h>

namespace chartwright::cli {
namespace {

constexpr qsizetype Largest = 1024ll * 1024;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

termios before; // for the handler, which reaches nothing else

void restoreAndEnd(int number)
{
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    std::signal(number, SIG_DFL);
    std::raise(number);
}

/// While it lives, the terminal does not show what is typed, however the program ends.
class NoEcho
{
public:
    NoEcho()
    {
        tcgetattr(STDIN_FILENO, &before);
        for (const int number : Ends)
            std::signal(number, restoreAndEnd);
        termios hidden = before;
        hidden.c_lflag &= ~tcflag_t(ECHO);
        hidden.c_lflag |= ECHONL;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    ~NoEcho()
    {
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        for (const int number : Ends)
            std::signal(number, SIG_DFL);
    }
    Q_DISABLE_COPY_MOVE(NoEcho)

private:
    static constexpr int Ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
};

/// Past Qt and stdio, whose buffers nobody wipes.
Result<SecretValue> readToEnd(bool line)
{
    SecretBuffer bytes;
    SecretValue block = SecretValue::ofSize(4096);
    for (;;) {
        const ssize_t count = ::read(STDIN_FILENO, block.data(), size_t(block.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failure(tr("standard input cannot be read"), QStringLiteral("-"));
        bytes.append(block.view().first(count));
        if (bytes.size() > Largest)
            return failure(tr("the value is larger than 1 MiB"), QStringLiteral("-"),
                           tr("No cluster takes a Secret as large as that."));
        if (count == 0 || (line && bytes.view().endsWith('\n')))
            return bytes.take();
    }
}

SecretValue withoutNewlineOfOneLine(const SecretValue &value)
{
    QByteArrayView text = value.view();
    if (text.isEmpty() || text.indexOf('\n') != text.size() - 1)
        return value.clone();
    text.chop(1);
    if (text.endsWith('\r'))
        text.chop(1);
    return SecretValue(text);
}

} // namespace

Result<SecretValue> readSecret(const QString &question)
{
    const bool terminal = isatty(STDIN_FILENO) == 1;
    Result<SecretValue> value;
    if (terminal) {
        std::fputs(qPrintable(question), stderr);
        const NoEcho quiet;
        value = readToEnd(true);
    } else {
        value = readToEnd(false);
    }
    if (!value)
        return value;
    SecretValue out = withoutNewlineOfOneLine(*value);
    if (out.isEmpty())
        return failure(tr("the value is empty"), QStringLiteral("-"),
                       tr("Type it, or give it on standard input."));
    return out;
}

} // namespace chartwright::cli
