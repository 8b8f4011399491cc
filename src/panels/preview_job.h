// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chart/render.h"

#include <QObject>
#include <QSet>

namespace chartwright {

struct PreviewRequest
{
    Topology topology;
    bool manifests = false; ///< else the chart's files
    ResourceId release;     ///< a drawn Release, or none
    QString set;            ///< what stands in the --set box
    bool selectionOnly = false;
    QSet<ResourceId> selection;
};

/// A text of the preview.
struct PreviewItem
{
    QString name; ///< a chart file's path, or "Deployment/todo-backend"; "" for all together
    QString title;
    ResourceId resource; ///< that it was written for, if for one
    QByteArray text;
};

struct PreviewResult
{
    bool manifests = false;
    QList<PreviewItem> items;
    /// With override values: what the items would say without, by name.
    std::optional<QHash<QString, QByteArray>> plain;
    std::optional<Error> error;
};

/// A pure function; runs on a worker.
PreviewResult makePreview(const PreviewRequest &request);

/// Makes previews one after the other; of those that are asked for meanwhile only the last.
class PreviewJob : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    void start(const PreviewRequest &request);

signals:
    void done(const chartwright::PreviewResult &result);

private:
    void run(const PreviewRequest &request);

    bool m_running = false;
    std::optional<PreviewRequest> m_next;
};

/// `--set`, or `--set-string`.
struct SetOption
{
    QString text;
    bool asString = false;
    friend bool operator==(const SetOption &, const SetOption &) = default;
};

/// "a=1,b=2 --set-string c=3" → "a=1,b=2" and, as a string, "c=3"; the first may go without
/// "--set".
QList<SetOption> setsOf(const QString &text);

} // namespace chartwright
