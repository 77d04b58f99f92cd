// SPDX-License-Identifier: Apache-2.0
#include "analysis/explain/compare.h"

#include "analysis/header_list.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

struct Answer {
    std::string verdict = "not served";
    std::string rule;
};

Answer ask(const std::vector<JudgedPort>& ports, const std::string& caller,
           const IpAddress& address, const WitnessRequest& request) {
    if (ports.empty())
        return {};
    const HeaderList headers(request.headers);
    const auto decision = policy::evaluate(
        *ports.front().policy,
        {caller, {}, address, {request.method, request.host, request.path, &headers}});
    if (decision.verdict() == policy::Verdict::NoRoute)
        return {"no route", {}};
    const auto* verdict = decision.wouldDeny() ? "allowed by audit"
                          : decision.allowed() ? "allowed"
                                               : "denied";
    return {verdict, decision.rule().describe()};
}

std::vector<const policy::ServerRules*> rulesOf(const std::vector<JudgedPort>& ports) {
    std::vector<const policy::ServerRules*> rules;
    for (const auto& port : ports)
        rules.push_back(&policy::rulesOf(*port.policy));
    return rules;
}

Access accessOf(const std::vector<JudgedPort>& ports, const std::string& caller,
                const std::vector<IpAddress>& addresses) {
    std::set<std::string> verdicts;
    for (const auto& request : witnessRequests(rulesOf(ports)))
        for (const auto& address : addresses) {
            auto verdict = ask(ports, caller, address, request).verdict;
            // What no route takes is nobody's: it says nothing about this caller.
            if (verdict != "no route")
                verdicts.insert(std::move(verdict));
        }
    if (verdicts == std::set<std::string>{"allowed"})
        return Access::All;
    if (verdicts.contains("allowed"))
        return Access::Some;
    return verdicts.contains("allowed by audit") ? Access::Audited : Access::None;
}

bool isOneVerdict(const std::string& a, const std::string& b) {
    const bool allowsA = a.starts_with("allowed");
    const bool allowsB = b.starts_with("allowed");
    return a == b || (allowsA && allowsB && a.size() == b.size());
}

// What one caller and one request meet with from each of the addresses, those that agree together.
class Comparison {
public:
    Comparison(const std::vector<JudgedPort>& before, const std::vector<JudgedPort>& after,
               Judge::ServicePort callee)
        : m_before(before), m_after(after), m_callee(std::move(callee)) {}

    void compare(const std::string& caller, const WitnessRequest& request,
                 const std::vector<IpAddress>& addresses, std::vector<Difference>& all) const {
        std::vector<Difference> found;
        for (const auto& address : addresses) {
            const auto was = ask(m_before, caller, address, request);
            const auto is = ask(m_after, caller, address, request);
            if (isOneVerdict(was.verdict, is.verdict))
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
    const std::vector<JudgedPort>& m_before;
    const std::vector<JudgedPort>& m_after;
    Judge::ServicePort m_callee;
};

} // namespace

Matrix matrixOf(const Judge& judge) {
    Matrix matrix;
    for (const auto& [callee, ports] : judge.ports())
        matrix.callees.push_back(callee);
    const auto addresses = witnessAddresses({&judge});
    for (const auto& caller : witnessCallers({&judge})) {
        MatrixRow row{caller, {}};
        for (const auto& [callee, ports] : judge.ports())
            row.access.push_back(accessOf(ports, caller, addresses));
        matrix.rows.push_back(std::move(row));
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
        const auto& old = before.portsOf(callee.service, callee.port);
        const auto& fresh = after.portsOf(callee.service, callee.port);
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
