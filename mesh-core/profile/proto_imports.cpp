// SPDX-License-Identifier: Apache-2.0
#include "profile/proto_imports.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::profile {
namespace {

constexpr std::size_t kMaxFiles = 1000;
constexpr std::size_t kMaxDepth = 100;

// What every protobuf compiler brings along; their types are taken on trust.
bool isBuiltIn(std::string_view path) {
    return path.starts_with("google/protobuf/") || path == "causeway/options.proto";
}

bool isRelative(std::string_view path) {
    return !path.empty() && !path.starts_with('/') && path.find(':') == std::string_view::npos
           && path.find('\\') == std::string_view::npos && !path.starts_with("../")
           && path.find("/../") == std::string_view::npos;
}

} // namespace

void ProtoImports::follow(const ProtoFile& file) {
    m_types.insert(file.types.begin(), file.types.end());
    if (m_open.size() > kMaxDepth || m_seen.size() > kMaxFiles) {
        m_isComplete = false;
        return;
    }
    m_open.push_back(file.source);
    for (const auto& import : file.imports)
        follow(file, import);
    m_open.pop_back();
}

void ProtoImports::follow(const ProtoFile& importer, const ProtoImport& import) {
    if (isBuiltIn(import.path))
        return;
    if (!isRelative(import.path)) {
        m_isComplete = false;
        m_findings.add(Severity::Warning, "import", {importer.source, import.at, "import"},
                       fmt::format("found {}; expected a path relative to where imports are "
                                   "looked for: it is not followed",
                                   import.path));
        return;
    }
    for (const auto& path : candidates(import.path)) {
        if (std::ranges::find(m_open, path) != m_open.end()) {
            m_findings.add(
                Severity::Warning, "import-cycle", {importer.source, import.at, "import"},
                fmt::format("found {}, which imports this file; expected no cycle", import.path));
            return;
        }
        if (m_seen.contains(path))
            return;
        const auto text = m_input.load(path);
        if (!text)
            continue;
        m_seen.insert(path);
        if (const auto file = parseProto(*text, path, m_findings))
            follow(*file);
        return;
    }
    tellMissing(importer, import);
}

void ProtoImports::tellMissing(const ProtoFile& importer, const ProtoImport& import) {
    m_isComplete = false;
    if (import.isWeak)
        return;
    m_findings.add(Severity::Warning, "missing-import", {importer.source, import.at, "import"},
                   fmt::format("found no file {}; expected it beside {}, in a folder above, or in "
                               "one given by --proto-path",
                               import.path, m_input.source));
}

std::vector<std::string> ProtoImports::candidates(const std::string& path) const {
    std::vector<std::string> list;
    for (const auto& root : m_input.importRoots)
        list.push_back(besides(root + "/", path));
    auto folder = m_input.source;
    for (auto slash = folder.rfind('/'); slash != std::string::npos && !folder.empty();
         slash = folder.rfind('/')) {
        folder.resize(slash);
        list.push_back(besides(folder + "/", path));
    }
    list.push_back(path);
    return list;
}

bool ProtoImports::defines(const std::string& type, const std::string& package) const {
    if (type.starts_with('.'))
        return m_types.contains(std::string_view(type).substr(1))
               || type.starts_with(".google.protobuf.");
    if (type.starts_with("google.protobuf."))
        return true;
    for (auto scope = package; !scope.empty();) {
        if (m_types.contains(scope + "." + type))
            return true;
        const auto dot = scope.rfind('.');
        scope.resize(dot == std::string::npos ? 0 : dot);
    }
    return m_types.contains(type);
}

} // namespace causeway::profile
