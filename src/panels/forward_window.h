// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/port_forward.h"
#include "deploy/live_state.h"
#include "panels/tool_window.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace chartwright {

/// Makes a port of a pod reachable at 127.0.0.1 for as long as the window is open, and opens it in
/// the browser. Object names: "forward:port", "forward:local", "forward:start", "forward:browser",
/// "forward:address", "forward:state". Main thread.
class ForwardWindow : public ToolWindow
{
    Q_OBJECT
public:
    struct Port
    {
        QString name;
        quint16 number = 0;
    };

    /// The client outlives it, or the window is closed before.
    ForwardWindow(ApiClient *client, const LivePod &pod, const QList<Port> &ports, QWidget *parent);
    ~ForwardWindow() override;

private:
    void build(const QList<Port> &ports);
    void toggle();
    void showState();

    ApiClient *m_client;
    LivePod m_pod;
    QComboBox *m_port;
    QSpinBox *m_local;
    QPushButton *m_start, *m_browser;
    QLineEdit *m_address;
    QLabel *m_state;
    QString m_trouble;
    std::unique_ptr<PortForward> m_forward;
};

} // namespace chartwright
