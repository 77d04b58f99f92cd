// SPDX-License-Identifier: Apache-2.0
#include "convert/detail.h"

#include <algorithm>

namespace causeway::convert {
namespace {

Result<IpAddress> addressFrom(const std::string& octets) {
    IpAddress::Octets all{};
    if (octets.size() == 4)
        return IpAddress::v4(
            static_cast<std::uint8_t>(octets[0]), static_cast<std::uint8_t>(octets[1]),
            static_cast<std::uint8_t>(octets[2]), static_cast<std::uint8_t>(octets[3]));
    if (octets.size() != all.size())
        return refuse("source_network", std::to_string(octets.size()) + " octets", "4 or 16");
    std::ranges::copy(octets, reinterpret_cast<char*>(all.data()));
    return IpAddress(all);
}

std::string octetsOf(const IpAddress& address) {
    const auto& all = address.octets();
    const std::size_t skipped = address.isV4() ? 12 : 0;
    return {reinterpret_cast<const char*>(all.data()) + skipped, all.size() - skipped};
}

} // namespace

Result<recording::Sample> fromProto(const v1::RecordedRequest& message) {
    recording::Sample sample;
    if (message.service().empty())
        return refuse("service", "nothing", "a full name");
    sample.service = message.service();
    CAUSEWAY_TRY(sample.port, portFrom(message.port(), "port"));
    sample.workload = message.workload();
    sample.identity = message.source_identity();
    CAUSEWAY_TRY(sample.network, addressFrom(message.source_network()));
    sample.host = message.host();
    sample.method = message.method();
    sample.path = message.path();
    sample.headers = message.headers();
    // A verdict that a newer proxy has is one we do not know.
    sample.verdict = v1::RequestVerdict_IsValid(message.verdict())
                         ? static_cast<recording::Verdict>(message.verdict())
                         : recording::Verdict::Unknown;
    sample.firstSeen = message.first_seen();
    sample.lastSeen = message.last_seen();
    if (message.last_seen() < message.first_seen() || message.count() == 0)
        return refuse("last_seen, count", "a time before the first or no request", "neither");
    sample.count = message.count();
    return sample;
}

v1::RecordedRequest toProto(const recording::Sample& sample) {
    v1::RecordedRequest message;
    message.set_service(sample.service);
    message.set_port(sample.port);
    message.set_workload(sample.workload);
    message.set_source_identity(sample.identity);
    message.set_source_network(octetsOf(sample.network));
    message.set_host(sample.host);
    message.set_method(sample.method);
    message.set_path(sample.path);
    message.set_headers(sample.headers);
    message.set_verdict(static_cast<v1::RequestVerdict>(sample.verdict));
    message.set_first_seen(sample.firstSeen);
    message.set_last_seen(sample.lastSeen);
    message.set_count(sample.count);
    return message;
}

} // namespace causeway::convert
