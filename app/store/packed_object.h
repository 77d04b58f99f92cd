// SPDX-License-Identifier: GPL-3.0-or-later
// An object of the inventory as the bytes of a flight recorder's row, without what ticks by itself.
// Pure.
#pragma once

#include "store/object_log.h"

#include <QByteArray>

namespace causeway::app::store {

[[nodiscard]] QByteArray packObject(const LoggedObject& object);
// Fails when the bytes are not what packObject() makes of that kind: a recording may be damaged.
[[nodiscard]] Result<LoggedObject> unpackObject(int kind, const QByteArray& packed);
// Unique among its kind in its cluster; as sdk::Removed names it.
[[nodiscard]] QString nameOf(const LoggedObject& object);

} // namespace causeway::app::store
