// SPDX-License-Identifier: Apache-2.0
// Whether a proxy is who it says it is. Pure.
#pragma once

#include "base/proxy_instance.h"
#include "rules/compile.h"
#include "tls/spiffe_id.h"

#include <optional>

namespace causeway::control {

// Unauthenticated without a leaf; PermissionDenied when the leaf is another identity's, or the
// instance is declared as an ExternalWorkload with another one; InvalidInput for another cluster.
[[nodiscard]] Status admitProxy(const ProxyInstance& proxy,
                                const std::optional<tls::SpiffeId>& peer,
                                const rules::ObjectSet& objects);

} // namespace causeway::control
