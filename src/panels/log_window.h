// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/pod_log.h"
#include "deploy/live_view.h"
#include "panels/tool_window.h"

#include <map>

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace chartwright {

class FindBar;

/// What the containers of a resource's pods write, of all of them or of one, followed as it comes;
/// pods that come later join in. Plain text. A window of its own. Object names: "log:pod",
/// "log:container", "log:previous", "log:follow", "log:text", "log:save", "log:state". Main thread.
class LogWindow : public ToolWindow
{
    Q_OBJECT
public:
    /// The view outlives it, or the window is closed before. `pod` empty: all pods.
    LogWindow(LiveView *view, const ResourceId &resource, const QString &title, const QString &pod,
              QWidget *parent);
    ~LogWindow() override;

    QString text() const;

signals:
    void saveRequested(const QString &text, const QString &suggestedName);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Key
    {
        QString pod, container;
        friend bool operator<(const Key &a, const Key &b)
        {
            return std::tie(a.pod, a.container) < std::tie(b.pod, b.container);
        }
    };

    void build();
    void fillChoices();
    void restart();
    void join();
    void add(const Key &key, const QList<LogLine> &lines, int skipped);
    void showState();

    LiveView *m_view;
    ResourceId m_resource;
    QString m_title;
    QComboBox *m_pod, *m_container;
    QCheckBox *m_previous, *m_follow;
    QPlainTextEdit *m_text;
    FindBar *m_find;
    QLabel *m_state;
    std::map<Key, std::unique_ptr<PodLog>> m_logs;
};

} // namespace chartwright
