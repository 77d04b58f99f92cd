// SPDX-License-Identifier: Apache-2.0
#include "architecture/source_tree.h"

#include "architecture/cpp_text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace causeway::architecture {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 6> kFolders{"mesh-core", "app",   "plugins",
                                                   "tests",     "cmake", "installer"};
constexpr std::array<std::string_view, 4> kFiles{"CMakeLists.txt", "dev", ".ci/run",
                                                 "packages.txt"};
constexpr std::array<std::string_view, 8> kKinds{".h",   ".cpp", ".proto", ".cmake",
                                                 ".txt", ".md",  ".sh",    ".yaml"};

std::string readText(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

bool isWanted(const fs::path& path) {
    return std::ranges::find(kKinds, path.extension().string()) != kKinds.end();
}

} // namespace

SourceFile makeFile(std::string path, std::string text) {
    SourceFile file{std::move(path), std::move(text), {}};
    if (file.isCpp())
        file.code = blankCommentsAndLiterals(file.text);
    return file;
}

std::vector<SourceFile> readTree(const std::string& root) {
    std::vector<SourceFile> files;
    for (const auto name : kFiles)
        if (fs::exists(fs::path(root) / name))
            files.push_back(makeFile(std::string(name), readText(fs::path(root) / name)));
    for (const auto folder : kFolders) {
        const fs::path top = fs::path(root) / folder;
        if (!fs::exists(top))
            continue;
        for (const auto& entry : fs::recursive_directory_iterator(top))
            if (entry.is_regular_file() && isWanted(entry.path()))
                files.push_back(makeFile(fs::relative(entry.path(), root).generic_string(),
                                         readText(entry.path())));
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<std::string_view> splitLines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

int lineAt(std::string_view text, std::size_t offset) {
    return 1 + static_cast<int>(std::ranges::count(text.substr(0, offset), '\n'));
}

} // namespace causeway::architecture
