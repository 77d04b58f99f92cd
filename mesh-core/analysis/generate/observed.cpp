// SPDX-License-Identifier: Apache-2.0
#include "analysis/generate/observed.h"

#include "analysis/simulate/simulate.h"
#include "profile/learn.h"
#include "profile/path_template.h"
#include "recording/likeness.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <tuple>

namespace causeway::analysis {
namespace {

// Whether the template with "{…}" stands for the path, segment by segment.
bool matches(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = pattern.substr(0, std::min(pattern.find('/', 1), pattern.size()));
        const auto found = path.substr(0, std::min(path.find('/', 1), path.size()));
        const auto close = wanted.find('}');
        const bool isAny = wanted.starts_with("/{") && close != wanted.npos;
        if (isAny ? !found.ends_with(wanted.substr(close + 1)) : wanted != found)
            return false;
        pattern.remove_prefix(wanted.size());
        path.remove_prefix(found.size());
    }
    return pattern.empty() && path.empty();
}

std::vector<std::string_view> segmentsOf(std::string_view path) {
    std::vector<std::string_view> segments;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/', 1), path.size());
        segments.push_back(path.substr(1, slash - 1));
        path.remove_prefix(slash);
    }
    return segments;
}

bool isOf(std::string_view text, std::string_view characters) {
    return !text.empty() && text.find_first_not_of(characters) == text.npos;
}

// The narrowest class of characters that all values are of.
std::string classOf(const std::vector<std::string_view>& values) {
    const auto all = [&](auto is) { return !values.empty() && std::ranges::all_of(values, is); };
    if (all([](auto value) { return isOf(value, "0123456789"); }))
        return "[0-9]+";
    if (all([](auto value) { return recording::isUuid(value); }))
        return "[0-9A-Fa-f-]{36}";
    if (all([](auto value) { return isOf(value, "0123456789-"); }))
        return "[0-9-]+";
    return "[^/]*";
}

// "/loans/[0-9]+" for "/loans/{loan}" when all that was seen there are numbers.
std::string patternOf(std::string_view path, const std::vector<std::string_view>& seen) {
    std::vector<std::vector<std::string_view>> cut;
    for (const auto each : seen)
        cut.push_back(segmentsOf(each));
    std::string pattern;
    const auto wanted = segmentsOf(path);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto close = wanted[i].find('}');
        if (!wanted[i].starts_with('{') || close == wanted[i].npos) {
            pattern += "/" + profile::quoteRegex(wanted[i]);
            continue;
        }
        const auto suffix = wanted[i].substr(close + 1);
        std::vector<std::string_view> values;
        for (const auto& segments : cut)
            if (i < segments.size() && segments[i].ends_with(suffix))
                values.push_back(segments[i].substr(0, segments[i].size() - suffix.size()));
        pattern += "/" + classOf(values) + profile::quoteRegex(suffix);
    }
    return pattern;
}

std::string_view withoutQuery(std::string_view path) {
    return path.substr(0, path.find_first_of("?#"));
}

// A connection has no path: its method is empty or that of a tunnel.
bool isConnection(const recording::Tuple& tuple) {
    return tuple.method.empty() || tuple.path.empty();
}

// The operation of each tuple.
class Operations {
public:
    Operations(const std::vector<recording::Tuple>& tuples, std::size_t maxWords) {
        std::vector<recording::Tuple> requests;
        std::ranges::copy_if(tuples, std::back_inserter(requests),
                             [](const auto& tuple) { return !isConnection(tuple); });
        if (requests.size() < tuples.size())
            m_list.emplace_back();
        profile::Findings ignored;
        for (const auto& each : profile::learnOperations(requests, {maxWords}, {}, ignored))
            m_list.push_back({each.method, each.path, {}});
        std::ranges::sort(m_list, {},
                          [](const auto& each) { return std::tie(each.path, each.method); });
    }

    std::size_t of(const recording::Tuple& tuple) {
        const auto path = isConnection(tuple) ? std::string_view() : withoutQuery(tuple.path);
        const auto method = isConnection(tuple) ? std::string_view() : tuple.method;
        const auto [known, isNew] = m_known.try_emplace({method, path}, 0);
        if (!isNew)
            return known->second;
        const auto is = [&](bool exactly) {
            return std::ranges::find_if(m_list, [&](const auto& each) {
                return each.method == method
                       && (exactly ? each.path == path : matches(each.path, path));
            });
        };
        auto found = is(true);
        if (found == m_list.end())
            found = is(false);
        // Learning bounds its depth: what is deeper is an operation of its own.
        if (found == m_list.end())
            found = m_list.insert(found, {std::string(method), std::string(path), {}});
        return known->second = static_cast<std::size_t>(found - m_list.begin());
    }
    std::vector<ObservedOperation> take() {
        std::vector<std::vector<std::string_view>> paths(m_list.size());
        for (const auto& [request, index] : m_known)
            paths[index].push_back(request.second);
        for (std::size_t i = 0; i < m_list.size(); ++i)
            if (profile::isTemplate(m_list[i].path))
                m_list[i].pattern = patternOf(m_list[i].path, paths[i]);
        return std::move(m_list);
    }

private:
    std::vector<ObservedOperation> m_list;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> m_known;
};

struct Bucket {
    std::vector<recording::Tuple> allowed;
    std::vector<recording::Tuple> refused;
};

