// SPDX-License-Identifier: Apache-2.0
#include "resource/kinds.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::resource {
namespace {

template <typename Match> void addComposed(Node& node, const Match& match) {
    addList(node, "all", match.all);
    addList(node, "any", match.any);
    if (!match.not_.empty())
        node.add("not", write(match.not_.front()));
}

} // namespace

Node write(const RequestMatch& match) {
    Node node = mapping();
    addText(node, "method", match.method);
    addText(node, "pathRegex", match.pathRegex);
    addComposed(node, match);
    return node;
}

Node write(const StatusRange& range) {
    Node node = mapping();
    if (range.max != 0)
        node.add("max", number(range.max));
    if (range.min != 0)
        node.add("min", number(range.min));
    return node;
}

Node write(const ResponseMatch& match) {
    Node node = mapping();
    if (match.status)
        node.add("status", write(*match.status));
    addComposed(node, match);
    return node;
}

Node write(const ResponseClass& responseClass) {
    Node node = mapping();
    node.add("condition", write(responseClass.condition));
    if (responseClass.isFailure)
        node.add("isFailure", flag(true));
    return node;
}

Node write(const ProfileRoute& route) {
    Node node = mapping();
    node.add("condition", write(route.condition));
    if (route.isRetryable)
        node.add("isRetryable", flag(true));
    node.add("name", Node::text(route.name));
    addList(node, "responseClasses", route.responseClasses);
    if (route.timeout)
        node.add("timeout", Node::text(route.timeout->text));
    return node;
}

Node write(const RetryBudget& budget) {
    Node node = mapping();
    node.add("minRetriesPerSecond", number(budget.minRetriesPerSecond));
    node.add("retryRatio", Node::plain(fmt::format("{}", budget.retryRatio)));
    node.add("ttl", Node::text(budget.ttl.text));
    return node;
}

Node write(const DestinationOverride& item) {
    Node node = mapping();
    node.add("authority", Node::text(item.authority));
    node.add("weight", Node::text(item.weight));
    return node;
}

Node write(const ServiceProfile& spec) {
    Node node = mapping();
    addList(node, "dstOverrides", spec.dstOverrides);
    if (!spec.opaquePorts.empty()) {
        Node ports = mapping();
        for (const auto port : spec.opaquePorts)
            ports.add(std::to_string(port), mapping());
        node.add("opaquePorts", std::move(ports));
    }
    if (spec.retryBudget)
        node.add("retryBudget", write(*spec.retryBudget));
    addList(node, "routes", spec.routes);
    return node;
}

} // namespace causeway::resource
