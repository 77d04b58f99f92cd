// SPDX-License-Identifier: Apache-2.0
// What was decided of a connection's first bytes is not taken back when more of them come, and with
// enough of them something is decided. The name that a TLS client asks for is read from within.
#include "proxy/detect/client_hello.h"
#include "proxy/detect/first_bytes.h"

#include "fuzz/fuzz_target.h"

using namespace causeway;
using namespace causeway::proxy;

CAUSEWAY_FUZZ_TARGET(first_bytes) {
    const std::string_view all = textOf(input);
    FirstBytes decided = FirstBytes::Undecided;
    for (std::size_t size = 0; size <= all.size(); ++size) {
        const FirstBytes now = classifyFirstBytes(all.substr(0, size));
        CAUSEWAY_ASSERT(decided == FirstBytes::Undecided || now == decided);
        CAUSEWAY_ASSERT(size < kMaxFirstBytes + 2 || now != FirstBytes::Undecided);
        decided = now;
    }
    const std::string_view name = serverNameOf(all);
    CAUSEWAY_ASSERT(name.empty()
                    || (name.data() >= all.data()
                        && name.data() + name.size() <= all.data() + all.size()));
}
