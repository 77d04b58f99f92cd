// SPDX-License-Identifier: Apache-2.0
// Telemetry on disk: what was counted, in buckets of ten seconds, together with which reports it
// came from, in one transaction: what a proxy is told is counted is counted after a power cut, and
// once. Owned by the collector; one thread at a time. Never grows above its bounds in time and
// bytes.
#pragma once

#include "control/collect/counted.h"
#include "control/collect/report_ring.h"
#include "control/store/database.h"

#include <functional>

namespace causeway::control {

class History {
public:
    static constexpr Second kBucketSeconds = 10;
    struct Limits {
        Second seconds = 6 * 3600; // kept at least as long as the bytes allow
        std::int64_t bytes = 256LL << 20;
    };

    struct Bucket {
        Second start = 0;
        std::uint32_t coveredSeconds = 0;
        std::vector<EdgeBytes> edges;
    };
    using Progresses = std::vector<std::pair<ProcessKey, Counted::Progress>>;

    [[nodiscard]] static Result<History> open(const std::string& path, Limits limits);

    // All or nothing. Exhausted when the disk is full.
    [[nodiscard]] Status append(const std::vector<SecondOfEdges>& seconds,
                                const Progresses& counted);
    // Shows the buckets whose start is in [from, to), ascending, one at a time; those that nothing
    // covers are absent.
    [[nodiscard]] Status visit(Second from, Second to,
                               const std::function<void(const Bucket&)>& see) const;
    [[nodiscard]] Result<Progresses> progresses() const;

    // Sums up the buckets that ended before `before` into one row each, at most a few a call.
    [[nodiscard]] Status compact(Second before);
    // Deletes what is beyond the limits, and processes that are forgotten.
    [[nodiscard]] Status prune(Second now, const std::vector<ProcessKey>& forgotten);

private:
    History(Database database, Limits limits) : m_database(std::move(database)), m_limits(limits) {}
    [[nodiscard]] Status fold(Second bucket);
    [[nodiscard]] Result<std::int64_t> usedBytes() const;

    Database m_database;
    Limits m_limits;
};

} // namespace causeway::control
