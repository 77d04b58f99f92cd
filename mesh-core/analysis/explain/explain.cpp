// SPDX-License-Identifier: Apache-2.0
#include "analysis/explain/explain.h"

#include "analysis/explain/reasons.h"
#include "analysis/header_list.h"
#include "base/workload_identity.h"
#include "resource/parse.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::analysis {
namespace {

// One explanation in the making.
class Explainer {
public:
    Explainer(const Judge& judge, const Question& question, const JudgedPort& port)
        : m_judge(judge), m_question(question), m_port(port), m_headers(question.headers),
          m_request{question.method, question.host, question.path, &m_headers},
          m_rules(policy::rulesOf(*port.policy)),
          m_decision(
              policy::evaluate(*port.policy, {question.caller, {}, question.network, m_request})) {}

    Explanation run() {
        const auto& workload = m_port.workload->metadata;
        m_result.workload = workload.namespace_ + "/" + workload.name;
        m_result.workloadPort = m_port.port;
        m_result.verdict = m_decision.verdict();
        m_result.wouldDeny = m_decision.wouldDeny();
        m_result.server = m_rules.server;
        m_result.serverWhere = where(m_rules.server);
        m_result.decidedBy = m_decision.rule();
        m_result.sentence =
            m_decision.describe({m_question.caller, {}, m_question.network, m_request});
        considerRoutes();
        considerRules();
        findIgnored();
        proposeChanges();
        return std::move(m_result);
    }

private:
    std::string where(const ObjectRef& ref) const {
        const auto* object = m_judge.find(ref);
        return object ? whereOf(*object) : std::string();
    }

    void considerRoutes() {
        if (m_question.path.empty())
            return;
        for (const auto& route : m_rules.routes) {
            auto reason = whyRoute(route.rule, m_request);
            const bool isChosen = m_decision.verdict() != policy::Verdict::NoRoute
                                  && route.rule.route == m_decision.route() && reason.holds;
            m_result.routes.push_back({route.rule.route, where(route.rule.route), reason.holds,
                                       isChosen, std::move(reason.words)});
        }
    }

    void considerRules() {
        if (m_decision.verdict() == policy::Verdict::NoRoute)
            return;
        bool isDecided = false;
        for (const auto& route : m_rules.routes)
            if (route.rule.route == m_decision.route() && !m_question.path.empty()) {
                consider(route.authorizations, true, isDecided);
                break;
            }
        consider(m_rules.authorizations, false, isDecided);
    }

    void consider(std::vector<policy::Authorization> list, bool ofRoute, bool& isDecided) {
        std::ranges::sort(list, {}, &policy::Authorization::object);
        for (const auto& rule : list) {
            const auto identity = whyIdentity(rule, m_question.caller);
            const auto network = whyNetwork(rule, m_question.network);
            const bool matches = identity.holds && network.holds;
            m_result.rules.push_back(
                {rule.object, where(rule.object), ofRoute, matches, matches && !isDecided,
                 identity.words + (identity.holds ? ", " : "; ") + network.words});
            isDecided = isDecided || matches;
        }
    }

    void findIgnored() {
        for (const auto* object : m_judge.objects().all()) {
            const auto* policy = object->as<resource::AuthorizationPolicy>();
            if (!policy || !concerns(*object, *policy))
                continue;
            if (const auto* missing = rules::danglingReference(m_judge.objects(), *object))
                m_result.ignored.push_back(fmt::format(
                    "{} ({}) counts for nothing: there is no {} {}", object->ref().describe(),
                    whereOf(*object), missing->kind, missing->name));
        }
    }

    bool concerns(const resource::Object& object,
                  const resource::AuthorizationPolicy& policy) const {
        if (!m_port.server || object.metadata.namespace_ != m_port.server->metadata.namespace_)
            return false;
        const auto& target = policy.target;
        return target.kind == "Namespace"
               || (target.kind == "Server" && target.name == m_port.server->metadata.name)
               || std::ranges::any_of(m_rules.routes, [&](const auto& route) {
                      return route.rule.route.name == target.name;
                  });
    }

    void proposeChanges();
    void proposeForDenied();
    [[nodiscard]] std::string proposedPolicy() const;

    const Judge& m_judge;
    const Question& m_question;
    const JudgedPort& m_port;
    HeaderList m_headers;
    route::RequestView m_request;
    const policy::ServerRules& m_rules;
    policy::Decision m_decision;
    Explanation m_result;
};

void Explainer::proposeChanges() {
    auto& changes = m_result.changes;
    if (m_decision.verdict() == policy::Verdict::NoRoute) {
        changes.push_back("attach a route to " + m_rules.server.describe()
                          + " that matches this request, with a policy for its callers");
        return;
    }
    if (m_decision.verdict() == policy::Verdict::Deny || m_decision.wouldDeny()) {
        proposeForDenied();
        return;
    }
    const auto matching = std::ranges::count_if(m_result.rules, &RuleConsidered::matches);
    for (const auto& rule : m_result.rules)
        if (rule.matches)
            changes.push_back((matching > 1 ? "to deny it, all that match must go: "
                                            : "to deny it, change or remove ")
                              + rule.rule.describe()
                              + (rule.where.empty() ? "" : " (" + rule.where + ")"));
}

void Explainer::proposeForDenied() {
    for (const auto& rule : m_result.rules)
        m_result.changes.push_back(fmt::format("{}{}: {}", rule.rule.describe(),
                                               rule.where.empty() ? "" : " (" + rule.where + ")",
                                               rule.why));
    if (!m_port.server) {
        m_result.changes.push_back(
            fmt::format("no Server selects port {} of {}: the default policy {} "
                        "judges it; declare one, with a policy",
                        m_port.port, m_result.workload, m_rules.server.name));
        return;
    }
    if (!m_question.caller.empty())
        m_result.proposal = proposedPolicy();
}

std::string Explainer::proposedPolicy() const {
    const bool byRoute = !m_decision.route().builtIn();
    const auto* target = byRoute ? m_judge.find(m_decision.route()) : m_port.server;
    if (!target)
        target = m_port.server;
    const auto workload = WorkloadIdentity::parse(m_question.caller);
    const auto name =
        fmt::format("{}-from-{}", target->metadata.name, workload ? workload->account : "caller");
    resource::Object identity{"policy.linkerd.io/v1alpha1", {}, {}, {}};
    identity.metadata.name = name;
    identity.metadata.namespace_ = target->metadata.namespace_;
    identity.spec = resource::MeshTlsAuthentication{{m_question.caller}, {}};
    auto policy = identity;
    policy.spec = resource::AuthorizationPolicy{
        {std::string(target->group()), std::string(target->kind()), target->metadata.name, {}},
        {{"policy.linkerd.io", "MeshTLSAuthentication", name, {}}}};
    return resource::serialize(std::vector{identity, policy});
}

// Ports that come to the same explanation are told once.
bool isSame(const Explanation& a, const Explanation& b) {
    return a.verdict == b.verdict && a.server == b.server && a.decidedBy == b.decidedBy;
}

} // namespace

Result<std::vector<Explanation>> explain(const Judge& judge, const Question& question) {
    const auto& ports = judge.portsOf(question.service, question.port);
    if (ports.empty())
        return fail(ErrorKind::NotFound, fmt::format("no workload of these objects serves {}:{}",
                                                     question.service, question.port));
    std::vector<Explanation> all;
    for (const auto& port : ports) {
        auto one = Explainer(judge, question, port).run();
        if (std::ranges::none_of(all, [&](const auto& other) { return isSame(other, one); }))
            all.push_back(std::move(one));
    }
    return all;
}

} // namespace causeway::analysis
