// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/cluster_desk.h"

#include <QDialog>

class QTreeWidgetItem;

namespace Ui {
class TargetsDialog;
}

namespace chartwright {

/// The contexts of the kubeconfig with what is known of their clusters, and where in one of them
/// the drawing goes to. Asks the clusters while it is open, but none whose login would run a
/// program that was not allowed yet, unless the person says so. Follows the kubeconfig.
class TargetsDialog : public QDialog
{
    Q_OBJECT
public:
    TargetsDialog(ClusterDesk *desk, QWidget *parent);
    ~TargetsDialog() override;

    void accept() override;

private:
    QString current() const;
    bool isStartable(const QString &context) const; ///< Minikube's, which does not run yet
    void fill();
    void ask(const QString &context);
    void showState(QTreeWidgetItem *row);
    void showCurrent();
    void showNamespaces();
    void showNamespaceNote();

    ClusterDesk *m_desk;
    std::unique_ptr<Ui::TargetsDialog> m_ui;
    ClusterDesk::Choice m_first; ///< what was chosen before
    QString m_shown;             ///< the context whose mark is shown
    bool m_isTyped = false;      ///< the namespace, by the person
};

} // namespace chartwright
