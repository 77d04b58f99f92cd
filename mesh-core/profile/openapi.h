// SPDX-License-Identifier: Apache-2.0
// The operations of a Swagger 2.0 or an OpenAPI 3.0 or 3.1 document, in YAML or JSON, with the
// files it refers to. Documents of others are dirty: what has no bearing on routes is not looked
// at, what has one way to be understood is a warning, and the rest is an error with its place.
// Pure.
#pragma once

#include "profile/operation.h"

namespace causeway::profile {

struct OpenApiFile {
    std::string source; // its path, for messages and for what it refers to
    std::string text;
    LoadFile load;
};

// In the order of Linkerd's generator: by path bytewise, then DELETE GET HEAD OPTIONS PATCH POST
// PUT. When findings has an error afterwards the operations are not to be used.
[[nodiscard]] std::vector<Operation> readOpenApi(const OpenApiFile& file, Findings& findings);

} // namespace causeway::profile
