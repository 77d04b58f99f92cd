// SPDX-License-Identifier: Apache-2.0
#include "architecture/cpp_text.h"
#include "architecture/source_tree.h"

#include <algorithm>
#include <optional>
#include <regex>

namespace causeway::architecture {

namespace {

enum class Block { Scope, Function, Other };

std::string collapse(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (std::isspace(static_cast<unsigned char>(c)) == 0)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    while (out.ends_with(' '))
        out.pop_back();
    return out;
}

// Where the parenthesis that opens at `open` closes.
std::optional<std::size_t> closing(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (depth == 0)
            return at;
    }
    return std::nullopt;
}

Block classify(const std::string& head, Block around) {
    static const std::regex kScope(
        R"(^(export |template ?<.*> ?|typedef |inline )*(namespace|class|struct|union|enum|extern)\b)");
    if (around != Block::Scope)
        return Block::Other;
    if (std::regex_search(head, kScope) && !head.ends_with(')'))
        return Block::Scope;
    const auto open = head.find('(');
    const bool isBalanced = std::ranges::count(head, '(') == std::ranges::count(head, ')');
    return open != std::string::npos && isBalanced && !head.ends_with('=') ? Block::Function
                                                                           : Block::Other;
}

// A callback of a C library has the parameters that the library wants; one knows it by its context.
bool isCallback(std::string_view parameters) {
    static const std::regex kContext(R"(void ?\* ?\w*$)");
    return std::regex_search(parameters.begin(), parameters.end(), kContext);
}

int countParameters(const std::string& head) {
    auto open = head.find('(');
    if (const auto call = head.find("operator()"); call != std::string::npos)
        open = head.find('(', call + 10);
    const auto close = open == std::string::npos ? std::nullopt : closing(head, open);
    if (!close || *close == open + 1
        || isCallback(std::string_view(head).substr(open, *close - open)))
        return 0;
    int depth = 0;
    int count = 1;
    for (std::size_t at = open + 1; at < *close; ++at) {
        const char c = head[at];
        if (c == '(' || c == '<' || c == '{' || c == '[')
            ++depth;
        else if (c == ')' || (c == '>' && head[at - 1] != '-') || c == '}' || c == ']')
            --depth;
        else if (c == ',' && depth == 0)
            ++count;
    }
    return count;
}

// Walks the braces; a head is what stands between the last ';', '{' or '}' and a '{'.
class Finder {
public:
    explicit Finder(std::string_view code) : m_code(code) {}

    std::vector<Function> run() {
        for (m_at = 0; m_at < m_code.size(); ++m_at) {
            const char c = m_code[m_at];
            m_parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '{')
                open();
            else if (c == '}')
                close();
            else if (c == ';' && m_parentheses == 0)
                m_headStart = m_at + 1;
            else if (c == ':' && endsAccessLabel())
                m_headStart = m_at + 1;
        }
        return std::move(m_functions);
    }

private:
    struct Open {
        Block block;
        std::size_t headStart;
        int parentheses;
        std::string head;
    };

    void open() {
        const Block around = m_open.empty() ? Block::Scope : m_open.back().block;
        std::string head = around == Block::Scope ? headText() : std::string();
        m_open.push_back({classify(head, around), m_headStart, m_parentheses, std::move(head)});
        m_headStart = m_at + 1;
    }
    void close() {
        if (m_open.empty())
            return;
        const Open opened = m_open.back();
        m_open.pop_back();
        m_parentheses = opened.parentheses;
        // `: m_a{1}, m_b{2} {`: these braces belong to the head of what follows.
        const auto next = m_code.find_first_not_of(" \t\n", m_at + 1);
        const char after = next == std::string_view::npos ? '\0' : m_code[next];
        if (after == ',' || after == '{' || after == ')') {
            m_headStart = opened.headStart;
            return;
        }
        if (opened.block == Block::Function)
            record(opened);
        m_headStart = m_at + 1;
    }
    void record(const Open& opened) {
        const auto first = m_code.find_first_not_of(" \t\n", opened.headStart);
        m_functions.push_back({opened.head, lineAt(m_code, first), lineAt(m_code, m_at),
                               countParameters(opened.head)});
    }
    [[nodiscard]] bool endsAccessLabel() const {
        static const std::regex kLabel(
            R"(^(Q_OBJECT )?(public|private|protected|Q_SIGNALS|(public |private )?Q_SLOTS)$)");
        const bool isInScope = m_open.empty() || m_open.back().block == Block::Scope;
        return isInScope && m_parentheses == 0
               && std::regex_match(collapse(m_code.substr(m_headStart, m_at - m_headStart)),
                                   kLabel);
    }
    [[nodiscard]] std::string headText() const {
        static const std::regex kNoise(
            R"(\[\[[^\]]*\]\]|\bQ_OBJECT\b|\b(requires|noexcept|explicit|alignas|decltype) ?\([^()]*\))");
        return collapse(std::regex_replace(
            std::string(m_code.substr(m_headStart, m_at - m_headStart)), kNoise, " "));
    }

    std::string_view m_code;
    std::size_t m_at = 0;
    std::size_t m_headStart = 0;
    int m_parentheses = 0;
    std::vector<Open> m_open;
    std::vector<Function> m_functions;
};

} // namespace

std::vector<Function> findFunctions(std::string_view code) {
    return Finder(code).run();
}

} // namespace causeway::architecture
