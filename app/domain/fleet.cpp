// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/fleet.h"

#include <algorithm>

namespace causeway::app::domain {

const Cluster* Fleet::cluster(const QString& name) const {
    const auto found = std::ranges::find(clusters, name, &Cluster::name);
    return found == clusters.end() ? nullptr : &*found;
}

} // namespace causeway::app::domain
