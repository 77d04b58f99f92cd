// SPDX-License-Identifier: Apache-2.0
// Decides what becomes of a request, one file a role: who calls, which service is meant, whether
// the caller may, and where it goes. Looks configuration up, never waits for it: the answer may be
// "ask again when this changed". One worker's.
#pragma once

#include "proxy/config_view.h"
#include "proxy/detect/detection.h"
#include "proxy/filters/caller_assertion.h"
#include "proxy/filters/error_response.h"
#include "proxy/options.h"
#include "proxy/rate_limiters.h"
#include "proxy/request.h"

#include <functional>
#include <map>

namespace causeway::proxy {

struct Plan {
    policy::Permit permit;
    std::string destination;                  // a name for ENDPOINTS …
    const balance::Endpoint* local = nullptr; // … or the application beside us; the Planner's
    // Of our own application's requests: what its route asks for, as long as the plan lives.
    RoutesPtr routes{};
    const route::OutboundRoute* route = nullptr;
    // What the matched route asks for, of whichever side; null: nothing.
    const route::Filters* filters = nullptr;
    const route::RouteRule* rule = nullptr; // that the filters are of
    const route::Balancing* balancing = nullptr; // of the destination
    bool isCanary = false; // this gateway itself answers

    void setFilters(const route::Filters& of, const route::RouteRule& route) {
        filters = of.empty() ? nullptr : &of;
        rule = &route;
    }
};
struct Wait {
    rules::ResourceName name; // that is not there yet
};
using Verdict = std::variant<Plan, Refusal, Wait>;

class Planner {
public:
    // `random` gives 62 bits, for weighted backends.
    Planner(const Options& options, ConfigView& config, const Clock& clock,
            std::function<std::uint64_t()> random, RateLimiters& rateLimiters);

    // Fills in what it finds out about the request, also when it refuses it.
    [[nodiscard]] Verdict plan(Request& request);
    // What is spoken on connections that came in there, if that is declared.
    [[nodiscard]] std::variant<Expected, Wait> expected(const ListenerSpec& listener) const;
    // Whether what was planned may still go on, by the rules as they are now: of an open tunnel.
    [[nodiscard]] std::optional<Refusal> recheck(const Request& request) const;
    // Chooses among the route's backends once more, for another attempt.
    [[nodiscard]] std::optional<Refusal> aim(Request& request, Plan& plan);
    // The head as the next hop is to get it. `endpoint` is the one that was picked.
    [[nodiscard]] Status prepareHead(Request& request, const balance::Endpoint& endpoint);

private:
    [[nodiscard]] Verdict planOutbound(Request& request);
    // To an address that no service has.
    [[nodiscard]] Verdict planOutside(Request& request);
    [[nodiscard]] Verdict planEgressRoutes(Request& request, const RoutesPtr& table);
    [[nodiscard]] std::optional<Refusal> aimAt(Request& request, Plan& plan,
                                               const route::OutboundTable::Target& target) const;
    [[nodiscard]] std::variant<Plan, Refusal> leave(Request& request) const;
    [[nodiscard]] Verdict planInbound(Request& request);
    // By the rules of the port of this proxy's own workload.
    [[nodiscard]] Verdict planServed(Request& request);
    [[nodiscard]] const rules::ServedPort* servedPort(const Request& request) const;
    [[nodiscard]] std::optional<Refusal> checkExport(const Request& request) const;
    [[nodiscard]] Verdict planEgress(Request& request);
    [[nodiscard]] Verdict planIngress(Request& request);
    // Who called originally; refuses an assertion that does not hold.
    [[nodiscard]] std::optional<Refusal> findCaller(Request& request);
    // Within the rate that the port allows; 429 otherwise.
    [[nodiscard]] std::optional<Refusal> limitRate(Request& request, const PolicyPtr& policy);
    [[nodiscard]] const balance::Endpoint& application(std::uint16_t port, Protocol protocol);
    [[nodiscard]] std::variant<Plan, Refusal> permitMesh(const Request& request,
                                                         std::string destination) const;

    const Options& m_options;
    ConfigView& m_config;
    CallerAssertions m_assertions;
    std::function<std::uint64_t()> m_random;
    std::map<std::pair<std::uint16_t, Protocol>, balance::Endpoint> m_applications;
    struct Limited {
        PolicyPtr policy; // that the limiter is of
        std::shared_ptr<policy::RateLimiter> limiter;
    };
    RateLimiters& m_rateLimiters;
    std::map<std::uint16_t, Limited> m_limited; // by served port
    PolicyPtr m_anybody;  // the application on the loopback listener
    PolicyPtr m_meshOnly; // between gateways and sidecars: any identity that our anchors signed
};

// Shared by the roles.
[[nodiscard]] policy::RequestFacts factsOf(const Request& request,
                                           const route::HeaderSource& headers);
[[nodiscard]] std::string routeNameOf(const ObjectRef& route); // "default", "httproute/get-loan"
// "ledger.bank.svc.gcp.mesh" and 80 from "ledger.bank.svc.gcp.mesh:80@aws:gcp"; Refusal on
// nonsense.
[[nodiscard]] std::optional<Refusal> readTarget(std::string_view authority, Request& request);

[[nodiscard]] Refusal denied(const policy::Decision& decision, const policy::RequestFacts& facts);
// What an application is spoken to with. A port without a declared protocol gets what the caller's
// application spoke.
[[nodiscard]] Protocol localProtocol(Protocol declared, const Request& request);

class HeadersOf final : public route::HeaderSource {
public:
    explicit HeadersOf(const http::Headers& headers) : m_headers(headers) {}
    std::optional<std::string_view> find(std::string_view name) const override {
        return m_headers.find(name);
    }

private:
    const http::Headers& m_headers;
};

} // namespace causeway::proxy
