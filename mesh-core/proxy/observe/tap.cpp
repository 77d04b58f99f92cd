// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/tap.h"

#include "causeway/v1/tap.pb.h"
#include "proxy/recorder.h"

#include <re2/re2.h>

#include <algorithm>

namespace causeway::proxy {
namespace {

bool isOutbound(const Request& request) {
    return request.role == Role::Outbound || request.role == Role::Egress;
}

// "payments" and "bank" of ".../ns/bank/sa/payments".
std::string_view partAfter(std::string_view identity, std::string_view marker) {
    const std::size_t at = identity.find(marker);
    if (at == identity.npos)
        return {};
    const std::string_view rest = identity.substr(at + marker.size());
    return rest.substr(0, rest.find('/'));
}

// "ledger.bank" of "ledger.bank.svc.aws.mesh", and "bank" of that.
std::string_view shortName(std::string_view service) {
    return service.substr(0, service.find(".svc."));
}
std::string_view namespaceOf(std::string_view service) {
    const std::string_view name = shortName(service);
    const std::size_t dot = name.find('.');
    return dot == name.npos ? std::string_view() : name.substr(dot + 1);
}

bool fits(std::string_view wanted, std::string_view found) {
    return wanted.empty() || wanted == found;
}

v1::Vantage vantageOf(Role role) {
    switch (role) {
    case Role::Outbound:
        return v1::VANTAGE_CALLER;
    case Role::Egress:
        return v1::VANTAGE_EGRESS;
    case Role::Ingress:
        return v1::VANTAGE_INGRESS;
    case Role::Inbound:
        break;
    }
    return v1::VANTAGE_CALLEE;
}

template <typename List>
void addHeaders(List* list, const http::Headers& headers, const std::vector<std::string>& redact) {
    for (const http::Header& each : headers) {
        if (each.name.starts_with(kHeaderPrefix))
            continue; // signed assertions among them
        v1::TapHeader* header = list->Add();
        header->set_name(std::string(each.name));
        // Other bytes than UTF-8 cannot travel as text.
        std::string value(isSecret(each.name, redact) ? kRedacted : each.value);
        std::ranges::replace_if(
            value, [](char c) { return static_cast<unsigned char>(c) > 0x7e; }, '?');
        header->set_value(std::move(value));
    }
}

std::string printable(std::string_view text) {
    std::string copy(text);
    std::ranges::replace_if(
        copy, [](char c) { return static_cast<unsigned char>(c) > 0x7e; }, '?');
    return copy;
}

void describeRules(v1::TapEvent& event, const Request& request) {
    if (!request.decision)
        return;
    event.set_server(request.decision->server().describe());
    event.set_inbound_route(request.decision->route().describe());
    event.set_authorization(request.decision->rule().describe());
    event.set_shadow_deny(request.decision->allowed() && request.decision->wouldDeny());
}

} // namespace

bool RateLimit::take(MonotonicTime now) {
    const std::int64_t second =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    std::int64_t known = m_second.load();
    if (known != second && m_second.compare_exchange_strong(known, second))
        m_taken = 0;
    return m_taken.fetch_add(1) < m_perSecond;
}

TapSession::TapSession(std::uint64_t id, const v1::TapRequest& request, std::string instance,
                       Deliver deliver)
    : m_id(id), m_request(std::make_unique<v1::TapRequest>(request)),
      m_instance(std::move(instance)), m_deliver(std::move(deliver)),
      m_redact(request.redact().begin(), request.redact().end()),
      m_limit(request.max_rps() == 0 ? kDefaultRps : std::min(request.max_rps(), kMaxRps)) {
    for (std::string& name : m_redact)
        std::ranges::transform(name, name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        });
}

TapSession::~TapSession() = default;

Result<std::shared_ptr<TapSession>> TapSession::make(std::uint64_t id,
                                                     const v1::TapRequest& request,
                                                     std::string instance, Deliver deliver) {
    std::shared_ptr<TapSession> made(
        new TapSession(id, request, std::move(instance), std::move(deliver)));
    const std::string& pattern = request.filter().path_regex();
    if (pattern.empty())
        return made;
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(1 << 20);
    made->m_path = std::make_unique<re2::RE2>(pattern, options);
    if (!made->m_path->ok())
        return fail(ErrorKind::InvalidInput,
                    "filter.path_regex: found \"" + pattern
                        + "\"; expected an expression of RE2: " + made->m_path->error());
    return made;
}

