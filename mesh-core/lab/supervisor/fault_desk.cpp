// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/fault_desk.h"

#include "lab/workload/workload_orders.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <csignal>

namespace causeway::lab {

// A duty cycle: the process runs for its share of every 20 ms.
class FaultDesk::Brake {
public:
    Brake(net::EventLoop& loop, Crew& crew, std::string member, unsigned cpuPercent)
        : m_loop(loop), m_crew(crew), m_member(std::move(member)),
          m_run(kPeriod * cpuPercent / 100), m_timer([this] { turn(); }) {
        turn();
    }
    ~Brake() { signal(SIGCONT); }

private:
    static constexpr Duration kPeriod = std::chrono::milliseconds(20);

    void turn() {
        m_stopped = !m_stopped;
        signal(m_stopped ? SIGSTOP : SIGCONT);
        m_loop.arm(m_timer, m_stopped ? kPeriod - m_run : m_run);
    }
    void signal(int number) {
        if (auto* member = m_crew.find(m_member); member && member->child)
            member->child->signal(number);
    }

    net::EventLoop& m_loop;
    Crew& m_crew;
    std::string m_member;
    Duration m_run;
    net::Timer m_timer;
    bool m_stopped = false;
};

FaultDesk::FaultDesk(net::EventLoop& loop, const LabPlan& plan, Crew& crew)
    : m_loop(loop), m_plan(plan), m_crew(crew) {}

FaultDesk::~FaultDesk() = default;

Status FaultDesk::add(const std::vector<std::string>& words) {
    CAUSEWAY_TRY(auto fault, parseFault(words, m_plan.fleet, m_plan.addresses.mode()));
    if (const auto old = m_faults.extract(fault.target))
        lift(old.mapped());
    const auto target = fault.target;
    apply(m_faults.insert_or_assign(target, std::move(fault)).first->second);
    return {};
}

Status FaultDesk::remove(const std::vector<std::string>& words) {
    CAUSEWAY_TRY(const auto target, parseFaultTarget(words));
    const auto old = m_faults.extract(target);
    if (!old)
        return fail(
            ErrorKind::NotFound,
            fmt::format("there is no fault {}; \"causeway-lab fault list\" shows those there are",
                        target));
    lift(old.mapped());
    return {};
}

std::vector<std::string> FaultDesk::list() const {
    std::vector<std::string> all;
    for (const auto& [target, fault] : m_faults)
        all.push_back(fault.text);
    return all;
}

void FaultDesk::clear() {
    m_brakes.clear();
    m_faults.clear();
}

void FaultDesk::apply(const Fault& fault) {
    if (std::holds_alternative<WireFault>(fault.what))
        tellWires();
    else if (const auto* workload = std::get_if<WorkloadFault>(&fault.what))
        tellWorkload(*workload);
    else if (const auto* gateway = std::get_if<GatewayFault>(&fault.what))
        m_brakes[gateway->cluster] = std::make_unique<Brake>(
            m_loop, m_crew, "gateway@" + gateway->cluster, gateway->cpuPercent);
    else if (const auto* kill = std::get_if<KillFault>(&fault.what))
        if (auto* member = m_crew.find(kill->process)) {
            m_killed[fault.target] = member->restarts;
            m_crew.kill(*member, kill->duration);
        }
}

void FaultDesk::lift(const Fault& fault) {
    if (std::holds_alternative<WireFault>(fault.what))
        tellWires();
    else if (const auto* workload = std::get_if<WorkloadFault>(&fault.what))
        tellWorkload({workload->workload, workload->cluster, 0, {}});
    else if (const auto* gateway = std::get_if<GatewayFault>(&fault.what))
        m_brakes.erase(gateway->cluster);
    else if (const auto* kill = std::get_if<KillFault>(&fault.what))
        if (auto* member = m_crew.find(kill->process))
            m_crew.revive(*member);
}

// Every wire as it is declared, changed by the faults that touch it.
void FaultDesk::tellWires() {
    for (auto wire : wirePlans(m_plan.fleet)) {
        for (const auto& [target, fault] : m_faults) {
            const auto* what = std::get_if<WireFault>(&fault.what);
            if (!what || !what->touches(wire.from, wire.to))
                continue;
            const auto& added = what->added;
            wire.properties.delay += added.delay;
            wire.properties.jitter += added.jitter;
            wire.properties.hops += added.hops;
            wire.properties.loss = std::max(wire.properties.loss, added.loss);
            if (added.bitsPerSecond > 0)
                wire.properties.bitsPerSecond = added.bitsPerSecond;
        }
        auto line = serialize(wire);
        line.pop_back(); // the channel ends lines itself
        m_crew.sayTo(MemberKind::Wan, line);
    }
}

void FaultDesk::tellWorkload(const WorkloadFault& fault) {
    if (auto* member = m_crew.find("workloads@" + fault.cluster); member && member->child)
        member->child->say(serialize(WorkloadOrder{fault.workload, fault.errors, fault.delay}));
}

void FaultDesk::tellAgain(const Member& member) {
    if (member.plan.kind == MemberKind::Wan)
        tellWires();
    for (const auto& [target, fault] : m_faults)
        if (const auto* workload = std::get_if<WorkloadFault>(&fault.what))
            if (member.plan.kind == MemberKind::Workloads
                && member.plan.cluster == workload->cluster)
                tellWorkload(*workload);
}

void FaultDesk::prune() {
    std::erase_if(m_faults, [this](const auto& each) {
        const auto* kill = std::get_if<KillFault>(&each.second.what);
        const auto* member = kill ? m_crew.find(kill->process) : nullptr;
        return member && member->restarts > m_killed[each.first];
    });
}

} // namespace causeway::lab
