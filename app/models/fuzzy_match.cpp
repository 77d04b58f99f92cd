// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/fuzzy_match.h"

#include <vector>

namespace causeway::app::models {

namespace {

constexpr int kWordStart = 8;
constexpr int kInARow = 6;
constexpr int kLetter = 1;
constexpr qsizetype kLongest = 256; // the table below is query × text

bool startsWord(QStringView text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber()
           || (text[at].isUpper() && text[at - 1].isLower());
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(QStringView query, QStringView text) {
    query = query.first(std::min(query.size(), kLongest));
    text = text.first(std::min(text.size(), kLongest));
    const qsizetype letters = query.size();
    const qsizetype width = text.size();
    if (letters == 0)
        return FuzzyMatch{};

    // best[i][j]: the best score with letter i at place j; -1: impossible.
    std::vector<std::vector<int>> best(std::size_t(letters),
                                       std::vector<int>(std::size_t(width), -1));
    const auto cell = [&](qsizetype i, qsizetype j) -> int& {
        return best[std::size_t(i)][std::size_t(j)];
    };
    for (qsizetype i = 0; i < letters; ++i) {
        int bestBefore = i == 0 ? 0 : -1; // of letter i - 1 at any place left of j
        for (qsizetype j = 0; j < width; ++j) {
            const bool same = query[i].toCaseFolded() == text[j].toCaseFolded();
            const int inARow =
                i > 0 && j > 0 && cell(i - 1, j - 1) >= 0 ? cell(i - 1, j - 1) + kInARow : -1;
            const int before = std::max(bestBefore, inARow);
            if (same && before >= 0)
                cell(i, j) = before + kLetter + (startsWord(text, j) ? kWordStart : 0);
            if (i > 0)
                bestBefore = std::max(bestBefore, cell(i - 1, j));
        }
    }

    FuzzyMatch match;
    qsizetype end = width;
    for (qsizetype i = letters - 1; i >= 0; --i) {
        qsizetype place = -1;
        for (qsizetype j = 0; j < end; ++j)
            if (cell(i, j) >= 0 && (place < 0 || cell(i, j) >= cell(i, place)))
                place = j;
        if (place < 0)
            return std::nullopt;
        if (i == letters - 1)
            match.score = cell(i, place) * 4 - int(width);
        match.positions.prepend(int(place));
        end = place;
    }
    return match;
}

} // namespace causeway::app::models
