// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/packed_object.h"

#include <QDataStream>
#include <QIODevice>

namespace causeway::app::store {

namespace {

using namespace domain;

// One list of members serves both ways, so that they cannot drift apart.
template <typename Archive, typename Value> void ref(Archive& archive, Value& value) {
    archive(value.name, value.nameSpace, value.cluster);
}

template <typename Archive, typename Value> void members(Archive& archive, Value& value) {
    using Plain = std::remove_const_t<Value>;
    if constexpr (std::is_same_v<Plain, Cluster>) {
        archive(value.name, value.cloud, value.region, value.production, value.endpoint,
                value.version);
    } else if constexpr (std::is_same_v<Plain, Service>) {
        ref(archive, value.ref);
        archive(value.labels, value.readyEndpoints, value.endpoints, value.exported);
        archive.mirror(value.mirrorOf);
        archive.ports(value.ports);
    } else if constexpr (std::is_same_v<Plain, Proxy>) {
        ref(archive, value.workload);
        archive(value.instance, value.mode, value.identity, value.address, value.version,
                value.connected, value.draining, value.lastNack);
    } else if constexpr (std::is_same_v<Plain, Certificate>) {
        archive(value.cluster, value.kind, value.subject, value.issuer, value.serial,
                value.notBefore, value.notAfter, value.workload, value.instance, value.fingerprint);
    } else {
        archive(value.ref.from, value.ref.to, value.gatewayAddress, value.gatewayPort,
                value.gatewayIdentity, value.services);
    }
}

class Writer {
public:
    explicit Writer(QByteArray& bytes) : m_stream(&bytes, QIODevice::WriteOnly) {
        m_stream.setVersion(QDataStream::Qt_6_4);
    }
    template <typename... Values> void operator()(const Values&... values) { (put(values), ...); }
    void mirror(const std::optional<ServiceRef>& origin) {
        m_stream << origin.has_value();
        if (origin)
            ref(*this, *origin);
    }
    void ports(const std::vector<ServicePort>& ports) {
        m_stream << quint32(ports.size());
        for (const ServicePort& port : ports)
            (*this)(port.name, port.port, port.targetPort, port.protocol);
    }

private:
    template <typename Value> void put(const Value& value) {
        if constexpr (std::is_enum_v<Value>)
            m_stream << qint32(value);
        else if constexpr (std::is_same_v<Value, Instant>)
            m_stream << epochMs(value);
        else
            m_stream << value;
    }

    QDataStream m_stream;
};

class Reader {
public:
    explicit Reader(const QByteArray& bytes) : m_stream(bytes) {
        m_stream.setVersion(QDataStream::Qt_6_4);
    }
    [[nodiscard]] bool whole() const {
        return m_stream.status() == QDataStream::Ok && m_stream.atEnd();
    }
    template <typename... Values> void operator()(Values&... values) { (get(values), ...); }
    void mirror(std::optional<ServiceRef>& origin) {
        bool has = false;
        m_stream >> has;
        if (has)
            ref(*this, origin.emplace());
    }
    void ports(std::vector<ServicePort>& ports) {
        quint32 count = 0;
        m_stream >> count;
        for (quint32 i = 0; i < count && m_stream.status() == QDataStream::Ok; ++i) {
            ServicePort& port = ports.emplace_back();
            (*this)(port.name, port.port, port.targetPort, port.protocol);
        }
    }

private:
    template <typename Value> void get(Value& value) {
        if constexpr (std::is_enum_v<Value>) {
            qint32 number = 0;
            m_stream >> number;
            value = Value(number);
        } else if constexpr (std::is_same_v<Value, Instant>) {
            qint64 number = 0;
            m_stream >> number;
            value = instantOf(number);
        } else {
            m_stream >> value;
        }
    }

    QDataStream m_stream;
};

template <std::size_t Kind = 0> Result<LoggedObject> unpackAs(int kind, const QByteArray& packed) {
    if constexpr (Kind == std::variant_size_v<LoggedObject>) {
        return fail(ErrorKind::InvalidInput, "a recorded object is of an unknown kind");
    } else {
        if (kind != int(Kind))
            return unpackAs<Kind + 1>(kind, packed);
        std::variant_alternative_t<Kind, LoggedObject> object;
        Reader reader(packed);
        members(reader, object);
        if (!reader.whole())
            return fail(ErrorKind::InvalidInput, "a recorded object is damaged");
        return object;
    }
}

} // namespace

QByteArray packObject(const LoggedObject& object) {
    QByteArray bytes;
    Writer writer(bytes);
    std::visit([&](const auto& value) { members(writer, value); }, object);
    return bytes;
}

Result<LoggedObject> unpackObject(int kind, const QByteArray& packed) {
    return unpackAs(kind, packed);
}

QString nameOf(const LoggedObject& object) {
    if (const auto* cluster = std::get_if<Cluster>(&object))
        return cluster->name;
    if (const auto* service = std::get_if<Service>(&object))
        return service->ref.shortName();
    if (const auto* proxy = std::get_if<Proxy>(&object))
        return proxy->instance;
    if (const auto* certificate = std::get_if<Certificate>(&object))
        return certificate->serial;
    return std::get<Link>(object).ref.name();
}

} // namespace causeway::app::store
