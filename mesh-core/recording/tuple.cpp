// SPDX-License-Identifier: Apache-2.0
#include "recording/tuple.h"

#include <array>

namespace causeway::recording {

std::string_view name(Verdict verdict) {
    static constexpr std::array<std::string_view, 5> kNames{"", "allowed", "audited", "denied",
                                                            "no-route"};
    return kNames[static_cast<std::size_t>(verdict)];
}

Sample Sample::of(const Tuple& tuple) {
    Sample sample;
    sample.service = tuple.service;
    sample.workload = tuple.workload;
    sample.identity = tuple.identity;
    sample.host = tuple.host;
    sample.method = tuple.method;
    sample.path = tuple.path;
    sample.headers = tuple.headers;
    sample.network = tuple.network;
    sample.port = tuple.port;
    sample.verdict = tuple.verdict;
    sample.firstSeen = tuple.firstSeen;
    sample.lastSeen = tuple.lastSeen;
    sample.count = tuple.count;
    return sample;
}

Tuple Sample::view() const {
    return {service, port,    workload, identity,  network,  host,  method,
            path,    headers, verdict,  firstSeen, lastSeen, count, 0};
}

} // namespace causeway::recording
