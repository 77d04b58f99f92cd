// SPDX-License-Identifier: Apache-2.0
#include "control/proxy_admission.h"

namespace causeway::control {

Status admitProxy(const ProxyInstance& proxy, const std::optional<tls::SpiffeId>& peer,
                  const rules::ObjectSet& objects) {
    if (!peer)
        return fail(ErrorKind::Unauthenticated, "no client certificate with a mesh identity");
    if (peer->uri() != proxy.identity)
        return fail(ErrorKind::PermissionDenied, "the certificate is " + peer->uri()
                                                     + "'s, the proxy says it is "
                                                     + proxy.identity);
    if (!peer->isWorkload() || peer->cluster() != objects.clusterName()
        || proxy.cluster != objects.clusterName())
        return fail(ErrorKind::InvalidInput, proxy.identity + " in cluster \"" + proxy.cluster
                                                 + "\" came to the control plane of "
                                                 + objects.clusterName());
    const auto* declared = objects.find("ExternalWorkload", proxy.namespace_, proxy.instance);
    if (!declared)
        return {};
    const std::string& expected = declared->as<resource::ExternalWorkload>()->identity;
    if (expected != peer->uri() && expected != peer->dnsName())
        return fail(ErrorKind::PermissionDenied, declared->describe() + " is declared as "
                                                     + expected + ", not as " + peer->uri());
    return {};
}

} // namespace causeway::control
