// SPDX-License-Identifier: Apache-2.0
// Tells a busy peer from one that makes us work for nothing (CVE-2019-9512 to -9518, rapid reset
// CVE-2023-44487, MadeYouReset CVE-2025-8671). Counts only: it needs no clock. Owned by a codec.
#pragma once

#include <string_view>

namespace causeway::http::h2 {

class FloodGuard {
public:
    // A frame that costs us an answer or a look-up and brings nothing: PING, SETTINGS, PRIORITY,
    // empty DATA. False: too many since the peer last took what we sent.
    [[nodiscard]] bool idleFrame() { return ++m_idleFrames <= kMaxIdleFrames; }
    void outputTaken() { m_idleFrames = 0; }

    // A stream that ended early through the peer's doing. False: far more of those than streams
    // that ran to their end.
    [[nodiscard]] bool streamWasted() { return --m_patience >= 0; }
    void streamCompleted() {
        if (m_patience < kPatience)
            ++m_patience;
    }

private:
    static constexpr int kMaxIdleFrames = 1000;
    static constexpr int kPatience = 200;
    int m_idleFrames = 0;
    int m_patience = kPatience;
};

} // namespace causeway::http::h2
