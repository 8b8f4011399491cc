// SPDX-License-Identifier: Apache-2.0
#include "cli/account_output.h"

#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

using State = ApplyStep::State;
using Work = ApplyStep::Work;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString wordFor(State state)
{
    switch (state) {
    case State::Created:
        return tr("created");
    case State::Changed:
        return tr("changed");
    case State::Same:
        return tr("unchanged");
    case State::Deleted:
        return tr("deleted");
    case State::Failed:
        return tr("failed");
    case State::LeftOut:
        return tr("left as it is");
    case State::Waiting:
    case State::Running:
        break;
    }
    return tr("not done");
}

QString idOf(State state)
{
    static const QStringList ids{QStringLiteral("waiting"), QStringLiteral("running"),
                                 QStringLiteral("created"), QStringLiteral("changed"),
                                 QStringLiteral("same"),    QStringLiteral("deleted"),
                                 QStringLiteral("leftOut"), QStringLiteral("failed")};
    return ids[int(state)];
}

QString idOf(Work work)
{
    static const QStringList ids{
        QStringLiteral("namespace"), QStringLiteral("secret"),     QStringLiteral("object"),
        QStringLiteral("upgrade"),   QStringLiteral("toHelm"),     QStringLiteral("restart"),
        QStringLiteral("deletion"),  QStringLiteral("helmRecord"), QStringLiteral("record")};
    return ids[int(work)];
}

QString idOf(DeployStep::Work work)
{
    static const QStringList ids{
        QStringLiteral("check"),   QStringLiteral("start"),     QStringLiteral("addon"),
        QStringLiteral("image"),   QStringLiteral("namespace"), QStringLiteral("secrets"),
        QStringLiteral("release"), QStringLiteral("restarts"),  QStringLiteral("ready"),
        QStringLiteral("answer"),  QStringLiteral("open")};
    return ids[int(work)];
}

QString idOf(DeployStep::State state)
{
    static const QStringList ids{QStringLiteral("waiting"), QStringLiteral("running"),
                                 QStringLiteral("done"),    QStringLiteral("needless"),
                                 QStringLiteral("skipped"), QStringLiteral("failed"),
                                 QStringLiteral("stopped")};
    return ids[int(state)];
}

} // namespace

QString accountWord(const ApplyStep &step)
{
    if (step.work == Work::Restart && step.state == State::Changed)
        return tr("restarted, since its Secret changed");
    if (step.work == Work::ToHelm && step.state == State::Changed)
        return tr("left to Helm");
    if (step.work == Work::Record && step.state != State::Failed)
        return tr("notes what was applied");
    return wordFor(step.state);
}

QByteArray accountJson(const QList<ApplyStep> &steps)
{
    List out;
    for (const ApplyStep &step : steps) {
        List warnings;
        for (const QString &warning : step.warnings)
            warnings.append(warning);
        Map entry{
            {QStringLiteral("kind"), step.ref.kind},     {QStringLiteral("namespace"), step.ref.ns},
            {QStringLiteral("name"), step.ref.name},     {QStringLiteral("work"), idOf(step.work)},
            {QStringLiteral("state"), idOf(step.state)}, {QStringLiteral("warnings"), warnings}};
        if (step.failure)
            entry.append(QStringLiteral("error"), step.failure->error.message);
        out.append(entry);
    }
    return writeJson(out);
}

QByteArray stepsJson(const QList<DeployStep> &steps)
{
    List out;
    for (const DeployStep &step : steps) {
        Map entry{{QStringLiteral("work"), idOf(step.work)},
                  {QStringLiteral("name"), step.name},
                  {QStringLiteral("state"), idOf(step.state)},
                  {QStringLiteral("text"), step.doing},
                  {QStringLiteral("milliseconds"), step.milliseconds}};
        if (step.error)
            entry.append(QStringLiteral("error"),
                         Map{{QStringLiteral("message"), step.error->message},
                             {QStringLiteral("where"), step.error->where},
                             {QStringLiteral("remedy"), step.error->remedy}});
        out.append(entry);
    }
    return writeJson(out);
}

} // namespace chartwright::cli
