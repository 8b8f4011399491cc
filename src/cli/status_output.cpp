// SPDX-License-Identifier: Apache-2.0
#include "cli/status_output.h"

#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

constexpr qsizetype MostWarnings = 3;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString idOf(Health health)
{
    static const QStringList ids{QStringLiteral("waiting"), QStringLiteral("good"),
                                 QStringLiteral("done"),    QStringLiteral("bad"),
                                 QStringLiteral("leaving"), QStringLiteral("unknown")};
    return ids[int(health)];
}

QString idOf(const LiveState &state)
{
    return !state.isKnown   ? QStringLiteral("unknown")
           : !state.isThere ? QStringLiteral("missing")
                            : idOf(state.health);
}

QString headOf(const ObjectStatus &object)
{
    const QString word = object.state.isKnown ? object.state.word : tr("could not be found out");
    return plain(displayName(object.ref)) + QLatin1String(": ") + plain(word);
}

QString podLine(const LivePod &pod)
{
    return tr("%1: %2, ready %3/%4, restarts %5")
        .arg(plain(pod.name), plain(pod.state.word))
        .arg(pod.state.ready)
        .arg(pod.state.containers)
        .arg(pod.state.restarts);
}

QString warningLine(const LiveEvent &event)
{
    return tr("warning of %1: %2: %3")
        .arg(plain(event.about), plain(event.reason), plain(event.message));
}

/// Events outlive by an hour what they are about.
bool isOfGonePod(const LiveEvent &event, const QList<LivePod> &pods)
{
    const QString pod = QStringLiteral("Pod ");
    return event.about.startsWith(pod) &&
           std::none_of(pods.begin(), pods.end(), [&](const LivePod &there) {
               return plain(there.name) == QStringView(event.about).mid(pod.size());
           });
}

/// The last of each sort, the newest first.
QList<LiveEvent> warningsOf(const LiveState &state)
{
    QList<LiveEvent> out;
    for (const LiveEvent &event : state.events) {
        const bool isKnown = std::any_of(out.begin(), out.end(), [&](const LiveEvent &other) {
            return other.about == event.about && other.reason == event.reason &&
                   other.message == event.message;
        });
        if (event.isWarning && !isKnown && !isOfGonePod(event, state.pods))
            out.append(event);
    }
    return out;
}

} // namespace

void tellStatus(const QList<ObjectStatus> &objects, Console &console)
{
    qsizetype good = 0;
    for (const ObjectStatus &object : objects) {
        good += object.isGood() ? 1 : 0;
        console.line(headOf(object));
        for (const QString &why : {object.state.advice, object.state.message}) {
            if (!why.isEmpty())
                console.line(QLatin1String("  ") + plain(why));
        }
        if (!object.state.address.isEmpty() && !object.state.word.contains(object.state.address))
            console.line(QLatin1String("  ") + plain(object.state.address));
        for (const LivePod &pod : object.state.pods) {
            console.line(QLatin1String("  ") + podLine(pod) + QLatin1String(", ") +
                         tr("age %1").arg(pod.created.isValid() ? ageText(pod.created)
                                                                : QStringLiteral("?")));
            if (!object.state.message.contains(pod.state.message))
                console.line(QLatin1String("    ") + plain(pod.state.message));
        }
        if (object.isGood())
            continue; // what it went through on its way is over
        for (const LiveEvent &event : warningsOf(object.state).mid(0, MostWarnings))
            console.line(QLatin1String("  ") + warningLine(event));
    }
    console.line(tr("As they should be: %1 of %2").arg(good).arg(objects.size()));
}

void tellUnwell(const QList<ObjectStatus> &objects, Console &console)
{
    for (const ObjectStatus &object : objects) {
        const LiveState &state = object.state;
        const QString why = plain(state.advice.isEmpty() ? state.message : state.advice);
        if (!object.isGood())
            console.note(QLatin1String("  ") + headOf(object) +
                         (why.isEmpty() ? QString() : QLatin1String(". ") + why));
    }
}

QStringList newLines(const ObjectStatus &object, QStringList &before)
{
    QStringList now{headOf(object)};
    const auto add = [&](const QString &text) {
        now.append(plain(displayName(object.ref)) + QLatin1String(": ") + text);
    };
    for (const QString &why : {object.state.advice, object.state.message}) {
        if (!why.isEmpty())
            add(plain(why));
    }
    for (const LivePod &pod : object.state.pods)
        add(podLine(pod));
    for (const LiveEvent &event : warningsOf(object.state))
        add(warningLine(event));
    QStringList out = now;
    for (const QString &line : std::as_const(before))
        out.removeAll(line);
    before = now;
    return out;
}

Value statusValue(const ObjectStatus &object)
{
    const LiveState &state = object.state;
    const auto time = [](const QDateTime &when) {
        return when.isValid() ? when.toUTC().toString(Qt::ISODate) : QString();
    };
    List pods, warnings;
    for (const LivePod &pod : state.pods) {
        pods.append(Map{{QStringLiteral("name"), pod.name},
                        {QStringLiteral("state"), idOf(pod.state.health)},
                        {QStringLiteral("word"), pod.state.word},
                        {QStringLiteral("message"), pod.state.message},
                        {QStringLiteral("ready"), pod.state.ready},
                        {QStringLiteral("containers"), pod.state.containers},
                        {QStringLiteral("restarts"), pod.state.restarts},
                        {QStringLiteral("created"), time(pod.created)}});
    }
    for (const LiveEvent &event : warningsOf(state)) {
        warnings.append(Map{{QStringLiteral("about"), event.about},
                            {QStringLiteral("reason"), event.reason},
                            {QStringLiteral("message"), event.message},
                            {QStringLiteral("count"), event.count},
                            {QStringLiteral("last"), time(event.when)}});
    }
    return Map{
        {QStringLiteral("kind"), object.ref.kind},  {QStringLiteral("namespace"), object.ref.ns},
        {QStringLiteral("name"), object.ref.name},  {QStringLiteral("state"), idOf(state)},
        {QStringLiteral("good"), object.isGood()},  {QStringLiteral("word"), state.word},
        {QStringLiteral("message"), state.message}, {QStringLiteral("advice"), state.advice},
        {QStringLiteral("address"), state.address}, {QStringLiteral("pods"), pods},
        {QStringLiteral("warnings"), warnings}};
}

QByteArray statusJson(const ClusterSession &session, const QList<ObjectStatus> &objects)
{
    List list;
    bool isGood = true;
    for (const ObjectStatus &object : objects) {
        list.append(statusValue(object));
        isGood = isGood && object.isGood();
    }
    return writeJson(Map{{QStringLiteral("release"), session.plan.release},
                         {QStringLiteral("namespace"), session.plan.ns},
                         {QStringLiteral("context"), session.connection->target().context},
                         {QStringLiteral("good"), isGood},
                         {QStringLiteral("objects"), list}});
}

QByteArray jsonLine(const Value &value)
{
    QByteArray out;
    for (const QByteArray &line : writeJson(value).split('\n')) // those within texts are escaped
        out += line.trimmed();
    return out + '\n';
}

} // namespace chartwright::cli
