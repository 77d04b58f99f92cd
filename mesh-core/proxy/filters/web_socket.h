// SPDX-License-Identifier: Apache-2.0
// The part of WebSocket's opening handshake that HTTP/1 has and HTTP/2 has not (RFC 6455 section
// 4, RFC 8441 section 5): a key and its answer. Needed where the two ends speak different versions.
#pragma once

#include "http/message.h"

namespace causeway::proxy {

// For a server that speaks HTTP/1: adds a key if the head opens a WebSocket and has none.
void addWebSocketKey(http::RequestHead& head);
// For a client that speaks HTTP/1 and sent a key: adds the answer if the response has none.
void addWebSocketAccept(const http::RequestHead& request, http::ResponseHead& response);

} // namespace causeway::proxy
