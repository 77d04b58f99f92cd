// SPDX-License-Identifier: Apache-2.0
#include "proxy/tcp_readings.h"

#include "base/assert.h"
#include "telemetry/exposition.h"

// Not netinet/tcp.h, whose tcp_info ends before the counts of segments.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace causeway::proxy {
namespace {

using telemetry::ConnectionSample;
using telemetry::Exposition;
using telemetry::LabelText;
using telemetry::TcpReading;
using Type = Exposition::Type;

bool readTcpInfo(int fd, TcpReading& reading) {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return false;
    reading = {.rttUs = info.tcpi_rtt,
               .rttVariationUs = info.tcpi_rttvar,
               .acknowledged = info.tcpi_bytes_acked,
               .segments = info.tcpi_data_segs_out,
               .retransmits = info.tcpi_total_retrans,
               .deliveryRate = info.tcpi_delivery_rate};
    return true;
}

} // namespace

TcpReadings::Series& TcpReadings::series(const Key& key) {
    const auto [found, isNew] = m_series.try_emplace(key);
    if (isNew) {
        for (ConnectionSample* each : {&found->second.fresh, &found->second.total}) {
            each->leg = key.first;
            each->link = key.second;
        }
        found->second.countedUntil = m_clock.now();
    }
    return found->second;
}

void TcpReadings::countUntilNow(Series& series) {
    const MonotonicTime now = m_clock.now();
    const auto past = std::chrono::round<std::chrono::microseconds>(now - series.countedUntil);
    series.fresh.connectionUs += series.open * static_cast<std::uint64_t>(past.count());
    series.countedUntil = now;
}

void TcpReadings::opened(Meter& meter, Series& series, int fd, bool resumed) {
    CAUSEWAY_ASSERT(!meter.series);
    countUntilNow(series);
    ++series.open;
    ++series.fresh.opened;
    series.fresh.resumed += resumed ? 1 : 0;
    meter = {.fd = fd, .series = &series, .place = m_meters.size(), .last = {}};
    m_meters.push_back(&meter);
}

void TcpReadings::closed(Meter& meter) {
    if (!meter.series)
        return;
    refill();
    read(meter);
    countUntilNow(*meter.series);
    --meter.series->open;
    m_meters.back()->place = meter.place;
    m_meters[meter.place] = m_meters.back();
    m_meters.pop_back();
    meter.series = nullptr;
}

void TcpReadings::refill() {
    const MonotonicTime now = m_clock.now();
    if (now - m_refilled < std::chrono::seconds(1))
        return;
    m_refilled = now;
    m_readsLeft = kMostReads;
}

void TcpReadings::read(Meter& meter) {
    TcpReading now;
    if (m_readsLeft == 0 || !readTcpInfo(meter.fd, now))
        return;
    --m_readsLeft;
    meter.series->fresh.add(meter.last, now);
    meter.last = now;
}

void TcpReadings::look() {
    refill();
    // A part is left for connections that close before the next time.
    const std::size_t most = std::min(m_meters.size(), m_readsLeft - m_readsLeft / 4);
    for (std::size_t i = 0; i < most; ++i) {
        m_next = m_next + 1 < m_meters.size() ? m_next + 1 : 0;
        read(*m_meters[m_next]);
    }
}

std::vector<ConnectionSample> TcpReadings::take() {
    look();
    std::vector<ConnectionSample> taken;
    for (auto& [key, series] : m_series) {
        countUntilNow(series);
        if (series.fresh.empty())
            continue;
        merge(series.total, series.fresh);
        series.total.deliveryRate = series.fresh.deliveryRate; // not the best of all time
        ConnectionSample none;
        none.leg = key.first;
        none.link = key.second;
        taken.push_back(std::exchange(series.fresh, std::move(none)));
    }
    return taken;
}

TcpReadings::Totals TcpReadings::totals() {
    look();
    Totals totals;
    for (auto& [key, series] : m_series) {
        countUntilNow(series);
        auto& [sum, open] = totals[key];
        sum = series.total;
        merge(sum, series.fresh);
        open = series.open;
    }
    return totals;
}

void merge(TcpReadings::Totals& sum, const TcpReadings::Totals& other) {
    for (const auto& [key, each] : other) {
        auto& [sample, open] = sum[key];
        sample.leg = key.first;
        sample.link = key.second;
        merge(sample, each.first);
        open += each.second;
    }
}

void writeTcp(Exposition& out, const TcpReadings::Totals& totals) {
    if (totals.empty())
        return;
    const auto family = [&](const char* name, Type type, const char* help, auto value) {
        out.family(name, type, help);
        for (const auto& [key, each] : totals)
            out.sampleOf(
                LabelText().add("leg", telemetry::name(key.first)).addIf("link", key.second),
                value(each.first, each.second));
    };
    out.family("causeway_tcp_rtt_ms", Type::Histogram,
               "Round trips of connections to other proxies, as the kernel smooths them");
    for (const auto& [key, each] : totals)
        out.logLinearMs(
            LabelText().add("leg", telemetry::name(key.first)).addIf("link", key.second),
            each.first.rtt);
    family("causeway_tcp_rtt_variation_ms", Type::Gauge, "Mean deviation of those round trips",
           [](const ConnectionSample& sample, std::uint64_t) {
               return sample.rtt.empty()
                          ? 0.0
                          : double(sample.rttVariationSumUs) / double(sample.rtt.count()) / 1000;
           });
    family("causeway_tcp_connections", Type::Gauge, "Open connections to other proxies",
           [](const ConnectionSample&, std::uint64_t open) { return open; });
    family("causeway_tcp_opened_total", Type::Counter, "Connections to other proxies",
           [](const ConnectionSample& sample, std::uint64_t) { return sample.opened; });
    family("causeway_tcp_resumed_total", Type::Counter,
           "Of those, with the TLS session of one before",
           [](const ConnectionSample& sample, std::uint64_t) { return sample.resumed; });
    family("causeway_tcp_segments_total", Type::Counter,
           "Segments with data that were sent, those sent again included",
           [](const ConnectionSample& sample, std::uint64_t) { return sample.segments; });
    family("causeway_tcp_retransmits_total", Type::Counter, "Segments that were sent again",
           [](const ConnectionSample& sample, std::uint64_t) { return sample.retransmits; });
    family("causeway_tcp_delivery_rate_bytes", Type::Gauge,
           "Bytes a second that the fastest connection delivered, of the newest readings",
           [](const ConnectionSample& sample, std::uint64_t) { return sample.deliveryRate; });
}

} // namespace causeway::proxy
