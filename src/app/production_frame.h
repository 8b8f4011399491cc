// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

namespace chartwright {

/// What is in it has a red frame while it is marked, so that nobody takes the cluster for one to
/// play with. Needs a layout.
class ProductionFrame : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    void setMarked(bool marked);
    bool isMarked() const { return m_marked; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_marked = false;
};

} // namespace chartwright
