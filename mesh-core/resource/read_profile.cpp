// SPDX-License-Identifier: Apache-2.0
// ServiceProfile with the verdicts of Linkerd's admission.
#include "resource/kinds.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace causeway::resource {
namespace {

constexpr Bounds kStatus{100, 599};
constexpr Bounds kCount{0, 0xffff'ffff};
constexpr std::string_view kGoDuration = "a duration such as 500ms, 1.5s or 1m30s";

std::optional<GoDuration> goDuration(FieldReader& reader, std::string_view name) {
    const auto* value = reader.node(name);
    if (!value)
        return std::nullopt;
    auto parsed = value->kind == Node::Kind::Scalar ? parseGoDuration(value->scalar) : std::nullopt;
    if (!parsed)
        reader.expected(name, kGoDuration);
    return parsed;
}

std::optional<double> decimal(const Node& node) {
    double value = 0;
    const auto* end = node.scalar.data() + node.scalar.size();
    const auto [stop, error] = std::from_chars(node.scalar.data(), end, value);
    const bool isNumber = node.kind == Node::Kind::Scalar && !node.quoted && error == std::errc()
                          && stop == end && std::isfinite(value);
    return isNumber ? std::optional(value) : std::nullopt;
}

// all[], any[] and not, which requests and responses share.
template <typename Match, typename Read>
void readComposed(FieldReader& reader, Match& match, Read read) {
    for (auto& item : reader.objects("all"))
        match.all.push_back(read(item));
    for (auto& item : reader.objects("any"))
        match.any.push_back(read(item));
    if (auto item = reader.objectOr("not"))
        match.not_.push_back(read(*item));
}

RequestMatch readRequestMatch(FieldReader& reader) {
    RequestMatch match;
    match.pathRegex = reader.textOr("pathRegex", "");
    match.method = reader.textOr("method", "");
    readComposed(reader, match, readRequestMatch);
    if (match == RequestMatch())
        reader.problem("", "found a condition without a field; expected at least one of pathRegex, "
                           "method, all, any, not");
    return match;
}

StatusRange readStatus(FieldReader& reader) {
    StatusRange range;
    range.min = reader.numberOr<std::uint16_t>("min", kStatus, 0);
    range.max = reader.numberOr<std::uint16_t>("max", kStatus, 0);
    if (range.min == 0 && range.max == 0 && !reader.has("min") && !reader.has("max"))
        reader.problem("", "found neither min nor max; expected at least one");
    if (range.max != 0 && range.max < range.min)
        reader.expected("max", "at least min, which is " + std::to_string(range.min));
    return range;
}

ResponseMatch readResponseMatch(FieldReader& reader) {
    ResponseMatch match;
    if (auto status = reader.objectOr("status"))
        match.status = readStatus(*status);
    readComposed(reader, match, readResponseMatch);
    if (match == ResponseMatch())
        reader.problem("", "found a condition without a field; expected at least one of status, "
                           "all, any, not");
    return match;
}

ResponseClass readResponseClass(FieldReader& reader) {
    ResponseClass result;
    if (auto condition = reader.objectOr("condition"))
        result.condition = readResponseMatch(*condition);
    else
        reader.expected("condition", "a condition with status, all, any or not");
    result.isFailure = reader.flagOr("isFailure", false);
    return result;
}

ProfileRoute readRoute(FieldReader& reader) {
    ProfileRoute route;
    route.name = reader.text("name");
    if (auto condition = reader.objectOr("condition"))
        route.condition = readRequestMatch(*condition);
    else
        reader.expected("condition", "a condition with pathRegex, method, all, any or not");
    for (auto& item : reader.objects("responseClasses"))
        route.responseClasses.push_back(readResponseClass(item));
    route.isRetryable = reader.flagOr("isRetryable", false);
    route.timeout = goDuration(reader, "timeout");
    return route;
}

RetryBudget readBudget(FieldReader& reader) {
    RetryBudget budget;
    const auto* ratio = reader.node("retryRatio");
    const auto value = ratio ? decimal(*ratio) : std::nullopt;
    if (!value || *value < 0)
        reader.expected("retryRatio", "a number of at least 0");
    budget.retryRatio = value.value_or(budget.retryRatio);
    budget.minRetriesPerSecond = reader.number<std::uint32_t>("minRetriesPerSecond", kCount);
    const auto ttl = goDuration(reader, "ttl");
    if (!reader.has("ttl"))
        reader.expected("ttl", kGoDuration);
    budget.ttl = ttl.value_or(budget.ttl);
    return budget;
}

DestinationOverride readOverride(FieldReader& reader) {
    DestinationOverride result;
    result.authority = reader.text("authority");
    // A quantity may be written as a number or as text.
    const auto* weight = reader.node("weight");
    const bool isQuantity = weight && weight->kind == Node::Kind::Scalar && !weight->scalar.empty()
                            && weight->scalar.find_first_not_of("0123456789.mkMGTPEinu")
                                   == std::string::npos
                            && (weight->scalar[0] == '.' || std::isdigit(weight->scalar[0]) != 0);
    if (!isQuantity)
        reader.expected("weight", "a quantity such as 500m or 1");
    else
        result.weight = weight->scalar;
    return result;
}

// The keys are what counts; each names itself or nothing.
std::vector<std::uint16_t> readOpaquePorts(FieldReader& spec) {
    std::vector<std::uint16_t> ports;
    const auto* map = spec.node("opaquePorts");
    if (map && map->kind != Node::Kind::Mapping)
        spec.expected("opaquePorts", "a mapping whose names are port numbers");
    for (const auto& field : map ? map->fields : std::vector<Field>()) {
        std::uint16_t port = 0;
        const auto* end = field.name.data() + field.name.size();
        const auto [stop, error] = std::from_chars(field.name.data(), end, port);
        if (error == std::errc() && stop == end && port != 0)
            ports.push_back(port);
        else
            spec.problem("opaquePorts", "found " + field.name + "; expected a port, 1 to 65535");
    }
    std::ranges::sort(ports);
    ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
    return ports;
}

bool isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// RFC 1123: every label begins and ends with a letter or a digit. Characters are judged elsewhere.
void checkName(FieldReader& root) {
    const auto* metadata = root.node("metadata");
    const auto* name = metadata ? metadata->find("name") : nullptr;
    if (!name || name->kind != Node::Kind::Scalar)
        return;
    char before = '.';
    for (const char c : name->scalar + '.') {
        if (!isAlphanumeric(c) && c != '-' && c != '.')
            return;
        if ((c == '.' && !isAlphanumeric(before)) || (before == '.' && !isAlphanumeric(c)))
            return root.problemAt(*name, "metadata.name",
                                  "labels that begin and end with a lower-case letter or a digit, "
                                  "joined by dots");
        before = c;
    }
}

} // namespace

Spec readServiceProfile(FieldReader& root) {
    checkName(root);
    ServiceProfile profile;
    auto spec = root.objectOr("spec");
    if (!spec)
        return profile;
    for (auto& route : spec->objects("routes"))
        profile.routes.push_back(readRoute(route));
    if (auto budget = spec->objectOr("retryBudget"))
        profile.retryBudget = readBudget(*budget);
    for (auto& item : spec->objects("dstOverrides"))
        profile.dstOverrides.push_back(readOverride(item));
    profile.opaquePorts = readOpaquePorts(*spec);
    return profile;
}

} // namespace causeway::resource
