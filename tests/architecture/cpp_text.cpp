// SPDX-License-Identifier: Apache-2.0
#include "architecture/cpp_text.h"

#include <cctype>

namespace causeway::architecture {

namespace {

// Copies text piece by piece; what is blanked keeps its newlines.
class Blanker {
public:
    explicit Blanker(std::string_view text) : m_rest(text) { m_out.reserve(text.size()); }

    std::string run() {
        while (!m_rest.empty())
            step();
        return std::move(m_out);
    }

private:
    void step() {
        if (m_rest.starts_with("//"))
            blank(endOf("\n", 0));
        else if (m_rest.starts_with("/*"))
            blank(endOf("*/", 2));
        else if (m_rest.starts_with("R\"") && !followsWord())
            blankRawString();
        else if (m_rest.front() == '"' || (m_rest.front() == '\'' && !followsWord()))
            blankLiteral(m_rest.front());
        else if (m_rest.front() == '#' && atLineStart())
            blank(directiveLength());
        else
            keep(1);
    }

    [[nodiscard]] bool followsWord() const {
        return !m_out.empty() && std::isalnum(static_cast<unsigned char>(m_out.back())) != 0;
    }
    [[nodiscard]] bool atLineStart() const {
        const auto last = m_out.find_last_not_of(" \t");
        return last == std::string::npos || m_out[last] == '\n';
    }
    // Up to `mark`, and past it by its length when `width` says so.
    [[nodiscard]] std::size_t endOf(std::string_view mark, std::size_t width) const {
        const auto at = m_rest.find(mark, width);
        return at == std::string_view::npos ? m_rest.size() : at + width;
    }
    [[nodiscard]] std::size_t directiveLength() const {
        std::size_t at = 0;
        while (at < m_rest.size() && (m_rest[at] != '\n' || (at > 0 && m_rest[at - 1] == '\\')))
            ++at;
        return at;
    }
    void blankRawString() {
        const auto open = m_rest.find('(');
        const std::string close = ")" + std::string(m_rest.substr(2, open - 2)) + "\"";
        const auto at = m_rest.find(close, open);
        blank(at == std::string_view::npos ? m_rest.size() : at + close.size());
    }
    void blankLiteral(char quote) {
        std::size_t at = 1;
        while (at < m_rest.size() && m_rest[at] != quote && m_rest[at] != '\n')
            at += m_rest[at] == '\\' ? 2 : 1;
        keep(1);
        blank(std::min(at, m_rest.size() + 1) - 1);
        if (!m_rest.empty())
            keep(1);
    }
    void keep(std::size_t count) {
        m_out += m_rest.substr(0, count);
        m_rest.remove_prefix(count);
    }
    void blank(std::size_t count) {
        for (const char c : m_rest.substr(0, count))
            m_out += c == '\n' ? '\n' : ' ';
        m_rest.remove_prefix(std::min(count, m_rest.size()));
    }

    std::string_view m_rest;
    std::string m_out;
};

} // namespace

std::string blankCommentsAndLiterals(std::string_view text) {
    return Blanker(text).run();
}

} // namespace causeway::architecture
