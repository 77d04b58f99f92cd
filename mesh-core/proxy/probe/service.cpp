// SPDX-License-Identifier: Apache-2.0
#include "proxy/probe/service.h"

#include "proxy/filters/error_response.h"
#include "proxy/probe/target.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

bool isGateway(const std::string& caller, const tls::SpiffeId& self,
               const rules::ProxySettings* settings) {
    if (settings && std::ranges::count(settings->trustedGateways, caller) > 0)
        return true;
    const auto id = tls::SpiffeId::parse(caller);
    return id && id->isWorkload() && id->trustDomain() == self.trustDomain()
           && id->ns() == "causeway" && id->name() == "gateway";
}

ProbeAnswer refuse(const Refusal& refusal) {
    ErrorResponse made = makeErrorResponse(refusal, false);
    return {std::move(made.head), std::move(made.body)};
}

} // namespace

bool isProbe(const http::RequestHead& head, const tls::SpiffeId& self) {
    return head.path.starts_with(kProbePrefix) && head.authority == self.dnsName();
}

ProbeAnswer answerProbe(const http::RequestHead& head, const tls::SpiffeId& self,
                        const std::string& caller, const rules::ProxySettings* settings,
                        ProbeSessions& sessions) {
    if (!isGateway(caller, self, settings))
        return refuse({403, "policy-denied", "probes are for gateways of the fleet"});
    if (head.method != "GET")
        return refuse({405, "not-served", "probes are GET requests"});
    ProbeAnswer answer;
    answer.head.status = 204;
    if (head.path == kProbePath)
        return answer;
    if (head.path != kProbeKeyPath)
        return refuse({404, "not-served", "a gateway answers " + std::string(kProbePath) + " and "
                                              + std::string(kProbeKeyPath)});
    answer.head.status = 200;
    answer.head.headers.add("content-type", "text/plain");
    answer.head.headers.add("cache-control", "no-store");
    answer.body = sessions.give(caller).text();
    answer.head.contentLength = answer.body.size();
    return answer;
}

} // namespace causeway::proxy
