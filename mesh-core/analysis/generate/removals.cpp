// SPDX-License-Identifier: Apache-2.0
#include "analysis/generate/removals.h"

#include "analysis/generate/propose.h"
#include "resource/parse.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::analysis {
namespace {

using resource::AuthorizationPolicy;
using resource::Object;
using resource::ServerAuthorization;

// The names of Servers in a namespace that the proposal has rules for.
std::set<std::pair<std::string, std::string>> coveredServers(const Observed& observed,
                                                             const Proposal& proposal) {
    std::set<std::pair<std::string, std::string>> covered;
    for (const auto& service : observed.services)
        if (const auto* server = service.place->server)
            covered.emplace(server->metadata.namespace_, server->metadata.name);
    for (const auto& object : proposal.objects())
        if (object.as<resource::Server>())
            covered.emplace(object.metadata.namespace_, object.metadata.name);
    return covered;
}

class Finder {
public:
    Finder(const Judge& judge, const Observed& observed, const Proposal& proposal)
        : m_judge(judge), m_observed(observed), m_covered(coveredServers(observed, proposal)),
          m_span(spanText(proposal.coverage)) {
        for (const auto& object : proposal.objects())
            m_proposed.insert(object.ref());
    }

    void look(const Object& object, std::vector<Removal>& removals) const {
        if (m_proposed.contains(object.ref()))
            return;
        const bool isRule = object.as<AuthorizationPolicy>() || object.as<ServerAuthorization>();
        const bool isRoute = object.as<resource::HttpRoute>() || object.as<resource::GrpcRoute>();
        if (!isRule && !isRoute)
            return;
        const bool covered = isCovered(object);
        const bool used = m_observed.usedRules.contains(object.ref());
        if (isRoute && !covered)
            return;
        if (!covered && used)
            return;
        Removal removal{object.ref(), whereOf(object), {}, covered};
        removal.why = isRoute   ? "the routes above stand in its place"
                      : !used   ? "it allowed nothing in " + m_span
                      : covered ? "the policies above say more exactly what it allowed"
                                : "";
        removals.push_back(std::move(removal));
    }

private:
    // Everything that the object says is about a Server that has rules of its own now.
    bool isCovered(const Object& object) const {
        const auto& ns = object.metadata.namespace_;
        if (const auto* policy = object.as<AuthorizationPolicy>()) {
            if (policy->target.kind == "Server")
                return m_covered.contains({ns, policy->target.name});
            if (policy->target.kind == "Namespace")
                return false;
            const auto* route =
                m_judge.objects().find(policy->target.kind, ns, policy->target.name);
            return route && isCovered(*route);
        }
        if (const auto* authorization = object.as<ServerAuthorization>())
            return !authorization->serverName.empty()
                   && m_covered.contains({ns, authorization->serverName});
        if (const auto* route = object.as<resource::HttpRoute>())
            return areCovered(ns, route->parentRefs);
        if (const auto* route = object.as<resource::GrpcRoute>())
            return areCovered(ns, route->parentRefs);
        return false;
    }
    bool areCovered(const std::string& ns, const std::vector<resource::ParentRef>& parents) const {
        return !parents.empty() && std::ranges::all_of(parents, [&](const auto& parent) {
            return parent.object.kind == "Server" && m_covered.contains({ns, parent.object.name});
        });
    }

    const Judge& m_judge;
    const Observed& m_observed;
    std::set<std::pair<std::string, std::string>> m_covered;
    std::set<ObjectRef> m_proposed;
    std::string m_span; // that was recorded
};

} // namespace

std::vector<Removal> removalsFor(const Judge& judge, const Observed& observed,
                                 const Proposal& proposal, const std::string& ns) {
    std::vector<Removal> removals;
    const Finder finder(judge, observed, proposal);
    for (const auto* object : judge.objects().all())
        if (ns.empty() || object->metadata.namespace_ == ns)
            finder.look(*object, removals);
    std::ranges::sort(removals, {}, &Removal::object);
    return removals;
}

std::vector<Object> withProposal(const Judge& judge, const Proposal& proposal) {
    std::set<ObjectRef> gone;
    for (const auto& removal : proposal.removals)
        if (removal.superseded)
            gone.insert(removal.object);
    auto proposed = proposal.objects();
    for (const auto& object : proposed)
        gone.insert(object.ref());
    std::vector<Object> objects;
    for (const auto* object : judge.objects().all())
        if (!gone.contains(object->ref()))
            objects.push_back(*object);
    std::ranges::move(proposed, std::back_inserter(objects));
    return objects;
}

std::string serialize(const Proposal& proposal) {
    const auto& coverage = proposal.coverage;
    auto text = fmt::format("# Who may call what, from requests recorded {} to {} ({}{}).\n",
                            dayOf(coverage.from), dayOf(coverage.to), spanText(coverage),
                            coverage.sawAWeek() ? "" : "; 7 days not seen");
    for (const auto& service : proposal.services)
        for (const auto& proposed : service.objects) {
            text += "---\n";
            for (const auto& comment : proposed.comments)
                text += "# " + comment + "\n";
            text += resource::serialize(proposed.object);
        }
    if (proposal.removals.empty())
        return text;
    text += "# Proposed for removal:\n";
    for (const auto& removal : proposal.removals)
        text +=
            fmt::format("# {} ({}): {}\n", removal.object.describe(), removal.where, removal.why);
    return text;
}

} // namespace causeway::analysis
