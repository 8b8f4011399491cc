// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "external/minikube.h"

#include <QDialog>

class QComboBox;
class QSpinBox;

namespace chartwright {

/// How a profile of Minikube is made; one that is there keeps what it has. Object names "driver",
/// "cpus", "memory", "use", "cancel". Main thread.
class MinikubeDialog : public QDialog
{
    Q_OBJECT
public:
    MinikubeDialog(const QString &profile, const MinikubeSettings &settings, QWidget *parent);

    MinikubeSettings settings() const;

private:
    QComboBox *m_driver;
    QSpinBox *m_cpus, *m_memory;
};

} // namespace chartwright
