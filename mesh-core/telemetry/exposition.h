// SPDX-License-Identifier: Apache-2.0
// Writes Prometheus' text format, version 0.0.4: a family's header once, then its samples, values of
// labels escaped, histograms cumulative at edges that the caller names. Pure text; no clock.
#pragma once

#include "telemetry/histogram.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::telemetry {

struct Label {
    std::string_view name;
    std::string_view value;
};
using Labels = std::span<const Label>;

// Linkerd's bucket edges in milliseconds; each is one of our edges.
inline constexpr std::array<std::uint64_t, 25> kLinkerdEdgesMs{
    1,   2,   3,   4,    5,    10,   20,   30,   40,    50,    100,   200,  300,
    400, 500, 1000, 2000, 3000, 4000, 5000, 10000, 20000, 30000, 40000, 50000};

class Exposition {
public:
    enum class Type : std::uint8_t { Counter, Gauge, Histogram };

    // Begins a family; samples until the next call belong to it.
    void family(std::string_view name, Type type, std::string_view help);
    void sample(Labels labels, std::uint64_t value);
    void sample(Labels labels, double value);
    // Of a family ending in _ms: `edgesMs` ascending, +Inf is added, sum in milliseconds.
    void histogramMs(Labels labels, const telemetry::Histogram& histogram,
                     std::span<const std::uint64_t> edgesMs = kLinkerdEdgesMs);

    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    void line(std::string_view suffix, Labels labels, std::string_view le, std::string_view value);

    std::string m_family;
    std::string m_text;
};

} // namespace causeway::telemetry
