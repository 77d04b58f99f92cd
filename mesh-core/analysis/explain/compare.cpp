// SPDX-License-Identifier: Apache-2.0
#include "analysis/explain/compare.h"

#include "analysis/header_list.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace causeway::analysis {
namespace {

struct Answer {
    std::string verdict = "not served";
    std::string rule;
};

// The workloads behind one port of a service that have the same rules.
struct Group {
    const policy::Snapshot* policy = nullptr;
    std::vector<std::string> workloads; // "bank/ledger-1"

    [[nodiscard]] Answer ask(const std::string& caller, const IpAddress& address,
                             const WitnessRequest& request) const {
        const HeaderList headers(request.headers);
        const auto decision = policy::evaluate(
            *policy,
            {caller, {}, address, {request.method, request.host, request.path, &headers}});
        if (decision.verdict() == policy::Verdict::NoRoute)
            return {"no route", {}};
        const auto* verdict = decision.wouldDeny() ? "allowed by audit"
                              : decision.allowed() ? "allowed"
                                                   : "denied";
        return {verdict, decision.rule().describe()};
    }
};
using Groups = std::vector<Group>;

bool isSame(const policy::ServerRules& a, policy::ServerRules b) {
    b.port = a.port; // the same named port may have another number
    return a == b;
}

Groups groupsOf(const std::vector<JudgedPort>& ports) {
    Groups groups;
    for (const auto& port : ports) {
        const auto& rules = policy::rulesOf(*port.policy);
        auto group = std::ranges::find_if(groups, [&](const Group& other) {
            return isSame(policy::rulesOf(*other.policy), rules);
        });
        if (group == groups.end())
            group = groups.insert(group, {port.policy.get(), {}});
        const auto& metadata = port.workload->metadata;
        group->workloads.push_back(metadata.namespace_ + "/" + metadata.name);
    }
    return groups;
}

std::string namesOf(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 3;
    const auto shown = std::span(names).first(std::min(names.size(), kShown));
    return fmt::format("{}{}", fmt::join(shown, ", "),
                       names.size() > kShown ? fmt::format(" and {} more", names.size() - kShown)
                                             : std::string());
}

// What the service answers, and which of its workloads where they do not agree.
Answer ask(const Groups& groups, const std::string& caller, const IpAddress& address,
           const WitnessRequest& request) {
    std::map<std::string, std::vector<std::string>> byVerdict;
    std::set<std::string> rules;
    for (const auto& group : groups) {
        const auto answer = group.ask(caller, address, request);
        auto& workloads = byVerdict[answer.verdict];
        workloads.insert(workloads.end(), group.workloads.begin(), group.workloads.end());
        if (!answer.rule.empty())
            rules.insert(answer.rule);
    }
    if (byVerdict.empty())
        return {};
    if (byVerdict.size() == 1)
        return {byVerdict.begin()->first, fmt::format("{}", fmt::join(rules, ", "))};
    Answer answer{"", fmt::format("{}", fmt::join(rules, ", "))};
    for (const auto& [verdict, workloads] : byVerdict)
        answer.verdict += fmt::format("{}{} ({})", answer.verdict.empty() ? "" : ", ", verdict,
                                      namesOf(workloads));
    return answer;
}

std::vector<const policy::ServerRules*> rulesOf(const Groups& groups) {
    std::vector<const policy::ServerRules*> rules;
    for (const auto& group : groups)
        rules.push_back(&policy::rulesOf(*group.policy));
    return rules;
}

Access accessOf(const std::set<std::string>& verdicts) {
    if (verdicts == std::set<std::string>{"allowed"})
        return Access::All;
    if (verdicts.contains("allowed"))
        return Access::Some;
    return verdicts.contains("allowed by audit") ? Access::Audited : Access::None;
}

// Everything that a group answers to everybody.
struct Behaviour {
    std::vector<std::string> workloads;
    std::vector<std::string> verdicts; // of every witness
    std::vector<Access> access;        // by caller

