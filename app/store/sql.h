// SPDX-License-Identifier: GPL-3.0-or-later
// One SQL statement with its values, as a Result: what the flight recorder's parts share. Pure but
// for the database at hand; on the thread that opened it.
#pragma once

#include "base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

namespace causeway::app::store {

// Runs one statement with its values bound in order.
[[nodiscard]] Result<QSqlQuery> run(const QSqlDatabase& database, const char* sql,
                                    const QVariantList& values = {});
// The first column of the first row; 0 when there is none.
[[nodiscard]] Result<qint64> number(const QSqlDatabase& database, const char* sql);

} // namespace causeway::app::store
