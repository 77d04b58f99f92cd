// SPDX-License-Identifier: Apache-2.0
#include "architecture/borders.h"

#include <map>
#include <regex>
#include <set>

namespace causeway::architecture {

namespace {

using Modules = std::set<std::string>;

// A module may include itself, what stands here, and what those may include.
const std::map<std::string, Modules>& borders() {
    static const std::map<std::string, Modules> kBorders{
        {"base", {}},
        {"net", {"base"}},
        {"tls", {"net"}},
        {"audit", {"tls"}},
        {"http", {"base"}},
        {"grpc", {"http"}},
        {"route", {"base"}},
        {"policy", {"route"}},
        // What profiles and routes are made of, and the expressions that they are matched by.
        {"profile", {"recording", "resource", "route"}},
        {"balance", {"base"}},
        {"classify", {"telemetry"}},
        {"recording", {"base"}},
        {"telemetry", {"recording"}},
        {"resource", {"base"}},
        {"rules", {"resource", "policy", "route", "balance"}},
        {"link",
         {"route", "policy", "profile", "balance", "classify", "telemetry", "resource", "rules"}},
        {"analysis",
         {"route", "policy", "profile", "balance", "classify", "telemetry", "resource", "rules"}},
        {"convert",
         {"api", "route", "policy", "profile", "balance", "classify", "telemetry", "resource",
          "rules"}},
        // Pages over HTTP that programs show.
        {"serve", {"net", "http", "telemetry"}},
        {"proxy", {"tls", "grpc", "convert", "link", "serve"}},
        {"control", {"tls", "grpc", "link", "convert", "audit", "serve"}},
        {"client", {"api", "convert", "resource", "telemetry", "tls", "audit"}},
        {"cli", {"client", "analysis", "link", "profile", "tls"}},
        {"lab", {"net", "http", "grpc", "resource"}},
        {"bin", {"proxy", "control", "cli", "lab"}},
        {"domain", {"base", "telemetry"}},
        {"jobs", {"base"}},
        {"theme", {"base"}},
        {"sdk", {"domain"}},
        {"store", {"sdk", "domain"}},
        {"models", {"store", "domain"}},
        {"viewstate", {"store", "domain"}},
        {"connect", {"sdk", "domain", "jobs"}},
        {"widgets", {"theme", "jobs"}},
        {"pages", {"models", "viewstate", "store", "analysis", "link", "jobs", "widgets"}},
        {"shell", {"pages", "connect"}},
        {"main.cpp", {"shell"}},
        {"plugins", {"sdk", "domain", "client", "analysis", "telemetry", "resource"}},
    };
    return kBorders;
}

void collect(const std::string& module, Modules& reached) {
    if (!reached.insert(module).second)
        return;
    if (const auto row = borders().find(module); row != borders().end())
        for (const auto& next : row->second)
            collect(next, reached);
}

// "http" of "mesh-core/http/h2/session.cpp"; "plugins" of anything below plugins/.
std::string moduleOf(const SourceFile& file) {
    if (file.isUnder("plugins"))
        return "plugins";
    if (!file.isUnder("mesh-core") && !file.isUnder("app"))
        return {};
    const auto start = file.path.find('/') + 1;
    return file.path.substr(start, file.path.find('/', start) - start);
}

struct Include {
    std::string target;
    int line;
    bool ours; // in quotes; <grpc/…> is the library
};

std::vector<Include> includesOf(const SourceFile& file) {
    static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<Include> includes;
    int line = 0;
    for (const auto text : splitLines(file.text)) {
        ++line;
        std::match_results<std::string_view::const_iterator> match;
        if (std::regex_search(text.begin(), text.end(), match, kInclude))
            includes.push_back({match[2].str(), line, match[1] == "\""});
    }
    return includes;
}

// A page is a folder below app/pages and knows no other page; common/ is what pages share.
bool isOtherPage(const SourceFile& file, const std::string& target) {
    static const std::regex kPage(R"(^pages/([^/]+)/)");
    std::smatch from;
    std::smatch to;
    const std::string inApp = file.path.substr(file.path.find('/') + 1);
    return std::regex_search(inApp, from, kPage) && std::regex_search(target, to, kPage)
           && from[1] != to[1] && to[1] != "common";
}

} // namespace

Findings checkBorders(const std::vector<SourceFile>& files) {
    Findings findings;
    for (const auto& file : files) {
        const std::string module = moduleOf(file);
        if (module.empty() || !file.isCpp())
            continue;
        Modules allowed;
        collect(module, allowed);
        for (const auto& include : includesOf(file)) {
            const std::string other = include.target.substr(0, include.target.find('/'));
            if (isOtherPage(file, include.target))
                findings.push_back(
                    {file.path, include.line, "a page includes another page: " + include.target});
            else if (include.ours && borders().contains(other) && !allowed.contains(other))
                findings.push_back({file.path, include.line,
                                    module + " may not include " + other + ": " + include.target});
        }
        if (!borders().contains(module))
            findings.push_back(
                {file.path, 1, "module \"" + module + "\" is not in the table of borders.cpp"});
    }
    return findings;
}

Findings checkProtobuf(const std::vector<SourceFile>& files) {
    static const std::regex kAllowed(
        R"(^mesh-core/(convert|control|client|proxy/(control|observe))[/_.])");
    Findings findings;
    for (const auto& file : files)
        if (!moduleOf(file).empty() && !std::regex_search(file.path, kAllowed))
            for (const auto& include : includesOf(file))
                if (include.target.ends_with(".pb.h"))
                    findings.push_back({file.path, include.line,
                                        "protobuf outside convert, control, client and the proxy's "
                                        "control client: "
                                            + include.target});
    return findings;
}

Findings checkNoQt(const std::vector<SourceFile>& files) {
    static const std::regex kQt(R"(^(Q[A-Z]\w*$|Qt\w+/|q[a-z]+\.h$|qt))");
    Findings findings;
    for (const auto& file : files)
        if (file.isUnder("mesh-core"))
            for (const auto& include : includesOf(file))
                if (std::regex_search(include.target, kQt))
                    findings.push_back(
                        {file.path, include.line, "Qt in mesh-core: " + include.target});
    return findings;
}

Findings checkPlotLibrary(const std::vector<SourceFile>& files) {
    Findings findings;
    for (const auto& file : files)
        if (!file.path.starts_with("app/widgets/time_series_plot"))
            for (const auto& include : includesOf(file))
                if (include.target.find("qcustomplot") != std::string::npos)
                    findings.push_back(
                        {file.path, include.line,
                         "only app/widgets/time_series_plot includes " + include.target});
    return findings;
}

} // namespace causeway::architecture
