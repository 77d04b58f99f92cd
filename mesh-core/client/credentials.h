// SPDX-License-Identifier: Apache-2.0
// The client's certificate, its key and the fleet's trust anchors, as PEM text that was found to
// fit together. Plain values, any thread. Holds a private key: never logged, never part of an
// error.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "client/fleet_file.h"

#include <string>

namespace causeway::client {

struct Credentials {
    std::string trustAnchors;
    std::string certificate;
    std::string key;
    std::string identity; // "spiffe://talk.mesh/user/console/role/viewer"
    WallTime notAfter;
};

// Reads the three files that the fleet file names. Errors say which file, what was found and what
// to do: missing or unreadable, not PEM, expired or not valid yet, a key that does not belong to
// the certificate, a certificate that no anchor of the fleet has signed or that names another trust
// domain.
[[nodiscard]] Result<Credentials> readCredentials(const FleetFile& fleet, const Clock& clock);

} // namespace causeway::client
