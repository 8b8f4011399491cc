// SPDX-License-Identifier: Apache-2.0
#include "deploy/pod_cause.h"

#include "cluster/plain_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace chartwright {
namespace {

using What = PodCause::What;

/// A probe that has failed this often, over this time, does not only wait for a slow start.
constexpr qint64 ManyFailures = 6, LongSeconds = 30;

QString tr(const char *text) { return QCoreApplication::translate("PodCause", text); }

/// The first thing that a form catches in a text.
QStringList caught(const char *form, const QString &text)
{
    const auto match = QRegularExpression(QString::fromLatin1(form)).match(text);
    return match.hasMatch() ? match.capturedTexts().mid(1) : QStringList();
}

bool says(const QString &text, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(), [&](const char *w) {
        return text.contains(QLatin1String(w), Qt::CaseInsensitive);
    });
}

QString lastLine(const QString &log)
{
    const QStringList lines = log.split(u'\n', Qt::SkipEmptyParts);
    return lines.isEmpty() ? QString() : plainText(lines.last().simplified()).left(300);
}

/// What Secrets and ConfigMaps lack, as kubelet words it for variables and for volumes.
std::optional<PodCause> missingSource(const QString &text)
{
    if (const auto key = caught("couldn't find key (\\S+) in Secret (\\S+)", text); !key.isEmpty())
        return PodCause{What::SecretKeyMissing,
                        tr("The Secret %1 has no key %2").arg(key[1].section(u'/', -1), key[0]),
                        tr("Enter its value and deploy again, or draw the key that it has."),
                        {}};
    if (const auto key = caught("couldn't find key (\\S+) in ConfigMap (\\S+)", text);
        !key.isEmpty())
        return PodCause{What::ConfigMapKeyMissing,
                        tr("The ConfigMap %1 has no key %2").arg(key[1].section(u'/', -1), key[0]),
                        tr("Draw the key, or another one."),
                        {}};
    if (const auto name = caught("(?i)secret \"([^\"]+)\" not found", text); !name.isEmpty())
        return PodCause{What::SecretMissing,
                        tr("There is no Secret %1").arg(name[0]),
                        tr("Enter its values and deploy again."),
                        {}};
    if (const auto name = caught("(?i)configmap \"([^\"]+)\" not found", text); !name.isEmpty())
        return PodCause{What::ConfigMapMissing,
                        tr("There is no ConfigMap %1").arg(name[0]),
                        tr("Draw it, or take the reference away."),
                        {}};
    if (const auto key = caught("references non-existent secret key: (\\S+)", text); !key.isEmpty())
        return PodCause{
            What::SecretKeyMissing,
            tr("A volume asks for the key %1 that its Secret does not have").arg(key[0]),
            tr("Enter its value and deploy again."),
            {}};
    if (const auto key = caught("references non-existent config key: (\\S+)", text); !key.isEmpty())
        return PodCause{
            What::ConfigMapKeyMissing,
            tr("A volume asks for the key %1 that its ConfigMap does not have").arg(key[0]),
            tr("Draw the key, or another one."),
            {}};
    return std::nullopt;
}

class Reading
{
public:
    Reading(const Value &pod, const QList<Value> &events, const QString &logEnd)
        : m_pod(pod), m_events(events), m_logEnd(logEnd)
    {
    }

