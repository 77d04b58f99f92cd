// SPDX-License-Identifier: Apache-2.0
#include "control/version.h"

namespace causeway::control {

std::string_view version() {
    return CAUSEWAY_VERSION;
}

} // namespace causeway::control
