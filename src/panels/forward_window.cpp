// SPDX-License-Identifier: Apache-2.0
#include "panels/forward_window.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QFormLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int MostPort = 65535;

} // namespace

ForwardWindow::ForwardWindow(ApiClient *client, const LivePod &pod, const QList<Port> &ports,
                             QWidget *parent)
    : ToolWindow(parent), m_client(client), m_pod(pod), m_port(new QComboBox(this)),
      m_local(new QSpinBox(this)), m_start(new QPushButton(this)),
      m_browser(new QPushButton(tr("Open in &Browser"), this)), m_address(new QLineEdit(this)),
      m_state(new QLabel(this))
{
    setObjectName(u"forwardWindow"_s);
    setWindowTitle(tr("Forward a Port of %1").arg(pod.name));
    build(ports);
    showState();
    resize(sizeHint());
}

ForwardWindow::~ForwardWindow() = default;

void ForwardWindow::build(const QList<Port> &ports)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    m_port->setObjectName(u"forward:port"_s);
    m_port->setEditable(true);
    m_port->setValidator(new QIntValidator(1, MostPort, m_port));
    for (const Port &port : ports)
        m_port->addItem(QString::number(port.number));
    form->addRow(tr("&Port of the pod"), m_port);
    m_local->setObjectName(u"forward:local"_s);
    m_local->setRange(0, MostPort);
    m_local->setSpecialValueText(tr("any that is free"));
    form->addRow(tr("Port of this &machine"), m_local);
    layout->addLayout(form);
    m_address->setObjectName(u"forward:address"_s);
    m_address->setAccessibleName(tr("Address"));
    m_address->setReadOnly(true);
    layout->addWidget(m_address);
    m_state->setObjectName(u"forward:state"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setMinimumWidth(380);
    layout->addWidget(m_state);
    auto *row = new QHBoxLayout;
    m_start->setObjectName(u"forward:start"_s);
    m_browser->setObjectName(u"forward:browser"_s);
    row->addStretch(1);
    row->addWidget(m_browser);
    row->addWidget(m_start);
    layout->addLayout(row);
    connect(m_start, &QPushButton::clicked, this, &ForwardWindow::toggle);
    // A window that is no dialog has no default button. A combo box tells of the key twice.
    for (QLineEdit *field : {m_port->lineEdit(), m_local->findChild<QLineEdit *>()})
        connect(field, &QLineEdit::returnPressed, this, [this] {
            if (!m_forward)
                toggle();
        });
    connect(m_browser, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl(m_address->text())); });
}

void ForwardWindow::toggle()
{
    m_trouble.clear();
    if (m_forward) {
        m_forward.reset();
        return showState();
    }
    m_forward = std::make_unique<PortForward>(m_client, m_pod.ns, m_pod.name,
                                              quint16(m_port->currentText().toUInt()));
    connect(m_forward.get(), &PortForward::connectionsChanged, this, &ForwardWindow::showState);
    connect(m_forward.get(), &PortForward::failed, this, [this](const ApiFailure &failure) {
        m_trouble = failure.error.text();
        showState();
    });
    if (const auto opened = m_forward->open(quint16(m_local->value())); !opened) {
        m_trouble = opened.error().text();
        m_forward.reset();
    }
    showState();
}

void ForwardWindow::showState()
{
    const bool isOpen = m_forward && m_forward->isOpen();
    m_start->setText(isOpen ? tr("&Stop") : tr("&Forward"));
    m_browser->setEnabled(isOpen);
    m_port->setEnabled(!isOpen);
    m_local->setEnabled(!isOpen);
    m_address->setText(isOpen ? u"http://127.0.0.1:%1/"_s.arg(m_forward->localPort()) : QString());
    m_address->setVisible(isOpen);
    QString text = isOpen ? tr("Open while this window is. Everybody who is logged in at this "
                               "machine can reach it. Connections now: %1.")
                                .arg(m_forward->connections())
                          : tr("Nothing listens yet.");
    if (!m_trouble.isEmpty())
        text = m_trouble;
    m_state->setText(text);
}

} // namespace chartwright
