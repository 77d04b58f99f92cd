// SPDX-License-Identifier: Apache-2.0
#include "profile/check.h"

#include "resource/parse.h"
#include "route/pattern.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace causeway::profile {
namespace {

using resource::Node;

// What stands in a profile that admission let through: whatever has the wrong shape was told.
class Reviewer {
public:
    Reviewer(const std::string& source, Findings& findings)
        : m_source(source), m_findings(findings) {}

    void review(const Node& root) {
        const auto* metadata = root.find("metadata");
        const auto* name = metadata ? metadata->find("name") : nullptr;
        if (name)
            reviewName(*name);
        const auto* spec = root.find("spec");
        if (!spec)
            return;
        if (const auto* budget = spec->find("retryBudget"))
            reviewBudget(*budget);
        if (const auto* routes = spec->find("routes"))
            for (std::size_t i = 0; i < routes->items.size(); ++i)
                reviewRoute(routes->items[i], fmt::format("spec.routes[{}]", i));
    }

private:
    void warn(std::string_view code, const Node& node, const std::string& field,
              std::string message, Severity severity = Severity::Warning) {
        m_findings.add(severity, code, {m_source, node.range.start, field}, std::move(message));
    }

    void reviewName(const Node& name) {
        const auto svc = name.scalar.find(".svc.");
        const auto dots = std::ranges::count(name.scalar.substr(0, svc), '.');
        if (svc == std::string::npos || dots != 1)
            warn("profile-name", name, "metadata.name",
                 fmt::format("found {}; expected the service's full name, such as "
                             "loans.bank.svc.cluster.local: no service has this one",
                             name.scalar));
    }

    // Linkerd's proxy drops a budget outside these bounds and says nothing.
    void reviewBudget(const Node& budget) {
        const auto* ttl = budget.find("ttl");
        const auto value = ttl ? resource::parseGoDuration(ttl->scalar) : std::nullopt;
        if (value
            && (value->value < std::chrono::seconds(1) || value->value > std::chrono::minutes(1)))
            warn("retry-budget", *ttl, "spec.retryBudget.ttl",
                 fmt::format("found {}; expected 1s to 60s: Linkerd's proxy retries nothing with "
                             "this one",
                             ttl->scalar));
        const auto* ratio = budget.find("retryRatio");
        if (ratio && std::atof(ratio->scalar.c_str()) > 1000)
            warn("retry-budget", *ratio, "spec.retryBudget.retryRatio",
                 fmt::format("found {}; expected 0 to 1000: Linkerd's proxy retries nothing with "
                             "this one",
                             ratio->scalar));
    }

    void reviewRoute(const Node& route, const std::string& field) {
        const auto* name = route.find("name");
        if (name && !name->scalar.empty())
            tellSecond(m_names, name->scalar, *name,
                       {field + ".name", "duplicate-route-name",
                        "found {} twice; expected it once (the other is in line {}): their figures "
                        "become one"});
        const auto* condition = route.find("condition");
        if (condition) {
            tellSecond(m_conditions, resource::serializeYaml(*condition), *condition,
                       {field + ".condition", "unreachable-route",
                        "found the same condition twice; expected them to differ (the other is in "
                        "line {1}): the first route takes all requests"});
            reviewCondition(*condition, field + ".condition");
            reviewRetry(route, *condition, field);
        }
        const auto* timeout = route.find("timeout");
        const auto value = timeout ? resource::parseGoDuration(timeout->scalar) : std::nullopt;
        if (value && value->value <= Duration{})
            warn("timeout", *timeout, field + ".timeout",
                 fmt::format("found {}; expected a duration above 0", timeout->scalar));
        if (const auto* classes = route.find("responseClasses"))
            for (std::size_t i = 0; i < classes->items.size(); ++i)
                if (const auto* response = classes->items[i].find("condition"))
                    reviewResponse(*response,
                                   fmt::format("{}.responseClasses[{}].condition", field, i));
    }

    using Lines = std::map<std::string, std::uint32_t>;
    struct Twice {
        std::string field;
        std::string_view code;
        std::string_view message; // of what it is and of the first one's line
    };
    void tellSecond(Lines& lines, const std::string& key, const Node& node, const Twice& twice) {
        const auto [first, isNew] = lines.emplace(key, node.range.start.line);
        if (!isNew)
            warn(twice.code, node, twice.field,
                 fmt::format(fmt::runtime(twice.message), key, first->second));
    }

