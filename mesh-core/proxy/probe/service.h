// SPDX-License-Identifier: Apache-2.0
// The requests of probes that a gateway answers itself at its ingress: a bare answer, and the key
// that datagrams are sealed with. For other gateways only, judged by the identity that mutual TLS
// proved. Any thread.
#pragma once

#include "http/message.h"
#include "proxy/probe/sessions.h"
#include "rules/config.h"
#include "tls/spiffe_id.h"

namespace causeway::proxy {

// Whether this request is for the gateway `self` and not for a service behind it.
[[nodiscard]] bool isProbe(const http::RequestHead& head, const tls::SpiffeId& self);

struct ProbeAnswer {
    http::ResponseHead head;
    std::string body;
};
// `caller` is empty for one who proved nothing; `settings` may be null.
[[nodiscard]] ProbeAnswer answerProbe(const http::RequestHead& head, const tls::SpiffeId& self,
                                      const std::string& caller,
                                      const rules::ProxySettings* settings,
                                      ProbeSessions& sessions);

} // namespace causeway::proxy
