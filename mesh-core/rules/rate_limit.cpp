// SPDX-License-Identifier: Apache-2.0
#include "rules/authorizations.h"
#include "rules/inbound_parts.h"

namespace causeway::rules {
namespace {

using resource::HttpLocalRateLimitPolicy;
using resource::Object;

bool isLimited(Protocol protocol) {
    return protocol == Protocol::Detect || protocol == Protocol::Http1
           || protocol == Protocol::Http2;
}

policy::RateLimit rateLimit(const ObjectSet& objects, const Object& object) {
    const auto& spec = *object.as<HttpLocalRateLimitPolicy>();
    policy::RateLimit limit{object.ref(), spec.total, spec.identity, {}};
    for (const auto& declared : spec.overrides) {
        policy::RateOverride rate{declared.requestsPerSecond, {}};
        for (const auto& client : declared.clients) {
            const auto& own = object.metadata.namespace_;
            rate.identities.push_back(accountIdentity(
                objects, client.namespace_.empty() ? own : client.namespace_, client.name));
        }
        limit.overrides.push_back(std::move(rate));
    }
    return limit;
}

} // namespace

std::optional<policy::RateLimit> rateLimitOf(const ObjectSet& objects, const Object& server,
                                             Protocol protocol) {
    if (!isLimited(protocol))
        return std::nullopt;
    for (const auto* object :
         objects.of("HTTPLocalRateLimitPolicy", server.metadata.namespace_))
        if (object->as<HttpLocalRateLimitPolicy>()->target.name == server.metadata.name)
            return rateLimit(objects, *object);
    return std::nullopt;
}

} // namespace causeway::rules
