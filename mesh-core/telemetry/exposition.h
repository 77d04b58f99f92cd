// SPDX-License-Identifier: Apache-2.0
// Writes Prometheus' text format, version 0.0.4: a family's header once, then its samples, values
// of labels escaped, histograms cumulative at edges that the caller names. Pure text; no clock.
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

// Labels as they stand in a line, escaped: made once, used in many families, and equal when the
// labels are.
class LabelText {
public:
    LabelText& add(std::string_view name, std::string_view value);
    // Left out when there is nothing to say.
    LabelText& addIf(std::string_view name, std::string_view value);
    [[nodiscard]] const std::string& text() const { return m_text; }
    auto operator<=>(const LabelText&) const = default;

private:
    std::string m_text;
};

// Linkerd's bucket edges in milliseconds; each is one of our edges.
inline constexpr std::array<std::uint64_t, 25> kLinkerdEdgesMs{
    1,   2,   3,    4,    5,    10,   20,   30,    40,    50,    100,   200,  300,
    400, 500, 1000, 2000, 3000, 4000, 5000, 10000, 20000, 30000, 40000, 50000};

class Exposition {
public:
    enum class Type : std::uint8_t { Counter, Gauge, Histogram };

    // Begins a family; samples until the next call belong to it.
    void family(std::string_view name, Type type, std::string_view help);
    void sample(Labels labels, std::uint64_t value);
    void sample(Labels labels, double value);
    void sampleOf(const LabelText& labels, std::uint64_t value);
    void sampleOf(const LabelText& labels, double value);
    // Of a family ending in _ms: `edgesMs` ascending, +Inf is added, sum in milliseconds.
    void histogramMs(Labels labels, const telemetry::Histogram& histogram,
                     std::span<const std::uint64_t> edgesMs = kLinkerdEdgesMs);
    void histogramMs(const LabelText& labels, const telemetry::Histogram& histogram,
                     std::span<const std::uint64_t> edgesMs = kLinkerdEdgesMs);
    // Of a family ending in _seconds; `edgesUs` are edges of ours.
    void histogramSeconds(const LabelText& labels, const telemetry::Histogram& histogram,
                          std::span<const std::uint64_t> edgesUs);
    // Of a family ending in _ms, at every edge of ours under which something new was counted.
    void logLinearMs(const LabelText& labels, const telemetry::Histogram& histogram);

    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    void line(std::string_view suffix, std::string_view labels, std::string_view le,
              std::string_view value);
    void histogram(std::string_view labels, const telemetry::Histogram& histogram,
                   std::span<const std::uint64_t> edgesUs, double unitUs);

    std::string m_family;
    std::string m_text;
};

} // namespace causeway::telemetry
