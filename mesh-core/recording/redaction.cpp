// SPDX-License-Identifier: Apache-2.0
#include "recording/redaction.h"

#include "base/lower.h"
#include "recording/likeness.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

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

// A recording is lines of text.
char printable(char c) {
    return static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
}

// `name` is in lower case.
bool isSame(std::string_view name, std::string_view text) {
    return name.size() == text.size() && std::ranges::equal(name, text, [](char a, char b) {
               return a == std::tolower(static_cast<unsigned char>(b));
           });
}

bool isMailbox(std::string_view segment) {
    return segment.find('@') != segment.npos || segment.find("%40") != segment.npos;
}

// "42446" → "11111", "DK5000400440116243" → "DK1111111111111111", "9f86d081884c7d65" →
// "a111111111111111": numbers stay numbers, and what has letters keeps one.
void appendOnes(std::string_view segment, std::string& out) {
    const auto isLetter = [](char c) { return isAlnum(c) && !isDigit(c); };
    const auto letters =
        static_cast<std::size_t>(std::ranges::find_if_not(segment, isLetter) - segment.begin());
    const auto kept = letters <= kCountryCode ? letters : 0;
    out += segment.substr(0, kept);
    const auto letter = std::ranges::find_if(segment, isLetter);
    char first = '1';
    if (kept == 0 && letter != segment.end())
        first = *letter >= 'A' && *letter <= 'Z' ? 'A' : 'a';
    for (const char c : segment.substr(kept, kMostOnes))
        out += isAlnum(c) ? std::exchange(first, '1') : printable(c);
}

// "loan-000123" keeps its word; a token that only may be one keeps nothing.
void appendPerhaps(std::string_view segment, std::string& out) {
    const bool isNumbered = segment.find_last_of("-_") != segment.npos && segment.size() < 20;
    if (!isNumbered && segment.size() >= 20)
        return appendOnes(segment, out);
    for (const char c : segment)
        out += isDigit(c) ? '1' : printable(c);
}

// What a segment is written as when nothing before it makes a secret of it.
void appendTold(std::string_view segment, std::string& out) {
    if (isUuid(segment)) {
        out += "11111111-1111-4111-8111-111111111111";
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
            out += printable(c);
    }
    for (const char c : segment.substr(stem.size()))
        out += printable(c);
}

enum Kind : std::uint8_t { Plain = 1, Digit = 2, Closer = 4, Slash = 8, End = 16 };

constexpr std::array<std::uint8_t, 256> kKinds = [] {
    std::array<std::uint8_t, 256> kinds{};
    kinds.fill(Plain);
    for (std::size_t c = 0; c < ' '; ++c)
        kinds[c] = Closer;
    for (std::size_t c = '0'; c <= '9'; ++c)
        kinds[c] = Digit;
    kinds['@'] = kinds['%'] = kinds[0x7f] = Closer;
    kinds['/'] = Slash;
    kinds['?'] = kinds['#'] = End;
    return kinds;
}();

// The lengths, as bits, of the secrets' names that begin with each letter.
constexpr std::array<std::uint32_t, 26> kLengths = [] {
    std::array<std::uint32_t, 26> lengths{};
    for (const auto name : kSecretNames)
        lengths[static_cast<std::size_t>(name.front() - 'a')] |= 1U << name.size();
    return lengths;
}();

bool isSecretName(std::string_view text) {
    if (text.empty() || text.size() > 31)
        return false;
    const auto letter = static_cast<unsigned>((text.front() | 0x20) - 'a');
    return letter < 26 && (kLengths[letter] >> text.size() & 1U) != 0
           && std::ranges::any_of(kSecretNames,
                                  [&](std::string_view name) { return isSame(name, text); });
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
            redaction.m_words.push_back(lowerOf(rule));
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

// A piece of a path up to the next slash, and what kinds of characters are in it.
struct Redaction::Segment {
    std::string_view text;
    std::uint8_t kinds = 0;
    std::uint8_t end = End; // what came after it

    static Segment cut(std::string_view& path) {
        Segment segment;
        std::size_t size = 0;
        for (; size < path.size(); ++size) {
            const auto kind = kKinds[static_cast<unsigned char>(path[size])];
            if (kind >= Slash) {
                segment.end = kind;
                break;
            }
            segment.kinds |= kind;
        }
        segment.text = path.substr(0, size);
        path.remove_prefix(std::min(size + 1, path.size()));
        return segment;
    }
};

void Redaction::appendSegment(const Segment& segment, std::string& out) {
    if (segment.kinds == Digit)
        out.append(std::min(segment.text.size(), kMostOnes), '1');
    else if (segment.kinds <= Plain && segment.text.size() < kLongToken)
        out += segment.text;
    else
        appendTold(segment.text, out);
}

bool Redaction::isSecret(std::string_view before, const Segment& segment) const {
    if (segment.text.empty())
        return false;
    const bool isWord = segment.text.size() < kLongWord && (segment.kinds & Digit) == 0;
    return (!isWord && isSecretName(before))
           || std::ranges::any_of(m_words, [&](const auto& word) { return isSame(word, before); });
}

void Redaction::append(std::string_view path, std::string& out) const {
    const std::size_t start = out.size();
    std::string_view before;
    // What is told as it is waits in `run`: most paths are written at once.
    std::string_view run = path.substr(0, path.starts_with('/') ? 1 : 0);
    path.remove_prefix(run.size());
    for (bool more = !path.empty(); more;) {
        const auto* at = path.data();
        const auto segment = Segment::cut(path);
        more = segment.end == Slash;
        const std::size_t size = segment.text.size() + (more ? 1 : 0);
        const bool isSecret = this->isSecret(before, segment);
        before = segment.text;
        if (!isSecret && segment.kinds <= Plain && segment.text.size() < kLongToken
            && out.size() - start + run.size() + size <= kMaxPath) {
            run = run.empty() ? std::string_view(at, size)
                              : std::string_view(run.data(), run.size() + size);
            continue;
        }
        out += std::exchange(run, {});
        const std::size_t undo = out.size();
        if (isSecret)
            out += kRedacted;
        else
            appendSegment(segment, out);
        if (out.size() - start > kMaxPath) {
            out.resize(undo);
            out += kCut;
            break;
        }
        if (more)
            out += '/';
    }
    out += run;
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
