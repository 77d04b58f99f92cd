// SPDX-License-Identifier: Apache-2.0
// What the Gateway API asks of objects that this mesh does not use itself: listeners of a Gateway,
// grants for references into other namespaces.
#include "analysis/lint/context.h"
#include "resource/yaml.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

using resource::Node;
using resource::Object;

constexpr std::string_view kGroup = "gateway.networking.k8s.io";

std::string textOf(const Node& node, std::string_view name) {
    const auto* value = node.find(name);
    return value ? value->scalar : std::string();
}

const std::vector<Node>& itemsOf(const Node& node, std::string_view name) {
    static const std::vector<Node> kNone;
    const auto* value = node.find(name);
    return value ? value->items : kNone;
}

void checkListeners(Context& context, const ForeignObject& gateway) {
    std::map<std::string, std::size_t> taken;
    std::set<std::string> names;
    const auto& listeners = itemsOf(*gateway.spec, "listeners");
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        const auto& listener = listeners[i];
        const auto field = fmt::format("spec.listeners[{}]", i);
        if (!names.insert(textOf(listener, "name")).second) {
            context.report("MC1501", gateway, field + ".name",
                           fmt::format("two listeners are called {}", textOf(listener, "name")));
            continue;
        }
        const auto key = fmt::format("{} {} {}", textOf(listener, "port"),
                                     textOf(listener, "protocol"), textOf(listener, "hostname"));
        const auto [other, isNew] = taken.emplace(key, i);
        if (!isNew)
            context
                .report("MC1501", gateway, field,
                        fmt::format("listener {} has the same port, protocol and host",
                                    textOf(listeners[other->second], "name")))
                .evidence = fmt::format("port {}, {}, host {}", textOf(listener, "port"),
                                        textOf(listener, "protocol"),
                                        textOf(listener, "hostname").empty()
                                            ? "any"
                                            : textOf(listener, "hostname"));
    }
}

void checkGateways(Context& context) {
    std::set<std::string> classes;
    for (const auto& one : context.foreign(kGroup, "GatewayClass"))
        classes.insert(one.ref.name);
    for (const auto& gateway : context.foreign(kGroup, "Gateway")) {
        checkListeners(context, gateway);
        const auto name = textOf(*gateway.spec, "gatewayClassName");
        if (!classes.empty() && !classes.contains(name))
            context
                .report("MC1501", gateway, "spec.gatewayClassName",
                        fmt::format("there is no GatewayClass {}", name))
                .evidence = fmt::format("there are {}", fmt::join(classes, ", "));
    }
}

// What ReferenceGrants let through.
class Grants {
public:
    explicit Grants(const Context& context)
        : m_grants(context.foreign(kGroup, "ReferenceGrant")) {}

    [[nodiscard]] bool inUse(const std::string& namespace_) const {
        return std::ranges::any_of(
            m_grants, [&](const auto& grant) { return grant.ref.namespace_ == namespace_; });
    }
    [[nodiscard]] bool allows(const Object& route, const resource::Reference& to) const {
        return std::ranges::any_of(m_grants, [&](const ForeignObject& grant) {
            return grant.ref.namespace_ == to.namespace_
                   && std::ranges::any_of(itemsOf(*grant.spec, "from"),
                                          [&](const Node& from) {
                                              return textOf(from, "group") == route.group()
                                                     && textOf(from, "kind") == route.kind()
                                                     && textOf(from, "namespace")
                                                            == route.metadata.namespace_;
                                          })
                   && std::ranges::any_of(itemsOf(*grant.spec, "to"), [&](const Node& target) {
                          const auto name = textOf(target, "name");
                          return textOf(target, "group").empty()
                                 && textOf(target, "kind") == to.kind
                                 && (name.empty() || name == to.name);
                      });
        });
    }

private:
    std::vector<ForeignObject> m_grants;
};

std::string grantFor(const Object& route, const resource::Reference& to) {
    return fmt::format("apiVersion: {0}/v1beta1\n"
                       "kind: ReferenceGrant\n"
                       "metadata: {{name: {1}-from-{2}, namespace: {3}}}\n"
                       "spec:\n"
                       "  from: [{{group: {0}, kind: {4}, namespace: {2}}}]\n"
                       "  to: [{{group: \"\", kind: Service, name: {1}}}]\n",
                       kGroup, to.name, route.metadata.namespace_, to.namespace_, route.kind());
}

// Told where grants are in use only: a mesh alone asks for none.
template <typename Route>
void checkBackends(Context& context, const Grants& grants, const Object& object,
                   const Route& route) {
    if (object.group() != kGroup)
        return;
    for (std::size_t i = 0; i < route.rules.size(); ++i)
        for (std::size_t j = 0; j < route.rules[i].backendRefs.size(); ++j) {
            const auto& to = route.rules[i].backendRefs[j].object;
            if (to.kind != "Service" || to.namespace_.empty()
                || to.namespace_ == object.metadata.namespace_ || !grants.inUse(to.namespace_)
                || grants.allows(object, to))
                continue;
            auto& finding = context.report(
                "MC1601", object, fmt::format("spec.rules[{}].backendRefs[{}].namespace", i, j),
                fmt::format("no ReferenceGrant of namespace {} lets a {} of {} refer to {}",
                            to.namespace_, object.kind(), object.metadata.namespace_, to.name));
            finding.evidence = "other references into that namespace have one";
            finding.patch = context.appended(object, grantFor(object, to));
        }
}

} // namespace

void checkGatewayApi(Context& context) {
    checkGateways(context);
    const Grants grants(context);
    const auto check = [&](const Object& object, const auto& route) {
        checkBackends(context, grants, object, route);
    };
    context.each<resource::HttpRoute>(check);
    context.each<resource::GrpcRoute>(check);
    context.each<resource::TlsRoute>(check);
    context.each<resource::TcpRoute>(check);
}

} // namespace causeway::analysis
