// SPDX-License-Identifier: Apache-2.0
#include "telemetry/edge.h"

namespace causeway::telemetry {

std::string_view name(Vantage vantage) {
    switch (vantage) {
    case Vantage::Caller: return "caller";
    case Vantage::Egress: return "egress";
    case Vantage::Ingress: return "ingress";
    case Vantage::Callee: return "callee";
    }
    return "unknown";
}

std::string_view name(StatusClass status) {
    switch (status) {
    case StatusClass::Http1xx: return "1xx";
    case StatusClass::Http2xx: return "2xx";
    case StatusClass::Http3xx: return "3xx";
    case StatusClass::Http4xx: return "4xx";
    case StatusClass::Http5xx: return "5xx";
    case StatusClass::GrpcOk: return "grpc-ok";
    case StatusClass::GrpcError: return "grpc-error";
    case StatusClass::GrpcOther: return "grpc-other";
    case StatusClass::TransportError: return "transport-error";
    }
    return "unknown";
}

std::string_view name(TlsState tls) {
    switch (tls) {
    case TlsState::Mutual: return "mutual";
    case TlsState::None: return "none";
    case TlsState::Local: return "local";
    }
    return "unknown";
}

std::string_view name(Leg leg) {
    switch (leg) {
    case Leg::ToEgress: return "to-egress";
    case Leg::Connect: return "connect";
    case Leg::Wire: return "wire";
    case Leg::ToCallee: return "to-callee";
    case Leg::CalleeProxy: return "callee-proxy";
    case Leg::Application: return "application";
    case Leg::CallerConnect: return "caller-connect";
    }
    return "unknown";
}

bool EdgeCounters::empty() const {
    for (const auto& time : legs)
        if (!time.empty())
            return false;
    return requests == 0 && attempts == 0 && failures == 0 && latency.empty()
           && connectionsOpened == 0 && requestsReused == 0 && requestBytes == 0
           && responseBytes == 0;
}

void EdgeCounters::merge(const EdgeCounters& other) {
    requests += other.requests;
    attempts += other.attempts;
    failures += other.failures;
    latency.merge(other.latency);
    for (std::size_t i = 0; i < legs.size(); ++i)
        legs[i].merge(other.legs[i]);
    connectionsOpened += other.connectionsOpened;
    requestsReused += other.requestsReused;
    requestBytes += other.requestBytes;
    responseBytes += other.responseBytes;
}

void EdgeCounters::clear() {
    latency.clear();
    for (auto& time : legs)
        time.clear();
    requests = attempts = failures = 0;
    connectionsOpened = requestsReused = requestBytes = responseBytes = 0;
}

} // namespace causeway::telemetry
