// SPDX-License-Identifier: GPL-3.0-or-later
// How well a few typed letters fit a name, and where: the palette's ranking. Pure.
#pragma once

#include <QList>
#include <QStringView>

#include <optional>

namespace causeway::app::models {

struct FuzzyMatch {
    int score = 0;        // higher is better
    QList<int> positions; // of the matched letters
};
// Nothing when the letters of `query` are not all in `text`, in order. Beginnings of words count
// more, letters in a row count more, a long text counts less.
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(QStringView query, QStringView text);

} // namespace causeway::app::models
