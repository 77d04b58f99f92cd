// SPDX-License-Identifier: Apache-2.0
#include "convert/detail.h"

namespace causeway::convert {

Result<rules::ResourceName> fromProto(const v1::ResourceName& message) {
    const auto kind = static_cast<int>(message.kind());
    if (kind < static_cast<int>(rules::ResourceName::Kind::ProxySettings)
        || kind > static_cast<int>(rules::ResourceName::Kind::GatewayExports))
        return refuse("name.kind", std::to_string(kind), "a known kind");
    return rules::ResourceName{static_cast<rules::ResourceName::Kind>(kind), message.name()};
}

v1::ResourceName toProto(const rules::ResourceName& name) {
    v1::ResourceName message;
    message.set_kind(static_cast<v1::ResourceName::Kind>(name.kind));
    message.set_name(name.name);
    return message;
}

static Result<rules::Hello> helloFrom(const v1::Hello& message) {
    rules::Hello hello;
    CAUSEWAY_TRY(hello.proxy, fromProto(message.proxy()));
    for (const auto& held : message.held()) {
        CAUSEWAY_TRY(auto name, fromProto(held.name()));
        hello.held.push_back({std::move(name), held.version()});
    }
    CAUSEWAY_TRY(hello.subscribe, allFrom<rules::ResourceName>(message.subscribe(), "subscribe"));
    return hello;
}

static v1::Hello helloTo(const rules::Hello& hello) {
    v1::Hello message;
    *message.mutable_proxy() = toProto(hello.proxy);
    for (const auto& held : hello.held) {
        auto* added = message.add_held();
        *added->mutable_name() = toProto(held.name);
        added->set_version(held.version);
    }
    allTo(hello.subscribe, message.mutable_subscribe());
    return message;
}

Result<rules::ConfigRequest> fromProto(const v1::ConfigRequest& message) {
    switch (message.request_case()) {
    case v1::ConfigRequest::kHello:
        return helloFrom(message.hello());
    case v1::ConfigRequest::kSubscribe: {
        CAUSEWAY_TRY(auto name, fromProto(message.subscribe()));
        return rules::Subscribe{std::move(name)};
    }
    case v1::ConfigRequest::kUnsubscribe: {
        CAUSEWAY_TRY(auto name, fromProto(message.unsubscribe()));
        return rules::Unsubscribe{std::move(name)};
    }
    case v1::ConfigRequest::kAck:
        return rules::Ack{message.ack().sequence()};
    case v1::ConfigRequest::kNack:
        return rules::Nack{message.nack().sequence(), message.nack().error()};
    case v1::ConfigRequest::REQUEST_NOT_SET:
        break;
    }
    return refuse("request", "nothing", "hello, subscribe, unsubscribe, ack or nack");
}

namespace {

struct RequestWriter {
    v1::ConfigRequest& message;
    void operator()(const rules::Hello& hello) const { *message.mutable_hello() = helloTo(hello); }
    void operator()(const rules::Subscribe& subscribe) const {
        *message.mutable_subscribe() = toProto(subscribe.name);
    }
    void operator()(const rules::Unsubscribe& unsubscribe) const {
        *message.mutable_unsubscribe() = toProto(unsubscribe.name);
    }
    void operator()(const rules::Ack& ack) const {
        message.mutable_ack()->set_sequence(ack.sequence);
    }
    void operator()(const rules::Nack& nack) const {
        message.mutable_nack()->set_sequence(nack.sequence);
        message.mutable_nack()->set_error(nack.error);
    }
};

struct PayloadWriter {
    v1::ConfigUpdate& message;
    void operator()(const rules::Unchanged&) const { message.mutable_unchanged(); }
    void operator()(const rules::Absent& absent) const {
        message.mutable_absent()->set_reason(absent.reason);
    }
    void operator()(const rules::Resource& resource) const { std::visit(*this, resource); }
    void operator()(const balance::EndpointsDelta& delta) const {
        *message.mutable_endpoints_delta() = toProto(delta);
    }
    void operator()(const rules::ProxySettings& settings) const {
        *message.mutable_proxy_settings() = toProto(settings);
    }
    void operator()(const rules::TrustBundle& bundle) const {
        *message.mutable_trust_bundle() = toProto(bundle);
    }
    void operator()(const policy::ServerRules& rules) const {
        *message.mutable_inbound_server() = toProto(rules);
    }
    void operator()(const route::OutboundRoutes& routes) const {
        *message.mutable_outbound_routes() = toProto(routes);
    }
    void operator()(const balance::Endpoints& endpoints) const {
        *message.mutable_endpoints() = toProto(endpoints);
    }
    void operator()(const rules::GatewayExports& exports) const {
        *message.mutable_gateway_exports() = toProto(exports);
    }
};

using Payload = decltype(rules::ConfigUpdate::payload);

Result<Payload> asPayload(auto&& result) {
    if (!result)
        return tl::unexpected(std::move(result).error());
    return Payload(rules::Resource(std::move(*result)));
}

Result<Payload> payloadFrom(const v1::ConfigUpdate& message) {
    switch (message.payload_case()) {
    case v1::ConfigUpdate::kUnchanged:
        return rules::Unchanged{};
    case v1::ConfigUpdate::kAbsent:
        return rules::Absent{message.absent().reason()};
    case v1::ConfigUpdate::kProxySettings:
        return asPayload(fromProto(message.proxy_settings()));
    case v1::ConfigUpdate::kTrustBundle:
        return Payload(rules::Resource(fromProto(message.trust_bundle())));
    case v1::ConfigUpdate::kInboundServer:
        return asPayload(fromProto(message.inbound_server()));
    case v1::ConfigUpdate::kOutboundRoutes:
        return asPayload(fromProto(message.outbound_routes()));
    case v1::ConfigUpdate::kEndpoints:
        return asPayload(fromProto(message.endpoints()));
    case v1::ConfigUpdate::kGatewayExports:
        return asPayload(fromProto(message.gateway_exports()));
    case v1::ConfigUpdate::kEndpointsDelta: {
        CAUSEWAY_TRY(auto delta, fromProto(message.endpoints_delta()));
        return Payload(std::move(delta));
    }
    case v1::ConfigUpdate::PAYLOAD_NOT_SET:
        break;
    }
    return refuse("payload", "nothing", "one of the resources");
}

// A payload of another kind than its name would be kept under a name that nobody asks for.
Status checkKind(const rules::ConfigUpdate& update) {
    const auto* resource = std::get_if<rules::Resource>(&update.payload);
    const bool delta = std::holds_alternative<balance::EndpointsDelta>(update.payload);
    const auto kind = resource ? rules::kindOf(*resource)
                      : delta  ? rules::ResourceName::Kind::Endpoints
                               : update.name.kind;
    if (kind == update.name.kind)
        return {};
    return refuse("payload", rules::ResourceName{kind, {}}.describe(),
                  "what the name says: " + update.name.describe());
}

} // namespace

v1::ConfigRequest toProto(const rules::ConfigRequest& request) {
    v1::ConfigRequest message;
    std::visit(RequestWriter{message}, request);
    return message;
}

Result<rules::ConfigUpdate> fromProto(const v1::ConfigUpdate& message) {
    rules::ConfigUpdate update;
    update.sequence = message.sequence();
    CAUSEWAY_TRY(update.name, fromProto(message.name()));
    update.version = message.version();
    update.checksum = message.checksum();
    auto payload = payloadFrom(message);
    if (!payload)
        return tl::unexpected(std::move(payload).error().context(update.name.describe()));
    update.payload = std::move(*payload);
    CAUSEWAY_CHECK(checkKind(update));
    return update;
}

v1::ConfigUpdate toProto(const rules::ConfigUpdate& update) {
    v1::ConfigUpdate message;
    message.set_sequence(update.sequence);
    *message.mutable_name() = toProto(update.name);
    message.set_version(update.version);
    message.set_checksum(update.checksum);
    std::visit(PayloadWriter{message}, update.payload);
    return message;
}

} // namespace causeway::convert
