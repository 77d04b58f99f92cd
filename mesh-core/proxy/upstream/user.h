// SPDX-License-Identifier: Apache-2.0
// What the upstream side tells the request that uses it. On the worker's thread.
#pragma once

#include "http/codec.h"

namespace causeway::proxy {

class UpstreamConnection;

class UpstreamUser {
public:
    virtual ~UpstreamUser() = default;
    // Its turn: it sends its request on this connection now, or never. `opened`: it is the first on
    // a connection that was opened for it.
    virtual void onStream(UpstreamConnection& connection, bool opened) = 0;
    virtual void onConnectFailed(const Error& why) = 0;

    virtual void onResponse(http::ResponseHead&& head, bool end) = 0;
    virtual void onResponseBody(ByteView bytes, bool end) = 0;
    virtual void onResponseTrailers(http::Headers&& trailers) = 0;
    virtual void onUpstreamReset(http::ResetReason reason) = 0;
    virtual void onUpstreamWritable() = 0;
    // Sends on although the response has ended: a tunnel whose far side closed first.
    [[nodiscard]] virtual bool sendsOn() const { return false; }
};

} // namespace causeway::proxy
