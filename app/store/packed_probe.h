// SPDX-License-Identifier: GPL-3.0-or-later
// What was probed in one tick, as the flight recorder's rows hold it. Pure.
#pragma once

#include "base/result.h"
#include "store/probe_log.h"

#include <QByteArray>

namespace causeway::app::store {

[[nodiscard]] QByteArray pack(const ProbeLog::Samples& probes);
// Fails when the bytes are not what pack() makes: a recording may have been damaged.
[[nodiscard]] Result<ProbeLog::Samples> unpackProbes(const QByteArray& packed);

} // namespace causeway::app::store
