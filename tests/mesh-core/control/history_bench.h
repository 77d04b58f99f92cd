// SPDX-License-Identifier: Apache-2.0
// One cluster's collector on a clock that the test moves, and what it is told and asked.
#pragma once

#include "control/collect/collector.h"
#include "control/wire_time.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <filesystem>

namespace causeway::control {

class HistoryBench {
public:
    static constexpr Second kStart = 1'800'000'000; // a full minute and a full hour

    explicit HistoryBench(History::Limits limits = {}) : limits(limits) {
        clock.setWall(
            WallTime(std::chrono::seconds(kStart + 1))); // so that the first second is kStart
        open();
    }
    void open() {
        collector.reset();
        collector = Collector::open(file(), clock, events, limits).value();
    }
    [[nodiscard]] std::string file() const { return folder.filePath("telemetry.db").toStdString(); }
    [[nodiscard]] std::vector<std::string> files(const std::string& begin) const {
        std::vector<std::string> found;
        for (const auto& each : std::filesystem::directory_iterator(History::folderOf(file())))
            if (each.path().filename().string().starts_with(begin))
                found.push_back(each.path().string());
        std::sort(found.begin(), found.end());
        return found;
    }

    // One report that ends at `end`, with so many requests of a source.
    Collector::Generation report(std::uint64_t sequence, std::uint64_t requests, WallTime end,
                                 const std::string& source = "payments") {
        v1::TelemetryReport told;
        told.mutable_proxy()->set_namespace_("bank");
        told.mutable_proxy()->set_instance(source + "-1");
        told.mutable_proxy()->set_epoch(7);
        told.set_sequence(sequence);
        setTime(*told.mutable_end(), end);
        v1::EdgeSample& sample = *told.add_edges();
        sample.mutable_key()->set_vantage(v1::VANTAGE_CALLER);
        sample.mutable_key()->set_destination_service("ledger.bank");
        sample.set_source_workload(source);
        sample.set_requests(requests);
        sample.mutable_latency()->add_buckets(300 + static_cast<std::uint32_t>(requests % 7));
        sample.mutable_latency()->add_counts(requests);
        sample.mutable_latency()->set_sum_us(requests * 100);
        return collector->record(told);
    }
    Collector::Generation report(std::uint64_t sequence, std::uint64_t requests = 1) {
        return report(sequence, requests, clock.wallNow());
    }
    // Lets seconds go by, with a turn in each.
    void pass(Second seconds) {
        for (; seconds > 0; --seconds) {
            clock.advance(std::chrono::seconds(1));
            collector->turn();
        }
    }
    // Tells of one request in each of so many seconds.
    void live(Second seconds) {
        for (; seconds > 0; --seconds) {
            std::ignore = report(++sequence);
            pass(1);
        }
    }

    struct Sum {
        std::uint64_t requests = 0;
        std::uint64_t latencies = 0;
        std::uint64_t latencyUs = 0;
        std::uint64_t covered = 0;
        std::size_t points = 0;
        bool operator==(const Sum&) const = default;
    };
    [[nodiscard]] Sum sum(Second from, Second to, Second step,
                          const std::string& source = "") const {
        Sum sum;
        const auto steps =
            collector
                ->ask({.select = {.sourceWorkload = source}, .from = from, .to = to, .step = step})
                .value();
        for (const SumStep& each : steps) {
            ++sum.points;
            sum.covered += each.coveredSeconds;
            for (const auto& [labels, counts] : each.series) {
                sum.requests += counts.number(Number::Requests);
                sum.latencyUs += counts.times[0].sumUs;
                for (const auto& [bucket, count] : counts.times[0].buckets)
                    sum.latencies += count;
            }
        }
        return sum;
    }
    // Of everything there ever was.
    [[nodiscard]] Sum all(Second step) const {
        return sum(kStart - 2 * 86'400, kStart + 30 * 86'400, step);
    }
    [[nodiscard]] int told(const std::string& kind) const {
        int count = 0;
        for (const auto& event : events.newest())
            count += event.kind == kind ? 1 : 0;
        return count;
    }

    // In memory where that is to be had: a turn a second syncs, and many seconds go by here.
    [[nodiscard]] static QString folderTemplate() {
        const QString memory = "/dev/shm";
        return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + "/tst_history-XXXXXX";
    }

    QTemporaryDir folder{folderTemplate()};
    ManualClock clock;
    EventLog events{clock};
    History::Limits limits;
    std::unique_ptr<Collector> collector;
    std::uint64_t sequence = 0;
};

} // namespace causeway::control
