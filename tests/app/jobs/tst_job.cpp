// SPDX-License-Identifier: GPL-3.0-or-later
// Background work: results arrive on the caller's thread, stale ones never.
#include "base/result.h"
#include "jobs/job.h"

#include <QSemaphore>
#include <QTest>

#include <memory>
#include <optional>

using causeway::Result;
using causeway::app::jobs::Job;

class TestJob : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theResultArrivesOnTheCallersThread() {
        Job job;
        std::optional<int> result;
        QThread* deliveredOn = nullptr;
        QThread* workedOn = nullptr;
        job.start(
            [&](std::stop_token) -> Result<int> {
                workedOn = QThread::currentThread();
                return 42;
            },
            [&](const Result<int>& value) {
                deliveredOn = QThread::currentThread();
                result = *value;
            });
        QVERIFY(job.running());
        QTRY_COMPARE(result, 42);
        QCOMPARE(deliveredOn, thread());
        QVERIFY(workedOn != thread());
        QVERIFY(!job.running());
    }

    void anErrorIsAResultToo() {
        Job job;
        std::string message;
        job.start(
            [](std::stop_token) -> Result<int> {
                return causeway::fail(causeway::ErrorKind::NotFound, "no such file");
            },
            [&](const Result<int>& value) { message = value.error().message(); });
        QTRY_COMPARE(message, std::string("no such file"));
    }

    void aNewerRunMakesTheOlderOneStale() {
        QThreadPool pool;
        Job job(pool);
        QSemaphore olderRuns;
        QSemaphore olderMayEnd;
        QStringList results;
        std::atomic<bool> olderWasStopped = false;
        job.start(
            [&](std::stop_token stop) {
                olderRuns.release();
                olderMayEnd.acquire();
                olderWasStopped = stop.stop_requested();
                return QStringLiteral("older");
            },
            [&](const QString& value) { results.append(value); });
        olderRuns.acquire();
        job.start([](std::stop_token) { return QStringLiteral("newer"); },
                  [&](const QString& value) { results.append(value); });
        olderMayEnd.release();
        QTRY_COMPARE(results, QStringList{QStringLiteral("newer")});
        pool.waitForDone();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        QCOMPARE(results, QStringList{QStringLiteral("newer")});
        QVERIFY(olderWasStopped);
    }

    void nothingArrivesAfterTheOwnersEnd() {
        QThreadPool pool;
        QSemaphore mayEnd;
        bool delivered = false;
        auto job = std::make_unique<Job>(pool);
        job->start(
            [&](std::stop_token) {
                mayEnd.acquire();
                return 1;
            },
            [&](int) { delivered = true; });
        job.reset();
        mayEnd.release();
        pool.waitForDone();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void theResultMayStartTheNextRun() {
        Job job;
        int runs = 0;
        std::function<void()> again = [&] {
            job.start([](std::stop_token) { return 1; },
                      [&](int value) {
                          runs += value;
                          if (runs < 3)
                              again();
                      });
        };
        again();
        QTRY_COMPARE(runs, 3);
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
