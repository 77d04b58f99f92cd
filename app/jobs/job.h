// SPDX-License-Identifier: GPL-3.0-or-later
// Background work of one owner, one run at a time: starting again makes the older run stale, and so
// does the end of the owner. A stale run is asked to stop by its token and its result vanishes.
// Owned by a GUI object, on the GUI thread; the work runs on a pool and sees only what it captured
// by value.
#pragma once

#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include <concepts>
#include <memory>
#include <stop_token>

namespace causeway::app::jobs {

class Job {
public:
    // `pool` outlives this.
    explicit Job(QThreadPool& pool = *QThreadPool::globalInstance()) : m_pool(pool) {}
    ~Job() { cancel(); }
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    // Runs `work(stop token)` on the pool and hands what it returns, a Result as a rule, to `done`
    // on the calling thread.
    template <std::invocable<std::stop_token> Work, typename Done>
    void start(Work work, Done done) {
        using Value = std::invoke_result_t<Work&, std::stop_token>;
        cancel();
        auto promise = std::make_shared<QPromise<Value>>();
        auto watcher = std::make_unique<QFutureWatcher<Value>>();
        QObject::connect(watcher.get(), &QFutureWatcherBase::finished, watcher.get(),
                         [this, finished = watcher.get(), done = std::move(done)]() mutable {
                             auto future = finished->future();
                             m_watcher.release()->deleteLater();
                             if (future.resultCount() == 1)
                                 done(future.takeResult());
                         });
        watcher->setFuture(promise->future());
        m_watcher = std::move(watcher);
        m_pool.start([promise, work = std::move(work), token = m_stop.get_token()]() mutable {
            promise->start();
            if (!token.stop_requested())
                promise->addResult(work(token));
            promise->finish();
        });
    }

    void cancel() {
        m_stop.request_stop();
        m_stop = std::stop_source();
        m_watcher.reset(); // no result is delivered any more, also not one that is on its way
    }
    [[nodiscard]] bool running() const { return m_watcher != nullptr; }

private:
    QThreadPool& m_pool;
    std::stop_source m_stop;
    std::unique_ptr<QFutureWatcherBase> m_watcher;
};

} // namespace causeway::app::jobs
