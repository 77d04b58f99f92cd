// SPDX-License-Identifier: Apache-2.0
#include "simulated_fleet.h"

#include "telemetry/edge_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <random>

namespace causeway::simulation {
namespace {

using telemetry::Leg;

constexpr double kRetransmitMs = 200;
const std::vector<std::string> kServices{"ledger", "cards", "loans"};

struct Request {
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t service = 0;
    double start = 0; // ms
    double toEgress = 0;
    double egressReceived = 0;
    double connect = 0;
    double ingressReceived = 0;
    double calleeElapsed = 0;
    double application = 0;
    double ingressElapsed = 0;
    double egressElapsed = 0;
    bool cold = false;
};

enum class Stage { AtEgress, AtIngress, BackAtIngress, BackAtEgress };

struct Event {
    double at = 0;
    std::uint64_t order = 0;
    Stage stage = Stage::AtEgress;
    std::size_t request = 0;

    bool operator>(const Event& other) const {
        return std::tie(at, order) > std::tie(other.at, other.order);
    }
};

class Fleet {
public:
    explicit Fleet(const Plan& plan) : m_plan(plan), m_random(plan.seed) {
        m_free.resize(plan.sites.size());
        drawNetwork();
        drawRequests();
    }

    Told run() {
        while (!m_events.empty()) {
            const Event event = m_events.top();
            m_events.pop();
            step(event);
        }
        return {samples(m_usual, m_plan.onset), samples(m_now, m_plan.seconds - m_plan.onset)};
    }

private:
    double uniform(double low, double high) {
        return std::uniform_real_distribution<>(low, high)(m_random);
    }
    // Around `middle`, skewed as processing times are.
    double about(double middle) {
        return middle * std::lognormal_distribution<>(0, 0.25)(m_random);
    }

    void drawNetwork() {
        const auto count = m_plan.sites.size();
        for (std::size_t a = 0; a < count; ++a)
            for (std::size_t b = a; b < count; ++b)
                m_halfTrip[{a, b}] = m_halfTrip[{b, a}] = a == b ? 0.3 : uniform(4, 25);
        for (std::size_t site = 0; site < count; ++site)
            for (const auto& service : kServices)
                m_application[{site, service}] = uniform(2, 12);
    }

    void drawRequests() {
        for (std::size_t from = 0; from < m_plan.sites.size(); ++from) {
            for (std::size_t to = 0; to < m_plan.sites.size(); ++to) {
                double at = 0;
                std::exponential_distribution<> gap(m_plan.linkRps / 1000);
                while ((at += gap(m_random)) < m_plan.seconds * 1000) {
                    Request request;
                    request.from = from;
                    request.to = to;
                    request.start = at;
                    request.service = m_random() % kServices.size();
                    const double half = about(0.3);
                    m_requests.push_back(request);
                    schedule(at + half, Stage::AtEgress, m_requests.size() - 1);
                }
            }
        }
    }

    void schedule(double at, Stage stage, std::size_t request) {
        m_events.push({at, m_order++, stage, request});
    }

    // Sums `amount(fault)` over the faults that are in force for a request.
    template <typename Amount> double faulty(const Request& request, Amount amount) {
        double sum = 0;
        if (request.start >= m_plan.onset * 1000)
            for (const auto& fault : m_plan.faults)
                sum += amount(fault);
        return sum;
    }

    const std::string& site(std::size_t index) const { return m_plan.sites[index]; }

    // One pass through a gateway: waits for its processor. Returns when it is done.
    double pass(std::size_t gateway, double at, const Request& request) {
        const double work = about(0.15) + faulty(request, [&](const Fault& fault) {
                                return fault.kind == Fault::Kind::StarvedGateway
                                               && fault.site == site(gateway)
                                           ? fault.amountMs
                                           : 0.0;
                            });
        double& free = m_free[gateway];
        free = std::max(free, at) + work;
        return free;
    }

