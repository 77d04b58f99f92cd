// SPDX-License-Identifier: Apache-2.0
// Linkerd's families of the routes of ServiceProfiles, which its older dashboards read: by the
// name that was called (dst) and the route's (rt_route); retries that were not allowed by the
// service's full name, for they are counted by service.
#include "proxy/exposition.h"

#include <algorithm>
#include <map>

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::LabelText;
using telemetry::SeriesSample;
using Type = Exposition::Type;

constexpr std::string_view kProfileRoute = "serviceprofile/";

LabelText routeOf(const SeriesSample& sample) {
    LabelText text;
    text.add("direction", "outbound").add("dst", sample.detail.authority);
    return text.add("rt_route", sample.labels.key.route.substr(kProfileRoute.size()));
}

struct Families {
    std::map<LabelText, std::uint64_t> requests, responses, attempts, answered;
    std::map<LabelText, telemetry::Histogram> latency;

    void add(const SeriesSample& sample);
    void write(Exposition& out) const;
};

// A series has one status. The attempts before the last one failed, or there would be no other.
void Families::add(const SeriesSample& sample) {
    const LabelText route = routeOf(sample);
    const telemetry::EdgeCounters& counters = sample.counters;
    requests[route] += counters.requests;
    attempts[route] += counters.attempts;
    latency[route].merge(counters.latency);
    const std::uint64_t again = counters.attempts - std::min(counters.attempts, counters.requests);
    const auto add = [&](auto& sums, const char* classification, std::uint64_t count, bool coded) {
        if (count == 0)
            return;
        LabelText text = route;
        text.add("classification", classification);
        if (coded && sample.detail.status != 0)
            text.add("status_code", std::to_string(sample.detail.status));
        sums[text] += count;
    };
    const std::uint64_t successes = counters.requests - counters.failures;
    add(responses, "success", successes, true);
    add(responses, "failure", counters.failures, true);
    add(answered, "success", successes, true);
    add(answered, "failure", counters.failures, true);
    add(answered, "failure", again, false);
}

void Families::write(Exposition& out) const {
    if (requests.empty())
        return;
    const auto counter = [&](const char* name, const char* help, const auto& sums) {
        out.family(name, Type::Counter, help);
        for (const auto& [text, count] : sums)
            out.sampleOf(text, count);
    };
    counter("route_request_total", "Requests, by route of a ServiceProfile", requests);
    counter("route_response_total", "Responses, by route of a ServiceProfile", responses);
    counter("route_actual_request_total", "The same, each attempt counted", attempts);
    counter("route_actual_response_total", "The same, each attempt counted", answered);
    out.family("route_response_latency_ms", Type::Histogram,
               "From the request's head to the response's head, retries included");
    for (const auto& [text, histogram] : latency)
        out.histogramMs(text, histogram);
}

} // namespace

void writeProfileRoutes(Exposition& out, const MetricsPage& page) {
    Families families;
    for (const SeriesSample& sample : page.samples)
        if (sample.labels.key.vantage == telemetry::Vantage::Caller
            && sample.labels.key.route.starts_with(kProfileRoute))
            families.add(sample);
    families.write(out);
    const auto isOfProfile = [](const auto& each) {
        return each.first.route.starts_with(kProfileRoute);
    };
    if (std::ranges::none_of(page.counts.retries, isOfProfile))
        return;
    out.family("route_retryable_total", Type::Counter, "Retries that the budget did not allow");
    for (const auto& each : page.counts.retries)
        if (isOfProfile(each))
            out.sampleOf(LabelText()
                             .add("direction", "outbound")
                             .add("dst", each.first.service + ":" + std::to_string(each.first.port))
                             .add("rt_route", each.first.route.substr(kProfileRoute.size()))
                             .add("skipped", "no_budget"),
                         each.second.overflow);
}

} // namespace causeway::proxy
