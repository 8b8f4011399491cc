// SPDX-License-Identifier: Apache-2.0
#include "deploy/live_state.h"

#include "cluster/plain_text.h"
#include "external/helm_output.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("LiveState", text); }

QDateTime timeOf(const Value &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

LiveState missing()
{
    LiveState out;
    out.isKnown = true;
    out.health = Health::Unknown;
    out.word = tr("not in the cluster");
    return out;
}

LiveState there(const Value &object)
{
    LiveState out;
    out.isKnown = out.isThere = true;
    const bool isLeaving = !object[u"metadata"][u"deletionTimestamp"].isNull();
    out.health = isLeaving ? Health::Leaving : Health::Good;
    out.word = isLeaving ? tr("being deleted") : tr("there");
    return out;
}

QStringList addressesOf(const Value &object)
{
    QStringList out;
    for (const Value &entry : object[u"status"][u"loadBalancer"][u"ingress"].list()) {
        const QString name = entry[u"hostname"].toString();
        out.append(plainText(name.isEmpty() ? entry[u"ip"].toString() : name));
    }
    return out;
}

const LivePod *firstPod(const QList<LivePod> &pods, Health health)
{
    const auto found = std::find_if(pods.begin(), pods.end(), [health](const LivePod &pod) {
        return pod.state.health == health;
    });
    return found == pods.end() ? nullptr : &*found;
}

QString joined(QStringList sentences)
{
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

/// Why it is not well: of a container that is started again and again the cluster tells how long it
/// waits, with ids, and not how it ended.
QString messageOf(const PodState &state)
{
    if (!state.exitCode || state.health != Health::Bad)
        return state.message;
    static const QRegularExpression backOff(QStringLiteral("^back-off (\\S+) restarting failed "));
    const QRegularExpressionMatch wait = backOff.match(state.message);
    const QString end = state.endReason == u"OOMKilled"
                            ? tr("It was ended because it took more memory than its limit.")
                            : tr("It ended with exit code %1.").arg(*state.exitCode);
    return joined({end, wait.hasMatch() ? tr("It is started again after %1.").arg(wait.captured(1))
                                        : state.message});
}

LiveState stateOfParts(const QList<LiveState> &objects, const QList<LivePod> &pods)
{
    LiveState out;
    out.pods = pods;
    qsizetype good = 0, all = 0;
    bool isBad = false;
    for (const LiveState &state : objects) {
        if (!state.isKnown) // of a kind that is not watched, or not yet
            continue;
        out.isKnown = true;
        out.isThere = out.isThere || state.isThere;
        ++all;
        good += state.health == Health::Good ? 1 : 0;
        isBad = isBad || state.health == Health::Bad;
    }
    if (!out.isThere) {
        out.word = tr("not in the cluster");
        return out;
    }
    out.health = isBad ? Health::Bad : good == all ? Health::Good : Health::Waiting;
    out.word = tr("%1 of %2 as they should be").arg(good).arg(all);
    if (const LivePod *bad = firstPod(pods, Health::Bad)) {
        out.health = Health::Bad;
        out.word = plainText(bad->name) + QLatin1String(": ") + bad->state.word;
        out.message = bad->state.message;
    } else if (const LivePod *why = firstPod(pods, Health::Waiting)) {
        out.message = why->state.message;
    }
    return out;
}

/// What Helm says stands first; what its objects do is said only where they are not all well.
void addRecord(LiveState &state, const HelmRecord &record)
{
    state.helm = record;
    state.isKnown = true;
    const bool hasObjects = std::exchange(state.isThere, true);
    QString word = recordWord(record);
    if (hasObjects && state.health != Health::Good)
        word += QStringLiteral(" · ") + state.word;
    state.word = word;
    state.advice = recordAdvice(record);
    if (record.status == u"failed")
        state.health = Health::Bad;
    else if (isPending(record.status) && state.health != Health::Bad)
        state.health = Health::Waiting;
    else if (!hasObjects)
        state.health = record.status == u"deployed" ? Health::Waiting : Health::Unknown;
}

} // namespace

QString ageText(const QDateTime &since, const QDateTime &now)
{
    const qint64 s = std::max<qint64>(0, since.secsTo(now));
    const auto with = [](qint64 big, char bigUnit, qint64 rest, char unit) {
        QString out = QString::number(big) + QLatin1Char(bigUnit);
        return rest == 0 ? out : out + QString::number(rest) + QLatin1Char(unit);
    };
    constexpr qint64 Minute = 60, Hour = 60 * Minute, Day = 24 * Hour;
    if (!since.isValid())
        return {};
    if (s < 2 * Minute)
        return with(s, 's', 0, 's');
    if (s < 10 * Minute)
        return with(s / Minute, 'm', s % Minute, 's');
    if (s < 3 * Hour)
        return with(s / Minute, 'm', 0, 's');
    if (s < 8 * Hour)
        return with(s / Hour, 'h', s % Hour / Minute, 'm');
    if (s < 2 * Day)
        return with(s / Hour, 'h', 0, 'm');
    return with(s / Day, 'd', 0, 'h');
}

LivePod livePod(const Value &pod)
{
    LivePod out;
    const Value &metadata = pod[u"metadata"];
    out.ns = metadata[u"namespace"].toString();
    out.name = metadata[u"name"].toString();
    out.state = podState(pod);
    out.state.word = plainText(out.state.word);
    out.state.message = plainText(messageOf(out.state));
    out.node = plainText(pod[u"spec"][u"nodeName"].toString());
    for (const Value &container : pod[u"spec"][u"containers"].list()) {
        out.containers.append(plainText(container[u"name"].toString()));
        out.images.append(plainText(container[u"image"].toString()));
    }
    out.created = timeOf(metadata[u"creationTimestamp"]);
    return out;
}

LiveEvent liveEvent(const Value &event)
{
    LiveEvent out;
    for (const Value *time : {&event[u"series"][u"lastObservedTime"], &event[u"lastTimestamp"],
                              &event[u"eventTime"], &event[u"metadata"][u"creationTimestamp"]}) {
        if (out.when = timeOf(*time); out.when.isValid())
            break;
    }
    out.isWarning = event[u"type"].toString() == u"Warning";
    out.reason = plainText(event[u"reason"].toString());
    out.message = plainText(event[u"message"].toString()).trimmed();
    const Value &about = event[u"involvedObject"];
    out.about = plainText(about[u"kind"].toString() + u' ' + about[u"name"].toString());
    out.count =
        int(std::max<qint64>(1, event[u"series"][u"count"].toInt(event[u"count"].toInt(1))));
    return out;
}

void tellWhyPodsWait(QList<LivePod> &pods, const QList<LiveEvent> &events)
{
    for (LivePod &pod : pods) {
        if (pod.state.health != Health::Waiting || !pod.state.message.isEmpty())
            continue;
        const QString about = QLatin1String("Pod ") + plainText(pod.name);
        const auto last = std::find_if(events.begin(), events.end(), [&](const LiveEvent &event) {
            return event.about == about;
        });
        if (last != events.end() && last->isWarning)
            pod.state.message = last->message.simplified();
    }
}

QString deploymentOf(const Value &pod)
{
    const Value &metadata = pod[u"metadata"];
    const QString hash = metadata[u"labels"][u"pod-template-hash"].toString();
    for (const Value &owner : metadata[u"ownerReferences"].list()) {
        const QString name = owner[u"name"].toString();
        if (owner[u"kind"].toString() == u"ReplicaSet" && !hash.isEmpty() &&
            name.endsWith(u'-' + hash))
            return name.chopped(hash.size() + 1);
    }
    return {};
}

LiveState deploymentState(const Value &deployment, const QList<LivePod> &pods)
{
    LiveState out = deployment.isNull() ? missing() : there(deployment);
    out.pods = pods;
    if (!out.isThere || out.health == Health::Leaving)
        return out;
    const Rollout rollout = rolloutOf(deployment);
    out.rollout = rollout;
    out.message = rollout.message;
    QString word = rolloutWord(rollout.state);
    switch (rollout.state) {
    case Rollout::State::Available:
        out.health = Health::Good;
        break;
    case Rollout::State::Progressing:
    case Rollout::State::Paused:
        out.health = Health::Waiting;
        break;
    case Rollout::State::Failed:
        out.health = Health::Bad;
        break;
    }
    // A pod that needs a person says more than the rollout that waits for it.
    const LivePod *bad = firstPod(pods, Health::Bad);
    if (bad) {
        out.health = Health::Bad;
        word = bad->state.word;
    }
    const LivePod *why = bad ? bad : firstPod(pods, Health::Waiting);
    if (why)
        out.message = joined({out.message, why->state.message});
    if (!bad && why && why->state.word == u"Pending" && !why->state.message.isEmpty())
        word = why->state.word; // no node takes it
    out.word = QStringLiteral("%1/%2 %3").arg(rollout.ready).arg(rollout.wanted).arg(word);
    return out;
}

LiveState releaseState(const QList<LiveState> &objects, const QList<LivePod> &pods,
                       const std::optional<HelmRecord> &helm)
{
    LiveState out = stateOfParts(objects, pods);
    if (helm)
        addRecord(out, *helm);
    return out;
}

LiveState serviceState(const Value &service, const QList<Value> &endpointSlices)
{
    LiveState out = service.isNull() ? missing() : there(service);
    if (!out.isThere || out.health == Health::Leaving)
        return out;
    const QString type = service[u"spec"][u"type"].toString();
    if (type == u"ExternalName") {
        out.word = plainText(service[u"spec"][u"externalName"].toString());
        return out;
    }
    int ready = 0, all = 0;
    for (const Value &slice : endpointSlices) {
        for (const Value &endpoint : slice[u"endpoints"].list()) {
            ++all;
            ready += endpoint[u"conditions"][u"ready"].toBool(true) ? 1 : 0;
        }
    }
    out.health = ready > 0 ? Health::Good : Health::Waiting;
    out.word = all == 0       ? tr("no endpoints")
               : ready == all ? tr("endpoints: %1").arg(all)
                              : tr("endpoints: %1 of %2 ready").arg(ready).arg(all);
    out.address = addressesOf(service).join(QLatin1String(", "));
    if (type == u"LoadBalancer" && out.address.isEmpty()) {
        out.lacksAddress = out.health == Health::Good;
        out.health = Health::Waiting;
        out.word = tr("no address yet");
    }
    return out;
}

LiveState ingressState(const Value &ingress)
{
    LiveState out = ingress.isNull() ? missing() : there(ingress);
    if (!out.isThere || out.health == Health::Leaving)
        return out;
    out.address = addressesOf(ingress).join(QLatin1String(", "));
    out.health = out.address.isEmpty() ? Health::Waiting : Health::Good;
    out.word = out.address.isEmpty() ? tr("no address yet") : out.address;
    return out;
}

LiveState plainState(const Value &object) { return object.isNull() ? missing() : there(object); }

} // namespace chartwright
