// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDialog>

class QRadioButton;
class QSpinBox;

namespace chartwright {

/// How many pods, and whether that is drawn or done in the cluster alone. Object names: "replicas",
/// "drawing", "live", "ok".
class ScaleDialog : public QDialog
{
    Q_OBJECT
public:
    ScaleDialog(const QString &name, int replicas, QWidget *parent);

    int replicas() const;
    bool intoDrawing() const;

private:
    QSpinBox *m_replicas;
    QRadioButton *m_drawing;
};

} // namespace chartwright
