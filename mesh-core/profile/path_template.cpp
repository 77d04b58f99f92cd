// SPDX-License-Identifier: Apache-2.0
#include "profile/path_template.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::profile {
namespace {

constexpr std::string_view kSpecial = "\\.+*?()|[]{}^$";

} // namespace

std::string besides(const std::string& source, const std::string& relative) {
    std::vector<std::string_view> parts;
    const auto walk = [&](std::string_view path) {
        while (!path.empty()) {
            const auto slash = path.find('/');
            const auto part = path.substr(0, slash);
            path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
            if (part == ".." && !parts.empty() && parts.back() != "..")
                parts.pop_back();
            else if (!part.empty() && part != ".")
                parts.push_back(part);
        }
    };
    const auto slash = source.rfind('/');
    if (slash != std::string::npos)
        walk(std::string_view(source).substr(0, slash));
    walk(relative);
    return (source.starts_with('/') ? "/" : "") + fmt::format("{}", fmt::join(parts, "/"));
}

std::string joinPaths(std::string_view base, std::string_view path) {
    if (base.ends_with('/'))
        base.remove_suffix(1);
    if (path.starts_with('/'))
        path.remove_prefix(1);
    return fmt::format("{}/{}", base, path);
}

std::string quoteRegex(std::string_view text) {
    std::string quoted;
    for (const char c : text) {
        if (kSpecial.find(c) != std::string_view::npos)
            quoted += '\\';
        quoted += c;
    }
    return quoted;
}

std::optional<std::string> unquoteRegex(std::string_view regex) {
    std::string text;
    for (std::size_t i = 0; i < regex.size(); ++i) {
        const bool isQuoted = regex[i] == '\\';
        if (isQuoted && ++i == regex.size())
            return std::nullopt;
        // \d and the like are classes; an unquoted dot is one too.
        if ((kSpecial.find(regex[i]) != std::string_view::npos) != isQuoted)
            return std::nullopt;
        text += regex[i];
    }
    return text;
}

std::string pathRegex(std::string_view path) {
    std::string regex;
    while (!path.empty()) {
        const auto open = path.find('{');
        const auto close = open == std::string_view::npos ? open : path.find('}', open);
        if (close == std::string_view::npos)
            return regex + quoteRegex(path);
        regex += quoteRegex(path.substr(0, open)) + "[^/]*";
        path.remove_prefix(close + 1);
    }
    return regex;
}

bool isTemplate(std::string_view path) {
    const auto open = path.find('{');
    return open != std::string_view::npos && path.find('}', open) != std::string_view::npos;
}

} // namespace causeway::profile
