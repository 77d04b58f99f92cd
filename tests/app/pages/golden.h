// SPDX-License-Identifier: GPL-3.0-or-later
// Compares a picture with the one kept in tests/golden. With CAUSEWAY_GOLDEN=update in the
// environment it is written instead, to be looked at and committed.
#pragma once

#include <QImage>
#include <QString>

namespace causeway::app {

// Empty when they are alike; otherwise how they differ and where the new one was put.
[[nodiscard]] QString differenceToGolden(const QImage& picture, const QString& name);

} // namespace causeway::app
