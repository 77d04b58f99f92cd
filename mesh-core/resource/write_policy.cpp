// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

namespace causeway::resource {

Node write(const Network& network) {
    Node node = mapping();
    node.add("cidr", Node::text(network.cidr));
    addList(node, "except", network.except);
    return node;
}

Node write(const Reference& reference) {
    Node node = mapping();
    addText(node, "group", reference.group);
    node.add("kind", Node::text(reference.kind));
    node.add("name", Node::text(reference.name));
    addText(node, "namespace", reference.namespace_);
    return node;
}

Node write(const Server& spec) {
    Node node = mapping();
    if (spec.podSelector)
        node.add("podSelector", write(*spec.podSelector));
    if (spec.externalWorkloadSelector)
        node.add("externalWorkloadSelector", write(*spec.externalWorkloadSelector));
    node.add("port", write(spec.port));
    node.add("proxyProtocol", Node::text(spec.proxyProtocol));
    node.add("accessPolicy", Node::text(spec.accessPolicy));
    return node;
}

Node write(const AuthorizationPolicy& spec) {
    Node node = mapping();
    node.add("targetRef", write(spec.target));
    // Also when empty: that authorizes everybody and must be said.
    node.add("requiredAuthenticationRefs", writeList(spec.requiredAuthentications));
    return node;
}

Node write(const MeshTlsAuthentication& spec) {
    Node node = mapping();
    addList(node, "identities", spec.identities);
    addList(node, "identityRefs", spec.identityRefs);
    return node;
}

Node write(const NetworkAuthentication& spec) {
    return mapping().add("networks", writeList(spec.networks));
}

} // namespace causeway::resource