    Behaviour(const Group& group, const std::vector<std::string>& callers,
              const std::vector<IpAddress>& addresses,
              const std::vector<WitnessRequest>& requests)
        : workloads(group.workloads) {
        for (const auto& caller : callers) {
            std::set<std::string> told;
            for (const auto& request : requests)
                for (const auto& address : addresses) {
                    verdicts.push_back(group.ask(caller, address, request).verdict);
                    // What no route takes is nobody's: it says nothing about this caller.
                    if (verdicts.back() != "no route")
                        told.insert(verdicts.back());
                }
            access.push_back(accessOf(told));
        }
    }
};

// Groups that answer alike, however their rules are written, are one.
std::vector<Behaviour> behavioursOf(const Groups& groups, const std::vector<std::string>& callers,
                                    const std::vector<IpAddress>& addresses) {
    const auto requests = witnessRequests(rulesOf(groups));
    std::vector<Behaviour> all;
    for (const auto& group : groups) {
        Behaviour behaviour(group, callers, addresses, requests);
        const auto same = std::ranges::find(all, behaviour.verdicts, &Behaviour::verdicts);
        if (same == all.end())
            all.push_back(std::move(behaviour));
        else
            same->workloads.insert(same->workloads.end(), group.workloads.begin(),
                                   group.workloads.end());
    }
    return all;
}

// What one caller and one request meet with from each of the addresses, those that agree together.
class Comparison {
public:
    Comparison(const Groups& before, const Groups& after, Judge::ServicePort callee)
        : m_before(before), m_after(after), m_callee(std::move(callee)) {}

    void compare(const std::string& caller, const WitnessRequest& request,
                 const std::vector<IpAddress>& addresses, std::vector<Difference>& all) const {
        std::vector<Difference> found;
        for (const auto& address : addresses) {
            const auto was = ask(m_before, caller, address, request);
            const auto is = ask(m_after, caller, address, request);
            if (was.verdict == is.verdict)
                continue;
            auto same = std::ranges::find_if(found, [&](const Difference& other) {
                return other.before == was.verdict && other.after == is.verdict;
            });
            if (same == found.end())
                same = found.insert(
                    same, {caller,
                           m_callee,
                           fmt::format("{} {} ({})", request.method, request.path, request.route),
                           {},
                           was.verdict,
                           is.verdict,
                           was.rule,
                           is.rule});
            same->networks.push_back(address.serialize());
        }
        for (auto& difference : found) {
            if (difference.networks.size() == addresses.size())
                difference.networks.clear();
            all.push_back(std::move(difference));
        }
    }

private:
    const Groups& m_before;
    const Groups& m_after;
    Judge::ServicePort m_callee;
};

} // namespace

Access combined(Access a, Access b) {
    if (a == b)
        return a;
    const auto allows = [](Access access) {
        return access == Access::All || access == Access::Some;
    };
    return allows(a) || allows(b) ? Access::Some : Access::Audited;
}

Matrix matrixOf(const Judge& judge) {
    Matrix matrix;
    const auto addresses = witnessAddresses({&judge});
    const auto callers = witnessCallers({&judge});
    for (const auto& caller : callers)
        matrix.rows.push_back({caller, {}});
    for (const auto& [callee, ports] : judge.ports()) {
        auto behaviours = behavioursOf(groupsOf(ports), callers, addresses);
        for (auto& behaviour : behaviours) {
            matrix.callees.push_back({callee, {}});
            if (behaviours.size() > 1)
                matrix.callees.back().workloads = std::move(behaviour.workloads);
            for (std::size_t i = 0; i < callers.size(); ++i)
                matrix.rows[i].access.push_back(behaviour.access[i]);
        }
    }
    return matrix;
}

std::vector<Difference> differences(const Judge& before, const Judge& after) {
    std::set<Judge::ServicePort> callees;
    for (const auto* judge : {&before, &after})
        for (const auto& [callee, ports] : judge->ports())
            callees.insert(callee);
    const auto callers = witnessCallers({&before, &after});
    const auto addresses = witnessAddresses({&before, &after});
    std::vector<Difference> all;
    for (const auto& callee : callees) {
        const auto old = groupsOf(before.portsOf(callee.service, callee.port));
        const auto fresh = groupsOf(after.portsOf(callee.service, callee.port));
        auto rules = rulesOf(old);
        const auto more = rulesOf(fresh);
        rules.insert(rules.end(), more.begin(), more.end());
        const Comparison comparison(old, fresh, callee);
        for (const auto& request : witnessRequests(rules))
            for (const auto& caller : callers)
                comparison.compare(caller, request, addresses, all);
    }
    return all;
}

} // namespace causeway::analysis
