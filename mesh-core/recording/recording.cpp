// SPDX-License-Identifier: Apache-2.0
#include "recording/recording.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace causeway::recording {
namespace {

constexpr std::array<std::string_view, 13> kFields{
    "service", "port",    "workload", "identity", "network", "host", "method",
    "path",    "headers", "verdict",  "first",    "last",    "count"};
constexpr std::array<std::string_view, 5> kSpanFields{"!recorded", "cluster", "from", "to",
                                                      "given-up"};
constexpr std::array kVerdicts{Verdict::Allowed, Verdict::Audited, Verdict::Denied,
                               Verdict::NoRoute, Verdict::Unknown};
template <std::size_t N> using Fields = std::array<std::string_view, N>;

std::string_view cutLine(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

// What is written never has one within a line: read again it would be another text.
bool hasReturn(std::string_view line) {
    return line.find('\r') != line.npos;
}

template <std::size_t N> bool cutFields(std::string_view line, Fields<N>& fields) {
    for (std::size_t i = 0; i < N; ++i) {
        const auto tab = line.find('\t');
        const bool isLast = i + 1 == N;
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

// The field that is wrong, and what would be right; empty when none is.
using Wrong = std::pair<std::size_t, std::string_view>;

Wrong fill(const Fields<kFields.size()>& fields, Tuple& tuple) {
    tuple.service = fields[0];
    if (fields[0].empty())
        return {0, "a service's full name"};
    if (!readNumber(fields[1], tuple.port) || tuple.port == 0)
        return {1, "a number from 1 to 65535"};
    tuple.workload = fields[2];
    tuple.identity = fields[3];
    if (!tuple.identity.empty() && !tuple.identity.starts_with("spiffe://"))
        return {3, "a SPIFFE id, or nothing"};
    auto network = IpAddress::parse(fields[4]);
    if (!network)
        return {4, "an IP address"};
    tuple.network = *network;
    tuple.host = fields[5];
    tuple.method = fields[6];
    tuple.path = fields[7];
    tuple.headers = fields[8];
    const auto verdict =
        std::ranges::find(kVerdicts, fields[9], [](Verdict each) { return name(each); });
    if (verdict == kVerdicts.end())
        return {9, "allowed, audited, denied, no-route, or nothing"};
    tuple.verdict = *verdict;
    if (!readNumber(fields[10], tuple.firstSeen))
        return {10, "seconds since 1970"};
    if (!readNumber(fields[11], tuple.lastSeen) || tuple.lastSeen < tuple.firstSeen)
        return {11, "seconds since 1970, not before the first"};
    if (!readNumber(fields[12], tuple.count) || tuple.count == 0)
        return {12, "a count of at least 1"};
    return {0, {}};
}

Wrong fill(const Fields<kSpanFields.size()>& fields, Span& span) {
    if (fields[0] != kSpanFields[0])
        return {0, kSpanFields[0]};
    span.cluster = fields[1];
    if (!readNumber(fields[2], span.from))
        return {2, "seconds since 1970"};
    if (!readNumber(fields[3], span.to) || span.to < span.from)
        return {3, "seconds since 1970, not before from"};
    if (!readNumber(fields[4], span.givenUp))
        return {4, "how many requests"};
    return {0, {}};
}

template <std::size_t N, typename Into>
Status readLine(std::string_view line, const std::array<std::string_view, N>& names, Into& into,
                const std::string& place) {
    if (hasReturn(line))
        return fail(ErrorKind::InvalidInput,
                    place + ": found a carriage return within a line; expected it at its end only");
    Fields<N> fields;
    if (!cutFields(line, fields))
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: found {} fields; expected {}, apart by tabs", place,
                                std::count(line.begin(), line.end(), '\t') + 1, N));
    if (const auto [field, expected] = fill(fields, into); !expected.empty())
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: {}: found \"{}\"; expected {}", place, names[field],
                                fields[field].substr(0, 80), expected));
    return {};
}

std::string line(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text + "\n";
}

// A tab in a text would make a field more.
std::string plain(std::string_view text) {
    std::string result(text);
    std::ranges::replace(result, '\t', ' ');
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
    recording.m_tuples.reserve(static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n'))
                               + 1);
    for (std::uint32_t number = 2; !rest.empty(); ++number) {
        const auto line = cutLine(rest);
        if (line.empty() || line.front() == '#')
            continue;
        const auto place = [&] { return fmt::format("{}:{}", source, number); };
        if (line.front() == '!') {
            CAUSEWAY_CHECK(readLine(line, kSpanFields, recording.m_spans.emplace_back(), place()));
            continue;
        }
        Tuple tuple;
        tuple.line = number;
        Fields<kFields.size()> fields;
        // The place is a text of its own: made for the line that is wrong, not for a million.
        if (hasReturn(line) || !cutFields(line, fields) || !fill(fields, tuple).second.empty())
            CAUSEWAY_CHECK(readLine(line, kFields, tuple, place()));
        recording.m_tuples.push_back(tuple);
    }
    return recording;
}

std::int64_t Recording::from() const {
    if (!m_spans.empty())
        return std::ranges::min(m_spans, {}, &Span::from).from;
    return m_tuples.empty() ? 0 : std::ranges::min(m_tuples, {}, &Tuple::firstSeen).firstSeen;
}

std::int64_t Recording::to() const {
    if (!m_spans.empty())
        return std::ranges::max(m_spans, {}, &Span::to).to;
    return m_tuples.empty() ? 0 : std::ranges::max(m_tuples, {}, &Tuple::lastSeen).lastSeen;
}

std::string serialize(const Tuple& tuple) {
    return line(fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                            plain(tuple.service), tuple.port, plain(tuple.workload),
                            plain(tuple.identity), tuple.network.serialize(), plain(tuple.host),
                            plain(tuple.method), plain(tuple.path), plain(tuple.headers),
                            name(tuple.verdict), tuple.firstSeen, tuple.lastSeen, tuple.count));
}

std::string serialize(const Span& span) {
    return line(fmt::format("{}\t{}\t{}\t{}\t{}", kSpanFields[0], plain(span.cluster), span.from,
                            span.to, span.givenUp));
}

} // namespace causeway::recording
