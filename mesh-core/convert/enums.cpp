// SPDX-License-Identifier: Apache-2.0
// Numbers of the wire that are the plain enumerators' own, and the small shared messages.
#include "convert/detail.h"

namespace causeway::convert {
namespace {

// Plain enumerators carry the wire's numbers; 0 is "unspecified" everywhere.
template <typename Plain, typename Wire>
Result<Plain> checked(Wire value, Plain last, std::string_view field) {
    const auto number = static_cast<int>(value);
    if (number >= 1 && number <= static_cast<int>(last))
        return static_cast<Plain>(number);
    return refuse(field, std::to_string(number), "a known value");
}

} // namespace

Result<Protocol> fromProto(v1::Protocol protocol) {
    return checked(protocol, Protocol::Detect, "protocol");
}
v1::Protocol toProto(Protocol protocol) {
    return static_cast<v1::Protocol>(protocol);
}

Result<telemetry::Vantage> fromProto(v1::Vantage vantage) {
    return checked(vantage, telemetry::Vantage::Callee, "vantage");
}
v1::Vantage toProto(telemetry::Vantage vantage) {
    return static_cast<v1::Vantage>(vantage);
}

Result<telemetry::StatusClass> fromProto(v1::StatusClass status) {
    return checked(status, telemetry::StatusClass::TransportError, "status_class");
}
v1::StatusClass toProto(telemetry::StatusClass status) {
    return static_cast<v1::StatusClass>(status);
}

Result<telemetry::TlsState> fromProto(v1::TlsState tls) {
    return checked(tls, telemetry::TlsState::Local, "tls");
}
v1::TlsState toProto(telemetry::TlsState tls) {
    return static_cast<v1::TlsState>(tls);
}

Result<telemetry::Leg> fromProto(v1::Leg leg) {
    return checked(leg, telemetry::Leg::CallerConnect, "leg");
}
v1::Leg toProto(telemetry::Leg leg) {
    return static_cast<v1::Leg>(leg);
}

ObjectRef fromProto(const v1::ObjectRef& message) {
    return {message.group(), message.kind(), message.name(), message.namespace_()};
}

v1::ObjectRef toProto(const ObjectRef& ref) {
    v1::ObjectRef message;
    message.set_group(ref.group);
    message.set_kind(ref.kind);
    message.set_name(ref.name);
    message.set_namespace_(ref.namespace_);
    return message;
}

Result<ProxyInstance> fromProto(const v1::ProxyInstance& message) {
    CAUSEWAY_TRY(const auto mode, checked(message.mode(), ProxyMode::Gateway, "proxy.mode"));
    return ProxyInstance{.cluster = message.cluster(),
                         .namespace_ = message.namespace_(),
                         .workload = message.workload(),
                         .instance = message.instance(),
                         .epoch = message.epoch(),
                         .version = message.version(),
                         .mode = mode,
                         .identity = message.identity()};
}

v1::ProxyInstance toProto(const ProxyInstance& instance) {
    v1::ProxyInstance message;
    message.set_cluster(instance.cluster);
    message.set_namespace_(instance.namespace_);
    message.set_workload(instance.workload);
    message.set_instance(instance.instance);
    message.set_epoch(instance.epoch);
    message.set_version(instance.version);
    message.set_mode(static_cast<v1::ProxyMode>(instance.mode));
    message.set_identity(instance.identity);
    return message;
}

Result<std::uint16_t> portFrom(std::uint32_t value, std::string_view field) {
    if (value >= 1 && value <= 65535)
        return static_cast<std::uint16_t>(value);
    return refuse(field, std::to_string(value), "a port from 1 to 65535");
}

WallTime fromProto(const google::protobuf::Timestamp& time) {
    return WallTime(std::chrono::seconds(time.seconds()) + Duration(time.nanos()));
}

google::protobuf::Timestamp toProto(WallTime time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
    google::protobuf::Timestamp message;
    message.set_seconds(seconds.count());
    message.set_nanos(static_cast<std::int32_t>((time.time_since_epoch() - seconds).count()));
    return message;
}

Duration fromProto(const google::protobuf::Duration& duration) {
    return std::chrono::seconds(duration.seconds()) + Duration(duration.nanos());
}

google::protobuf::Duration toDuration(Duration duration) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration);
    google::protobuf::Duration message;
    message.set_seconds(seconds.count());
    message.set_nanos(static_cast<std::int32_t>((duration - seconds).count()));
    return message;
}

} // namespace causeway::convert
