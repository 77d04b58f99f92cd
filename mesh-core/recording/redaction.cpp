// SPDX-License-Identifier: Apache-2.0
#include "recording/redaction.h"

#include "recording/likeness.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace causeway::recording {
namespace {

constexpr std::string_view kAny = "*";
constexpr std::string_view kSecret = "{}";
constexpr std::size_t kLongWord = 16;  // after a secret's name no plain word is so long
constexpr std::size_t kLongToken = 40; // a word of no language
constexpr std::size_t kMostOnes = 64;
constexpr std::size_t kCountryCode = 4; // letters at the front that tell kinds of ids apart

constexpr std::array<std::string_view, 22> kSecretNames{
    "access-token", "activate",  "api-key",  "apikey", "auth",   "code",   "invite",  "key",
    "magic",        "otp",       "password", "pin",    "reset",  "secret", "session", "sessions",
    "sid",          "signature", "ticket",   "token",  "tokens", "verify"};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isAlnum(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool isMailbox(std::string_view segment) {
    return segment.find('@') != segment.npos || segment.find("%40") != segment.npos;
}

// What no rule needs a closer look at, found in one pass: short, and letters only.
bool isPlainWord(std::string_view segment) {
    return segment.size() < kLongToken && std::ranges::none_of(segment, [](char c) {
               return isDigit(c) || c == '@' || c == '%' || static_cast<unsigned char>(c) < ' ';
           });
}

void appendOnes(std::string_view segment, std::string& out) {
    if (isUuid(segment)) {
        out += "11111111-1111-4111-8111-111111111111";
        return;
    }
    const auto letters =
        static_cast<std::size_t>(std::ranges::find_if(segment, isDigit) - segment.begin());
    const auto kept = letters <= kCountryCode ? letters : 0;
    out += segment.substr(0, kept);
    for (const char c : segment.substr(kept, kMostOnes))
        out += isAlnum(c) ? '1' : c;
}

// "loan-000123" keeps its word; a token that only may be one keeps nothing.
void appendPerhaps(std::string_view segment, std::string& out) {
    const bool isNumbered = segment.find_last_of("-_") != segment.npos && segment.size() < 20;
    if (!isNumbered && segment.size() >= 20)
        return appendOnes(segment, out);
    for (const char c : segment)
        out += isDigit(c) ? '1' : c;
}

void appendSegment(std::string_view segment, std::string& out) {
    if (isPlainWord(segment)) {
        out += segment;
        return;
    }
    if (isMailbox(segment)) {
        out += kRedacted;
        return;
    }
    const auto dot = segment.rfind('.');
    const auto stem = dot != segment.npos && dot > 0 && segment.size() - dot <= 6
                          ? segment.substr(0, dot)
                          : segment;
    switch (likenessOf(stem)) {
    case Likeness::Id:
        appendOnes(stem, out);
        break;
    case Likeness::PerhapsId:
        appendPerhaps(stem, out);
        break;
    case Likeness::Word:
        for (const char c : stem)
            out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    out += segment.substr(stem.size());
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::vector<std::string> segmentsOf(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/', 1), path.size());
        segments.emplace_back(path.substr(1, slash - 1));
        path.remove_prefix(slash);
    }
    return segments;
}

} // namespace

Result<Redaction> Redaction::parse(const std::vector<std::string>& rules) {
    Redaction redaction;
    for (const auto& rule : rules) {
        const bool isPattern = rule.starts_with('/');
        const auto segments = isPattern ? segmentsOf(rule) : std::vector<std::string>();
        const bool isWord = !rule.empty() && std::ranges::all_of(rule, [](char c) {
            return isAlnum(c) || c == '-' || c == '_' || c == '.';
        });
        if (isPattern ? std::ranges::count(segments, kSecret) == 0 : !isWord)
            return fail(ErrorKind::InvalidInput,
                        "redaction: found \"" + rule
                            + "\"; expected a path with the secret as {}, as in /reset/{}, or the "
                              "word before it, as in iban");
        if (isPattern)
            redaction.m_patterns.push_back(segments);
        else
            redaction.m_words.push_back(lower(rule));
    }
    return redaction;
}

Result<Redaction> Redaction::parse(std::string_view rules) {
    std::vector<std::string> list;
    while (!rules.empty()) {
        const auto end = std::min(rules.find_first_of(", \n"), rules.size());
        if (end > 0)
            list.emplace_back(rules.substr(0, end));
        rules.remove_prefix(std::min(end + 1, rules.size()));
    }
    return parse(list);
}

bool Redaction::isSecret(std::string_view before, std::string_view segment) const {
    if (segment.empty() || before.size() < 3 || before.size() > 32)
        return false;
    // Most words are ruled out by their first letter.
    const auto matches = [&](std::string_view name) {
        return name.size() == before.size() && std::ranges::equal(name, before, [](char a, char b) {
                   return a == std::tolower(static_cast<unsigned char>(b));
               });
    };
    if (std::ranges::any_of(m_words, matches))
        return true;
    const bool isWord = segment.size() < kLongWord && std::ranges::none_of(segment, isDigit);
    return !isWord && std::ranges::any_of(kSecretNames, matches);
}

void Redaction::append(std::string_view path, std::string& out) const {
    path = path.substr(0, path.find_first_of("?#"));
    const std::size_t start = out.size();
    std::string_view before;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/', 1), path.size());
        const bool hasSlash = path.front() == '/';
        const auto segment = path.substr(hasSlash ? 1 : 0, slash - (hasSlash ? 1 : 0));
        path.remove_prefix(slash);
        const std::size_t undo = out.size();
        if (hasSlash)
            out += '/';
        if (isSecret(before, segment))
            out += kRedacted;
        else
            appendSegment(segment, out);
        if (out.size() - start > kMaxPath) {
            out.resize(undo);
            out += '/';
            out += kCut;
            break;
        }
        before = segment;
    }
    if (!m_patterns.empty())
        applyPatterns(out, start);
}

void Redaction::applyPatterns(std::string& out, std::size_t start) const {
    auto segments = segmentsOf(std::string_view(out).substr(start));
    bool changed = false;
    for (const auto& pattern : m_patterns) {
        if (pattern.size() > segments.size())
            continue;
        const auto matches = [](const std::string& wanted, const std::string& found) {
            return wanted == kAny || wanted == kSecret || wanted == found;
        };
        if (!std::equal(pattern.begin(), pattern.end(), segments.begin(), matches))
            continue;
        for (std::size_t i = 0; i < pattern.size(); ++i)
            if (pattern[i] == kSecret) {
                segments[i] = kRedacted;
                changed = true;
            }
    }
    if (!changed)
        return;
    out.resize(start);
    for (const auto& segment : segments)
        out.append("/").append(segment);
}

std::string Redaction::of(std::string_view path) const {
    std::string out;
    append(path, out);
    return out;
}

} // namespace causeway::recording
