// SPDX-License-Identifier: Apache-2.0
// When a worker takes no more: so many requests under way, memory near its limit, descriptors near
// theirs. Requests are refused with 503 then, and new connections wait in the kernel's queue, before
// anything runs out. One worker's; on its thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace causeway::proxy {

class LoadGuard {
public:
    struct Limits {
        std::size_t requests = 100'000;
        std::size_t descriptors = SIZE_MAX; // connections of either side
    };
    explicit LoadGuard(const Limits& limits) : m_limits(limits) {}

    // Whether one more request may begin; counts it where it may not.
    [[nodiscard]] bool admits() {
        if (m_scarce)
            return ++m_shedMemory, false;
        if (m_requests >= m_limits.requests)
            return ++m_shedRequests, false;
        return true;
    }
    void began() { ++m_requests; }
    void ended() { --m_requests; }
    void setMemoryScarce(bool scarce) { m_scarce = scarce; }

    // Whether connections may be accepted; leaves a margin so that it does not flap.
    [[nodiscard]] bool mayAccept(std::size_t connections) const {
        return !m_scarce && connections < m_limits.descriptors;
    }
    [[nodiscard]] bool mayAcceptAgain(std::size_t connections) const {
        return !m_scarce && connections < m_limits.descriptors - m_limits.descriptors / 20;
    }

    [[nodiscard]] std::size_t requests() const { return m_requests; }
    [[nodiscard]] std::uint64_t shedForMemory() const { return m_shedMemory; }
    [[nodiscard]] std::uint64_t shedForRequests() const { return m_shedRequests; }

private:
    const Limits m_limits;
    std::size_t m_requests = 0;
    bool m_scarce = false;
    std::uint64_t m_shedMemory = 0;
    std::uint64_t m_shedRequests = 0;
};

} // namespace causeway::proxy