    std::optional<PodCause> cause() const
    {
        const Value &status = m_pod[u"status"];
        if (!m_pod[u"metadata"][u"deletionTimestamp"].isNull())
            return std::nullopt;
        if (status[u"reason"].toString() == u"Evicted")
            return made(What::Evicted,
                        tr("Its node had no room left: %1").arg(text(status[u"message"])),
                        tr("Ask for less, limit what it uses, or make room on the node."));
        for (const Value &condition : status[u"conditions"].list()) {
            if (condition[u"reason"].toString() == u"Unschedulable")
                return unschedulable(text(condition[u"message"]));
        }
        for (QStringView list :
             {QStringView(u"initContainerStatuses"), QStringView(u"containerStatuses")}) {
            for (const Value &container : status[list].list()) {
                if (const auto out = of(container))
                    return out;
            }
        }
        // Nothing of its containers yet: they have too little memory to begin with …
        for (const Value &event : m_events) {
            if (!isRunning() && says(text(event[u"message"]), {"container init was OOM-killed"}))
                return made(What::OutOfMemory,
                            tr("It was killed before it began: its memory limit is too low"),
                            tr("Raise the memory limit."));
        }
        // … or its volumes keep it.
        for (const Value &event : m_events) {
            if (event[u"reason"].toString() != u"FailedMount" || isRunning())
                continue;
            if (const auto out = missingSource(text(event[u"message"])))
                return out;
        }
        return std::nullopt;
    }

private:
    const Value &m_pod;
    const QList<Value> &m_events;
    const QString &m_logEnd;

    static QString text(const Value &v) { return plainText(v.toString().simplified()); }
    static std::optional<PodCause> made(What what, const QString &sentence, const QString &remedy,
                                        const QString &container = {})
    {
        return PodCause{what, sentence, remedy, container};
    }

    bool isRunning() const { return m_pod[u"status"][u"phase"].toString() == u"Running"; }

    static std::optional<PodCause> unschedulable(const QString &message)
    {
        if (const auto claim = caught("persistentvolumeclaim \"([^\"]+)\" not found", message);
            !claim.isEmpty())
            return made(What::Claim, tr("There is no PersistentVolumeClaim %1").arg(claim[0]),
                        tr("Make the claim in this namespace, or use another volume."));
        if (says(message, {"unbound immediate PersistentVolumeClaims"}))
            return made(What::Claim, tr("Its PersistentVolumeClaim is bound to no volume"),
                        tr("Look for a default StorageClass in the cluster."));
        if (says(message, {"Insufficient "}))
            return made(What::NoRoom, tr("No node has room for it: %1").arg(message),
                        tr("Ask for less CPU or memory, use fewer replicas, or make the cluster "
                           "larger."));
        return made(What::NoNode, tr("No node takes it: %1").arg(message),
                    tr("Look at its node selector, affinity and tolerations."));
    }

    const Value &spec(const QString &name) const
    {
        for (QStringView list : {QStringView(u"initContainers"), QStringView(u"containers")}) {
            for (const Value &c : m_pod[u"spec"][list].list()) {
                if (c[u"name"].toString() == name)
                    return c;
            }
        }
        static const Value none;
        return none;
    }

    std::optional<PodCause> of(const Value &container) const
    {
        const QString name = text(container[u"name"]);
        const Value &waiting = container[u"state"][u"waiting"];
        const QString reason = waiting[u"reason"].toString(), message = text(waiting[u"message"]);
        std::optional<PodCause> out;
        if (reason == u"ErrImagePull" || reason == u"ImagePullBackOff" ||
            reason == u"InvalidImageName" || reason == u"ErrImageNeverPull")
            out = image(reason, text(container[u"image"]), message);
        else if (reason == u"CreateContainerConfigError")
            out = config(message);
        else if (reason == u"CreateContainerError" || reason == u"RunContainerError")
            out = program(message);
        else
            out = ended(container, reason);
        if (!out)
            out = probe(container);
        if (out)
            out->container = name;
        return out;
    }

