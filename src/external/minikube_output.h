// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"

#include <QList>
#include <QStringList>
#include <QUrl>
#include <optional>

/// What minikube prints with -o json (kubernetes/minikube, pkg/minikube/out/register and cmd).
/// Texts are plain. Any thread.
namespace chartwright {

/// A line of `start --output=json`.
struct MinikubeEvent
{
    enum class What { Step, Download, Progress, Info, Warning, Error };
    What what = What::Info;
    /// Of a step: its place, and how many there are; steps are left out. 0: unknown.
    int step = 0, steps = 0;
    QString name;        ///< of a step ("Pulling Base Image"), or the reason's id of an error
    QString message;     ///< or the artifact of a download
    double fraction = 0; ///< of Progress, from 0 to 1
    int exitCode = 0;    ///< of an error
    QString advice;      ///< of an error; may be empty
};

/// None for a line that is no event, or one that tells nothing.
std::optional<MinikubeEvent> minikubeEvent(const QString &line);

struct MinikubeProfile
{
    QString name;
    QString status; ///< "Running", "OK", "Stopped", "Paused" …; "Skipped" where it was not asked
    QString driver, kubernetes, runtime;
    bool isRunning() const
    {
        return status == u"Running" || status == u"OK" || status == u"Starting";
    }
};
Result<QList<MinikubeProfile>> minikubeProfiles(const QByteArray &json);

/// Of the control plane's node, by `status -o json`; nullopt: there is no such profile.
struct MinikubeState
{
    QString host, kubelet, apiServer, kubeconfig;
    bool isRunning() const
    {
        return host == u"Running" && kubelet == u"Running" && apiServer == u"Running" &&
               kubeconfig == u"Configured";
    }
};
Result<std::optional<MinikubeState>> minikubeState(const QByteArray &json);

/// Of `image ls --format json`, all that has one id.
struct MinikubeImage
{
    QString id;        ///< hexadecimal digits, without "sha256:"
    QStringList names; ///< those with digests last, which a runtime of docker does not tell
    qint64 size = 0;   ///< in bytes; 0: it does not say
    bool isNamed(const QString &reference) const; ///< also by its short name
};
Result<QList<MinikubeImage>> minikubeImages(const QByteArray &json);

/// Of `addons list -o json`.
Result<QStringList> enabledAddons(const QByteArray &json);

/// Of `service --url`, which prints other lines too.
std::optional<QUrl> minikubeServiceUrl(const QString &line);

/// "todo:1" as container engines name it in full: "docker.io/library/todo:1". A digest goes before
/// a tag: "docker.io/library/todo@sha256:…".
QString fullImageName(const QString &reference);

} // namespace chartwright
