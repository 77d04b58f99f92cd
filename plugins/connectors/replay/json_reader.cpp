// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/json_reader.h"

#include <QJsonDocument>

#include <cmath>

namespace causeway::app::replay {

namespace {

// The value as it stands in the file, shortened.
QString shown(const QJsonValue& value) {
    if (value.isUndefined())
        return QStringLiteral("nothing");
    if (value.isObject())
        return QStringLiteral("an object");
    if (value.isArray())
        return QStringLiteral("an array of %1").arg(value.toArray().size());
    const QByteArray json = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.sliced(1, json.size() - 2)).left(60);
}

} // namespace

JsonReader JsonReader::at(const char* key) const {
    const JsonReader field = optional(key);
    if (m_value.isObject() && field.m_value.isUndefined())
        field.refuse(QStringLiteral("a value"));
    return field;
}

JsonReader JsonReader::optional(const char* key) const {
    if (!m_value.isUndefined() && !m_value.isObject())
        refuse(QStringLiteral("an object"));
    const QString path =
        m_path.isEmpty() ? QString::fromLatin1(key) : m_path + u'.' + QLatin1String(key);
    return {m_value.toObject().value(QLatin1String(key)), path, m_error};
}

std::vector<JsonReader> JsonReader::items() const {
    if (!m_value.isUndefined() && !m_value.isArray())
        refuse(QStringLiteral("an array"));
    std::vector<JsonReader> items;
    const QJsonArray array = m_value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i)
        items.push_back(JsonReader(array[i], m_path + QStringLiteral("[%1]").arg(i), m_error));
    return items;
}

std::vector<std::uint64_t> JsonReader::counts() const {
    const QJsonArray array = m_value.toArray();
    std::vector<std::uint64_t> counts;
    counts.reserve(std::size_t(array.size()));
    for (const QJsonValue& value : array) {
        const qint64 count = value.toInteger(-1);
        if (count < 0)
            break;
        counts.push_back(std::uint64_t(count));
    }
    if (!m_value.isArray() || qsizetype(counts.size()) != array.size())
        refuse(QStringLiteral("an array of whole numbers not below 0"));
    return counts;
}

QStringList JsonReader::keys() const {
    return m_value.toObject().keys();
}

QString JsonReader::text() const {
    if (!m_value.isString())
        refuse(QStringLiteral("a string"));
    return m_value.toString();
}

bool JsonReader::flag() const {
    if (!m_value.isBool())
        refuse(QStringLiteral("true or false"));
    return m_value.toBool();
}

double JsonReader::number() const {
    if (!m_value.isDouble())
        refuse(QStringLiteral("a number"));
    return m_value.toDouble();
}

std::int64_t JsonReader::integer() const {
    const double value = number();
    if (std::floor(value) != value || std::abs(value) > 9.0e15)
        refuse(QStringLiteral("a whole number"));
    return m_value.toInteger();
}

std::uint64_t JsonReader::count() const {
    const std::int64_t value = integer();
    if (value < 0)
        refuse(QStringLiteral("a number not below 0"));
    return value < 0 ? 0 : std::uint64_t(value);
}

void JsonReader::refuse(const QString& expected) const {
    if (m_error->isEmpty())
        *m_error = QStringLiteral("%1: found %2; expected %3")
                       .arg(m_path.isEmpty() ? QStringLiteral("the document") : m_path,
                            shown(m_value), expected);
}

Status JsonReader::status() const {
    if (m_error->isEmpty())
        return {};
    return fail(ErrorKind::InvalidInput, m_error->toStdString());
}

} // namespace causeway::app::replay
