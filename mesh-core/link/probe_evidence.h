// SPDX-License-Identifier: Apache-2.0
// What the rungs of a ladder add to a verdict that the legs of requests have led to: whether the
// bare wire says the same, whether the connections of requests do, and what a new connection costs against an open one. They change no
// verdict; agreement and disagreement are both told. One-way times are not used. Pure.
#pragma once

#include "link/diagnosis.h"
#include "link/link_probes.h"

#include <span>

namespace causeway::link {

// Of the first few links of a verdict about times or failures; whatever else is wrong is seen, not
// inferred.
void addProbeEvidence(Verdict& verdict, std::span<const LinkProbes> probes);

} // namespace causeway::link
