// SPDX-License-Identifier: Apache-2.0
// A stream of updates that outlives its connection: read on a thread of its own, opened again with
// jittered backoff when it breaks. Owned by whoever asked for it; destroying it cancels the stream
// and joins the thread, after which no handler runs. Never destroy it from within a handler.
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <functional>
#include <memory>

namespace causeway::client {

// Called on the watch's thread, one at a time. They hand values on and return; they never block.
template <typename Update> struct WatchHandlers {
    std::function<void(Update)> onUpdate;
    // The stream broke, or could not be opened; it is tried again after `retryIn`. An error of kind
    // PermissionDenied, Unauthenticated or InvalidInput will not heal by itself: retryIn is the
    // maximum.
    std::function<void(const Error& reason, Duration retryIn)> onLost;
};

class Watch {
public:
    virtual ~Watch() = default;
    // Ends a wait for the next attempt at once: "Retry now".
    virtual void retryNow() = 0;
};

} // namespace causeway::client
