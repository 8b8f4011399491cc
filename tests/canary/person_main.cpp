// SPDX-License-Identifier: Apache-2.0
// A person who keeps secret values in every way that there is, and uses the program with them.
// Started by a test in a session of its own, and traced. With the argument "apply NAMESPACE" they
// are brought to a cluster, with "deploy" to Minikube. Says on standard output, line by line:
// "value BASE64" for each value, "folder PATH" for what to search, "dumpable N", and "copied",
// "applied" or "uninstalled" in the end; "crash" on standard input ends it with a SIGSEGV. With the
// argument "control" it does that at once, without any value. Exit code 3: a step went wrong.
#include "app/log.h"
#include "canary/person.h"

#include <QApplication>
#include <QSocketNotifier>
#include <csignal>
#include <cstdio>
#include <sys/resource.h>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

[[noreturn]] void crash()
{
    std::raise(SIGSEGV);
    std::_Exit(4);
}

} // namespace

int main(int argc, char *argv[])
{
    rlimit limit{};
    ::getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_CORE, &limit);
    if (argc > 1 && QByteArrayView(argv[1]) == "control")
        crash();
    qputenv("LC_ALL", "C.UTF-8");
    const QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(u"chartwright"_s);
    QCoreApplication::setApplicationName(u"chartwright"_s);
    startLog(Settings::LogLevel::Debug);
    const QStringList arguments = QCoreApplication::arguments();
    std::fputs("canary: begins\n", stderr);
    const auto person = arguments.value(1) == u"apply"    ? applyingPerson(arguments.value(2))
                        : arguments.value(1) == u"deploy" ? deployingPerson()
                                                          : keepingPerson();
    person->work();
    QSocketNotifier orders(0, QSocketNotifier::Read);
    QObject::connect(&orders, &QSocketNotifier::activated, [] { crash(); });
    return QApplication::exec();
}
