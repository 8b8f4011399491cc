// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFutureWatcher>
#include <QtConcurrentRun>

namespace chartwright {

/// Runs `work` on a worker and hands its result to `done` on this thread, later, unless `context`
/// is gone by then. Not by QFuture::then(): where the work ends while that is called, Qt 6.4 calls
/// `done` at once, and at times a second time with nothing in it, which crashes.
template <class Work, class Done> void onWorker(QObject *context, Work work, Done done)
{
    using Watcher = QFutureWatcher<std::invoke_result_t<Work>>;
    auto *watcher = new Watcher(context);
    QObject::connect(watcher, &Watcher::finished, context,
                     [watcher, done = std::move(done)]() mutable {
                         watcher->deleteLater();
                         done(watcher->future().takeResult());
                     });
    watcher->setFuture(QtConcurrent::run(std::move(work)));
}

} // namespace chartwright
