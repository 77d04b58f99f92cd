// SPDX-License-Identifier: Apache-2.0
#include "http/codec.h"

namespace causeway::http {

std::string_view name(ResetReason reason) {
    switch (reason) {
    case ResetReason::Cancelled:
        return "cancelled";
    case ResetReason::Refused:
        return "refused";
    case ResetReason::FlowControl:
        return "flow control broken";
    case ResetReason::ProtocolError:
        return "protocol error";
    case ResetReason::EnhanceYourCalm:
        return "too much, too fast";
    case ResetReason::InternalError:
        return "internal error";
    case ResetReason::ConnectionLost:
        return "connection lost";
    }
    return "unknown";
}

} // namespace causeway::http
