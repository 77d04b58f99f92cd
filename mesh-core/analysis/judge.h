// SPDX-License-Identifier: Apache-2.0
// What the objects of one cluster decide: the port of every workload, compiled as its proxy
// compiles it. Owns its objects. Made once, then read by any thread; never does I/O.
#pragma once

#include "policy/snapshot.h"
#include "rules/compile.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::analysis {

using PolicyPtr = std::shared_ptr<const policy::Snapshot>;

// One port of one workload, and the service that leads there.
struct JudgedPort {
    const resource::Object* workload = nullptr; // an ExternalWorkload
    std::uint16_t port = 0;                     // of the workload
    const resource::Object* server = nullptr;   // null: the default policy judges
    PolicyPtr policy;
};

class Judge {
public:
    // Fails where a proxy would refuse its configuration.
    [[nodiscard]] static Result<Judge> compile(std::vector<resource::Object> objects);

    [[nodiscard]] const rules::ObjectSet& objects() const { return *m_set; }
    // The workload ports behind a service's port, in the order of the workloads; empty: nobody
    // serves it. `service` is a full name.
    [[nodiscard]] const std::vector<JudgedPort>& portsOf(std::string_view service,
                                                         std::uint16_t port) const;
    struct ServicePort {
        std::string service; // full name
        std::uint16_t port = 0;

        auto operator<=>(const ServicePort&) const = default;
    };
    [[nodiscard]] const std::map<ServicePort, std::vector<JudgedPort>>& ports() const {
        return m_ports;
    }
    // The object that a rule came from; null for a built-in one.
    [[nodiscard]] const resource::Object* find(const ObjectRef& ref) const;

private:
    std::unique_ptr<const std::vector<resource::Object>> m_objects; // that m_set refers to
    std::unique_ptr<const rules::ObjectSet> m_set;
    std::map<ServicePort, std::vector<JudgedPort>> m_ports;
    std::map<ObjectRef, const resource::Object*> m_byRef;
};

// "policy.yaml:12", where the object was written.
[[nodiscard]] std::string whereOf(const resource::Object& object);

} // namespace causeway::analysis
