// SPDX-License-Identifier: Apache-2.0
// The objects for one service. Internal to generate/. Pure.
#pragma once

#include "analysis/generate/generate.h"

namespace causeway::analysis {

// Names that are taken, by "kind/namespace/name".
class Names {
public:
    explicit Names(const Judge& judge) : m_judge(judge) {}
    // The wanted name, or the first of wanted-2, wanted-3, … that nobody else's object has.
    [[nodiscard]] std::string take(const std::string& kind, const std::string& ns,
                                   const std::string& wanted);

private:
    const Judge& m_judge;
    std::set<std::string> m_taken;
};

// Whether an earlier proposal made it: such an object is replaced, not kept.
[[nodiscard]] bool isGenerated(const resource::Object& object);

[[nodiscard]] Proposed propose(const Judge& judge, const ObservedService& service,
                               const GenerateOptions& options, const std::string& auditUntil,
                               Names& names);

// "web.shop (aws)"; "nobody known" without an identity.
[[nodiscard]] std::string describeIdentity(const std::string& identity);
[[nodiscard]] std::string
spanText(const Coverage& coverage); // "7.0 days", "3.2 hours", "5 minutes"
// "1 caller", "2 callers"
[[nodiscard]] std::string counted(std::uint64_t count, const std::string& noun);
[[nodiscard]] std::string dayOf(std::int64_t second); // "2026-11-28"

} // namespace causeway::analysis
