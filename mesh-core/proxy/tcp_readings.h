// SPDX-License-Identifier: Apache-2.0
// What the kernel says of the connections that one worker opened to other proxies (TCP_INFO). Each is
// looked at once between two reports and when it closes, but no more than kMostReads a second:
// beyond that in turn. On the worker's thread; /metrics gets copies.
#pragma once

#include "base/clock.h"
#include "telemetry/connections.h"

#include <map>
#include <utility>
#include <vector>

namespace causeway::telemetry {
class Exposition;
}

namespace causeway::proxy {

class TcpReadings {
public:
    static constexpr std::size_t kMostReads = 256;

    using Key = std::pair<telemetry::Leg, std::string>; // and the link
    struct Series {
        telemetry::ConnectionSample fresh; // since it was taken
        telemetry::ConnectionSample total; // before that
        std::uint64_t open = 0;
        MonotonicTime countedUntil{};
    };
    // A connection's part; in its owner, which outlives neither this nor the descriptor.
    struct Meter {
        int fd = -1;
        Series* series = nullptr; // null: not measured
        std::size_t place = 0;
        telemetry::TcpReading last;
    };

    explicit TcpReadings(const Clock& clock) : m_clock(clock) {}

    // Stays valid as long as this.
    [[nodiscard]] Series& series(const Key& key);
    void opened(Meter& meter, Series& series, int fd, bool resumed);
    // While its descriptor is still the connection's. Of one that is not measured: nothing.
    void closed(Meter& meter);

    // Looks at connections, then gives what happened since the last call.
    [[nodiscard]] std::vector<telemetry::ConnectionSample> take();
    // Since the start, and how many are open by leg and link.
    using Totals = std::map<Key, std::pair<telemetry::ConnectionSample, std::uint64_t>>;
    [[nodiscard]] Totals totals();

private:
    void refill();
    void look();
    void read(Meter& meter);
    void countUntilNow(Series& series);

    const Clock& m_clock;
    std::map<Key, Series> m_series;
    std::vector<Meter*> m_meters;
    std::size_t m_next = 0;      // whose turn it is
    std::size_t m_readsLeft = kMostReads;
    MonotonicTime m_refilled{};
};

void merge(TcpReadings::Totals& sum, const TcpReadings::Totals& other);
void writeTcp(telemetry::Exposition& out, const TcpReadings::Totals& totals);

} // namespace causeway::proxy
