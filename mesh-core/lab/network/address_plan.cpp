// SPDX-License-Identifier: Apache-2.0
#include "lab/network/address_plan.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::lab {

std::string AddressPlan::mesh(unsigned cluster, unsigned host) const {
    return fmt::format("{}.{}.0.{}", m_mode == NetworkMode::Namespaces ? 10 : 127,
                       networkOf(cluster), host);
}

std::string AddressPlan::local(unsigned cluster, unsigned index) const {
    if (m_mode == NetworkMode::Namespaces)
        return fmt::format("127.0.1.{}", 1 + index);
    return fmt::format("127.{}.1.{}", networkOf(cluster), 1 + index);
}

std::string AddressPlan::gateway(unsigned from, unsigned to) const {
    if (m_mode == NetworkMode::Namespaces)
        return ingress(to);
    return fmt::format("127.{}.2.{}", networkOf(from), 1 + to);
}

} // namespace causeway::lab
