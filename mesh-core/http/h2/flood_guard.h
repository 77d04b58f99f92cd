// SPDX-License-Identifier: Apache-2.0
// Tells a busy peer from one that makes us work for nothing (CVE-2019-9512 to -9518, rapid reset
// CVE-2023-44487, MadeYouReset CVE-2025-8671). Counts only: it needs no clock. Owned by a codec.
#pragma once

namespace causeway::http::h2 {

class FloodGuard {
public:
    // A frame that costs us an answer or a look-up and brings nothing: PING, SETTINGS, PRIORITY,
    // empty DATA. They are counted from when the peer last took what we sent.
    void idleFrame() { ++m_idleFrames; }
    void outputTaken() { m_idleFrames = 0; }

    // A stream that ended early through the peer's doing; those that run to their end make up for
    // as many.
    void streamWasted() { --m_patience; }
    void streamCompleted() {
        if (m_patience < kPatience)
            ++m_patience;
    }

    [[nodiscard]] bool tooMuch() const { return m_idleFrames > kMaxIdleFrames || m_patience < 0; }

private:
    static constexpr int kMaxIdleFrames = 1000;
    static constexpr int kPatience = 200;
    int m_idleFrames = 0;
    int m_patience = kPatience;
};

} // namespace causeway::http::h2