    std::optional<PodCause> image(const QString &reason, const QString &image,
                                  const QString &message) const
    {
        // "Back-off pulling image" alone says nothing; an event has said why.
        QString why = message;
        for (const Value &event : m_events) {
            if (event[u"reason"].toString() == u"Failed" &&
                says(event[u"message"].toString(), {"failed to pull", "pull image"}))
                why += u' ' + text(event[u"message"]);
        }
        if (reason == u"InvalidImageName")
            return made(What::ImageName, tr("“%1” is no name of an image").arg(image),
                        tr("Correct the repository or the tag."));
        if (reason == u"ErrImageNeverPull")
            return made(What::ImageNever,
                        tr("The node has no image %1, and may not pull it").arg(image),
                        tr("Load the image into the cluster, or let it be pulled."));
        if (says(why, {"unauthorized", "denied", "authentication required", "403 Forbidden"}))
            return made(What::ImageDenied, tr("The registry does not give out %1").arg(image),
                        tr("Check the name; a private image needs a pull secret."));
        if (says(why, {"not found", "manifest unknown", "does not exist"}))
            return made(What::ImageMissing, tr("There is no image %1").arg(image),
                        tr("Check the repository and the tag, or load the image into the "
                           "cluster."));
        if (says(why, {"connection refused", "no such host", "i/o timeout", "dial tcp",
                       "server gave HTTP response"}))
            return made(What::Registry, tr("The registry of %1 does not answer").arg(image),
                        tr("Check the name and the cluster's way out, or load the image into the "
                           "cluster."));
        return made(What::ImageMissing, tr("The image %1 cannot be pulled").arg(image),
                    tr("Check the repository and the tag."));
    }

    static std::optional<PodCause> config(const QString &message)
    {
        if (const auto out = missingSource(message))
            return out;
        if (says(message, {"runAsNonRoot", "non-numeric user", "breaks non-root policy"}))
            return made(What::RunsAsRoot,
                        tr("Its image runs as root, or as a user without a number, and “Run as "
                           "non-root” is set"),
                        tr("Set “User” to a number, or give the image a numeric USER."));
        return std::nullopt;
    }

    static std::optional<PodCause> program(const QString &message)
    {
        if (says(message, {"executable file not found", "no such file or directory"}))
            return made(What::NoProgram, tr("Its command is not in the image"),
                        tr("Correct the command, or leave it to the image."));
        if (says(message, {"permission denied"}))
            return made(What::NoProgram, tr("Its command may not be run"),
                        tr("Make the file executable in the image."));
        return missingSource(message);
    }

    std::optional<PodCause> ended(const Value &container, const QString &reason) const
    {
        const Value &now = container[u"state"][u"terminated"];
        const Value &before = container[u"lastState"][u"terminated"];
        const Value &end = now.isMap() ? now : before;
        const bool isUp = container[u"state"][u"running"].isMap();
        if (!end.isMap() || (isUp && container[u"ready"].toBool()))
            return std::nullopt;
        const QString how = end[u"reason"].toString();
        const qint64 code = end[u"exitCode"].toInt();
        if (how == u"OOMKilled") {
            const QString limit =
                spec(text(container[u"name"]))[u"resources"][u"limits"][u"memory"].scalarText();
            return made(What::OutOfMemory,
                        limit.isEmpty() ? tr("It was killed for using more memory than there is")
                                        : tr("It was killed for using more memory than its limit "
                                             "of %1")
                                              .arg(limit),
                        tr("Raise the memory limit, or let it use less."));
        }
        if (how == u"StartError" || how == u"ContainerCannotRun")
            return program(text(end[u"message"]));
        if (const auto killed = liveness(container))
            return killed;
        const bool isOver = now.isMap() && reason.isEmpty();
        if (code == 0 && (isOver || reason != u"CrashLoopBackOff"))
            return std::nullopt;
        if (isUp) // it tries again
            return std::nullopt;
        const QString said = lastLine(m_logEnd);
        return made(
            What::Crash,
            code == 0 ? tr("It ends by itself, and is started again and again")
            : said.isEmpty()
                ? tr("It crashes with exit code %1").arg(code)
                : tr("It crashes with exit code %1. Its last words: %2").arg(code).arg(said),
            code == 0 ? tr("A Deployment is for what goes on running; look at its command.")
                      : tr("Look at its log, and at its variables."),
            text(container[u"name"]));
    }

