// SPDX-License-Identifier: Apache-2.0
#include "profile/recording.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace causeway::profile {
namespace {

using Json = nlohmann::json;

std::string textOf(const Json& line, const char* name) {
    const auto found = line.find(name);
    return found != line.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string withoutPort(const std::string& host) {
    const auto colon = host.rfind(':');
    const bool isIpv6 = host.find(':') != colon && !host.starts_with('[');
    return colon == std::string::npos || isIpv6 ? host : host.substr(0, colon);
}

// What is wrong with a line; empty when nothing is.
std::string read(const Json& line, RecordedRequest& request) {
    if (!line.is_object())
        return "found no JSON object; expected one request a line";
    request.method = textOf(line, "method");
    request.path = textOf(line, "path");
    request.path.resize(std::min(request.path.find_first_of("?#"), request.path.size()));
    request.host = withoutPort(textOf(line, "host"));
    if (request.method.empty() || !request.path.starts_with('/'))
        return "found no method or no path that begins with /; expected both";
    const auto count = line.find("count");
    if (count == line.end())
        return {};
    if (!count->is_number_unsigned())
        return fmt::format("found the count {}; expected a whole number",
                           count->dump(-1, ' ', true, Json::error_handler_t::replace));
    request.count = count->get<std::uint64_t>();
    return {};
}

} // namespace

std::vector<RecordedRequest> readRecording(std::string_view text, const std::string& source,
                                           Findings& findings) {
    std::vector<RecordedRequest> requests;
    resource::Mark at{0, 1, 0};
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++at.line;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        RecordedRequest request;
        request.line = at.line;
        const auto json = Json::parse(line, nullptr, false);
        const auto wrong = read(json, request);
        if (wrong.empty())
            requests.push_back(std::move(request));
        else
            findings.add(Severity::Warning, "recorded-line", {source, at, ""}, wrong);
    }
    if (requests.empty())
        findings.add(Severity::Error, "no-requests", {source, {}, ""},
                     "found no request; expected one JSON object a line with method and path");
    return requests;
}

} // namespace causeway::profile
