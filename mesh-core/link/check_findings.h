// SPDX-License-Identifier: Apache-2.0
// What one step of a guided check found, sentence by sentence. Inside of guided_check and its
// steps.
#pragma once

#include "link/guided_check.h"

namespace causeway::link {

class CheckFindings {
public:
    void fine(std::string sentence) { m_fine.push_back(std::move(sentence)); }
    void wrong(std::string sentence) { m_wrong.push_back(std::move(sentence)); }
    void unknown(std::string sentence) { m_unknown.push_back(std::move(sentence)); }
    [[nodiscard]] bool hasFailed() const { return !m_wrong.empty(); }

    [[nodiscard]] CheckAnswer answer(CheckStep step, std::string command) const {
        using State = CheckAnswer::State;
        CheckAnswer answer{step, State::Passed, m_wrong, std::move(command)};
        answer.evidence.insert(answer.evidence.end(), m_unknown.begin(), m_unknown.end());
        answer.evidence.insert(answer.evidence.end(), m_fine.begin(), m_fine.end());
        if (!m_wrong.empty())
            answer.state = State::Failed;
        else if (!m_unknown.empty() || m_fine.empty())
            answer.state = State::Unknown;
        return answer;
    }

private:
    std::vector<std::string> m_wrong;
    std::vector<std::string> m_unknown;
    std::vector<std::string> m_fine;
};

// The steps that look at what was declared and at what runs …
[[nodiscard]] CheckAnswer checkReachability(const CheckFacts& facts);
[[nodiscard]] CheckAnswer checkGateways(const CheckFacts& facts);
[[nodiscard]] CheckAnswer checkIdentity(const CheckFacts& facts);
[[nodiscard]] CheckAnswer checkPolicy(const CheckFacts& facts);
[[nodiscard]] CheckAnswer checkEndpoints(const CheckFacts& facts);
// … and those that compare times with the usual.
[[nodiscard]] CheckAnswer checkSaturation(const CheckFacts& facts);
[[nodiscard]] CheckAnswer checkWire(const CheckFacts& facts);

// "aws:gcp"
[[nodiscard]] inline std::string nameOf(const CheckFacts& facts) {
    return facts.from + ":" + facts.to;
}
// The rung's counts; empty when it was not tried.
[[nodiscard]] telemetry::ProbeSample rungOf(const std::vector<telemetry::ProbeSample>& samples,
                                            telemetry::ProbeRung rung);
// Says of a rung whether its attempts came about: "TCP connections", "of 60 …".
void judgeRung(CheckFindings& findings, const CheckFacts& facts, telemetry::ProbeRung rung,
               const std::string& what);

} // namespace causeway::link
