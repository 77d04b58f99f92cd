// SPDX-License-Identifier: Apache-2.0
// A PROXY header is whole at one length only: with less of it more is asked for or it is refused,
// and what comes behind changes nothing. What we write of it is read as the same.
#include "net/proxy_header.h"

#include "fuzz/fuzz_target.h"

using namespace causeway;
using namespace causeway::net;

CAUSEWAY_FUZZ_TARGET(proxy_header) {
    const auto whole = parseProxyHeader(input);
    if (!whole || !*whole)
        return;
    const ProxyHeader& header = **whole;
    CAUSEWAY_ASSERT(header.size > 0 && header.size <= input.size()
                    && header.size <= kMaxProxyHeader);
    CAUSEWAY_ASSERT(header.source.has_value() == header.destination.has_value());
    for (std::size_t size = 0; size < header.size; ++size) {
        const auto part = parseProxyHeader(input.first(size));
        CAUSEWAY_ASSERT(part && !*part);
    }
    CAUSEWAY_ASSERT(parseProxyHeader(input.first(header.size)).value()->size == header.size);
    if (!header.source)
        return;
    for (const auto version : {ProxyHeaderVersion::V1, ProxyHeaderVersion::V2}) {
        const std::string again =
            serializeProxyHeader(version, *header.source, *header.destination, "someone");
        const auto read = parseProxyHeader(bytesOf(again));
        CAUSEWAY_ASSERT(read && *read && (*read)->size == again.size());
        CAUSEWAY_ASSERT((*read)->source->text() == header.source->text());
        CAUSEWAY_ASSERT((*read)->destination->text() == header.destination->text());
    }
}
