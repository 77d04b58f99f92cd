// SPDX-License-Identifier: Apache-2.0
#include "client/backoff.h"

#include <algorithm>

namespace causeway::client {

Duration Backoff::next() {
    const Duration bound = m_bound;
    m_bound = std::min(m_bound * 2, kMost);
    return Duration(
        std::uniform_int_distribution<Duration::rep>(bound.count() / 2, bound.count())(m_random));
}

} // namespace causeway::client
