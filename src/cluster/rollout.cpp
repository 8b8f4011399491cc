// SPDX-License-Identifier: Apache-2.0
#include "cluster/rollout.h"

namespace chartwright {
namespace {

const Value *condition(const Value &status, QStringView type)
{
    for (const Value &c : status[u"conditions"].list()) {
        if (c[u"type"].toString() == type)
            return &c;
    }
    return nullptr;
}

} // namespace

Rollout rolloutOf(const Value &deployment)
{
    const Value &spec = deployment[u"spec"], &status = deployment[u"status"];
    Rollout out;
    out.wanted = int(spec[u"replicas"].toInt(1));
    out.pods = int(status[u"replicas"].toInt());
    out.updated = int(status[u"updatedReplicas"].toInt());
    out.ready = int(status[u"readyReplicas"].toInt());
    out.available = int(status[u"availableReplicas"].toInt());
    const auto fail = [&out](const Value &why) {
        out.state = Rollout::State::Failed;
        out.message = why[u"message"].toString().simplified();
        return out;
    };
    if (spec[u"paused"].toBool()) {
        out.state = Rollout::State::Paused;
        return out;
    }
    // What is said of an older generation is no news of this one.
    const bool isObserved =
        status[u"observedGeneration"].toInt() >= deployment[u"metadata"][u"generation"].toInt();
    if (!isObserved)
        return out;
    const Value *progressing = condition(status, u"Progressing");
    if (progressing && (*progressing)[u"reason"].toString() == u"ProgressDeadlineExceeded")
        return fail(*progressing);
    const Value *failure = condition(status, u"ReplicaFailure");
    if (failure && (*failure)[u"status"].toString() == u"True")
        return fail(*failure);
    if (out.updated >= out.wanted && out.pods <= out.updated && out.available >= out.updated)
        out.state = Rollout::State::Available;
    return out;
}

QString rolloutWord(Rollout::State state)
{
    switch (state) {
    case Rollout::State::Available:
        return QStringLiteral("Available");
    case Rollout::State::Paused:
        return QStringLiteral("Paused");
    case Rollout::State::Failed:
        return QStringLiteral("Failed");
    case Rollout::State::Progressing:
        break;
    }
    return QStringLiteral("Progressing");
}

} // namespace chartwright
