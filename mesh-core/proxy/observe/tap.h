// SPDX-License-Identifier: Apache-2.0
// One tap, as a proxy serves it: what matches its filter, samples it, redacts it and hands it over,
// within limits. Shared by the workers while it lasts; ended() on any worker's thread.
#pragma once

#include "base/result.h"
#include "proxy/observe/ending.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace causeway::v1 {
class TapEvent;
class TapRequest;
} // namespace causeway::v1
namespace re2 {
class RE2;
}

namespace causeway::proxy {

// How many a second, counted in turns of one second; any thread.
class RateLimit {
public:
    explicit RateLimit(std::uint32_t perSecond) : m_perSecond(perSecond) {}
    [[nodiscard]] bool take(MonotonicTime now);

private:
    const std::uint32_t m_perSecond;
    std::atomic<std::int64_t> m_second = 0;
    std::atomic<std::uint32_t> m_taken = 0;
};

class TapSession {
public:
    static constexpr std::uint32_t kDefaultRps = 100;
    static constexpr std::uint32_t kMaxRps = 1000;
    static constexpr std::uint32_t kMaxUntold = 256; // events that wait for the main thread

    using Deliver = std::function<void(std::uint64_t tap, std::unique_ptr<v1::TapEvent>)>;

    // Fails when the filter holds something that cannot be matched. `deliver` is called on workers.
    [[nodiscard]] static Result<std::shared_ptr<TapSession>>
    make(std::uint64_t id, const v1::TapRequest& request, std::string instance, Deliver deliver);
    ~TapSession();

    [[nodiscard]] std::uint64_t id() const { return m_id; }
    [[nodiscard]] bool matches(const Ending& ending) const;
    void ended(const Ending& ending);
    // One that was delivered has gone on.
    void told() { --m_untold; }

private:
    TapSession(std::uint64_t id, const v1::TapRequest& request, std::string instance,
               Deliver deliver);
    [[nodiscard]] std::unique_ptr<v1::TapEvent> describe(const Ending& ending) const;

    const std::uint64_t m_id;
    const std::unique_ptr<v1::TapRequest> m_request;
    const std::string m_instance;
    const Deliver m_deliver;
    std::unique_ptr<re2::RE2> m_path; // null: any
    std::vector<std::string> m_redact;
    RateLimit m_limit;
    std::atomic<std::uint32_t> m_matched = 0;
    std::atomic<std::uint32_t> m_untold = 0;
    std::atomic<std::uint64_t> m_dropped = 0;
};

} // namespace causeway::proxy
