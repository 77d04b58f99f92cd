// SPDX-License-Identifier: GPL-3.0-or-later
// What the graph page calls the edges of its picture: "service:a@aws → service:b@gcp".
#pragma once

#include <QString>

#include <optional>
#include <utility>

namespace causeway::app::pages {

inline constexpr QStringView kArrow = u" \u2192 ";

[[nodiscard]] inline QString edgeId(const QString& from, const QString& to) {
    return from + kArrow.toString() + to;
}
// The ids of its two nodes; nothing when it is no edge's.
[[nodiscard]] inline std::optional<std::pair<QString, QString>> endsOf(const QString& id) {
    const auto arrow = id.indexOf(kArrow);
    return arrow < 0 ? std::nullopt
                     : std::optional(std::pair(id.first(arrow), id.sliced(arrow + kArrow.size())));
}

} // namespace causeway::app::pages
