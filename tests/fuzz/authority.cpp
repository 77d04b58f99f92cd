// SPDX-License-Identifier: Apache-2.0
// What parseAuthority() accepts, serialize() writes so that it parses to the same.
#include "http/authority.h"

#include "fuzz/fuzz_target.h"

using namespace causeway;

CAUSEWAY_FUZZ_TARGET(authority) {
    const auto first = http::parseAuthority(textOf(input));
    if (!first)
        return;
    const std::string text = http::serialize(*first);
    const auto second = http::parseAuthority(text);
    CAUSEWAY_ASSERT(second && second->host == first->host && second->port == first->port
                    && second->ipv6 == first->ipv6);
}
