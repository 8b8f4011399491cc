// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QWidget>

namespace chartwright {

/// A frame in a severity's colour over an editor, for any kind of widget. Follows it. Main thread
/// only.
class ErrorFrame : public QWidget
{
    Q_OBJECT
public:
    explicit ErrorFrame(QWidget *over);
    void setColour(const QColor &colour);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow();

    QWidget *m_over;
    QColor m_colour;
};

} // namespace chartwright
