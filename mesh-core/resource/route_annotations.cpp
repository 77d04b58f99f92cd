// SPDX-License-Identifier: Apache-2.0
// The annotations of routes that retry and time out, as Linkerd's admission reads them.
#include "resource/kinds.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace causeway::resource {
namespace {

using Words = std::string_view;

constexpr std::array kDurations{"timeout.linkerd.io/request", "timeout.linkerd.io/response",
                                "timeout.linkerd.io/idle", "retry.linkerd.io/timeout"};
constexpr std::array<Words, 5> kGrpcCodes{"cancelled", "deadline-exceeded", "internal",
                                          "resource-exhausted", "unavailable"};
constexpr std::array<Words, 6> kUnits{"ms", "s", "m", "h", "d", ""};

// A whole number with a unit; 0 may go without one.
bool isLinkerdDuration(Words text) {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto unit = text.substr(digits);
    const bool isZero = text.substr(0, digits).find_first_not_of('0') == Words::npos;
    return digits > 0 && digits < 12 && std::ranges::find(kUnits, unit) != kUnits.end()
           && (!unit.empty() || isZero);
}

std::optional<int> status(Words text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = error == std::errc() && end == text.data() + text.size();
    return isWhole && value >= 100 && value <= 599 ? std::optional(value) : std::nullopt;
}

bool isHttpCondition(Words text) {
    if (text == "5xx" || text == "gateway-error")
        return true;
    const auto dash = text.find('-');
    const auto first = status(text.substr(0, dash));
    const auto last = dash == Words::npos ? first : status(text.substr(dash + 1));
    return first && last && *first <= *last;
}

bool isGrpcCondition(Words text) {
    return std::ranges::find(kGrpcCodes, text) != kGrpcCodes.end();
}

bool isCount(Words text) {
    return !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == Words::npos;
}

template <typename Is> bool allItems(Words list, Is is) {
    while (true) {
        const auto comma = list.find(',');
        auto item = list.substr(0, comma);
        item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
        item = item.substr(0, item.find_last_not_of(' ') + 1);
        if (!is(item))
            return false;
        if (comma == Words::npos)
            return true;
        list.remove_prefix(comma + 1);
    }
}

} // namespace

void checkRouteAnnotations(FieldReader& root) {
    const auto* metadata = root.node("metadata");
    const auto* written = metadata ? metadata->find("annotations") : nullptr;
    if (!written || written->kind != Node::Kind::Mapping)
        return;
    const auto check = [&](Words name, Words what, auto is) {
        const auto* value = written->find(name);
        if (value && !is(value->scalar))
            root.problemAt(*value, "metadata.annotations[" + std::string(name) + "]", what);
    };
    for (const auto* name : kDurations)
        check(name, "a whole number with ms, s, m, h or d", isLinkerdDuration);
    check("retry.linkerd.io/limit", "a whole number", isCount);
    check("retry.linkerd.io/http", "a list of 5xx, gateway-error, NNN, NNN-NNN",
          [](Words text) { return allItems(text, isHttpCondition); });
    check("retry.linkerd.io/grpc",
          "a list of cancelled, deadline-exceeded, internal, resource-exhausted, unavailable",
          [](Words text) { return allItems(text, isGrpcCondition); });
}

} // namespace causeway::resource
