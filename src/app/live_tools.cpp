// SPDX-License-Identifier: Apache-2.0
#include "app/file_dialog.h"
#include "app/live_desk.h"
#include "app/message_box.h"
#include "panels/exec_window.h"
#include "panels/forward_window.h"
#include "panels/live_panel.h"
#include "panels/log_window.h"
#include "project/safe_write.h"

using namespace Qt::StringLiterals;

// Windows on pods: logs, commands, ports.
namespace chartwright {

void LiveDesk::showTool(QWidget *window)
{
    window->setAttribute(Qt::WA_DeleteOnClose);
    m_tools.removeIf([](const QPointer<QWidget> &tool) { return tool.isNull(); });
    m_tools.append(window);
    const QRect over = m_window->frameGeometry();
    window->move(over.center() - window->rect().center());
    window->show();
}

ResourceId LiveDesk::workload() const
{
    const ResourcePtr r = m_document->topology().find(m_panel->current());
    if (!r || r->kind != u"Service")
        return r ? r->id : ResourceId();
    for (const RefUse &use : m_document->refs().from(r->id)) {
        const ResourcePtr target = m_document->topology().find(use.ref.target);
        if (target && target->kind == u"Deployment")
            return target->id;
    }
    return r->id;
}

void LiveDesk::showLogs()
{
    if (!m_view)
        return;
    ResourceId id = workload();
    const auto pod = m_panel->currentPod();
    // With nothing selected the list holds all pods: the chosen one tells.
    for (auto it = m_view->states().cbegin(); id.isEmpty() && pod && it != m_view->states().cend();
         ++it) {
        if (it->pods.contains(*pod))
            id = it.key();
    }
    const ResourcePtr r = m_document->topology().find(id);
    if (!r)
        return;
    const bool isChosen = m_panel->isPodChosen();
    auto *window =
        new LogWindow(m_view.get(), id, r->name, isChosen && pod ? pod->name : QString(), m_window);
    connect(window, &LogWindow::saveRequested, this,
            [this, window](const QString &text, const QString &name) {
                const QString path =
                    FileDialog::saveText(window, m_settings, tr("Save the Log"), name);
                if (path.isEmpty())
                    return;
                if (const auto written = writeFileSafely(path, text.toUtf8()); !written)
                    MessageBox::showError(window, tr("The log was not saved."), written.error());
            });
    showTool(window);
}

void LiveDesk::showExec()
{
    if (const auto pod = m_panel->currentPod(); m_view && pod)
        showTool(
            new ExecWindow(m_connection->client(), *pod, m_connection->target().context, m_window));
}

void LiveDesk::showForward()
{
    if (!m_view)
        return;
    const ResourcePtr r = m_document->topology().find(workload());
    auto pod = m_panel->currentPod();
    if (!pod && r && !m_view->state(r->id).pods.isEmpty())
        pod = m_view->state(r->id).pods.first();
    if (!pod)
        return;
    QList<ForwardWindow::Port> ports;
    const Value containers = r ? at(r->fields, Path(u"spec.template.spec.containers"_s)) : Value();
    for (const Value &container : containers.list()) {
        for (const Value &port : container[u"ports"].list())
            ports.append({port[u"name"].toString(), quint16(port[u"containerPort"].toInt())});
    }
    showTool(new ForwardWindow(m_connection->client(), *pod, ports, m_window));
}

} // namespace chartwright
