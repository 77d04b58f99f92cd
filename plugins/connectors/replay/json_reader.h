// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a JSON value field by field and remembers the first thing that is wrong with its path, so
// that a reader of structs stays a list of fields. A cursor: copies share the error. Pure.
#pragma once

#include "base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <memory>
#include <vector>

namespace causeway::app::replay {

class JsonReader {
public:
    explicit JsonReader(QJsonValue value)
        : JsonReader(std::move(value), QString(), std::make_shared<QString>()) {}

    // A field that must be there, and one that may be absent.
    [[nodiscard]] JsonReader at(const char* key) const;
    [[nodiscard]] JsonReader optional(const char* key) const;
    [[nodiscard]] bool has(const char* key) const {
        return m_value.toObject().contains(QLatin1String(key));
    }
    [[nodiscard]] std::vector<JsonReader> items() const; // of an array; none when absent
    // Of an array of counts; quick, for a scene has a million of them.
    [[nodiscard]] std::vector<std::uint64_t> counts() const;
    [[nodiscard]] QStringList keys() const; // of an object; none when absent

    [[nodiscard]] QString text() const;
    [[nodiscard]] bool flag() const;
    [[nodiscard]] double number() const;
    [[nodiscard]] std::int64_t integer() const;
    // Whole and not below 0.
    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] bool isNull() const { return m_value.isNull() || m_value.isUndefined(); }

    // Notes that this value is wrong; only the first note counts.
    void refuse(const QString& expected) const;
    [[nodiscard]] Status status() const;

private:
    JsonReader(QJsonValue value, QString path, std::shared_ptr<QString> error)
        : m_value(std::move(value)), m_path(std::move(path)), m_error(std::move(error)) {}

    QJsonValue m_value;
    QString m_path;
    std::shared_ptr<QString> m_error;
};

} // namespace causeway::app::replay
