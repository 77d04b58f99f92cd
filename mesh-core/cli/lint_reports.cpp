// SPDX-License-Identifier: Apache-2.0
#include "cli/lint_reports.h"

#include <spdlog/fmt/fmt.h>

#include <map>

namespace causeway::cli {
namespace {

using analysis::checkInfo;
using analysis::Finding;
using analysis::Severity;

std::string placeOf(const Finding& finding) {
    return fmt::format("{}:{}:{}", finding.source, finding.range.start.line,
                       finding.range.start.column);
}

std::string toned(Severity severity, bool colour) {
    constexpr const char* kSigns[] = {"○", "▲", "■"};
    constexpr const char* kCodes[] = {"36", "33", "31"};
    const auto index = static_cast<std::size_t>(severity);
    const auto text = fmt::format("{} {}", kSigns[index], name(severity));
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", kCodes[index], text) : text;
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (c == '&')
            result += "&amp;";
        else if (c == '"')
            result += "&quot;";
        else if (code >= 0x20 || c == '\n')
            result += c;
    }
    return result;
}

Json region(const Finding& finding) {
    const auto& [start, end] = finding.range;
    return {{"startLine", std::max(start.line, 1U)},
            {"startColumn", std::max(start.column, 1U)},
            {"endLine", std::max(end.line, 1U)},
            {"endColumn", std::max(end.column, 1U)}};
}

Json sarifResult(const Finding& finding) {
    constexpr const char* kLevels[] = {"note", "warning", "error"};
    Json result{
        {"ruleId", finding.code},
        {"level", kLevels[static_cast<std::size_t>(finding.severity)]},
        {"message", {{"text", finding.object.describe() + ": " + finding.message}}},
        {"locations",
         Json::array(
             {{{"physicalLocation",
                {{"artifactLocation", {{"uri", finding.source}}}, {"region", region(finding)}}},
               {"logicalLocations",
                Json::array({{{"fullyQualifiedName", finding.object.describe()}}})}}})}};
    if (!finding.suppressed.empty())
        result["suppressions"] =
            Json::array({{{"kind", "inSource"}, {"justification", finding.suppressed}}});
    return result;
}

} // namespace

std::string lintText(const Findings& findings, bool patches, bool colour) {
    std::string text;
    std::map<Severity, int> counts;
    int suppressed = 0;
    for (const auto& finding : findings) {
        if (!finding.suppressed.empty()) {
            ++suppressed;
            continue;
        }
        ++counts[finding.severity];
        const auto& info = checkInfo(finding.code);
        text += fmt::format("{}  {}  {}\n  {}: {}\n", toned(finding.severity, colour), finding.code,
                            placeOf(finding), finding.object.describe(), finding.message);
        if (!finding.evidence.empty())
            text += fmt::format("  because  {}\n", finding.evidence);
        text += fmt::format("  so       {}\n  mend     {}{}\n\n", info.why, info.remedy,
                            finding.patch.empty() ? ""
                            : patches             ? ":"
                                                  : " (--patches shows it)");
        if (patches && !finding.patch.empty())
            text += finding.patch + "\n";
    }
    if (findings.size() == static_cast<std::size_t>(suppressed))
        text += "No findings";
    else
        text += fmt::format("{} errors, {} warnings, {} notes", counts[Severity::Error],
                            counts[Severity::Warning], counts[Severity::Info]);
    return text + (suppressed > 0 ? fmt::format("; {} suppressed.\n", suppressed) : ".\n");
}

Json lintJson(const Findings& findings) {
    Json list = Json::array();
    for (const auto& finding : findings) {
        const auto& info = checkInfo(finding.code);
        list.push_back({{"code", finding.code},
                        {"severity", name(finding.severity)},
                        {"title", info.title},
                        {"object", finding.object.describe()},
                        {"file", finding.source},
                        {"line", finding.range.start.line},
                        {"column", finding.range.start.column},
                        {"field", jsonText(finding.field)},
                        {"message", finding.message},
                        {"evidence", jsonText(finding.evidence)},
                        {"why", info.why},
                        {"remedy", info.remedy},
                        {"patch", jsonText(finding.patch)},
                        {"suppressed", jsonText(finding.suppressed)}});
    }
    return {{"findings", std::move(list)}};
}

Json lintSarif(const Findings& findings, const std::string& version) {
    Json rules = Json::array();
    for (const auto& info : analysis::checks())
        rules.push_back({{"id", info.code},
                         {"shortDescription", {{"text", info.title}}},
                         {"fullDescription", {{"text", info.why}}},
                         {"help", {{"text", info.remedy}}}});
    Json results = Json::array();
    for (const auto& finding : findings)
        results.push_back(sarifResult(finding));
    return {
        {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
        {"version", "2.1.0"},
        {"runs",
         Json::array(
             {{{"tool",
                {{"driver",
                  {{"name", "causewayctl"}, {"version", version}, {"rules", std::move(rules)}}}}},
               {"columnKind", "unicodeCodePoints"},
               {"results", std::move(results)}}})}};
}

std::string lintJunit(const Findings& findings) {
    std::string cases;
    int failures = 0;
    for (const auto& finding : findings) {
        const bool counts = finding.suppressed.empty();
        failures += counts ? 1 : 0;
        cases +=
            fmt::format("  <testcase classname=\"{}\" name=\"{} {}\">\n", escaped(finding.code),
                        escaped(finding.object.describe()), escaped(finding.field));
        cases += counts
                     ? fmt::format("    <failure type=\"{}\" message=\"{}\">{}\n{}</failure>\n",
                                   name(finding.severity), escaped(finding.message),
                                   escaped(placeOf(finding)), escaped(finding.evidence))
                     : fmt::format("    <skipped message=\"{}\"/>\n", escaped(finding.suppressed));
        cases += "  </testcase>\n";
    }
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"policy lint\" "
        "tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n{}</testsuite>\n",
        findings.size(), failures, static_cast<int>(findings.size()) - failures, cases);
}

} // namespace causeway::cli
