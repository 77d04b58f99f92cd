// SPDX-License-Identifier: Apache-2.0
// Whatever parses as objects is written so that it parses to equal objects.
#include "fuzz/fuzz_target.h"

#include "resource/parse.h"

using namespace causeway;

CAUSEWAY_FUZZ_TARGET(yaml_objects) {
    const auto objects = resource::parseObjects(textOf(input), "input.yaml");
    if (!objects)
        return;
    const auto again = resource::parseObjects(resource::serialize(*objects), "again.yaml");
    CAUSEWAY_ASSERT(again && *again == *objects);
}
