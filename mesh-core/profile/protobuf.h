// SPDX-License-Identifier: Apache-2.0
// The operations of the services in a protobuf file. Imports are followed to know the types that
// methods name; a missing one is a warning, since no route depends on it. Pure.
//
// A method may say how long it takes at most, by an option of ours (see options.proto):
//     option (causeway.route) = {timeout: "500ms"};
#pragma once

#include "profile/operation.h"

namespace causeway::profile {

struct ProtoInput {
    std::string source; // its path
    std::string text;
    std::vector<std::string> importRoots; // besides its own folder and those above it
    LoadFile load;
};

// In the order of the file. When findings has an error afterwards the operations are not to be
// used.
[[nodiscard]] std::vector<Operation> readProto(const ProtoInput& input, Findings& findings);

} // namespace causeway::profile
