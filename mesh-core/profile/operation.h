// SPDX-License-Identifier: Apache-2.0
// What a service can be asked, whichever description it was learned from: an OpenAPI document, a
// protobuf file or recorded requests. Profiles and routes are made of these. Values.
#pragma once

#include "profile/finding.h"
#include "resource/profile_kinds.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace causeway::profile {

struct StatusClass {
    std::uint16_t min = 0;
    std::uint16_t max = 0;
    bool isFailure = false;
};

struct Operation {
    std::string name;   // of the route: "GET /loans/{id}", "GetLoan"
    std::string method; // "GET"
    std::string path;   // a template: what stands between braces matches within one segment
    // Of an RPC, whose path is /rpcService/rpcMethod.
    std::string rpcService; // "bank.loans.v1.Loans"; empty: none
    std::string rpcMethod;
    std::vector<StatusClass> responses; // the first that matches decides
    bool isRetryable = false;
    std::optional<resource::GoDuration> timeout;
    Place place;
};

// Gives the text of a file: the path is relative to where the first file's is. Injected, because
// nothing here reads files. Must refuse what is no regular file.
using LoadFile = std::function<Result<std::string>(const std::string& path)>;

// "specs/common.yaml" for "../common.yaml" as written in "specs/loans/api.yaml".
[[nodiscard]] std::string besides(const std::string& source, const std::string& relative);

} // namespace causeway::profile
