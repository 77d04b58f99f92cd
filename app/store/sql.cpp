// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sql.h"

#include <QSqlError>

namespace causeway::app::store {

namespace {

tl::unexpected<Error> failed(const QSqlError& error) {
    return fail(ErrorKind::Io, "flight recorder: " + error.text().toStdString());
}

// Qt binds a text or bytes that were never set as NULL, which to us is just empty.
QVariant notNull(const QVariant& value) {
    if (value.typeId() == QMetaType::QString && value.toString().isNull())
        return QStringLiteral("");
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull())
        return QByteArrayLiteral("");
    return value;
}

} // namespace

Result<QSqlQuery> run(const QSqlDatabase& database, const char* sql, const QVariantList& values) {
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.prepare(QString::fromLatin1(sql)))
        return failed(query.lastError());
    for (const QVariant& value : values)
        query.addBindValue(notNull(value));
    if (!query.exec())
        return failed(query.lastError());
    return query;
}

Result<qint64> number(const QSqlDatabase& database, const char* sql) {
    CAUSEWAY_TRY(QSqlQuery query, run(database, sql));
    return query.next() ? query.value(0).toLongLong() : 0;
}

} // namespace causeway::app::store
