// SPDX-License-Identifier: GPL-3.0-or-later
// What one side counted on one edge in one tick, in as few bytes as it takes: variable-length
// integers, histograms sparse, parts that are zero left out. The form of the ring in memory and of
// the flight recorder's rows. Pure.
#pragma once

#include "base/result.h"
#include "domain/edge_stats.h"
#include "sdk/updates.h"

#include <QByteArray>

namespace causeway::app::store {

struct PackedSample {
    domain::Instant end{};
    sdk::Side side = sdk::Side::Caller;
    QByteArray counted;
};

[[nodiscard]] QByteArray pack(const domain::SideStats& counted);
// Fails when the bytes are not what pack() makes: a recording may have been damaged.
[[nodiscard]] Result<domain::SideStats> unpack(const QByteArray& packed);

} // namespace causeway::app::store
