// SPDX-License-Identifier: Apache-2.0
#include "gui/hand.h"

#include <QEventLoop>
#include <QGuiApplication>
#include <QProcess>
#include <QWidget>

namespace chartwright_test {
namespace {

constexpr int Steps = 24;
const QString Pause = QStringLiteral("0.02"); // seconds

} // namespace

Hand::Hand(QWidget *window) : m_window(window) {}

void Hand::run(const QStringList &arguments)
{
    QProcess process;
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    // The question at the end is answered when the server has taken all of the input before it.
    process.start(QStringLiteral("xdotool"),
                  arguments + QStringList{QStringLiteral("getmouselocation")});
    // A drag and drop runs a loop of its own inside this one.
    loop.exec();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0 ||
        process.error() == QProcess::FailedToStart)
        m_problem =
            QStringLiteral("xdotool %1: %2").arg(arguments.join(u' '), process.errorString());
    // What the server has sent by now is handled before anything is looked at.
    QGuiApplication::sync();
}

QStringList Hand::to(QPoint point) const
{
    const QPointF native = QPointF(point) * m_window->devicePixelRatioF();
    return {QStringLiteral("mousemove"), QString::number(qRound(native.x())),
            QString::number(qRound(native.y()))};
}

QStringList Hand::path(QPoint from, QPoint target) const
{
    QStringList arguments;
    for (int i = 1; i <= Steps; ++i)
        arguments +=
            to(from + (target - from) * i / Steps) + QStringList{QStringLiteral("sleep"), Pause};
    return arguments;
}

void Hand::moveTo(QPoint target) { run(to(target)); }

void Hand::click(QPoint at, int button)
{
    run(to(at) + QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("click"),
                             QString::number(button)});
}

void Hand::click(const QWidget *widget) { click(widget->mapToGlobal(widget->rect().center())); }

void Hand::doubleClick(QPoint at)
{
    run(to(at) + QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("click"),
                             QStringLiteral("--repeat"), QStringLiteral("2"),
                             QStringLiteral("--delay"), QStringLiteral("60"), QStringLiteral("1")});
}

void Hand::dragAndHold(QPoint from, QPoint target)
{
    run(to(from) +
        QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("mousedown"),
                    QStringLiteral("1"), QStringLiteral("sleep"), Pause} +
        path(from, target));
}

void Hand::release() { run({QStringLiteral("mouseup"), QStringLiteral("1")}); }

void Hand::drag(QPoint from, QPoint target)
{
    run(to(from) +
        QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("mousedown"),
                    QStringLiteral("1"), QStringLiteral("sleep"), Pause} +
        path(from, target) +
        QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("mouseup"),
                    QStringLiteral("1")});
}

void Hand::wheel(QPoint at, int steps)
{
    run(to(at) + QStringList{QStringLiteral("click"), QStringLiteral("--repeat"),
                             QString::number(std::abs(steps)), QStringLiteral("--delay"),
                             QStringLiteral("10"),
                             steps > 0 ? QStringLiteral("4") : QStringLiteral("5")});
}

void Hand::type(const QString &text)
{
    run({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("4"),
         QStringLiteral("--args"), QStringLiteral("1"), QStringLiteral("--"), text});
}

void Hand::hold(const QString &name) { run({QStringLiteral("keydown"), name}); }

void Hand::let(const QString &name) { run({QStringLiteral("keyup"), name}); }

void Hand::key(const QString &name) { run({QStringLiteral("key"), name}); }

void Hand::keys(const QString &name, int times)
{
    run({QStringLiteral("key"), QStringLiteral("--repeat"), QString::number(times),
         QStringLiteral("--delay"), QStringLiteral("10"), name});
}

} // namespace chartwright_test
