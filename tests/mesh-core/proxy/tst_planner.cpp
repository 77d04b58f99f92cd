// SPDX-License-Identifier: Apache-2.0
// What a request is judged by, from where it came in.
#include "base/clock.h"
#include "proxy/planner.h"

#include <QTest>

using namespace causeway;
using namespace causeway::proxy;

namespace {

constexpr std::uint16_t kPort = 8080;

struct Sidecar {
    Sidecar() {
        rules::ProxySettings settings;
        settings.servedPorts = {{"ledger.bank.svc.aws.mesh", 80, kPort}};
        config.apply({rules::ResourceName::Kind::ProxySettings, ""},
                     std::make_shared<const rules::ProxySettings>(settings));
        config.apply({rules::ResourceName::Kind::InboundServer, std::to_string(kPort)},
                     *compile(rules::Resource(
                         policy::defaultRules(policy::DefaultPolicy::AllAuthenticated, kPort))));
    }
    // The status that GET / from there gets; 0: it goes on.
    int ask(const ListenerSpec& listener, const std::string& ip) {
        Peer peer;
        peer.ip = *IpAddress::parse(ip);
        Request request;
        request.role = Role::Inbound;
        request.listener = &listener;
        request.peer = &peer;
        request.head.method = "GET";
        request.head.authority = "ledger.bank.svc.aws.mesh:80";
        request.head.path = "/healthz";
        const Verdict verdict = planner.plan(request);
        const auto* refusal = std::get_if<Refusal>(&verdict);
        return refusal ? refusal->status : std::holds_alternative<Plan>(verdict) ? 0 : -1;
    }

    Options options;
    SystemClock clock;
    ConfigView config{[](const rules::ResourceName&) {}};
    RateLimiters rateLimiters;
    Planner planner{options, config, clock, [] { return std::uint64_t(0); }, rateLimiters};
};

ListenerSpec inbound(bool redirected, std::uint16_t edgePort) {
    ListenerSpec spec{Role::Inbound, *net::Address::parse("10.1.0.1:4143")};
    spec.transparent = redirected;
    spec.edgePort = edgePort;
    return spec;
}

} // namespace

class TestPlanner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWorkloadsOwnProbesNeedNoLeaveAtItsOwnPort() {
        Sidecar sidecar;
        QCOMPARE(sidecar.ask(inbound(true, kPort), "127.0.0.1"), 0);
        QCOMPARE(sidecar.ask(inbound(true, kPort), "10.1.0.7"), 403);
    }
    void whoComesByTheMeshOrAnEdgeNeedsLeaveFromTheSameHostToo() {
        Sidecar sidecar;
        QCOMPARE(sidecar.ask(inbound(false, 0), "127.0.0.1"), 403);
        QCOMPARE(sidecar.ask(inbound(true, 0), "127.0.0.1"), 403);
        QCOMPARE(sidecar.ask(inbound(false, kPort), "127.0.0.1"), 403);
    }
};

QTEST_APPLESS_MAIN(TestPlanner)
#include "tst_planner.moc"
