// SPDX-License-Identifier: Apache-2.0
#include "bench/fleet/simulated_proxy.h"

#include "tls/jwt.h"

#include <sys/stat.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace causeway::bench {

namespace {

using Kind = rules::ResourceName::Kind;

constexpr const char* kIssuer = "causeway-control/aws";

void record(telemetry::Histogram& histogram, std::uint64_t requests, double mean,
            std::minstd_rand& random) {
    std::lognormal_distribution<double> around(mean, 0.4);
    for (std::uint64_t i = 0; i < requests; ++i)
        histogram.record(static_cast<std::uint64_t>(around(random)));
}

} // namespace

SimulatedProxy::SimulatedProxy(const FleetSetting& setting, int number, Hooks hooks)
    : m_setting(setting), m_number(number), m_hooks(std::move(hooks)),
      m_control{.address = setting.control,
                .identity = "spiffe://talk.mesh/cluster/aws/ns/causeway/sa/control",
                .trustAnchorsFile = setting.anchorsFile,
                .joinTokenFile = {},
                .stateFolder = {}} {
    const int service = setting.plan.serviceOf(number);
    m_options.instance = {.cluster = "aws",
                          .namespace_ = FleetPlan::namespaceOf(service),
                          .workload = FleetPlan::serviceName(service),
                          .instance = setting.plan.instanceOf(number),
                          .epoch = 0,
                          .version = "0.1.0",
                          .mode = ProxyMode::Sidecar,
                          .identity = FleetPlan::identityOf(service)};
    learnCalls();
    m_wanted.push_back({Kind::ProxySettings, ""});
    m_wanted.push_back({Kind::InboundServer, "8080"}); // a Server's
    m_wanted.push_back({Kind::InboundServer, "8081"}); // the default policy's
    for (int which = 0; which < FleetPlan::kCalled; ++which) {
        if (setting.plan.proxyFor(service, which) != number)
            continue;
        const int called = setting.plan.calledBy(service, which);
        const std::string name =
            FleetPlan::serviceName(called) + "." + FleetPlan::namespaceOf(called);
        m_wanted.push_back({Kind::OutboundRoutes, name + ":80"});
        m_wanted.push_back({Kind::Endpoints, name + ".svc.aws.mesh:80"});
    }
}

// The calls that this proxy makes, and those that it answers.
void SimulatedProxy::learnCalls() {
    const FleetPlan& plan = m_setting.plan;
    const int own = plan.serviceOf(m_number);
    for (int which = 0; which < FleetPlan::kCalled; ++which) {
        if (plan.proxyFor(own, which) == m_number)
            m_calls.push_back(callOf(own, which, true));
        const int caller = ((own - 1 - which * 7) % plan.services() + plan.services()) % plan.services();
        if (plan.proxyFor(own, which) == m_number)
            m_calls.push_back(callOf(caller, which, false));
    }
}

SimulatedProxy::Call SimulatedProxy::callOf(int service, int which, bool isCaller) const {
    const int called = m_setting.plan.calledBy(service, which);
    Call call;
    auto& labels = call.labels;
    labels.key.vantage = isCaller ? telemetry::Vantage::Caller : telemetry::Vantage::Callee;
    labels.key.sourceIdentity = FleetPlan::identityOf(service);
    labels.key.destinationService =
        FleetPlan::serviceName(called) + "." + FleetPlan::namespaceOf(called);
    labels.key.destinationCluster = "aws";
    labels.key.route = "httproute/get";
    labels.key.protocol = Protocol::Http2;
    labels.sourceWorkload = FleetPlan::serviceName(service);
    labels.destinationWorkload = FleetPlan::serviceName(called);
    labels.destinationInstance =
        m_setting.plan.instanceOf(m_setting.plan.proxyFor(called, which));
    call.mean = std::log(2000.0 + 50.0 * ((service + which) % 97));
    return call;
}

