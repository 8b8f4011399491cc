// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/pod_exec.h"
#include "deploy/live_state.h"
#include "panels/tool_window.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace chartwright {

/// Runs commands in a container, one after another, and shows what they write as plain text; with
/// the same as a line for a terminal. A window of its own. Object names: "exec:command",
/// "exec:container", "exec:run", "exec:text", "exec:kubectl", "exec:state". Main thread.
class ExecWindow : public ToolWindow
{
    Q_OBJECT
public:
    /// The client outlives it, or the window is closed before. `context`: for the line.
    ExecWindow(ApiClient *client, const LivePod &pod, const QString &context, QWidget *parent);
    ~ExecWindow() override;

private:
    void build();
    void run();
    void end(const QString &text);
    void append(const QByteArray &bytes);
    QStringList command() const;
    void showLine();

    ApiClient *m_client;
    LivePod m_pod;
    QString m_context;
    QLineEdit *m_command, *m_line;
    QComboBox *m_container;
    QPushButton *m_run;
    QPlainTextEdit *m_text;
    QLabel *m_state;
    std::unique_ptr<PodExec> m_exec;
};

} // namespace chartwright
