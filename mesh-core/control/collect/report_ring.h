// SPDX-License-Identifier: Apache-2.0
// The last five minutes of reports, second by second, in memory of a fixed size. What arrives is
// kept as it came, serialised; sums are made when somebody asks. A value of the collector, under
// its mutex. A second that no report covers is a gap, not a zero.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::control {

using Second = std::int64_t; // since 1970; second 7 is what ends in (7, 8]

// Samples of one report as a serialised EdgeTick: immutable, shared by all who look at it.
using EdgeBytes = std::shared_ptr<const std::string>;

// What was reported for one second.
struct SecondOfEdges {
    Second second = 0;
    std::vector<EdgeBytes> edges;
    std::uint32_t proxies = 0; // that reported
};

class ReportRing {
public:
    static constexpr Second kSeconds = 300;
    static constexpr std::size_t kMaxBytes = 32U << 20U;

    void add(Second second, std::string_view proxy, EdgeBytes edges);
    // Seconds in [from, to) that are published, ascending; those without a report are absent.
    [[nodiscard]] std::vector<SecondOfEdges> range(Second from, Second to) const;
    // What belongs to seconds before `until` and was not published yet, ascending: usually one
    // second, older ones when a report was late. It counts as published from now on.
    [[nodiscard]] std::vector<SecondOfEdges> publish(Second until);
    // Forgets what is older than the ring's length.
    void trim(Second now);

    // From where on the ring has everything that arrived.
    [[nodiscard]] Second completeFrom() const { return m_completeFrom; }
    void startAt(Second second) { m_completeFrom = second; }

private:
    struct Entry {
        Second second = 0;
        std::size_t proxy = 0; // hash of its name
        EdgeBytes edges;
        bool published = false;
    };
    using Entries = std::vector<const Entry*>;
    [[nodiscard]] static std::vector<SecondOfEdges> collect(Entries entries);
    void dropOldest();

    std::deque<Entry> m_entries; // in order of arrival
    std::size_t m_bytes = 0;
    Second m_completeFrom = 0;
};

} // namespace causeway::control
