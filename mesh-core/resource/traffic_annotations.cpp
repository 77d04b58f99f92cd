// SPDX-License-Identifier: Apache-2.0
#include "resource/traffic_annotations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace causeway::resource {
namespace {

using Text = std::string_view;

constexpr Text kRetry = "retry.linkerd.io/";
constexpr Text kTimeout = "timeout.linkerd.io/";
constexpr Text kBalancer = "balancer.linkerd.io/";
constexpr Text kAlpha = "balancer.alpha.linkerd.io/";
constexpr Text kOurs = "balancer.causeway.dev/";
constexpr Text kFault = "fault.causeway.dev/";
constexpr Text kConfig = "config.causeway.dev/"; // others have names under it as well
constexpr std::array kPrefixes{kRetry, kTimeout, kBalancer, kAlpha, kOurs, kFault};

template <typename Number> std::optional<Number> number(Text text) {
    Number value{};
    const auto* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && at == end ? std::optional(value) : std::nullopt;
}

Text trimmed(Text text) {
    const auto first = text.find_first_not_of(" \t");
    return first == text.npos ? Text()
                              : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<causeway::StatusRange> statuses(Text text) {
    if (text == "5xx")
        return causeway::StatusRange{500, 599};
    if (text == "gateway-error")
        return causeway::StatusRange{502, 504};
    const auto dash = text.find('-');
    const auto first = number<std::uint16_t>(text.substr(0, dash));
    const auto last = dash == text.npos ? first : number<std::uint16_t>(text.substr(dash + 1));
    if (!first || !last || *first < 100 || *first > *last || *last > 599)
        return std::nullopt;
    return causeway::StatusRange{*first, *last};
}

std::optional<std::uint32_t> grpcCode(Text text) {
    constexpr std::array<std::pair<Text, std::uint32_t>, 5> kWords{{{"cancelled", 1},
                                                                    {"deadline-exceeded", 4},
                                                                    {"internal", 13},
                                                                    {"resource-exhausted", 8},
                                                                    {"unavailable", 14}}};
    for (const auto& [word, code] : kWords)
        if (word == text)
            return 1U << code;
    return std::nullopt;
}

// Each part of a list joined by commas; nothing when one of them is none.
template <typename Parse> auto parts(Text list, Parse parse) {
    using Part = typename decltype(parse(list))::value_type;
    std::optional<std::vector<Part>> all(std::in_place);
    while (true) {
        const auto comma = list.find(',');
        const auto part = parse(trimmed(list.substr(0, comma)));
        if (!part)
            return decltype(all)();
        all->push_back(*part);
        if (comma == list.npos)
            return all;
        list.remove_prefix(comma + 1);
    }
}

// "1/10", "10%", "0.1".
std::optional<std::pair<std::uint32_t, std::uint32_t>> ratio(Text text) {
    constexpr std::uint32_t kSteps = 10'000;
    const auto slash = text.find('/');
    if (slash != text.npos) {
        const auto over = number<std::uint32_t>(text.substr(0, slash));
        const auto under = number<std::uint32_t>(text.substr(slash + 1));
        return over && under && *under > 0 && *over <= *under
                   ? std::optional(std::pair(*over, *under))
                   : std::nullopt;
    }
    const bool percent = text.ends_with('%');
    auto share = number<double>(percent ? text.substr(0, text.size() - 1) : text);
    if (!share || !(*share >= 0 && *share <= (percent ? 100 : 1)))
        return std::nullopt;
    return std::pair(static_cast<std::uint32_t>(*share * (percent ? kSteps / 100 : kSteps) + 0.5),
                     kSteps);
}

class Reader {
public:
    Reader(const Annotations& annotations, std::vector<AnnotationProblem>& problems)
        : m_annotations(annotations), m_problems(problems) {}

    // Tells the names under our prefixes that nobody asked for.
    void finish() {
        for (const auto& [name, value] : m_annotations)
            for (const auto prefix : kPrefixes)
                if (Text(name).starts_with(prefix)
                    && std::find(m_asked.begin(), m_asked.end(), name) == m_asked.end())
                    m_problems.push_back({name, "a known name, one of " + known(prefix)});
    }

    template <typename Parse>
    auto read(Text prefix, Text name, Text expected, Parse parse) -> decltype(parse(Text())) {
        auto key = std::string(prefix).append(name);
        m_asked.push_back(key);
        const auto at = m_annotations.find(key);
        if (at == m_annotations.end())
            return {};
        auto value = parse(trimmed(at->second));
        if (!value)
            m_problems.push_back({std::move(key), std::string(expected)});
        m_any = true;
        return value;
    }
    std::optional<Duration> duration(Text prefix, Text name, Duration least = {}) {
        return read(prefix, name,
                    least > Duration{} ? "a duration of at least 10ms, as 250ms or 10s"
                                       : "a whole number with ms, s, m, h or d, as 250ms or 10s",
                    [&](Text text) {
                        const auto value = parseWholeDuration(text);
                        return value && *value < least ? std::nullopt : value;
                    });
    }
    std::optional<std::uint32_t> count(Text prefix, Text name, std::uint32_t most) {
        return read(prefix, name, "a whole number up to " + std::to_string(most), [&](Text text) {
            const auto value = number<std::uint32_t>(text);
            return value && *value > most ? std::nullopt : value;
        });
    }
    std::optional<double> real(Text prefix, Text name, double most) {
        return read(prefix, name, most > 1 ? "a number from 0 to 100" : "a number from 0 to 1",
                    [&](Text text) {
                        const auto value = number<double>(text);
                        return value && !(*value >= 0 && *value <= most) ? std::nullopt : value;
                    });
    }
    bool flag(Text prefix, Text name) {
        return read(prefix, name, "true or false", [](Text text) -> std::optional<bool> {
                   if (text == "true" || text == "false")
                       return text == "true";
                   return std::nullopt;
               })
            .value_or(false);
    }
    // Whether something was there since the last call.
    bool took() { return std::exchange(m_any, false); }

private:
    std::string known(Text prefix) const {
        std::string list;
        for (const auto& name : m_asked)
            if (Text(name).starts_with(prefix))
                list += (list.empty() ? "" : ", ") + name.substr(prefix.size());
        return list;
    }
    const Annotations& m_annotations;
    std::vector<AnnotationProblem>& m_problems;
    std::vector<std::string> m_asked;
    bool m_any = false;
};

RetryAnnotations readRetry(Reader& reader) {
    constexpr std::uint32_t kMostRetries = 100;
    RetryAnnotations retry;
    const auto http = reader.read(kRetry, "http", "a list of 5xx, gateway-error, NNN, NNN-NNN",
                                  [](Text text) { return parts(text, statuses); });
    retry.http = http.value_or(std::vector<causeway::StatusRange>());
    const auto codes = reader.read(
        kRetry, "grpc",
        "a list of cancelled, deadline-exceeded, internal, resource-exhausted, unavailable",
        [](Text text) { return parts(text, grpcCode); });
    if (codes)
        for (const auto bit : *codes)
            retry.grpc |= bit;
    retry.limit = reader.count(kRetry, "limit", kMostRetries);
    retry.timeout = reader.duration(kRetry, "timeout");
    return retry;
}

TimeoutAnnotations readTimeouts(Reader& reader) {
    TimeoutAnnotations timeouts;
    timeouts.request = reader.duration(kTimeout, "request");
    timeouts.response = reader.duration(kTimeout, "response");
    timeouts.idle = reader.duration(kTimeout, "idle");
    return timeouts;
}

AccrualAnnotations readAccrual(Reader& reader) {
    constexpr std::uint32_t kMost = 1'000'000;
    constexpr Duration kLeastWindow = std::chrono::milliseconds(10);
    AccrualAnnotations accrual;
    accrual.maxFailures =
        reader.count(kBalancer, "failure-accrual-consecutive-max-failures", kMost);
    accrual.minPenalty = reader.duration(kBalancer, "failure-accrual-consecutive-min-penalty");
    accrual.maxPenalty = reader.duration(kBalancer, "failure-accrual-consecutive-max-penalty");
    accrual.jitter = reader.real(kBalancer, "failure-accrual-consecutive-jitter-ratio", 100);
    accrual.successRate = reader.real(kAlpha, "failure-accrual-success-rate-threshold", 1);
    accrual.window =
        reader.duration(kAlpha, "failure-accrual-success-rate-window", kLeastWindow);
    accrual.minRequests = reader.count(kAlpha, "failure-accrual-success-rate-min-requests", kMost);
    accrual.honorRetryAfter = reader.flag(kAlpha, "failure-accrual-honor-retry-after");
    accrual.minReady = reader.count(kOurs, "min-ready-endpoints", kMost).value_or(0);
    return accrual;
}

std::optional<AccrualAnnotations> readBreaker(Reader& reader,
                                              std::vector<AnnotationProblem>& problems) {
    auto accrual = readAccrual(reader);
    const bool tuned = reader.took();
    const auto kind = reader.read(
        kBalancer, "failure-accrual", "consecutive or unified",
        [](Text text) -> std::optional<bool> {
            if (text == "consecutive" || text == "unified")
                return text == "unified";
            return std::nullopt;
        });
    const bool named = reader.took();
    if (tuned && !named)
        problems.push_back({std::string(kBalancer) + "failure-accrual",
                            "consecutive or unified: without it the others say nothing"});
    if (!kind)
        return std::nullopt;
    accrual.unified = *kind;
    return accrual;
}

FaultAnnotations readFault(Reader& reader) {
    FaultAnnotations fault;
    fault.status = reader
                       .read(kFault, "status", "an HTTP status from 400 to 599",
                             [](Text text) {
                                 const auto value = number<std::uint16_t>(text);
                                 return value && (*value < 400 || *value > 599) ? std::nullopt
                                                                                : value;
                             })
                       .value_or(fault.status);
    const auto share = reader.read(kFault, "ratio", "a share such as 1/10, 10% or 0.1", ratio);
    if (share)
        std::tie(fault.numerator, fault.denominator) = *share;
    return fault;
}

} // namespace

std::optional<Duration> parseWholeDuration(std::string_view text) {
    using namespace std::chrono;
    constexpr std::array<std::pair<Text, Duration>, 5> kUnits{
        {{"ms", milliseconds(1)}, {"s", seconds(1)}, {"m", minutes(1)}, {"h", hours(1)},
         {"d", hours(24)}}};
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto value = number<std::uint64_t>(text.substr(0, digits));
    const auto unit = text.substr(digits);
    if (!value || (unit.empty() && *value != 0))
        return std::nullopt;
    for (const auto& [name, length] : kUnits)
        if (name == unit)
            return *value > static_cast<std::uint64_t>(Duration::max() / length)
                       ? std::nullopt
                       : std::optional(length * static_cast<std::int64_t>(*value));
    return unit.empty() ? std::optional(Duration{}) : std::nullopt;
}

TrafficAnnotations readTraffic(const Annotations& annotations,
                               std::vector<AnnotationProblem>& problems) {
    TrafficAnnotations traffic;
    Reader reader(annotations, problems);
    if (auto retry = readRetry(reader); reader.took())
        traffic.retry = std::move(retry);
    if (auto timeouts = readTimeouts(reader); reader.took())
        traffic.timeouts = timeouts;
    traffic.accrual = readBreaker(reader, problems);
    const bool penalize = reader.flag(kAlpha, "penalize-failures");
    const BiasAnnotations bias{reader.duration(kAlpha, "load-biaser-penalty"),
                               reader.duration(kAlpha, "load-biaser-max-retry-after")};
    if (penalize)
        traffic.bias = bias;
    (void)reader.took();
    if (const auto fault = readFault(reader); reader.took())
        traffic.fault = fault;
    traffic.headerOverrides = reader.flag(kConfig, "allow-l5d-request-headers");
    reader.finish();
    return traffic;
}

} // namespace causeway::resource
