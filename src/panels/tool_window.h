// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

namespace chartwright {

/// A window of its own beside the main one, which goes with it; Esc closes it.
class ToolWindow : public QWidget
{
    Q_OBJECT
public:
    explicit ToolWindow(QWidget *parent) : QWidget(parent, Qt::Window) {}

protected:
    /// Not larger than the screen, and not beyond it.
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace chartwright
