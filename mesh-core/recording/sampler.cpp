// SPDX-License-Identifier: Apache-2.0
#include "recording/sampler.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

namespace causeway::recording {
namespace {

constexpr std::size_t kMaxHost = 255;  // of a name
constexpr std::size_t kMaxMethod = 32; // longer ones are nobody's

// Who a stranger is must not be told; rules that look at networks seldom look closer.
IpAddress networkOf(const IpAddress& address) {
    auto octets = address.octets();
    const std::size_t kept = address.isV4() ? 15 : 6;
    std::fill(octets.begin() + static_cast<std::ptrdiff_t>(kept), octets.end(), std::uint8_t(0));
    return IpAddress(octets);
}

} // namespace

// The host and the workload follow from the rest nearly always: they are compared, not hashed.
template <typename Key> std::size_t Sampler::Hash::operator()(const Key& key) const {
    const std::hash<std::string_view> of;
    const auto& octets = key.network.octets();
    std::uint64_t low = 0;
    std::memcpy(&low, octets.data() + 8, sizeof low); // all of an IPv4 address
    std::size_t hash = of(key.path) ^ (low + static_cast<std::uint64_t>(key.verdict));
    hash = hash * 0x9E3779B97F4A7C15ULL + of(key.identity);
    hash = hash * 0x9E3779B97F4A7C15ULL + key.service.size() + key.method.size() * 64U + key.port;
    return hash ^ (hash >> 32U);
}

template <typename A, typename B> bool Sampler::Equal::operator()(const A& a, const B& b) const {
    return a.path == b.path && a.identity == b.identity && a.service == b.service
           && a.method == b.method && a.network == b.network && a.port == b.port
           && a.verdict == b.verdict && a.host == b.host && a.workload == b.workload;
}

void Sampler::use(std::shared_ptr<const Redaction> rules) {
    m_rules = std::move(rules);
    if (!m_rules)
        (void)drain(); // what was recorded is nobody's any more
}

void Sampler::add(const Tuple& seen) {
    m_path.clear();
    m_rules->append(seen.path, m_path);
    Tuple told = seen;
    told.path = m_path;
    told.host = told.host.substr(0, kMaxHost);
    if (told.method.size() > kMaxMethod)
        told.method = kCut;
    told.headers = {};
    if (told.identity.empty())
        told.network = networkOf(told.network);
    if (const auto known = m_counts.find(told); known != m_counts.end()) {
        ++known->second;
        return;
    }
    if (m_counts.size() >= m_maxTuples) {
        ++m_givenUp;
        return;
    }
    m_counts.emplace(Sample::of(told), 1);
}

Sampler::Drained Sampler::drain() {
    Drained drained;
    drained.tuples.reserve(m_counts.size());
    while (!m_counts.empty()) {
        auto node = m_counts.extract(m_counts.begin());
        node.key().count = node.mapped();
        drained.tuples.push_back(std::move(node.key()));
    }
    drained.givenUp = std::exchange(m_givenUp, 0);
    return drained;
}

} // namespace causeway::recording
