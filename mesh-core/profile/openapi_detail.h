// SPDX-License-Identifier: Apache-2.0
// Pieces of reading an OpenAPI document that look at one node each; private to openapi. Pure.
#pragma once

#include "profile/references.h"

namespace causeway::profile {

// Swagger's basePath, and the path of the first of OpenAPI's servers, its variables filled in.
[[nodiscard]] std::string swaggerBasePath(const resource::Node& node, const Place& place,
                                          Findings& findings);
[[nodiscard]] std::string serverBasePath(const resource::Node& servers, const Place& place,
                                         Findings& findings);

// Codes ascending, then ranges ascending: the first that matches decides.
[[nodiscard]] std::vector<StatusClass> readResponses(const Located& responses,
                                                     const std::string& field, Findings& findings);

// x-linkerd-retryable and x-linkerd-timeout.
void readHints(const Located& node, const std::string& field, Operation& operation,
               Findings& findings);

} // namespace causeway::profile
