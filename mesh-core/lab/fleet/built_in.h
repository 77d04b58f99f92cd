// SPDX-License-Identifier: Apache-2.0
// The fleets that come with the program, as text; made from fleets/*.yaml by the build.
#pragma once

#include <string_view>

namespace causeway::lab {

extern const std::string_view kTalkFleet;

} // namespace causeway::lab
