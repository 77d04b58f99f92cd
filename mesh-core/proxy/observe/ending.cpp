// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/ending.h"

#include "proxy/recorder.h"

#include <algorithm>

namespace causeway::proxy {

WallTime Ending::received() const {
    return wallNow - (now - request.received);
}

std::uint64_t Ending::totalUs() const {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(now - request.received).count());
}

std::string_view Ending::authority() const {
    return request.mesh.origAuthority.empty() ? request.head.authority
                                              : std::string_view(request.mesh.origAuthority);
}

std::string_view Ending::callerIdentity() const {
    return request.caller.empty() && request.peer ? std::string_view(request.peer->identity)
                                                  : std::string_view(request.caller);
}

std::string Ending::traceId() const {
    const auto& observed = request.observed;
    return observed && observed->trace ? observed->trace->traceText() : std::string();
}

bool isSecret(std::string_view name, const std::vector<std::string>& more) {
    static constexpr std::string_view kSecret[] = {
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key",
        "x-auth-token",  "x-amz-security-token"};
    return std::ranges::find(kSecret, name) != std::end(kSecret)
           || std::ranges::find(more, name) != more.end();
}

} // namespace causeway::proxy
