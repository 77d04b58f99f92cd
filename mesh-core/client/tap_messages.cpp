// SPDX-License-Identifier: Apache-2.0
#include "client/messages.h"
#include "convert/convert.h"

namespace causeway::client {
namespace {

std::vector<TapHeader> headersOf(const google::protobuf::RepeatedPtrField<v1::TapHeader>& list) {
    std::vector<TapHeader> headers;
    for (const auto& each : list)
        headers.push_back({each.name(), each.value()});
    return headers;
}

} // namespace

v1::TapRequest toMessage(const TapRequest& request) {
    v1::TapRequest message;
    v1::TapFilter& filter = *message.mutable_filter();
    if (request.direction == "inbound")
        filter.set_direction(v1::TapFilter::INBOUND);
    else if (request.direction == "outbound")
        filter.set_direction(v1::TapFilter::OUTBOUND);
    filter.set_source_workload(request.sourceWorkload);
    filter.set_source_namespace(request.sourceNamespace);
    filter.set_source_identity(request.sourceIdentity);
    filter.set_destination_service(request.destinationService);
    filter.set_destination_workload(request.destinationWorkload);
    filter.set_destination_namespace(request.destinationNamespace);
    filter.set_method(request.method);
    filter.set_authority(request.authority);
    filter.set_path_prefix(request.pathPrefix);
    filter.set_path_regex(request.pathRegex);
    filter.set_status_min(request.statusMin);
    filter.set_status_max(request.statusMax);
    filter.set_proxy(request.proxy);
    message.set_max_rps(request.maxRps);
    message.set_one_in(request.oneIn);
    for (const std::string& name : request.redact)
        message.add_redact(name);
    return message;
}

Result<TapEvent> fromMessage(const v1::TapEvent& message) {
    CAUSEWAY_TRY(const telemetry::Vantage vantage, convert::fromProto(message.vantage()));
    CAUSEWAY_TRY(const Protocol protocol, convert::fromProto(message.protocol()));
    CAUSEWAY_TRY(const telemetry::TlsState tls, convert::fromProto(message.tls()));
    TapEvent event;
    event.proxy = message.proxy();
    event.received = WallTime(std::chrono::seconds(message.received().seconds())
                              + std::chrono::nanoseconds(message.received().nanos()));
    event.vantage = name(vantage);
    event.protocol = name(protocol);
    event.tls = name(tls);
    event.sourceIdentity = message.source_identity();
    event.sourceWorkload = message.source_workload();
    event.sourceAddress = message.source_address();
    event.destinationService = message.destination_service();
    event.destinationWorkload = message.destination_workload();
    event.destinationInstance = message.destination_instance();
    event.destinationAddress = message.destination_address();
    event.method = message.method();
    event.authority = message.authority();
    event.path = message.path();
    event.status = message.status();
    if (message.has_grpc_status())
        event.grpcStatus = message.grpc_status();
    event.failure = message.failure();
    event.error = message.error();
    event.latencyUs = message.latency_us();
    event.totalUs = message.total_us();
    event.requestBytes = message.request_bytes();
    event.responseBytes = message.response_bytes();
    event.route = message.route();
    event.link = message.link();
    event.server = message.server();
    event.inboundRoute = message.inbound_route();
    event.authorization = message.authorization();
    event.shadowDeny = message.shadow_deny();
    event.traceId = message.trace_id();
    event.requestHeaders = headersOf(message.request_headers());
    event.responseHeaders = headersOf(message.response_headers());
    event.dropped = message.dropped();
    return event;
}

} // namespace causeway::client
