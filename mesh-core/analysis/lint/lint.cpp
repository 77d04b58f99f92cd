// SPDX-License-Identifier: Apache-2.0
#include "analysis/lint/lint.h"

#include "analysis/lint/context.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace causeway::analysis {
namespace {

constexpr const char* kIgnore = "causeway.dev/lint-ignore";
constexpr std::array<Check, 15> kChecks{
    checkServers,    checkAuthorizations, checkIdentities, checkRoutes,   checkPrecedence,
    checkMesh,       checkNamespaces,     checkMeshing,    checkLinks,    checkTimeouts,
    checkTraffic,    checkRouteUse,       checkDrift,      checkGatewayApi, checkAudits};
constexpr std::size_t kDay = 10; // "2027-01-31"

// "MC1301 until 2027-01-31: reason", cut from a list with semicolons.
struct Suppression {
    std::string code;
    std::string until;
    std::string reason;

    static std::optional<Suppression> parse(std::string_view text) {
        constexpr std::string_view kUntil = " until ";
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        const auto until = text.find(kUntil);
        const auto colon = text.find(": ");
        if (until == text.npos || colon == text.npos || colon != until + kUntil.size() + kDay)
            return std::nullopt;
        return Suppression{std::string(text.substr(0, until)),
                           std::string(text.substr(until + kUntil.size(), kDay)),
                           std::string(text.substr(colon + 2))};
    }
};

void applySuppressions(const resource::Object& object, Context& context,
                       std::vector<Finding>& findings, const std::string& today) {
    const auto* annotation = resource::annotation(object.metadata, kIgnore);
    if (!annotation)
        return;
    std::string_view rest = *annotation;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        const auto one = Suppression::parse(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!one) {
            context
                .report("MC9002", object, fmt::format("metadata.annotations.{}", kIgnore),
                        fmt::format("found \"{}\"; expected \"CODE until YYYY-MM-DD: reason\"",
                                    *annotation))
                .evidence = kIgnore;
            continue;
        }
        if (one->until < today) {
            context
                .report("MC9001", object, fmt::format("metadata.annotations.{}", kIgnore),
                        fmt::format("the suppression of {} ended on {}", one->code, one->until))
                .evidence = one->reason;
            continue;
        }
        for (auto& finding : findings)
            if (finding.code == one->code && finding.object == object.ref())
                finding.suppressed = fmt::format("{} (until {})", one->reason, one->until);
    }
}

} // namespace

std::vector<Finding> lint(const Judge& judge, const LintSources& sources) {
    Context context(judge, sources);
    for (const auto check : kChecks)
        check(context);
    auto findings = context.take();
    for (auto& finding : findings)
        if (const auto* object = judge.find(finding.object))
            if (const auto said = context.objections(*object); !said.empty())
                finding.evidence += fmt::format("; its controller says {}", said);
    Context suppressions(judge, sources);
    for (const auto* object : judge.objects().all())
        applySuppressions(*object, suppressions, findings, sources.today);
    for (auto& finding : suppressions.take())
        findings.push_back(std::move(finding));
    std::ranges::stable_sort(findings, {}, [](const Finding& finding) {
        return std::tuple(finding.source, finding.range.start.offset, finding.code, finding.field);
    });
    return findings;
}

} // namespace causeway::analysis