    double cross(std::size_t from, std::size_t to, const Request& request) {
        double time = m_halfTrip[{from, to}] * uniform(0.98, 1.06);
        time += faulty(request, [&](const Fault& fault) {
            const bool there = fault.site == site(from) && fault.other == site(to);
            const bool back = fault.site == site(to) && fault.other == site(from);
            if (fault.kind == Fault::Kind::WireDelay && there)
                return fault.amountMs;
            if (fault.kind == Fault::Kind::WireLoss && (there || back)
                && uniform(0, 1) < fault.share)
                return kRetransmitMs;
            return 0.0;
        });
        return time;
    }

    double connectTime(Request& request) {
        const bool lost = faulty(request, [&](const Fault& fault) {
                              return fault.kind == Fault::Kind::LostReuse
                                             && fault.site == site(request.to)
                                         ? 1.0
                                         : 0.0;
                          }) > 0;
        request.cold = lost || uniform(0, 1) < 0.04;
        if (!request.cold)
            return 0;
        double time = about(0.8); // both handshakes' processor time
        for (int trip = 0; trip < 2; ++trip)
            time += cross(request.from, request.to, request)
                    + cross(request.to, request.from, request);
        return time + faulty(request, [&](const Fault& fault) {
                   return fault.kind == Fault::Kind::SetupDelay && fault.site == site(request.to)
                              ? fault.amountMs
                              : 0.0;
               });
    }

    double gatewayDelay(const Request& request, Fault::Kind kind, std::size_t gateway) {
        return faulty(request, [&](const Fault& fault) {
            return fault.kind == kind && fault.site == site(gateway) ? fault.amountMs : 0.0;
        });
    }

    void step(const Event& event) {
        Request& request = m_requests[event.request];
        switch (event.stage) {
        case Stage::AtEgress: {
            const double read = pass(request.from, event.at, request);
            request.egressReceived = read;
            request.connect = connectTime(request);
            const double slow = gatewayDelay(request, Fault::Kind::EgressDelay, request.from);
            return schedule(read + slow + request.connect
                                + cross(request.from, request.to, request),
                            Stage::AtIngress, event.request);
        }
        case Stage::AtIngress: {
            request.ingressReceived = pass(request.to, event.at, request);
            const auto& service = kServices[request.service];
            request.application =
                about(m_application[{request.to, service}])
                + faulty(request, [&](const Fault& fault) {
                      return fault.kind == Fault::Kind::SlowWorkload
                                     && fault.site == site(request.to) && fault.other == service
                                 ? fault.amountMs
                                 : 0.0;
                  });
            request.calleeElapsed = request.application + about(0.2);
            return schedule(request.ingressReceived
                                + gatewayDelay(request, Fault::Kind::IngressDelay, request.to)
                                + about(0.4) + request.calleeElapsed,
                            Stage::BackAtIngress, event.request);
        }
        case Stage::BackAtIngress: {
            const double sent = pass(request.to, event.at, request);
            request.ingressElapsed = sent - request.ingressReceived;
            return schedule(sent + cross(request.to, request.from, request), Stage::BackAtEgress,
                            event.request);
        }
        case Stage::BackAtEgress: {
            const double sent = pass(request.from, event.at, request);
            request.egressElapsed = sent - request.egressReceived;
            return report(request, sent + about(0.3) - request.start);
        }
        }
    }

    static void record(telemetry::EdgeCounters& counters, Leg leg, double ms) {
        counters.leg(leg).record(std::uint64_t(std::max(0.0, ms) * 1000));
    }

    void report(const Request& request, double whole) {
        telemetry::EdgeLabels labels;
        labels.key.sourceIdentity =
            "spiffe://talk.mesh/cluster/" + site(request.from) + "/ns/bank/sa/caller";
        labels.key.destinationService = kServices[request.service] + ".bank";
        labels.key.destinationCluster = site(request.to);
        labels.key.link = site(request.from) + ":" + site(request.to);
        labels.sourceWorkload = "caller";
        const bool late = request.start >= m_plan.onset * 1000;
        auto& counters = (late ? m_now : m_usual)[request.from].series(labels);
        ++counters.requests;
        ++counters.attempts;
        counters.latency.record(std::uint64_t(whole * 1000));
        record(counters, Leg::ToEgress, whole - request.egressElapsed);
        record(counters, Leg::Connect, request.connect);
        record(counters, Leg::Wire,
               request.egressElapsed - request.connect - request.ingressElapsed);
        record(counters, Leg::ToCallee, request.ingressElapsed - request.calleeElapsed);
        record(counters, Leg::CalleeProxy, request.calleeElapsed - request.application);
        record(counters, Leg::Application, request.application);
        labels.key.vantage = telemetry::Vantage::Egress;
        auto& egress = (late ? m_now : m_usual)[request.from].series(labels);
        ++(request.cold ? egress.connectionsOpened : egress.requestsReused);
    }

