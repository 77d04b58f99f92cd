// SPDX-License-Identifier: Apache-2.0
// Operations as the objects that people apply: a ServiceProfile, HTTPRoutes or GRPCRoutes. What
// the kind cannot say is a finding. Pure.
#pragma once

#include "profile/operation.h"
#include "resource/object.h"

namespace causeway::profile {

struct ServiceName {
    std::string name;
    std::string namespace_ = "default";
    std::string clusterDomain = "cluster.local";
    std::uint16_t port = 0; // of the Service that routes attach to; 0: every one

    [[nodiscard]] std::string full() const;
};
// Of "loans.bank.svc.cluster.local", and of "loans.bank" and "loans" with what `defaults` says.
[[nodiscard]] ServiceName serviceNameOf(std::string_view text, const ServiceName& defaults);

[[nodiscard]] resource::Object toServiceProfile(const std::vector<Operation>& operations,
                                                const ServiceName& service);
// With a rule for everything else, which would be answered 404 otherwise.
[[nodiscard]] std::vector<resource::Object> toHttpRoutes(const std::vector<Operation>& operations,
                                                         const ServiceName& service,
                                                         Findings& findings);
[[nodiscard]] std::vector<resource::Object> toGrpcRoutes(const std::vector<Operation>& operations,
                                                         const ServiceName& service,
                                                         Findings& findings);

} // namespace causeway::profile
