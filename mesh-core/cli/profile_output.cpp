// SPDX-License-Identifier: Apache-2.0
#include "cli/profile_output.h"

#include "cli/files.h"
#include "resource/parse.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <iostream>
#include <iterator>

namespace causeway::cli {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMaxBytes = 1024UL * 1024 * 1024; // a recording may be large

// "found X; expected Y" as two fields.
void addParts(Json& json, const std::string& message) {
    constexpr std::string_view kFound = "found ";
    constexpr std::string_view kExpected = "; expected ";
    const auto expected = message.find(kExpected);
    const bool hasFound = message.starts_with(kFound);
    json["found"] =
        hasFound ? Json(message.substr(
            kFound.size(), expected == std::string::npos ? expected : expected - kFound.size()))
                 : Json();
    json["expected"] =
        expected == std::string::npos ? Json() : Json(message.substr(expected + kExpected.size()));
}

} // namespace

Json jsonOf(const profile::Findings& findings) {
    auto list = Json::array();
    for (const auto& finding : findings.list()) {
        const auto& [source, at, field] = finding.place;
        Json json{{"severity", profile::name(finding.severity)},
                  {"code", finding.code},
                  {"file", source},
                  {"line", at.line == 0 ? Json() : Json(at.line)},
                  {"column", at.line == 0 ? Json() : Json(at.column)},
                  {"field", field.empty() ? Json() : Json(field)},
                  {"message", finding.message}};
        addParts(json, finding.message);
        list.push_back(std::move(json));
    }
    return list;
}

Json jsonOf(const std::vector<resource::Object>& objects) {
    auto list = Json::array();
    for (const auto& object : objects)
        list.push_back({{"kind", object.kind()},
                        {"namespace", object.metadata.namespace_},
                        {"name", object.metadata.name},
                        {"yaml", resource::serialize(object)}});
    return list;
}

void print(const profile::Findings& findings, std::ostream& stream) {
    for (const auto& finding : findings.list())
        stream << finding.describe() << '\n';
    if (findings.dropped() > 0)
        stream << "and " << findings.dropped() << " more\n";
}

std::string dump(const Json& json) {
    // What others wrote may be no UTF-8.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Status deliver(const std::vector<resource::Object>& objects, const fs::path& out,
               Terminal& terminal) {
    const auto yaml = resource::serialize(objects);
    if (!out.empty())
        return writePublic(out, yaml, Existing::Replace);
    terminal.out << yaml;
    return {};
}

Exit exitOf(const profile::Findings& findings, bool strict) {
    return findings.has(strict ? profile::Severity::Warning : profile::Severity::Error)
               ? Exit::Findings
               : Exit::Fine;
}

Result<std::string> readDocument(const std::string& path) {
    if (path == "-")
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status))
        return fail(ErrorKind::NotFound, fmt::format("found no file {}", path));
    if (!fs::is_regular_file(status))
        return fail(ErrorKind::InvalidInput, fmt::format("{} is no regular file", path));
    const auto size = fs::file_size(path, error);
    if (size > kMaxBytes)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{} has {} bytes; expected at most {}", path, size, kMaxBytes));
    return readFile(path);
}

} // namespace causeway::cli
