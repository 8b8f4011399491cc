// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/document.h"

#include <QDialog>
#include <memory>

namespace Ui {
class AcceptFinding;
}

namespace chartwright {

/// Asks why a finding is all right as it is. Form: ui/accept_finding.ui.
class AcceptDialog : public QDialog
{
    Q_OBJECT
public:
    AcceptDialog(const Topology &topology, const Finding &finding, QWidget *parent);
    ~AcceptDialog() override;

    QString reason() const;

    /// Opens it over `parent`; what is accepted goes into the document.
    static AcceptDialog *ask(Document *document, const Finding &finding, QWidget *parent);

private:
    std::unique_ptr<Ui::AcceptFinding> m_ui;
};

} // namespace chartwright
