// SPDX-License-Identifier: Apache-2.0
// The faults that are in force in a running lab, and what they do: tells the wide area network and
// the workloads, slows gateways down, kills processes. Owned by the supervisor, on its loop's
// thread.
#pragma once

#include "lab/fault/fault.h"
#include "lab/supervisor/crew.h"
#include "lab/supervisor/start_plan.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace causeway::lab {

class FaultDesk {
public:
    FaultDesk(net::EventLoop& loop, const LabPlan& plan, Crew& crew);
    ~FaultDesk();

    // Replaces the one of the same target.
    [[nodiscard]] Status add(const std::vector<std::string>& words);
    [[nodiscard]] Status remove(const std::vector<std::string>& words);
    [[nodiscard]] std::vector<std::string> list() const;
    // A process that came back has to be told what is in force.
    void tellAgain(const Member& member);
    // Forgets the kills whose process has been started again.
    void prune();
    void clear();

private:
    class Brake; // stops and continues a process, many times a second

    void apply(const Fault& fault);
    void lift(const Fault& fault);
    void tellWires();
    void tellWorkload(const WorkloadFault& fault);

    net::EventLoop& m_loop;
    const LabPlan& m_plan;
    Crew& m_crew;
    std::map<std::string, Fault> m_faults;                  // by target
    std::map<std::string, unsigned> m_killed;               // by target: restarts before
    std::map<std::string, std::unique_ptr<Brake>> m_brakes; // by cluster
};

} // namespace causeway::lab
