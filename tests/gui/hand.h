// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QPoint>
#include <QString>
#include <QStringList>

class QWidget;

namespace chartwright_test {

// A person's hand: mouse and keys go to the X server by XTEST (xdotool) and come back as real
// events, while the program's event loop runs. Points are global, in the program's (logical)
// pixels.
class Hand
{
public:
    explicit Hand(QWidget *window);

    void moveTo(QPoint to);
    void click(QPoint at, int button = 1);
    void click(const QWidget *widget); // its middle
    void doubleClick(QPoint at);
    // Slow enough for a drag and drop: X tells the program of each step.
    void drag(QPoint from, QPoint to);
    // Presses, moves and stays there: for looking at a gesture half way. release() ends it.
    void dragAndHold(QPoint from, QPoint to);
    void release();
    void wheel(QPoint at, int steps); // up is positive
    void type(const QString &text);
    void key(const QString &name); // as xdotool names it: "ctrl+s", "Return"
    void keys(const QString &name, int times);
    void hold(const QString &name); // until let()
    void let(const QString &name);

    // What went wrong with xdotool, or empty.
    QString problem() const { return m_problem; }

private:
    void act(const QStringList &arguments);
    void run(const QStringList &arguments, const QByteArray &input);
    QStringList path(QPoint from, QPoint to) const;
    QStringList to(QPoint point) const;

    QWidget *m_window;
    QString m_problem;
};

} // namespace chartwright_test
