// SPDX-License-Identifier: Apache-2.0
// Wires that lose packets, by the datagrams that gateways send each other every second. Loss shows
// in the times of few requests, each of which waits for a retransmission; the datagrams count it.
// Pure.
#pragma once

#include "link/diagnosis.h"
#include "link/probe_evidence.h"

namespace causeway::link {

// Both directions of a wire together, since a datagram and its answer cross it both ways. Told from
// three lost on, 2 % for sure, and more than usual. More than half lost is no wire's loss but
// somebody who does not answer, and so is loss on every one of a cluster's wires: neither accuses a
// wire.
[[nodiscard]] std::vector<Verdict> judgeLoss(std::span<const LinkProbes> probes);

} // namespace causeway::link
