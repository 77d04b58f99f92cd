// SPDX-License-Identifier: Apache-2.0
// Runs a function when the scope is left, unless dismissed.
#pragma once

#include <utility>

namespace causeway {

template <typename F> class [[nodiscard]] ScopeGuard {
public:
    explicit ScopeGuard(F function) : m_function(std::move(function)) {}
    ScopeGuard(const ScopeGuard&) = delete;
    ScopeGuard& operator=(const ScopeGuard&) = delete;
    ~ScopeGuard() {
        if (m_armed)
            m_function();
    }
    void dismiss() { m_armed = false; }

private:
    F m_function;
    bool m_armed = true;
};

} // namespace causeway
