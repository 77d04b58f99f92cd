// SPDX-License-Identifier: Apache-2.0
#include "architecture/text_rules.h"

#include "architecture/cpp_text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>

namespace causeway::architecture {

namespace {

enum class In { Code, Text }; // with comments and literals blanked, or as it is

struct BannedWords {
    std::regex words;
    std::regex paths; // where they are banned
    In in;
    std::string why;
};

// The two words are put together here so that this file does not find itself.
const std::vector<BannedWords>& bannedWords() {
    static const std::regex kProduct("^(mesh-core|app|plugins)/");
    static const std::regex kAppNotTheme("^(app/(?!theme/)|plugins/)");
    static const std::vector<BannedWords> kBanned{
        {std::regex("\\b(TO"
                    "DO|FIX"
                    "ME|XX"
                    "X)\\b"),
         std::regex(""), In::Text, "unfinished work belongs in an issue"},
        {std::regex(R"(\btr\()"), std::regex("^app/(domain|sdk|jobs|theme|store|models|connect)/"),
         In::Code, "tr() only in viewstate, widgets, pages, shell and plugins' UI"},
        {std::regex(
             R"re("#[0-9a-fA-F]{3,8}"|\bQColor\(\s*(0x)?[0-9]|\bQColor::fromRgb\(\s*[0-9]|\bqRgba?\(\s*[0-9])re"),
         kAppNotTheme, In::Text, "colour literals only in app/theme"},
        {std::regex(
             R"(\bQt::(dark)?(black|white|red|green|blue|cyan|magenta|yellow|gray|lightGray)\b)",
             std::regex::icase),
         kAppNotTheme, In::Code, "colour literals only in app/theme"},
        {std::regex(R"(\bthrow\b(?! *\())"), kProduct, In::Code, "no throw: return a Result"},
        {std::regex(R"(\bco_(await|yield|return)\b)"), kProduct, In::Code,
         "no coroutines: GCC 12 miscompiles them"},
        {std::regex(R"(#\s*include\s*<format>)"), std::regex(""), In::Text,
         "no <format>: use <spdlog/fmt/fmt.h>"},
        {std::regex(R"(\bprocessEvents\b)"), kProduct, In::Code, "no processEvents"},
        {std::regex(R"(\bpublic QThread\b)"), kProduct, In::Code, "no QThread subclass"},
        {std::regex(R"(\bstatic\b[^;{]*\binstance\(\))"), kProduct, In::Code, "no singletons"},
    };
    return kBanned;
}

// The SPDX identifier that a path asks for; nothing where either will do.
std::optional<std::string> licenceOf(const SourceFile& file) {
    static const std::regex kApache(
        "^(mesh-core|cmake|tests/(mesh-core|architecture|integration))/");
    static const std::regex kGpl("^(app|plugins|tests/(app|plugins))/");
    if (std::regex_search(file.path, kApache))
        return "Apache-2.0";
    if (std::regex_search(file.path, kGpl))
        return "GPL-3.0-or-later";
    return std::nullopt;
}

bool needsLicence(const SourceFile& file) {
    if (file.path.starts_with("tests/data/"))
        return false; // what readers are tried on: as it is, byte for byte
    return file.isCpp() || file.path.ends_with(".proto") || file.path.ends_with(".cmake")
           || file.path.ends_with("CMakeLists.txt") || file.path.ends_with(".sh")
           || file.text.starts_with("#!");
}

} // namespace

Findings checkFileSizes(const std::vector<SourceFile>& files) {
    Findings findings;
    for (const auto& file : files) {
        const int lines = static_cast<int>(std::ranges::count(file.text, '\n'));
        const int limit = file.isHeader() ? kMaxHeaderLines : kMaxSourceLines;
        if (file.isCpp() && lines > limit)
            findings.push_back(
                {file.path, limit + 1,
                 std::to_string(lines) + " lines; at most " + std::to_string(limit)});
    }
    return findings;
}

Findings checkFunctions(const std::vector<SourceFile>& files) {
    Findings findings;
    for (const auto& file : files) {
        for (const auto& function : findFunctions(file.code)) {
            const int lines = function.lastLine - function.firstLine + 1;
            if (lines > kMaxFunctionLines)
                findings.push_back({file.path, function.firstLine,
                                    "a function of " + std::to_string(lines) + " lines; at most "
                                        + std::to_string(kMaxFunctionLines) + ": "
                                        + function.head});
            if (function.parameters > kMaxParameters)
                findings.push_back({file.path, function.firstLine,
                                    std::to_string(function.parameters) + " parameters; at most "
                                        + std::to_string(kMaxParameters) + ": " + function.head});
        }
    }
    return findings;
}

Findings checkFirstLines(const std::vector<SourceFile>& files) {
    Findings findings;
    for (const auto& file : files) {
        const auto lines = splitLines(file.text);
        if (needsLicence(file)) {
            const std::size_t at = file.text.starts_with("#!") ? 1 : 0;
            const std::string_view line = lines.size() > at ? lines[at] : std::string_view();
            const auto licence = licenceOf(file).value_or("");
            if (line.find("SPDX-License-Identifier: " + licence) == std::string_view::npos)
                findings.push_back({file.path, static_cast<int>(at) + 1,
                                    "expected \"SPDX-License-Identifier: "
                                        + (licence.empty() ? "…" : licence) + "\""});
        }
        if (file.isHeader() && std::ranges::find(lines, "#pragma once") == lines.end())
            findings.push_back({file.path, 1, "a header without #pragma once"});
    }
    return findings;
}

Findings checkWords(const std::vector<SourceFile>& files) {
    Findings findings;
    for (const auto& file : files)
        for (const auto& banned : bannedWords()) {
            const std::string& text = banned.in == In::Code ? file.code : file.text;
            if (!std::regex_search(file.path, banned.paths))
                continue;
            for (auto at = std::sregex_iterator(text.begin(), text.end(), banned.words);
                 at != std::sregex_iterator(); ++at)
                findings.push_back({file.path,
                                    lineAt(text, static_cast<std::size_t>(at->position())),
                                    banned.why + ": found \"" + at->str() + "\""});
        }
    return findings;
}

Findings checkDecisions(const std::vector<SourceFile>& files) {
    static const std::regex kNote(R"(^(.*/decisions)/(\d{4})-[a-z0-9-]+\.md$)");
    Findings findings;
    std::map<std::string, std::string> seen;
    for (const auto& file : files) {
        if (file.path.find("/decisions/") == std::string::npos || file.path.ends_with("/README.md"))
            continue;
        std::smatch match;
        if (!std::regex_match(file.path, match, kNote)) {
            findings.push_back({file.path, 1, "a decision note is named NNNN-title.md"});
            continue;
        }
        const auto [first, isNew] = seen.emplace(match[1].str() + "/" + match[2].str(), file.path);
        if (!isNew)
            findings.push_back({file.path, 1, "has the number of " + first->second});
    }
    return findings;
}

} // namespace causeway::architecture