    void reviewCondition(const Node& condition, const std::string& field) {
        if (const auto* regex = condition.find("pathRegex"))
            reviewRegex(*regex, field + ".pathRegex");
        const auto* method = condition.find("method");
        if (method && std::ranges::any_of(method->scalar, [](unsigned char c) {
                return std::islower(c) != 0;
            }))
            warn("method", *method, field + ".method",
                 fmt::format("found {}; expected capital letters: methods are compared exactly",
                             method->scalar));
        forEachInner(condition, field, [this](const Node& inner, const std::string& name) {
            reviewCondition(inner, name);
        });
    }

    void reviewRegex(const Node& regex, const std::string& field) {
        const auto pattern = route::Pattern::compile(regex.scalar);
        if (!pattern)
            warn("path-regex", regex, field,
                 fmt::format("found {}; expected a regular expression: {}", regex.describe(),
                             pattern.error().message()),
                 Severity::Error);
        else if (!regex.scalar.empty()
                 && std::isalnum(static_cast<unsigned char>(regex.scalar[0])) != 0)
            warn("path-regex", regex, field,
                 fmt::format("found {}; expected it to begin with /: no path matches this",
                             regex.describe()));
    }

    void reviewRetry(const Node& route, const Node& condition, const std::string& field) {
        const auto* retry = route.find("isRetryable");
        const auto* method = condition.find("method");
        if (retry && retry->scalar == "true" && method
            && (method->scalar == "POST" || method->scalar == "PATCH")
            && !isRpc(condition.find("pathRegex")))
            warn(
                "unsafe-retry", *retry, field + ".isRetryable",
                fmt::format("found {} marked retryable; expected an idempotent method: a retry may "
                            "do it twice",
                            method->scalar));
    }

    // "/bank\.loans\.Loans/Get": every RPC is a POST, whether idempotent or not.
    static bool isRpc(const Node* regex) {
        if (!regex)
            return false;
        const auto slash = regex->scalar.find('/', 1);
        const auto dot = regex->scalar.find("\\.");
        return dot != std::string::npos && slash != std::string::npos && dot < slash
               && regex->scalar.find('/', slash + 1) == std::string::npos;
    }

    void reviewResponse(const Node& condition, const std::string& field) {
        if (const auto* status = condition.find("status")) {
            const bool hasMin = status->find("min") != nullptr;
            const bool hasMax = status->find("max") != nullptr;
            if (hasMin != hasMax)
                warn(
                    "half-range", *status, field + ".status",
                    fmt::format("found {0} without {1}; expected both: it means exactly that code, "
                                "but Linkerd's proxy drops the whole class",
                                hasMin ? "min" : "max", hasMin ? "max" : "min"));
        }
        forEachInner(condition, field, [this](const Node& inner, const std::string& name) {
            reviewResponse(inner, name);
        });
    }

    template <typename Visit>
    static void forEachInner(const Node& condition, const std::string& field, Visit visit) {
        for (const char* name : {"all", "any"})
            if (const auto* list = condition.find(name))
                for (std::size_t i = 0; i < list->items.size(); ++i)
                    visit(list->items[i], fmt::format("{}.{}[{}]", field, name, i));
        if (const auto* inner = condition.find("not"))
            visit(*inner, field + ".not");
    }

    const std::string& m_source;
    Findings& m_findings;
    Lines m_names;
    Lines m_conditions;
};

std::size_t checkObject(const Node& root, const std::string& source, Findings& findings) {
    const auto* kind = root.find("kind");
    if (!kind || kind->scalar != "ServiceProfile")
        return 0;
    resource::Problems problems(source);
    (void)resource::parseObject(root, source, problems);
    findings.add(problems, source);
    Reviewer(source, findings).review(root);
    return 1;
}

} // namespace

std::size_t checkProfiles(std::string_view text, const std::string& source, Findings& findings) {
    const auto documents = resource::parseYaml(text, source);
    if (!documents) {
        findings.add(documents.error(), source);
        return 0;
    }
    std::size_t count = 0;
    for (const auto& document : *documents) {
        count += checkObject(document.root, source, findings);
        if (const auto* items = document.root.find("items"))
            for (const auto& item : items->items)
                count += checkObject(item, source, findings);
    }
    return count;
}

} // namespace causeway::profile
