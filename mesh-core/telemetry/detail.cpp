// SPDX-License-Identifier: Apache-2.0
#include "telemetry/detail.h"

#include <cstring>
#include <tuple>

namespace causeway::telemetry {
namespace {

constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15ULL;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
    hash = (hash ^ value) * kPrime;
    return hash ^ (hash >> 29);
}

std::uint64_t wordAt(const char* text) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    return word;
}

// Eight bytes at a time, the last eight again: a hash of single bytes was the dearest part of
// looking a series up.
std::uint64_t mixed(std::uint64_t hash, std::string_view text) {
    const std::size_t size = text.size();
    if (size < 8) {
        std::uint64_t word = size;
        for (const char c : text)
            word = word << 8 | static_cast<unsigned char>(c);
        return mixed(hash, word);
    }
    for (std::size_t at = 0; at + 8 < size; at += 8)
        hash = mixed(hash, wordAt(text.data() + at));
    return mixed(hash, wordAt(text.data() + size - 8) + size);
}

} // namespace

std::strong_ordering RequestDetail::operator<=>(const RequestDetail& other) const {
    const auto rest = std::tie(status, grpcStatus, servedPort, target, authority, error)
                      <=> std::tie(other.status, other.grpcStatus, other.servedPort, other.target,
                                   other.authority, other.error);
    if (rest != 0 || decision == other.decision)
        return rest;
    if (!decision || !other.decision)
        return decision ? std::strong_ordering::greater : std::strong_ordering::less;
    return *decision <=> *other.decision;
}

SeriesView::SeriesView(const EdgeLabels& labels) : SeriesView(viewOf(labels, {})) {}

SeriesView viewOf(const EdgeLabels& labels, const RequestDetail& detail) {
    SeriesView view;
    view.vantage = labels.key.vantage;
    view.protocol = labels.key.protocol;
    view.statusClass = labels.key.statusClass;
    view.tls = labels.key.tls;
    view.status = detail.status;
    view.grpcStatus = detail.grpcStatus;
    view.servedPort = detail.servedPort;
    view.decision = detail.decision;
    view.sourceIdentity = labels.key.sourceIdentity;
    view.destinationService = labels.key.destinationService;
    view.destinationCluster = labels.key.destinationCluster;
    view.route = labels.key.route;
    view.link = labels.key.link;
    view.sourceWorkload = labels.sourceWorkload;
    view.destinationWorkload = labels.destinationWorkload;
    view.destinationInstance = labels.destinationInstance;
    view.target = detail.target;
    view.authority = detail.authority;
    view.error = detail.error;
    return view;
}

std::size_t SeriesView::hash() const {
    const std::uint64_t small = std::uint64_t(vantage) | std::uint64_t(protocol) << 8
                                | std::uint64_t(statusClass) << 16 | std::uint64_t(tls) << 24
                                | std::uint64_t(status) << 32
                                | std::uint64_t(static_cast<std::uint16_t>(grpcStatus)) << 48;
    std::uint64_t hash = mixed(kPrime, small);
    hash = mixed(hash, reinterpret_cast<std::uintptr_t>(decision) ^ servedPort);
    // What tells series apart; the rest follows from these, or is compared.
    for (const std::string_view text :
         {sourceIdentity, destinationService, route, destinationInstance, target, authority})
        hash = mixed(hash, text);
    return hash;
}

EdgeLabels SeriesView::labels() const {
    EdgeLabels labels;
    labels.key.vantage = vantage;
    labels.key.sourceIdentity = sourceIdentity;
    labels.key.destinationService = destinationService;
    labels.key.destinationCluster = destinationCluster;
    labels.key.route = route;
    labels.key.protocol = protocol;
    labels.key.statusClass = statusClass;
    labels.key.tls = tls;
    labels.key.link = link;
    labels.sourceWorkload = sourceWorkload;
    labels.destinationWorkload = destinationWorkload;
    labels.destinationInstance = destinationInstance;
    return labels;
}

RequestDetail SeriesView::detail() const {
    return {status,
            grpcStatus,
            servedPort,
            std::string(target),
            std::string(authority),
            std::string(error),
            decision};
}

} // namespace causeway::telemetry
