// SPDX-License-Identifier: Apache-2.0
#include "cli/apply_console.h"

#include "cli/account_output.h"
#include "cli/interrupt.h"

#include <QCoreApplication>
#include <QEventLoop>

using namespace Qt::StringLiterals;

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

void tellHowToTake(Console &console)
{
    console.note(u"  "_s + tr("--take takes fields, --take-ownership objects of others"));
}

int perform(ClusterSession &session, const ApplyOptions &options, bool asJson, Console &console)
{
    Interrupt interrupt;
    ApplyRun run(session.connection.get(), session.plan.objects, options);
    QEventLoop loop;
    QObject::connect(&run, &ApplyRun::stepChanged, &loop, [&](int i) {
        const ApplyStep &step = run.steps()[i];
        if (step.state == ApplyStep::State::Running || asJson)
            return;
        console.line(plain(displayName(step.ref)) + QLatin1String(": ") + accountWord(step));
        for (const QString &warning : step.warnings)
            console.note(QLatin1String("  ") + tr("warning: %1").arg(plain(warning)));
        console.flush();
    });
    QObject::connect(&run, &ApplyRun::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    QObject::connect(&interrupt, &Interrupt::came, &loop, [&] {
        run.cancel();
        console.note(tr("Stopping after what is on its way. Once more ends at once."));
        console.flush();
    });
    run.start();
    loop.exec();
    int left = 0;
    for (const ApplyStep &step : run.steps()) {
        left += step.state == ApplyStep::State::Waiting ? 1 : 0;
        if (step.failure)
            failApi(*step.failure, console, plain(displayName(step.ref)));
        if (step.failure && options.helm && step.failure->kind == ApiFailure::Kind::Conflict)
            tellHowToTake(console);
    }
    if (asJson)
        console.write(accountJson(run.steps()));
    if (left > 0)
        console.note(tr("Left as they are: %1").arg(left));
    if (interrupt.hasCome())
        return interrupt.exitCode();
    return run.isDone() ? Clean : Bad;
}

} // namespace chartwright::cli
