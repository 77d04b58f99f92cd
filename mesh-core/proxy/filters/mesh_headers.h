// SPDX-License-Identifier: Apache-2.0
// The causeway-* request headers: taken out of a head before anybody looks at it, and put in for
// the next proxy. Pure.
#pragma once

#include "http/message.h"

#include <string>

namespace causeway::proxy {

struct MeshHeaders {
    std::string origProto;     // "HTTP/1.1" when HTTP/1 was upgraded for the way
    std::string origAuthority; // as the application wrote it
    std::string route;         // the caller's
    std::string link;
    std::string caller; // an assertion, not verified yet

    // Removes every causeway-* header, also those that nobody here knows.
    [[nodiscard]] static MeshHeaders take(http::Headers& headers);
    // Replaces every causeway-* header by these; empty ones are left out.
    void put(http::Headers& headers) const;
};

inline constexpr std::string_view kHopsHeader = "causeway-hops";
inline constexpr std::string_view kErrorHeader = "causeway-error";
inline constexpr std::string_view kStatusHeader = "causeway-status";
inline constexpr std::string_view kRequiredIdHeader = "l5d-require-id"; // Linkerd's
inline constexpr std::string_view kHeaderPrefix = "causeway-";

} // namespace causeway::proxy