    std::vector<telemetry::ClusterSamples>
    samples(std::map<std::size_t, telemetry::EdgeTable>& tables, double seconds) {
        std::vector<telemetry::ClusterSamples> all;
        for (auto& [index, table] : tables)
            all.push_back({site(index),
                           std::chrono::duration_cast<Duration>(
                               std::chrono::duration<double>(seconds)),
                           table.drain()});
        return all;
    }

    const Plan& m_plan;
    std::mt19937_64 m_random;
    std::map<std::pair<std::size_t, std::size_t>, double> m_halfTrip;
    std::map<std::pair<std::size_t, std::string>, double> m_application;
    std::vector<Request> m_requests;
    std::vector<double> m_free; // when each gateway's processor is idle again
    std::priority_queue<Event, std::vector<Event>, std::greater<>> m_events;
    std::uint64_t m_order = 0;
    std::map<std::size_t, telemetry::EdgeTable> m_usual;
    std::map<std::size_t, telemetry::EdgeTable> m_now;
};

std::string wireName(const Fault& fault) {
    return "wire:" + std::min(fault.site, fault.other) + ":" + std::max(fault.site, fault.other);
}

} // namespace

std::string Fault::describe() const {
    static const std::map<Kind, std::string> kNames{
        {Kind::None, "none"},
        {Kind::WireDelay, "wire delay"},
        {Kind::WireLoss, "wire loss"},
        {Kind::EgressDelay, "egress delay"},
        {Kind::IngressDelay, "ingress delay"},
        {Kind::SetupDelay, "set-up delay"},
        {Kind::LostReuse, "lost reuse"},
        {Kind::StarvedGateway, "starved gateway"},
        {Kind::SlowWorkload, "slow workload"}};
    return kNames.at(kind) + " " + site + " " + other + " " + std::to_string(int(amountMs)) + " ms";
}

std::vector<std::string> Fault::guilty() const {
    switch (kind) {
    case Kind::WireDelay:
    case Kind::WireLoss:
        return {wireName(*this)};
    case Kind::EgressDelay:
        return {"egress:" + site};
    case Kind::IngressDelay:
        return {"ingress:" + site};
    case Kind::SetupDelay:
    case Kind::LostReuse:
        return {"connect:" + site};
    case Kind::StarvedGateway:
        return {"ingress:" + site, "egress:" + site};
    case Kind::SlowWorkload:
        return {"workload:" + other + "@" + site};
    case Kind::None:
        break;
    }
    return {};
}

Told simulate(const Plan& plan) {
    return Fleet(plan).run();
}

Fault drawFault(const Plan& plan, std::uint64_t seed) {
    std::mt19937_64 random(seed * 7919 + 17);
    const auto pick = [&](const auto& list) { return list[random() % list.size()]; };
    Fault fault;
    fault.kind = Fault::Kind(1 + random() % 8);
    fault.site = pick(plan.sites);
    // 5 to 200 ms, as many small ones as large ones.
    fault.amountMs = 5 * std::pow(40, std::uniform_real_distribution<>(0, 1)(random));
    switch (fault.kind) {
    case Fault::Kind::WireDelay:
    case Fault::Kind::WireLoss:
        do
            fault.other = pick(plan.sites);
        while (fault.other == fault.site);
        fault.share = std::uniform_real_distribution<>(0.03, 0.15)(random);
        break;
    case Fault::Kind::SlowWorkload:
        fault.other = pick(kServices);
        break;
    case Fault::Kind::StarvedGateway:
        // Each request passes a gateway up to four times; more and the queue never ends.
        fault.amountMs = std::uniform_real_distribution<>(3, 9)(random);
        break;
    default:
        break;
    }
    return fault;
}

} // namespace causeway::simulation
