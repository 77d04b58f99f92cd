// SPDX-License-Identifier: Apache-2.0
// The name of a destination, as CONTRACTS.md defines it for ENDPOINTS. Pure.
//   ledger.bank.svc.gcp.mesh:80          ledger.bank.svc.aws.mesh:80@aws:aws
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::control {

struct Destination {
    std::string service;    // "ledger"
    std::string namespace_; // "bank"
    std::string domain;     // of the cluster that runs it: "gcp.mesh"
    std::uint16_t port = 0;
    std::string link; // "aws:gcp"; empty: none is named

    // InvalidInput, saying what a name looks like.
    [[nodiscard]] static Result<Destination> parse(std::string_view name);
};

} // namespace causeway::control