    /// A probe of this sort that failed often enough, in its last words.
    QString failing(const char *sort, const QString &name, qint64 threshold) const
    {
        const QString start = QLatin1String(sort) + QLatin1String(" probe failed: ");
        for (const Value &event : m_events) {
            const QString message = text(event[u"message"]);
            const Value &series = event[u"series"][u"count"];
            const qint64 count = std::max(event[u"count"].toInt(), series.toInt());
            const QString field = event[u"regarding"][u"fieldPath"].toString() +
                                  event[u"involvedObject"][u"fieldPath"].toString();
            if (event[u"reason"].toString() == u"Unhealthy" && message.startsWith(start) &&
                count >= threshold &&
                (field.isEmpty() || field.contains(QLatin1Char('{') + name + QLatin1Char('}'))))
                return message.mid(start.size());
        }
        return {};
    }

    static QString portOf(const Value &probe)
    {
        for (QStringView way :
             {QStringView(u"httpGet"), QStringView(u"tcpSocket"), QStringView(u"grpc")}) {
            if (const QString port = probe[way][u"port"].scalarText(); !port.isEmpty())
                return port;
        }
        return {};
    }

    std::optional<PodCause> madeOfProbe(What what, const QString &title, const Value &probe,
                                        const QString &said) const
    {
        const QString port = portOf(probe);
        return made(what,
                    port.isEmpty() ? tr("%1 fails: %2").arg(title, said)
                                   : tr("%1 on port %2 fails: %3").arg(title, port, said),
                    tr("Check its port and path, and give the application time to start."));
    }

    std::optional<PodCause> liveness(const Value &container) const
    {
        const QString name = text(container[u"name"]);
        const Value &probe = spec(name)[u"livenessProbe"];
        if (container[u"restartCount"].toInt() == 0)
            return std::nullopt;
        const Value &startup = spec(name)[u"startupProbe"];
        if (const QString said = failing("Startup", name, 1); startup.isMap() && !said.isEmpty())
            return madeOfProbe(What::Startup, tr("Its startup probe"), startup, said);
        const QString said = failing("Liveness", name, 1);
        if (said.isEmpty() || !probe.isMap())
            return std::nullopt;
        return madeOfProbe(What::Liveness, tr("Its liveness probe"), probe, said);
    }

    std::optional<PodCause> probe(const Value &container) const
    {
        const Value &running = container[u"state"][u"running"];
        const QString name = text(container[u"name"]);
        if (!running.isMap() || container[u"ready"].toBool())
            return std::nullopt;
        if (const auto killed = liveness(container))
            return killed;
        const auto started =
            QDateTime::fromString(running[u"startedAt"].toString(), Qt::ISODateWithMs);
        if (started.secsTo(QDateTime::currentDateTimeUtc()) < LongSeconds)
            return std::nullopt;
        const QString said = failing("Readiness", name, ManyFailures);
        if (said.isEmpty())
            return std::nullopt;
        return madeOfProbe(What::Readiness, tr("Its readiness probe"),
                           spec(name)[u"readinessProbe"], said);
    }
};

} // namespace

std::optional<PodCause> causeOf(const Value &pod, const QList<Value> &events, const QString &logEnd)
{
    return Reading(pod, events, logEnd).cause();
}

std::optional<PodCause> causeWithoutPods(const QList<Value> &events)
{
    for (const Value &event : events) {
        if (event[u"reason"].toString() != u"FailedCreate")
            continue;
        const QString message = plainText(event[u"message"].toString().simplified());
        if (says(message, {"exceeded quota"}))
            return PodCause{What::Quota,
                            tr("The namespace's quota is used up: %1").arg(message),
                            tr("Use fewer replicas, ask for less, or raise the quota."),
                            {}};
        if (says(message, {"violates PodSecurity"}))
            return PodCause{What::PodSecurity,
                            tr("The namespace does not allow such pods: %1").arg(message),
                            tr("Set the security context as the namespace wants it."),
                            {}};
        if (const auto account = caught("serviceaccount \"([^\"]+)\" not found", message);
            !account.isEmpty())
            return PodCause{What::ServiceAccount,
                            tr("There is no ServiceAccount %1").arg(account[0].section(u'/', -1)),
                            tr("Make it in this namespace, or leave the account to the default."),
                            {}};
    }
    return std::nullopt;
}

} // namespace chartwright
