// SPDX-License-Identifier: Apache-2.0
#include "analysis/simulate/recorded_headers.h"

#include <algorithm>

namespace causeway::analysis {
namespace {

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
