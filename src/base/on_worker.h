// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>
#include <memory>

namespace chartwright {

/// Runs `work` on a worker and hands its result to `done` on this thread, later, unless `context`
/// is gone by then. Not by QFuture::then(): where the work ends while that is called, Qt 6.4 calls
/// `done` at once, and at times a second time with nothing in it, which crashes.
template <class Work, class Done> void onWorker(QObject *context, Work work, Done done)
{
    using T = std::invoke_result_t<Work>;
    using Watcher = QFutureWatcher<T>;
    auto *watcher = new Watcher(context);
    QObject::connect(watcher, &Watcher::finished, context,
                     [watcher, done = std::move(done)]() mutable {
                         watcher->deleteLater();
                         done(watcher->future().takeResult());
                     });
    const auto promise = std::make_shared<QPromise<T>>();
    watcher->setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, work = std::move(work)]() mutable {
        promise->start();
        promise->addResult(work());
        promise->finish();
    });
}

} // namespace chartwright
