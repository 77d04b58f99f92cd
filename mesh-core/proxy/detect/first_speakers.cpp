// SPDX-License-Identifier: Apache-2.0
#include "proxy/detect/first_speakers.h"

#include <algorithm>

namespace causeway::proxy {

Duration FirstSpeakers::patience(const std::string& destination, Duration timeout,
                                 MonotonicTime now) const {
    const auto found = m_known.find(destination);
    if (found == m_known.end() || now - found->second.at > kForgetAfter)
        return std::min(kUnknown, timeout);
    return found->second.side == Side::Client ? timeout : std::min(kServerFirst, timeout);
}

void FirstSpeakers::learn(const std::string& destination, Side side, MonotonicTime now) {
    if (m_known.size() >= kMaxKnown && !m_known.contains(destination)) {
        std::erase_if(m_known,
                      [&](const auto& each) { return now - each.second.at > kForgetAfter; });
        if (m_known.size() >= kMaxKnown)
            m_known.clear();
    }
    m_known.insert_or_assign(destination, Known{side, now});
}

} // namespace causeway::proxy
