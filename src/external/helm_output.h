// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "tree/value.h"

#include <QDateTime>
#include <QList>

/// What helm prints with -o json, by versions 3 and 4. Texts are plain. Any thread.
namespace chartwright {

struct HelmRevision
{
    int revision = 0;
    QString status; ///< "deployed", "pending-upgrade" … (pkg/release/status.go)
    QDateTime updated;
    QString chart;      ///< "todo-app-1.0.0"
    QString appVersion; ///< of the chart
    QString description;
};

struct HelmRelease
{
    QString name, ns;
    HelmRevision last; ///< without a description
};

/// An object that helm makes for a while, such as the pod of a test.
struct HelmHook
{
    QString kind, name;
    QStringList events;   ///< "test", "pre-install" …
    QStringList policies; ///< when helm deletes it: "before-hook-creation", "hook-failed" …
};

/// One revision in full. Values and manifest may hold secrets of charts that are not ours: they are
/// never logged.
struct HelmDetail
{
    QString name, ns;
    int revision = 0;
    QString status, description, notes;
    QDateTime first, last;
    Value values; ///< that it was installed with
    QString manifest;
    QList<HelmHook> hooks;
};

/// A run of helm is at work on the release, or was cut off.
bool isPending(const QString &status);
/// The revision that a release which is pending, or failed, may go back to; 0: none ever stood.
int lastDeployed(const QList<HelmRevision> &history);

Result<QList<HelmRelease>> helmReleases(const QByteArray &json);
Result<QList<HelmRevision>> helmHistory(const QByteArray &json); ///< the oldest first
Result<HelmDetail> helmDetail(const QByteArray &json);

} // namespace chartwright
