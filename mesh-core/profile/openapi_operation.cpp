// SPDX-License-Identifier: Apache-2.0
#include "profile/openapi_detail.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace causeway::profile {
namespace {

using resource::Field;
using resource::Node;

constexpr std::uint16_t kFirstFailure = 500;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// "404" and "4XX".
std::optional<StatusClass> statusOf(const std::string& name) {
    if (name.size() != 3 || name[0] < '1' || name[0] > '5')
        return std::nullopt;
    const auto hundred = static_cast<std::uint16_t>((name[0] - '0') * 100);
    const auto tail = std::string_view(name).substr(1);
    if (tail == "XX" || tail == "xx")
        return StatusClass{hundred, static_cast<std::uint16_t>(hundred + 99),
                           hundred >= kFirstFailure};
    if (!isDigit(tail[0]) || !isDigit(tail[1]))
        return std::nullopt;
    const auto code = static_cast<std::uint16_t>(hundred + (tail[0] - '0') * 10 + (tail[1] - '0'));
    return StatusClass{code, code, code >= kFirstFailure};
}

bool isOneOf(const std::string& text, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, std::string_view(text)) != words.end();
}

const Field* findExtension(const Node& node, std::string_view name) {
    const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == b; };
    const auto found = std::ranges::find_if(node.fields, [&](const Field& field) {
        return std::ranges::equal(field.name, name, same);
    });
    return found == node.fields.end() ? nullptr : &*found;
}

bool readRetryable(const Field& hint, const Place& place, Findings& findings) {
    const auto& value = hint.value;
    const bool isPlain = value.kind == Node::Kind::Scalar && !value.quoted;
    if (isPlain && isOneOf(value.scalar, {"true", "True", "TRUE"}))
        return true;
    if (isPlain && isOneOf(value.scalar, {"false", "False", "FALSE"}))
        return false;
    // What YAML 1.1, which Kubernetes' tools read, takes for true and false.
    if (isPlain && isOneOf(value.scalar, {"yes", "Yes", "YES", "on", "On", "ON"})) {
        findings.add(
            Severity::Warning, "retryable", place,
            fmt::format("found {}; expected true: some readers take it for text", value.scalar));
        return true;
    }
    if (!isPlain || !isOneOf(value.scalar, {"no", "No", "NO", "off", "Off", "OFF"}))
        findings.add(Severity::Warning, "retryable", place,
                     fmt::format("found {}; expected true or false, without quotes: the hint is "
                                 "left out",
                                 value.describe()));
    return false;
}

} // namespace

std::vector<StatusClass> readResponses(const Located& responses, const std::string& field,
                                       Findings& findings) {
    std::vector<StatusClass> classes;
    std::set<std::string> seen;
    for (const auto& response : responses.node->fields) {
        const Place place{responses.source, response.nameRange.start, field + "." + response.name};
        if (response.name.starts_with("x-"))
            continue;
        if (!seen.insert(response.name).second) {
            findings.add(Severity::Error, "duplicate-key", place,
                         "found it twice; expected it once");
            continue;
        }
        const auto status = statusOf(response.name);
        if (status)
            classes.push_back(*status);
        if (status && status->min != status->max)
            findings.add(
                Severity::Note, "response-range", place,
                fmt::format("found a range, of which the class {} to {} is made (Linkerd's "
                            "own generator leaves it out)",
                            status->min, status->max));
        else if (response.name == "default")
            findings.add(Severity::Note, "response-default", place,
                         "found default, of which no class is made: a status that is not listed "
                         "is a failure from 500 on");
        else if (!status)
            findings.add(Severity::Warning, "response-status", place,
                         fmt::format("found {}; expected a status from 100 to 599, a range such as "
                                     "5XX, or default: it is left out",
                                     response.name));
    }
    std::ranges::stable_sort(classes, {}, [](const StatusClass& item) {
        return std::pair(item.min != item.max, item.min);
    });
    return classes;
}

void readHints(const Located& node, const std::string& field, Operation& operation,
               Findings& findings) {
    if (const auto* hint = findExtension(*node.node, "x-linkerd-retryable")) {
        const Place place{node.source, hint->value.range.start, field + "." + hint->name};
        operation.isRetryable = readRetryable(*hint, place, findings);
        if (operation.isRetryable && (operation.method == "POST" || operation.method == "PATCH"))
            findings.add(Severity::Warning, "unsafe-retry", place,
                         fmt::format("found {} marked retryable; expected an idempotent method: a "
                                     "retry may do it twice",
                                     operation.method));
    }
    if (const auto* hint = findExtension(*node.node, "x-linkerd-timeout")) {
        const auto& value = hint->value;
        const auto timeout = value.kind == Node::Kind::Scalar
                                 ? resource::parseGoDuration(value.scalar)
                                 : std::nullopt;
        if (timeout && timeout->value > Duration{})
            operation.timeout = timeout;
        else
            findings.add(Severity::Warning, "timeout",
                         {node.source, value.range.start, field + "." + hint->name},
                         fmt::format("found {}; expected a duration above 0 such as 500ms, 1.5s or "
                                     "1m30s: the hint is left out",
                                     value.describe()));
    }
}

} // namespace causeway::profile
