// SPDX-License-Identifier: Apache-2.0
// Everything of a cluster that changes but numbers, as people see it: services, proxies,
// certificates and links. Reads the parts that know; any thread.
#pragma once

#include "causeway/v1/admin.pb.h"
#include "control/discovery/objects.h"
#include "control/discovery/presence.h"
#include "control/identity/certificates.h"

#include <map>
#include <utility>

namespace causeway::control {

class Inventory {
public:
    // By kind and name, as Removed names them: ("service", "ledger.bank").
    using Name = std::pair<std::string, std::string>;
    using Items = std::map<Name, v1::InventoryUpdate>;

    Inventory(const Objects& objects, const Presence& presence, const Certificates& certificates,
              const Clock& clock)
        : m_objects(objects), m_presence(presence), m_certificates(certificates), m_clock(clock),
          m_started(clock.wallNow()) {}

    [[nodiscard]] v1::Cluster cluster() const;
    [[nodiscard]] std::vector<v1::Service> services() const;
    [[nodiscard]] std::vector<v1::Proxy> proxies() const;
    [[nodiscard]] std::vector<v1::Certificate> certificates() const;
    [[nodiscard]] std::vector<v1::Link> links() const;
    [[nodiscard]] Items items() const;

private:
    const Objects& m_objects;
    const Presence& m_presence;
    const Certificates& m_certificates;
    const Clock& m_clock;
    WallTime m_started;
};

} // namespace causeway::control