recording::Verdict verdictOf(const recording::Tuple& tuple, const Judgement& judgement) {
    if (tuple.verdict != recording::Verdict::Unknown)
        return tuple.verdict;
    switch (judgement.outcome) {
    case Outcome::Allowed:
        return recording::Verdict::Allowed;
    case Outcome::WouldBeDenied:
        return recording::Verdict::Audited;
    default:
        return recording::Verdict::Denied;
    }
}

bool isAllowed(recording::Verdict verdict) {
    return verdict == recording::Verdict::Allowed || verdict == recording::Verdict::Audited;
}

std::int64_t dayOf(std::int64_t second) {
    return second / 86'400;
}

void addCallers(ObservedService& service, const std::vector<recording::Tuple>& allowed,
                const ObserveOptions& options) {
    Operations operations(allowed, options.maxWords);
    std::map<std::string_view, ObservedCaller> callers;
    std::map<std::pair<std::string_view, std::size_t>, std::set<std::int64_t>> kinds;
    for (const auto& tuple : allowed) {
        auto& caller = callers[tuple.identity];
        caller.identity = tuple.identity;
        if (tuple.identity.empty())
            caller.networks.insert(tuple.network);
        caller.requests += tuple.count;
        if (tuple.verdict == recording::Verdict::Audited)
            caller.audited += tuple.count;
        caller.lastSeen = std::max(caller.lastSeen, tuple.lastSeen);
        const auto operation = operations.of(tuple);
        caller.operations.insert(operation);
        // A tuple stands for a day at most, or its file does not tell the days between.
        for (const auto second : {tuple.firstSeen, tuple.lastSeen}) {
            caller.days.insert(dayOf(second));
            kinds[{tuple.identity, operation}].insert(dayOf(second));
        }
        service.requests += tuple.count;
    }
    for (const auto& [kind, days] : kinds)
        service.daysOfKinds.push_back(days.size());
    service.operations = operations.take();
    for (auto& [identity, caller] : callers)
        service.callers.push_back(std::move(caller));
}

void addRefusals(ObservedService& service, const std::vector<recording::Tuple>& refused) {
    std::map<std::string_view, ObservedRefusal> refusals;
    for (const auto& tuple : refused) {
        auto& refusal = refusals[tuple.identity];
        refusal.identity = tuple.identity;
        if (refusal.example.empty())
            refusal.example = fmt::format("{} {}", tuple.method, tuple.path);
        refusal.requests += tuple.count;
    }
    for (auto& [identity, refusal] : refusals)
        service.refusals.push_back(std::move(refusal));
}

const resource::Object* serviceOf(const Judge& judge, std::string_view fullName) {
    const auto dot = fullName.find('.');
    const auto domain = fullName.find(".svc.");
    if (domain == fullName.npos || dot >= domain)
        return nullptr;
    return judge.objects().find("Service", fullName.substr(dot + 1, domain - dot - 1),
                                fullName.substr(0, dot));
}

// Several services may lead to one port of one workload: the first by name stands for them all.
std::map<Judge::ServicePort, Judge::ServicePort> standIns(const Judge& judge) {
    std::map<std::pair<const resource::Object*, std::uint16_t>, Judge::ServicePort> first;
    std::map<Judge::ServicePort, Judge::ServicePort> result;
    for (const auto& [service, ports] : judge.ports())
        if (!ports.empty())
            result[service] =
                first.try_emplace({ports.front().workload, ports.front().port}, service)
                    .first->second;
    return result;
}

} // namespace

Observed observe(const Judge& judge, const recording::Recording& recording,
                 const ObserveOptions& options) {
    Observed observed;
    const auto standIn = standIns(judge);
    std::map<Judge::ServicePort, Bucket> buckets;
    for (const auto& tuple : recording.tuples()) {
        if (tuple.leaves())
            continue;
        observed.days.insert({dayOf(tuple.firstSeen), dayOf(tuple.lastSeen)});
        const auto place = standIn.find({std::string(tuple.service), tuple.port});
        if (place == standIn.end()) {
            observed.notServed += tuple.count;
            continue;
        }
        const auto judgement = analysis::judge(judge, tuple);
        auto& bucket = buckets[place->second];
        const auto verdict = verdictOf(tuple, judgement);
        (isAllowed(verdict) ? bucket.allowed : bucket.refused).push_back(tuple);
        if (isAllowed(verdict) && isAllowed(judgement.outcome))
            observed.usedRules.insert(judgement.rule);
    }
    for (const auto& [where, same] : standIn) {
        if (where != same)
            continue;
        const auto* service = serviceOf(judge, where.service);
        if (!service || (!options.ns.empty() && service->metadata.namespace_ != options.ns))
            continue;
        const auto found = buckets.find(where);
        if (found == buckets.end() || found->second.allowed.empty()) {
            observed.unseen.push_back(fmt::format("{}.{}:{}", service->metadata.name,
                                                  service->metadata.namespace_, where.port));
            continue;
        }
        auto& one = observed.services.emplace_back();
        one.service = service;
        one.fullName = where.service;
        one.port = where.port;
        one.place = &judge.portsOf(where.service, where.port).front();
        addCallers(one, found->second.allowed, options);
        addRefusals(one, found->second.refused);
        one.allowed = std::move(found->second.allowed);
    }
    return observed;
}

} // namespace causeway::analysis
