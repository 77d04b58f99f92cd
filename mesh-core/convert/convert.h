// SPDX-License-Identifier: Apache-2.0
// Wire messages to plain values and back. The way in refuses what the plain side cannot mean (unset
// oneofs, unknown enumerators, ports above 65535, histograms that are none) and names the field;
// the way out cannot fail. Pure. The same sources are built with full protobuf (causeway::convert)
// and with protobuf-lite (causeway::convert_lite).
#pragma once

#include "base/result.h"
#include "causeway/v1/config.pb.h"
#include "causeway/v1/telemetry.pb.h"
#include "rules/config.h"
#include "telemetry/report.h"

#include <string>

namespace causeway::convert {

[[nodiscard]] Result<Protocol> fromProto(v1::Protocol protocol);
[[nodiscard]] v1::Protocol toProto(Protocol protocol);
[[nodiscard]] ObjectRef fromProto(const v1::ObjectRef& message);
[[nodiscard]] v1::ObjectRef toProto(const ObjectRef& ref);
[[nodiscard]] Result<ProxyInstance> fromProto(const v1::ProxyInstance& message);
[[nodiscard]] v1::ProxyInstance toProto(const ProxyInstance& instance);

[[nodiscard]] Result<policy::ServerRules> fromProto(const v1::InboundServer& message);
[[nodiscard]] v1::InboundServer toProto(const policy::ServerRules& rules);
[[nodiscard]] Result<route::OutboundRoutes> fromProto(const v1::OutboundRoutes& message);
[[nodiscard]] v1::OutboundRoutes toProto(const route::OutboundRoutes& routes);
[[nodiscard]] Result<balance::Endpoint> fromProto(const v1::Endpoint& message);
[[nodiscard]] v1::Endpoint toProto(const balance::Endpoint& endpoint);
[[nodiscard]] Result<balance::Endpoints> fromProto(const v1::Endpoints& message);
[[nodiscard]] v1::Endpoints toProto(const balance::Endpoints& endpoints);
[[nodiscard]] Result<balance::EndpointsDelta> fromProto(const v1::EndpointsDelta& message);
[[nodiscard]] v1::EndpointsDelta toProto(const balance::EndpointsDelta& delta);

[[nodiscard]] Result<rules::ResourceName> fromProto(const v1::ResourceName& message);
[[nodiscard]] v1::ResourceName toProto(const rules::ResourceName& name);
[[nodiscard]] Result<rules::ProxySettings> fromProto(const v1::ProxySettings& message);
[[nodiscard]] v1::ProxySettings toProto(const rules::ProxySettings& settings);
[[nodiscard]] rules::TrustBundle fromProto(const v1::TrustBundle& message);
[[nodiscard]] v1::TrustBundle toProto(const rules::TrustBundle& bundle);
[[nodiscard]] Result<rules::GatewayExports> fromProto(const v1::GatewayExports& message);
[[nodiscard]] v1::GatewayExports toProto(const rules::GatewayExports& exports);
[[nodiscard]] Result<rules::ConfigRequest> fromProto(const v1::ConfigRequest& message);
[[nodiscard]] v1::ConfigRequest toProto(const rules::ConfigRequest& request);
[[nodiscard]] Result<rules::ConfigUpdate> fromProto(const v1::ConfigUpdate& message);
[[nodiscard]] v1::ConfigUpdate toProto(const rules::ConfigUpdate& update);

[[nodiscard]] Result<telemetry::Vantage> fromProto(v1::Vantage vantage);
[[nodiscard]] v1::Vantage toProto(telemetry::Vantage vantage);
[[nodiscard]] Result<telemetry::StatusClass> fromProto(v1::StatusClass status);
[[nodiscard]] v1::StatusClass toProto(telemetry::StatusClass status);
[[nodiscard]] Result<telemetry::TlsState> fromProto(v1::TlsState tls);
[[nodiscard]] v1::TlsState toProto(telemetry::TlsState tls);
[[nodiscard]] Result<telemetry::Leg> fromProto(v1::Leg leg);
[[nodiscard]] v1::Leg toProto(telemetry::Leg leg);
[[nodiscard]] Result<telemetry::Histogram> fromProto(const v1::Histogram& message);
[[nodiscard]] v1::Histogram toProto(const telemetry::Histogram& histogram);
[[nodiscard]] Result<telemetry::EdgeKey> fromProto(const v1::EdgeKey& message);
[[nodiscard]] v1::EdgeKey toProto(const telemetry::EdgeKey& key);
[[nodiscard]] Result<telemetry::EdgeSample> fromProto(const v1::EdgeSample& message);
[[nodiscard]] v1::EdgeSample toProto(const telemetry::EdgeSample& sample);
[[nodiscard]] Result<telemetry::ProbeRung> fromProto(v1::ProbeRung rung);
[[nodiscard]] v1::ProbeRung toProto(telemetry::ProbeRung rung);
[[nodiscard]] Result<telemetry::ProbeSample> fromProto(const v1::ProbeSample& message);
[[nodiscard]] v1::ProbeSample toProto(const telemetry::ProbeSample& sample);
[[nodiscard]] Result<telemetry::ConnectionSample> fromProto(const v1::ConnectionSample& message);
[[nodiscard]] v1::ConnectionSample toProto(const telemetry::ConnectionSample& sample);
[[nodiscard]] telemetry::ProxyStats fromProto(const v1::ProxyStats& message);
[[nodiscard]] v1::ProxyStats toProto(const telemetry::ProxyStats& stats);
[[nodiscard]] Result<telemetry::Report> fromProto(const v1::TelemetryReport& message);
[[nodiscard]] Result<recording::Sample> fromProto(const v1::RecordedRequest& message);
[[nodiscard]] v1::RecordedRequest toProto(const recording::Sample& sample);
[[nodiscard]] v1::TelemetryReport toProto(const telemetry::Report& report);

// SHA-256 (32 bytes) over the deterministic serialisation of a whole resource: what
// ConfigUpdate.checksum holds, computed alike at both ends.
[[nodiscard]] std::string checksum(const rules::Resource& resource);
// The deterministic bytes themselves, for storing; and back.
[[nodiscard]] std::string serialize(const rules::Resource& resource);
[[nodiscard]] Result<rules::Resource> parse(rules::ResourceName::Kind kind, std::string_view bytes);

} // namespace causeway::convert
