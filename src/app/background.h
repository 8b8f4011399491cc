// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QMutex>
#include <QWidget>
#include <atomic>
#include <functional>
#include <optional>

namespace chartwright {

/// How far a piece of work is; shared by its worker and the dialog.
class Progress
{
public:
    /// From the worker; false once the person has cancelled.
    bool set(int done, int total)
    {
        m_done = done;
        m_total = total;
        return !m_cancelled;
    }
    bool isCancelled() const { return m_cancelled; }
    void cancel() { m_cancelled = true; }
    int done() const { return m_done; }
    int total() const { return m_total; }

private:
    std::atomic<int> m_done = 0, m_total = 0;
    std::atomic<bool> m_cancelled = false;
};

/// Does work on a thread while the window stays painted; comes back when it is done. What takes
/// longer than a moment gets a dialog, with a Cancel button if the work looks at isCancelled().
/// Main thread.
void runInBackground(QWidget *window, const QString &text, bool cancellable,
                     const std::function<void(Progress &)> &work);

/// The same for work that gives something.
template <class F> auto resultInBackground(QWidget *window, const QString &text, F work)
{
    std::optional<decltype(work())> result;
    runInBackground(window, text, false, [&](Progress &) { result.emplace(work()); });
    return *std::move(result);
}

} // namespace chartwright
