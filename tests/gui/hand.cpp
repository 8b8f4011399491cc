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

void Hand::run(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    process.start(QStringLiteral("xdotool"), arguments);
    process.write(input);
    process.closeWriteChannel();
    // A drag and drop runs a loop of its own inside this one.
    loop.exec();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0 ||
        process.error() == QProcess::FailedToStart)
        m_problem =
            QStringLiteral("xdotool %1: %2").arg(arguments.join(u' '), process.errorString());
    // What the server has sent by now is handled before anything is looked at.
    QGuiApplication::sync();
}

void Hand::act(const QStringList &arguments)
{
    // The question at the end is answered when the server has taken all of the input before it.
    run(arguments + QStringList{QStringLiteral("getmouselocation")}, {});
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

void Hand::moveTo(QPoint target) { act(to(target)); }

void Hand::click(QPoint at, int button)
{
    act(to(at) + QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("click"),
                             QString::number(button)});
}

void Hand::click(const QWidget *widget) { click(widget->mapToGlobal(widget->rect().center())); }

void Hand::doubleClick(QPoint at)
{
    act(to(at) + QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("click"),
                             QStringLiteral("--repeat"), QStringLiteral("2"),
                             QStringLiteral("--delay"), QStringLiteral("60"), QStringLiteral("1")});
}

void Hand::dragAndHold(QPoint from, QPoint target)
{
    act(to(from) +
        QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("mousedown"),
                    QStringLiteral("1"), QStringLiteral("sleep"), Pause} +
        path(from, target));
}

void Hand::release() { act({QStringLiteral("mouseup"), QStringLiteral("1")}); }

void Hand::drag(QPoint from, QPoint target)
{
    act(to(from) +
        QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("mousedown"),
                    QStringLiteral("1"), QStringLiteral("sleep"), Pause} +
        path(from, target) +
        QStringList{QStringLiteral("sleep"), Pause, QStringLiteral("mouseup"),
                    QStringLiteral("1")});
}

void Hand::wheel(QPoint at, int steps)
{
    act(to(at) + QStringList{QStringLiteral("click"), QStringLiteral("--repeat"),
                             QString::number(std::abs(steps)), QStringLiteral("--delay"),
                             QStringLiteral("10"),
                             steps > 0 ? QStringLiteral("4") : QStringLiteral("5")});
}

// Not as an argument, which everybody on the machine may read: it may be a secret.
void Hand::type(const QString &text)
{
    run({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("4"),
         QStringLiteral("--file"), QStringLiteral("-")},
        text.toUtf8());
    act({});
}

void Hand::hold(const QString &name) { act({QStringLiteral("keydown"), name}); }

void Hand::let(const QString &name) { act({QStringLiteral("keyup"), name}); }

void Hand::key(const QString &name) { act({QStringLiteral("key"), name}); }

void Hand::keys(const QString &name, int times)
{
    act({QStringLiteral("key"), QStringLiteral("--repeat"), QString::number(times),
         QStringLiteral("--delay"), QStringLiteral("10"), name});
}

} // namespace chartwright_test
