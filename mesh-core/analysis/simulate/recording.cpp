// SPDX-License-Identifier: Apache-2.0
#include "analysis/simulate/recording.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace causeway::analysis {
namespace {

constexpr std::array<std::string_view, 11> kFields{"service", "port", "workload", "identity",
                                                   "network", "host", "method",   "path",
                                                   "headers", "last", "count"};
using Fields = std::array<std::string_view, kFields.size()>;

std::string_view cutLine(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool cutFields(std::string_view line, Fields& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto tab = line.find('\t');
        const bool isLast = i + 1 == fields.size();
        if ((tab == line.npos) != isLast)
            return false;
        fields[i] = line.substr(0, tab);
        line.remove_prefix(isLast ? line.size() : tab + 1);
    }
    return true;
}

template <typename T> bool readNumber(std::string_view text, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

// The name of the field that is wrong, and what would be right; empty when none is.
std::pair<std::size_t, std::string_view> fill(const Fields& fields, RecordedRequest& request) {
    request.service = fields[0];
    if (fields[0].empty())
        return {0, "a service's full name"};
    if (!readNumber(fields[1], request.port) || request.port == 0)
        return {1, "a number from 1 to 65535"};
    request.workload = fields[2];
    request.identity = fields[3];
    if (!request.identity.empty() && !request.identity.starts_with("spiffe://"))
        return {3, "a SPIFFE id, or nothing"};
    auto network = IpAddress::parse(fields[4]);
    if (!network)
        return {4, "an IP address"};
    request.network = *network;
    request.host = fields[5];
    request.method = fields[6];
    request.path = fields[7];
    request.headers = fields[8];
    if (!readNumber(fields[9], request.lastSeen))
        return {9, "seconds since 1970"};
    if (!readNumber(fields[10], request.count) || request.count == 0)
        return {10, "a count of at least 1"};
    return {0, {}};
}

bool isKept(const std::vector<std::string>& kept, std::string_view name) {
    return std::ranges::find(kept, name) != kept.end();
}

// "a=1&b=2" → "a=1&b=*" when only a is kept.
std::string redactPairs(std::string_view pairs, const std::vector<std::string>& kept) {
    std::string result;
    while (!pairs.empty()) {
        const auto end = std::min(pairs.find('&'), pairs.size());
        const auto pair = pairs.substr(0, end);
        pairs.remove_prefix(std::min(end + 1, pairs.size()));
        const auto name = pair.substr(0, pair.find('='));
        const bool isBare = name.size() == pair.size();
        result += (result.empty() ? "" : "&");
        result += isBare || isKept(kept, name) ? std::string(pair) : std::string(name) + "=*";
    }
    return result;
}

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isCode = text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0
                            && hexDigit(text[i + 2]) >= 0;
        result += isCode ? static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]))
                         : text[i];
        i += isCode ? 2 : 0;
    }
    return result;
}

} // namespace

Result<Recording> Recording::parse(std::string text, const std::string& source) {
    Recording recording;
    recording.m_text = std::make_unique<const std::string>(std::move(text));
    std::string_view rest = *recording.m_text;
    if (const auto first = cutLine(rest); first != kFirstLine)
        return fail(ErrorKind::InvalidInput, fmt::format("{}:1: found \"{}\"; expected \"{}\"",
                                                         source, first.substr(0, 40), kFirstLine));
    recording.m_requests.reserve(
        static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n')) + 1);
    for (std::size_t number = 2; !rest.empty(); ++number) {
        const auto line = cutLine(rest);
        if (line.empty() || line.front() == '#')
            continue;
        Fields fields;
        if (!cutFields(line, fields))
            return fail(ErrorKind::InvalidInput,
                        fmt::format("{}:{}: found {} fields; expected {}, apart by tabs", source,
                                    number, std::count(line.begin(), line.end(), '\t') + 1,
                                    kFields.size()));
        RecordedRequest request;
        if (const auto [field, expected] = fill(fields, request); !expected.empty())
            return fail(ErrorKind::InvalidInput,
                        fmt::format("{}:{}: {}: found \"{}\"; expected {}", source, number,
                                    kFields[field], fields[field].substr(0, 80), expected));
        recording.m_requests.push_back(request);
    }
    return recording;
}

std::string serialize(const RecordedRequest& request, const Redaction& redaction) {
    const auto question = std::min(request.path.find('?'), request.path.size());
    std::string path(request.path.substr(0, question));
    if (question < request.path.size())
        path += "?" + redactPairs(request.path.substr(question + 1), redaction.keepQuery);
    auto line =
        fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", request.service, request.port,
                    request.workload, request.identity, request.network.serialize(), request.host,
                    request.method, path, redactPairs(request.headers, redaction.keepHeaders),
                    request.lastSeen, request.count);
    std::ranges::replace_if(
        line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return line + "\n";
}

RecordedHeaders::RecordedHeaders(std::string_view headers) {
    while (!headers.empty()) {
        const auto end = std::min(headers.find('&'), headers.size());
        const auto pair = headers.substr(0, end);
        headers.remove_prefix(std::min(end + 1, headers.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        m_list.emplace_back(decoded(pair.substr(0, equals)),
                            decoded(pair.substr(std::min(equals + 1, pair.size()))));
    }
}

std::optional<std::string_view> RecordedHeaders::find(std::string_view name) const {
    for (const auto& [known, value] : m_list)
        if (known == name)
            return value;
    return std::nullopt;
}

} // namespace causeway::analysis
