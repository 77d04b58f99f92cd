// SPDX-License-Identifier: GPL-3.0-or-later
// What mesh-core's diagnosis says of the links over a window: the same functions as
// `causewayctl link diagnose`. Kept for a few seconds, since it looks at every edge. GUI thread.
#pragma once

#include "link/diagnosis.h"
#include "link/impact.h"
#include "store/store.h"

#include <memory>

namespace causeway::app::pages {

using Accusation = causeway::link::Verdict;
using causeway::link::Evidence;

class LinkDiagnosis {
public:
    // Best first; empty when nothing is wrong. Valid until the next call.
    [[nodiscard]] const std::vector<Accusation>& of(const store::Store& store,
                                                    const domain::TimeRange& window);
    // Whom one of them concerns, in the same window.
    [[nodiscard]] causeway::link::Impact impactOf(const Accusation& accusation) const;

private:
    std::shared_ptr<const store::Calls> m_calls; // that the accusations are of
    std::vector<causeway::link::ClusterInventory> m_clusters;
    std::vector<Accusation> m_accusations;
};

// The first that makes this link slower; null without any.
[[nodiscard]] const Accusation* concerning(const std::vector<Accusation>& accusations,
                                           const domain::LinkRef& link);
// How much of it this link pays, from its own evidence; the whole where it has none.
[[nodiscard]] double addedMs(const Accusation& accusation, const domain::LinkRef& link);

} // namespace causeway::app::pages
