// SPDX-License-Identifier: Apache-2.0
#include "profile/proto_lexer.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cctype>

namespace causeway::profile {
namespace {

using Kind = ProtoToken::Kind;

constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;
constexpr std::string_view kSymbols = "{}[]()<>;,.=:-+/";

bool isLetter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool isDigit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}
bool isWord(char c) {
    return isLetter(c) || isDigit(c);
}

class Lexer {
public:
    Lexer(std::string_view text, const std::string& source, Findings& findings)
        : m_text(text), m_source(source), m_findings(findings) {
        if (m_text.starts_with("\xef\xbb\xbf"))
            m_text.remove_prefix(3);
    }

    std::vector<ProtoToken> run() {
        if (m_text.size() > kMaxBytes)
            refuse(m_at,
                   fmt::format("found {} bytes; expected at most {}", m_text.size(), kMaxBytes));
        while (skipBlanks() && next()) {
        }
        if (m_failed)
            return {};
        m_tokens.push_back({Kind::End, "", m_at});
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        const auto at = m_at.offset + ahead;
        return at < m_text.size() ? m_text[at] : '\0';
    }
    [[nodiscard]] bool atEnd() const { return m_at.offset >= m_text.size(); }

    void step(std::size_t count = 1) {
        for (; count > 0 && !atEnd(); --count) {
            const char c = m_text[m_at.offset++];
            if (c == '\n') {
                ++m_at.line;
                m_at.column = 1;
            } else if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80) {
                ++m_at.column; // a character, not a byte
            }
        }
    }

    bool refuse(const resource::Mark& at, std::string message) {
        m_findings.add(Severity::Error, "syntax", {m_source, at, ""}, std::move(message));
        m_failed = true;
        return false;
    }

    // False after an error; true at the end too.
    bool skipBlanks() {
        while (!m_failed && !atEnd()) {
            const char c = peek();
            if (std::isspace(static_cast<unsigned char>(c)) != 0) {
                step();
            } else if (c == '/' && peek(1) == '/') {
                while (!atEnd() && peek() != '\n')
                    step();
            } else if (c == '/' && peek(1) == '*') {
                const auto end = m_text.find("*/", m_at.offset + 2);
                if (end == std::string_view::npos)
                    return refuse(m_at, "found a comment that does not end; expected */");
                step(end + 2 - m_at.offset);
            } else {
                break;
            }
        }
        return !m_failed;
    }

    // False at the end and after an error.
    bool next() {
        if (atEnd())
            return false;
        const char c = peek();
        if (isLetter(c))
            return take(Kind::Identifier, countWhile(isWord));
        if (isDigit(c) || (c == '.' && isDigit(peek(1))))
            return number();
        if (c == '"' || c == '\'')
            return string(c);
        if (kSymbols.find(c) != std::string_view::npos)
            return take(Kind::Symbol, 1);
        const auto byte = static_cast<unsigned char>(c);
        return refuse(m_at, byte > 0x20 && byte < 0x7f
                                ? fmt::format("found {}; expected protobuf", c)
                                : fmt::format("found byte 0x{:02x}; expected protobuf", byte));
    }

    std::size_t countWhile(bool (*is)(char)) const {
        std::size_t count = 0;
        while (m_at.offset + count < m_text.size() && is(peek(count)))
            ++count;
        return count;
    }

    bool take(Kind kind, std::size_t size) {
        m_tokens.push_back({kind, std::string(m_text.substr(m_at.offset, size)), m_at});
        step(size);
        return true;
    }

    bool number() {
        std::size_t size = 0;
        bool isFloat = false;
        const bool isHex = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
        for (char c = peek(); isWord(c) || c == '.' || c == '+' || c == '-'; c = peek(++size)) {
            const char before = size > 0 ? peek(size - 1) : '\0';
            const bool isExponent = !isHex && (before == 'e' || before == 'E');
            if ((c == '+' || c == '-') && !isExponent)
                break;
            isFloat = isFloat || c == '.' || (!isHex && (c == 'e' || c == 'E'));
        }
        return take(isFloat ? Kind::Float : Kind::Integer, size);
    }

    bool string(char quote) {
        ProtoToken token{Kind::String, "", m_at};
        step();
        while (peek() != quote || atEnd()) {
            if (atEnd() || peek() == '\n')
                return refuse(token.at, fmt::format("found a text that does not end in its line; "
                                                    "expected {}",
                                                    quote));
            if (peek() == '\\')
                token.text += escape();
            else {
                token.text += peek();
                step();
            }
        }
        step();
        m_tokens.push_back(std::move(token));
        return true;
    }

    // What matters to us are names and durations: a numeric escape stands for itself.
    char escape() {
        step();
        const char c = peek();
        step();
        switch (c) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case 'r':
            return '\r';
        default:
            return c;
        }
    }

    std::string_view m_text;
    const std::string& m_source;
    Findings& m_findings;
    resource::Mark m_at{1, 1, 0};
    bool m_failed = false;
    std::vector<ProtoToken> m_tokens;
};

} // namespace

std::string ProtoToken::describe() const {
    constexpr std::size_t kShown = 60;
    const auto shown = text.size() > kShown ? text.substr(0, kShown) + "…" : text;
    if (kind == Kind::End)
        return "the end of the file";
    return kind == Kind::String ? fmt::format("\"{}\"", shown) : shown;
}

std::vector<ProtoToken> tokenizeProto(std::string_view text, const std::string& source,
                                      Findings& findings) {
    return Lexer(text, source, findings).run();
}

} // namespace causeway::profile