bool TapSession::matches(const Ending& ending) const {
    const Request& request = ending.request;
    const v1::TapFilter& filter = m_request->filter();
    const std::string_view source = ending.callerIdentity();
    const std::uint32_t status = ending.outcome.status;
    if (filter.direction() != v1::TapFilter::ANY
        && (filter.direction() == v1::TapFilter::OUTBOUND) != isOutbound(request))
        return false;
    if (!fits(filter.method(), request.head.method) || !fits(filter.authority(), ending.authority())
        || !fits(filter.source_identity(), source)
        || !fits(filter.source_workload(), partAfter(source, "/sa/"))
        || !fits(filter.source_namespace(), partAfter(source, "/ns/"))
        || !fits(filter.destination_service(), shortName(request.service))
        || !fits(filter.destination_namespace(), namespaceOf(request.service))
        || !fits(filter.destination_workload(), ending.outcome.workload))
        return false;
    if (status < filter.status_min() || (filter.status_max() != 0 && status > filter.status_max()))
        return false;
    const std::string_view path = request.head.path;
    return path.starts_with(filter.path_prefix())
           && (!m_path || re2::RE2::FullMatch(re2::StringPiece(path.data(), path.size()), *m_path));
}

void TapSession::ended(const Ending& ending) {
    if (!matches(ending))
        return;
    if (m_request->one_in() > 1 && m_matched++ % m_request->one_in() != 0)
        return;
    if (m_untold >= kMaxUntold || !m_limit.take(ending.now)) {
        ++m_dropped;
        return;
    }
    auto event = describe(ending);
    event->set_dropped(m_dropped.exchange(0));
    ++m_untold;
    m_deliver(m_id, std::move(event));
}

std::unique_ptr<v1::TapEvent> TapSession::describe(const Ending& ending) const {
    const Request& request = ending.request;
    const Outcome& outcome = ending.outcome;
    auto event = std::make_unique<v1::TapEvent>();
    event->set_proxy(m_instance);
    const auto received =
        std::chrono::duration_cast<std::chrono::nanoseconds>(ending.received().time_since_epoch())
            .count();
    event->mutable_received()->set_seconds(received / 1'000'000'000);
    event->mutable_received()->set_nanos(static_cast<std::int32_t>(received % 1'000'000'000));
    event->set_vantage(vantageOf(request.role));
    event->set_protocol(static_cast<v1::Protocol>(request.protocol));
    event->set_tls(static_cast<v1::TlsState>(outcome.tls));
    event->set_source_identity(std::string(ending.callerIdentity()));
    event->set_source_workload(std::string(partAfter(ending.callerIdentity(), "/sa/")));
    event->set_source_address(request.peer->ip.serialize());
    event->set_destination_service(std::string(shortName(request.service)));
    event->set_destination_workload(outcome.workload);
    event->set_destination_instance(outcome.instance);
    event->set_destination_address(outcome.target);
    event->set_method(std::string(request.head.method));
    event->set_authority(printable(ending.authority()));
    event->set_path(printable(request.head.path));
    event->set_status(outcome.status);
    if (outcome.result.grpcStatus)
        event->set_grpc_status(static_cast<std::uint32_t>(*outcome.result.grpcStatus));
    event->set_failure(outcome.result.failure);
    event->set_error(outcome.error);
    event->set_latency_us(outcome.own ? outcome.own->us : 0);
    event->set_total_us(ending.totalUs());
    event->set_request_bytes(outcome.requestBytes);
    event->set_response_bytes(outcome.responseBytes);
    event->set_route(request.routeName);
    event->set_link(request.link);
    describeRules(*event, request);
    event->set_trace_id(ending.traceId());
    addHeaders(event->mutable_request_headers(), request.head.headers, m_redact);
    if (request.observed)
        addHeaders(event->mutable_response_headers(), request.observed->responseHeaders, m_redact);
    return event;
}

} // namespace causeway::proxy
