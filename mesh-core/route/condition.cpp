// SPDX-License-Identifier: Apache-2.0
#include "route/condition.h"

#include <algorithm>

namespace causeway::route {
namespace {

Status compileInto(std::vector<CompiledCondition>& to, const std::vector<Condition>& from) {
    for (const auto& each : from) {
        CAUSEWAY_TRY(auto compiled, CompiledCondition::compile(each));
        to.push_back(std::move(compiled));
    }
    return {};
}

} // namespace

Result<CompiledCondition> CompiledCondition::compile(const Condition& condition) {
    CompiledCondition compiled;
    if (!condition.pathRegex.empty()) {
        CAUSEWAY_TRY(compiled.m_path, Pattern::compile(condition.pathRegex));
    }
    compiled.m_method = condition.method;
    CAUSEWAY_CHECK(compileInto(compiled.m_all, condition.all));
    CAUSEWAY_CHECK(compileInto(compiled.m_any, condition.any));
    CAUSEWAY_CHECK(compileInto(compiled.m_not, condition.not_));
    return compiled;
}

bool CompiledCondition::matches(std::string_view method, std::string_view path) const {
    const auto holds = [&](const CompiledCondition& each) { return each.matches(method, path); };
    return (m_method.empty() || m_method == method) && (!m_path || m_path->matches(path))
           && std::all_of(m_all.begin(), m_all.end(), holds)
           && (m_any.empty() || std::any_of(m_any.begin(), m_any.end(), holds))
           && std::none_of(m_not.begin(), m_not.end(), holds);
}

} // namespace causeway::route
