// SPDX-License-Identifier: Apache-2.0
#include "app/background.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QProgressDialog>
#include <QThread>
#include <QTimer>
#include <memory>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int Moment = 400, Beat = 60; // milliseconds

std::unique_ptr<QProgressDialog> makeDialog(QWidget *window, const QString &text, bool cancellable,
                                            Progress &progress)
{
    auto dialog = std::make_unique<QProgressDialog>(window);
    dialog->setObjectName(u"progress"_s);
    dialog->setWindowModality(Qt::ApplicationModal);
    dialog->setLabelText(text);
    dialog->setAutoClose(false);
    dialog->setAutoReset(false);
    dialog->setMinimumDuration(0);
    dialog->setRange(0, 0);
    if (!cancellable)
        dialog->setCancelButton(nullptr);
    QObject::connect(dialog.get(), &QProgressDialog::canceled, dialog.get(),
                     [&progress, d = dialog.get()] {
                         progress.cancel();
                         d->setLabelText(QCoreApplication::translate("Background", "Stopping…"));
                     });
    return dialog;
}

} // namespace

void runInBackground(QWidget *window, const QString &text, bool cancellable,
                     const std::function<void(Progress &)> &work)
{
    Progress progress;
    QEventLoop loop;
    const std::unique_ptr<QThread> thread(QThread::create([&] { work(progress); }));
    // Deep trees are written and read on it.
    thread->setStackSize(16 * 1024 * 1024);
    QObject::connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    QTimer delay;
    delay.setSingleShot(true);
    QObject::connect(&delay, &QTimer::timeout, &loop, [&loop] { loop.exit(1); });
    delay.start(Moment);
    thread->start();

    // No clicks reach the window before the dialog stands in front of it.
    loop.exec(QEventLoop::ExcludeUserInputEvents);
    if (!thread->isFinished()) {
        const auto dialog = makeDialog(window, text, cancellable, progress);
        QTimer beat;
        QObject::connect(&beat, &QTimer::timeout, dialog.get(), [&] {
            if (progress.total() > 0) {
                dialog->setMaximum(progress.total());
                dialog->setValue(progress.done());
            }
        });
        beat.start(Beat);
        dialog->show();
        if (!thread->isFinished())
            loop.exec();
    }
    thread->wait();
}

} // namespace chartwright
