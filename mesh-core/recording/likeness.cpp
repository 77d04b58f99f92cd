// SPDX-License-Identifier: Apache-2.0
#include "recording/likeness.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace causeway::recording {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isHex(char c) {
    return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

// The shape of a text with every digit as 0 and every letter as a: "0000-00-00", "aa00".
std::string shapeOf(std::string_view text) {
    std::string shape(text);
    for (char& c : shape)
        if (isDigit(c))
            c = '0';
        else if (std::isalpha(static_cast<unsigned char>(c)) != 0)
            c = 'a';
    return shape;
}

// "loan-000123", "tx_981": a word, a separator, a number of at least three digits.
bool isNumbered(std::string_view text) {
    const auto separator = text.find_last_of("-_");
    if (separator == std::string_view::npos || separator == 0)
        return false;
    const auto number = text.substr(separator + 1);
    return number.size() >= 3 && std::ranges::all_of(number, isDigit);
}

} // namespace

bool isUuid(std::string_view text) {
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? text[i] != '-' : !isHex(text[i]))
            return false;
    }
    return true;
}

Likeness likenessOf(std::string_view text) {
    const auto digits = static_cast<std::size_t>(std::ranges::count_if(text, isDigit));
    const auto size = text.size();
    if (text == "[redacted]")
        return Likeness::Id;
    if (size == 0 || (digits == 0 && text.find('@') == std::string_view::npos))
        return size > 40 ? Likeness::PerhapsId : Likeness::Word;
    if (digits == size || isUuid(text) || (size == 10 && shapeOf(text) == "0000-00-00"))
        return Likeness::Id;
    const bool isPlain = std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '=' || c == '~';
    });
    if (std::ranges::all_of(text, isHex) && size >= 16)
        return Likeness::Id;
    // ULIDs, IBANs, base64: long, and digits all over.
    if (isPlain && size >= 14 && digits * 4 >= size)
        return Likeness::Id;
    const bool isPerhaps = isNumbered(text) || text.find('@') != std::string_view::npos
                           || (isPlain && ((size >= 6 && digits * 3 >= size) || size >= 20));
    return isPerhaps ? Likeness::PerhapsId : Likeness::Word;
}

} // namespace causeway::recording
