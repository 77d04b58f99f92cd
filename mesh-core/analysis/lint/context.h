// SPDX-License-Identifier: Apache-2.0
// What the checks share: the objects, where their fields stand, and the list of findings. Private
// to lint/; one for a run.
#pragma once

#include "analysis/lint/lint.h"

#include <functional>

namespace causeway::analysis {

// A document beside the objects that no proxy knows and some checks look at: a ReferenceGrant, a
// Gateway of the Gateway API.
struct ForeignObject {
    ObjectRef ref;
    const resource::Document* document = nullptr;
    const resource::Node* spec = nullptr;
};

class Context {
public:
    Context(const Judge& judge, const LintSources& sources);

    [[nodiscard]] const Judge& judge() const { return m_judge; }
    [[nodiscard]] const rules::ObjectSet& set() const { return m_judge.objects(); }
    template <typename Kind, typename Visit> void each(const Visit& visit) const {
        for (const auto* object : set().all())
            if (const auto* spec = object->template as<Kind>())
                visit(*object, *spec);
    }
    template <typename Kind> [[nodiscard]] bool any() const {
        bool found = false;
        each<Kind>([&](const auto&, const auto&) { found = true; });
        return found;
    }
    [[nodiscard]] std::vector<const resource::Object*>
    workloads(const std::string& namespace_) const;
    // For evidence, where a name was looked for: "Server of bank: ledger-http, payments-http".
    [[nodiscard]] std::string known(std::string_view kind, const std::string& namespace_) const;
    [[nodiscard]] std::vector<ForeignObject> foreign(std::string_view group,
                                                     std::string_view kind) const;

    [[nodiscard]] const LintSources& sources() const { return m_sources; }
    [[nodiscard]] const Facts& facts() const { return m_sources.facts; }
    [[nodiscard]] const std::string& clusterName() const {
        return set().clusterName().empty() ? m_sources.cluster : set().clusterName();
    }
    // Of the cluster that the objects are of; null: nothing is known.
    [[nodiscard]] const ClusterFacts* ownFacts() const { return facts().cluster(clusterName()); }

    // `field` as in errors: "spec.rules[0].backendRefs[1].name".
    Finding& report(std::string_view code, const resource::Object& object, std::string field,
                    std::string message);
    Finding& report(std::string_view code, const ForeignObject& object, std::string field,
                    std::string message);
    // What its controller says against an object, in its own words: "Accepted: False
    // (NoMatchingParent)"; empty: nothing, or it was not exported with its status.
    [[nodiscard]] std::string objections(const resource::Object& object) const;
    // A diff that puts another text in place of the field's value, as written.
    [[nodiscard]] std::string replaced(const resource::Object& object, std::string_view field,
                                       std::string_view text) const;
    // A diff that adds a document behind the file's last.
    [[nodiscard]] std::string appended(const resource::Object& object,
                                       const std::string& document) const;
    [[nodiscard]] std::vector<Finding> take() { return std::move(m_findings); }

private:
    Finding& add(std::string_view code, const resource::Node* root, std::string field,
                 std::string message);
    [[nodiscard]] const resource::Node* rootOf(const resource::Object& object) const;
    [[nodiscard]] const resource::Node* nodeOf(const resource::Object& object,
                                               std::string_view field) const;

    const Judge& m_judge;
    const LintSources& m_sources;
    std::map<std::string, std::vector<resource::Document>> m_documents;
    std::vector<Finding> m_findings;
};

using Check = void (*)(Context&);
void checkServers(Context& context);
void checkAuthorizations(Context& context);
void checkIdentities(Context& context);
void checkRoutes(Context& context);
void checkPrecedence(Context& context);
void checkMesh(Context& context);
void checkNamespaces(Context& context);
void checkMeshing(Context& context);
void checkLinks(Context& context);
void checkTimeouts(Context& context);
void checkTraffic(Context& context);
void checkRouteUse(Context& context);
void checkAudits(Context& context);
void checkDrift(Context& context);
void checkGatewayApi(Context& context);

} // namespace causeway::analysis