Result<std::string> SimulatedProxy::joinToken() const {
    const WallTime now = m_setting.loop.clock().wallNow();
    return tls::signJwt({.issuer = kIssuer,
                         .subject = m_options.instance.identity,
                         .audience = kIssuer,
                         .id = m_options.instance.instance + "-" + std::to_string(m_starts),
                         .issuedAt = now,
                         .expires = now + std::chrono::hours(1)},
                        m_setting.tokens);
}

Status SimulatedProxy::start() {
    ++m_starts;
    m_options.instance.epoch = static_cast<std::uint64_t>(
        m_setting.loop.clock().wallNow().time_since_epoch().count());
    m_control.stateFolder = m_setting.folder + "/" + m_options.instance.instance + "-"
                            + std::to_string(m_starts);
    m_control.joinTokenFile = m_control.stateFolder + ".token";
    CAUSEWAY_TRY(const std::string token, joinToken());
    std::ofstream(m_control.joinTokenFile) << token;
    ::chmod(m_control.joinTokenFile.c_str(), S_IRUSR | S_IWUSR);
    CAUSEWAY_TRY(m_client,
                 proxy::ControlClient::make(
                     m_setting.loop, m_options, m_control,
                     {.tls = [](const proxy::TlsPtr&) {},
                      .publish =
                          [this](const rules::ResourceName& name, const proxy::Piece&) {
                              m_missing.erase(name);
                              if (m_served && name.kind == Kind::InboundServer)
                                  m_hooks.inbound();
                              checkServed();
                          },
                      .acknowledged =
                          [this] {
                              m_acknowledged = true;
                              checkServed();
                          },
                      .tapOrder = [](const v1::TapOrder&) {},
                      .tapsLost = [] {}}));
    m_missing = {m_wanted.begin(), m_wanted.end()};
    m_acknowledged = m_served = false;
    for (const rules::ResourceName& name : m_wanted)
        m_client->want(name);
    m_client->start();
    return {};
}

void SimulatedProxy::stop() {
    if (!m_client)
        return;
    m_client->stop();
    m_client.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_control.stateFolder, ignored);
    std::filesystem::remove(m_control.joinTokenFile, ignored);
}

std::string SimulatedProxy::describe() const {
    std::string text = m_options.instance.instance;
    text += m_client && m_client->connected() ? ": connected" : ": not connected";
    text += m_client && m_client->tls() ? ", has a leaf" : ", has no leaf";
    text += m_acknowledged ? "" : ", no report acknowledged";
    for (const rules::ResourceName& name : m_missing)
        text += ", no " + name.describe();
    return text;
}

void SimulatedProxy::checkServed() {
    if (m_served || !m_acknowledged || !m_missing.empty())
        return;
    m_served = true;
    m_hooks.served();
}

void SimulatedProxy::report(WallTime end, std::minstd_rand& random) {
    if (!m_client)
        return;
    m_client->watchLink();
    if (!m_client->telemetry().wantsReport())
        return;
    std::poisson_distribution<std::uint64_t> more(2.0);
    telemetry::Report report;
    report.proxy = m_options.instance;
    report.end = end;
    report.duration = std::chrono::seconds(1);
    report.stats.residentBytes = 15U << 20U;
    if (m_client->tls())
        report.stats.certificateSerial = m_client->tls()->leaf().serial();
    report.edges.reserve(m_calls.size());
    for (const Call& call : m_calls) {
        auto& sample = report.edges.emplace_back();
        sample.labels = call.labels;
        auto& counters = sample.counters;
        counters.requests = counters.attempts = counters.requestsReused = 1 + more(random);
        counters.requestBytes = counters.requests * 412;
        counters.responseBytes = counters.requests * 1530;
        record(counters.latency, counters.requests, call.mean, random);
        if (call.labels.key.vantage != telemetry::Vantage::Caller)
            continue;
        for (const auto leg :
             {telemetry::Leg::ToCallee, telemetry::Leg::CalleeProxy, telemetry::Leg::Application})
            record(counters.leg(leg), counters.requests, call.mean - static_cast<double>(leg) / 4,
                   random);
    }
    m_client->telemetry().add(std::move(report));
}

} // namespace causeway::bench
