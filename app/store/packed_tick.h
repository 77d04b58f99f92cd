// SPDX-License-Identifier: GPL-3.0-or-later
// One tick of one cluster in its kept form: what every edge counted and what its groups add up to,
// packed in one run of bytes. Never changes once made.
#pragma once

#include "sdk/updates.h"
#include "store/packed_sample.h"
#include "store/subjects.h"

#include <array>
#include <memory>
#include <span>

namespace causeway::app::store {

inline constexpr std::array kSides{sdk::Side::Caller, sdk::Side::Callee};

struct PackedTick {
    struct Entry {
        Subject subject = kNoSubject;
        std::uint32_t at = 0; // in `bytes`
    };
    domain::Instant end{};
    domain::Milliseconds length{0};
    int proxiesReporting = 0;
    int proxiesExpected = 0;
    std::array<std::vector<Entry>, 2> sides; // ascending by subject
    QByteArray bytes;

    // New edges get their numbers in `subjects`.
    [[nodiscard]] static std::shared_ptr<const PackedTick> of(const sdk::EdgeTick& tick,
                                                              Subjects& subjects);
    // One tick instead of several of the same cluster, ascending; their lengths add up.
    [[nodiscard]] static std::shared_ptr<const PackedTick>
    merged(std::span<const std::shared_ptr<const PackedTick>> ticks);

    [[nodiscard]] const std::vector<Entry>& entries(sdk::Side side) const {
        return sides[std::size_t(side)];
    }
    [[nodiscard]] QByteArrayView packed(const Entry& entry) const {
        return QByteArrayView(bytes).sliced(entry.at);
    }
    // Null when it counted nothing.
    [[nodiscard]] const Entry* find(sdk::Side side, Subject subject) const;
    [[nodiscard]] std::size_t size() const; // in bytes
};

} // namespace causeway::app::store
