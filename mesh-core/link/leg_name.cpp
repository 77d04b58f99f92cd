// SPDX-License-Identifier: Apache-2.0
#include "link/leg_name.h"

#include <algorithm>

namespace causeway::link {

LegName LegName::wire(const std::string& a, const std::string& b) {
    return {Part::Wire, std::min(a, b), std::max(a, b)};
}

std::string LegName::text() const {
    switch (part) {
    case Part::Egress:
        return "egress:" + site;
    case Part::Ingress:
        return "ingress:" + site;
    case Part::Connect:
        return "connect:" + site;
    case Part::Workload:
        return "workload:" + other + "@" + site;
    case Part::Certificate:
        return "certificate:" + other + "@" + site;
    case Part::Policy:
        return "policy:" + other + "@" + site;
    case Part::Wire:
        break;
    }
    return "wire:" + site + ":" + other;
}

} // namespace causeway::link
