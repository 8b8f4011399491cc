// SPDX-License-Identifier: Apache-2.0
#include "panels/accept_dialog.h"

#include "panels/panel_style.h"
#include "ui_accept_finding.h"

#include <QPushButton>

namespace chartwright {

AcceptDialog::AcceptDialog(const Topology &topology, const Finding &finding, QWidget *parent)
    : QDialog(parent), m_ui(std::make_unique<Ui::AcceptFinding>())
{
    m_ui->setupUi(this);
    const ResourcePtr resource = topology.find(finding.resource);
    m_ui->icon->setPixmap(style::severityIcon(finding.severity, palette())
                              .pixmap(QSize(24, 24), devicePixelRatioF()));
    m_ui->message->setText(resource ? tr("%1: %2").arg(resource->name, finding.message)
                                    : finding.message);
    m_ui->explanation->setText(finding.explanation);
    m_ui->explanation->setVisible(!finding.explanation.isEmpty());
    auto *accept = m_ui->buttons->button(QDialogButtonBox::Ok);
    accept->setText(tr("Accept"));
    accept->setEnabled(false);
    connect(m_ui->reason, &QLineEdit::textChanged, this,
            [accept](const QString &text) { accept->setEnabled(!text.trimmed().isEmpty()); });
    m_ui->reason->setFocus();
}

AcceptDialog::~AcceptDialog() = default;

QString AcceptDialog::reason() const { return m_ui->reason->text().trimmed(); }

AcceptDialog *AcceptDialog::ask(Document *document, const Finding &finding, QWidget *parent)
{
    auto *dialog = new AcceptDialog(document->topology(), finding, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, document, [=] {
        document->push(chartwright::accept(document->topology(), finding.resource,
                                           {finding.rule, finding.path.text(), dialog->reason()}));
    });
    dialog->open();
    return dialog;
}

} // namespace chartwright
