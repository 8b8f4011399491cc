// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.h"

#include <QSocketNotifier>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace chartwright::cli {
namespace {

constexpr int Signals[] = {SIGINT, SIGTERM};

volatile std::sig_atomic_t writeEnd = -1;

extern "C" void tellSignal(int number)
{
    const int before = errno;
    const char byte = char(number);
    // A full pipe holds enough of them.
    [[maybe_unused]] const auto written = ::write(int(writeEnd), &byte, 1);
    errno = before;
}

} // namespace

Interrupt::Interrupt()
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // Ctrl+C ends the program, as ever
    writeEnd = m_pipe[1];
    connect(new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this),
            &QSocketNotifier::activated, this, &Interrupt::read);
    for (const int number : Signals) {
        struct sigaction now = {}, before = {};
        now.sa_handler = tellSignal;
        now.sa_flags = SA_RESTART | int(SA_RESETHAND);
        ::sigaction(number, nullptr, &before);
        // What a shell runs in the background is not meant by Ctrl+C.
        if (before.sa_handler != SIG_IGN)
            ::sigaction(number, &now, nullptr);
    }
}

Interrupt::~Interrupt()
{
    for (const int number : Signals) {
        struct sigaction now = {};
        ::sigaction(number, nullptr, &now);
        if (now.sa_handler == tellSignal)
            std::signal(number, SIG_DFL);
    }
    writeEnd = -1;
    for (const int end : m_pipe) {
        if (end >= 0)
            ::close(end);
    }
}

void Interrupt::read()
{
    char byte = 0;
    if (::read(m_pipe[0], &byte, 1) != 1)
        return;
    m_signal = byte;
    emit came();
}

} // namespace chartwright::cli
