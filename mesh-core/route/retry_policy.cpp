// SPDX-License-Identifier: Apache-2.0
#include "route/retry_policy.h"

#include <algorithm>
#include <charconv>

namespace causeway::route {
namespace {

constexpr Duration kMinBackoff = std::chrono::milliseconds(25);
constexpr Duration kMaxBackoff = std::chrono::milliseconds(250);

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

bool isRetryableStatus(const RetryPolicy& policy, int httpStatus) {
    return std::any_of(policy.http.begin(), policy.http.end(),
                       [&](const StatusRange& range) { return range.contains(httpStatus); });
}

bool isRetryableGrpc(const RetryPolicy& policy, int code) {
    return code > 0 && code < 32 && (policy.grpc >> code & 1U) != 0;
}

Duration retryBackoff(std::uint32_t retry, double random) {
    const auto base = std::min(kMinBackoff * (std::int64_t{1} << std::min(retry, 10U)), kMaxBackoff);
    return base + Duration(static_cast<std::int64_t>(double(base.count()) * random));
}

Pushback readPushback(const FindHeader& find) {
    if (const auto text = find("grpc-retry-pushback-ms")) {
        const auto value = whole(trimmed(*text));
        if (!value || *value < 0)
            return {true, std::nullopt};
        return {false, std::chrono::milliseconds(std::min<std::int64_t>(*value, 86'400'000))};
    }
    if (const auto text = find("retry-after"))
        if (const auto value = whole(trimmed(*text)); value && *value >= 0)
            return {false, std::chrono::seconds(std::min<std::int64_t>(*value, 86'400))};
    return {};
}

} // namespace causeway::route
