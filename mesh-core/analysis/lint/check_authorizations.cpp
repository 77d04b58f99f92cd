// SPDX-License-Identifier: Apache-2.0
// Policies: whether what they refer to is there, and whether they say anything.
#include "analysis/lint/context.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

using resource::AuthorizationPolicy;
using resource::Object;
using resource::Reference;

// A route or Server of the group that the reference names.
const Object* targetOf(const Context& context, const Object& object, const Reference& target) {
    for (const auto* other : context.set().all())
        if (other->kind() == target.kind && other->group() == target.group
            && other->metadata.name == target.name
            && other->metadata.namespace_ == object.metadata.namespace_)
            return other;
    return nullptr;
}

bool hasServers(const Context& context, const std::string& namespace_) {
    bool found = false;
    context.each<resource::Server>([&](const Object& server, const auto&) {
        found = found || server.metadata.namespace_ == namespace_;
    });
    return found;
}

void checkTarget(Context& context, const Object& object, const AuthorizationPolicy& policy) {
    const auto& target = policy.target;
    if (target.kind == "Namespace") {
        if (context.any<resource::Server>() && !hasServers(context, target.name))
            context
                .report("MC1109", object, "spec.targetRef.name",
                        fmt::format("namespace {} has no Server, and ports without one are "
                                    "judged by the default policy alone",
                                    target.name))
                .evidence = "Servers of other namespaces are known";
        return;
    }
    if (!targetOf(context, object, target))
        context
            .report("MC0004", object, "spec.targetRef.name",
                    fmt::format("there is no {} {} in namespace {}", target.kind, target.name,
                                object.metadata.namespace_))
            .evidence = context.known(target.kind, object.metadata.namespace_);
}

void checkReferences(Context& context, const Object& object, const AuthorizationPolicy& policy) {
    const auto* missing = rules::danglingReference(context.set(), object);
    if (!missing)
        return;
    std::size_t index = 0;
    while (&policy.requiredAuthentications[index] != missing)
        ++index;
    context
        .report("MC1109", object, fmt::format("spec.requiredAuthenticationRefs[{}].name", index),
                fmt::format("the policy counts for nothing: there is no {} {}", missing->kind,
                            missing->name))
        .evidence =
        fmt::format("looked for it in namespace {}",
                    missing->namespace_.empty() ? object.metadata.namespace_ : missing->namespace_);
}

// A policy that lets everybody in makes its neighbours on the same target pointless.
void checkWidening(Context& context, const Object& object, const AuthorizationPolicy& policy) {
    if (!policy.requiredAuthentications.empty())
        return;
    for (const auto* other : context.set().policiesFor(object.metadata.namespace_,
                                                       policy.target.kind, policy.target.name))
        if (!other->as<AuthorizationPolicy>()->requiredAuthentications.empty()) {
            context
                .report("MC0002", object, "spec.requiredAuthenticationRefs",
                        fmt::format("it lets everybody in, so {} on the same target decides "
                                    "nothing",
                                    other->describe()))
                .evidence = whereOf(*other);
            return;
        }
}

void checkUnused(Context& context) {
    std::set<const Object*> used;
    context.each<AuthorizationPolicy>([&](const Object& object, const AuthorizationPolicy& policy) {
        for (const auto& reference : policy.requiredAuthentications)
            used.insert(context.set().find(reference.kind,
                                           reference.namespace_.empty() ? object.metadata.namespace_
                                                                        : reference.namespace_,
                                           reference.name));
    });
    const auto tell = [&](const Object& object, const auto&) {
        if (context.any<AuthorizationPolicy>() && !used.contains(&object))
            context.report("MC1109", object, "", "no policy refers to it: it decides nothing")
                .evidence = "looked at the requiredAuthenticationRefs of every policy";
    };
    context.each<resource::MeshTlsAuthentication>(tell);
    context.each<resource::NetworkAuthentication>(tell);
}

void checkServerAuthorization(Context& context, const Object& object,
                              const resource::ServerAuthorization& authorization) {
    bool isFound = false;
    context.each<resource::Server>([&](const Object& server, const auto&) {
        isFound = isFound
                  || (server.metadata.namespace_ == object.metadata.namespace_
                      && (authorization.serverSelector
                              ? authorization.serverSelector->matches(server.metadata.labels)
                              : authorization.serverName == server.metadata.name));
    });
    if (!isFound)
        context
            .report("MC0004", object,
                    authorization.serverSelector ? "spec.server.selector" : "spec.server.name",
                    "it selects no Server of its namespace")
            .evidence = context.known("Server", object.metadata.namespace_);
    const auto& tls = authorization.meshTls;
    const bool isSilent = !authorization.unauthenticated
                          && (!tls
                              || (!tls->unauthenticatedTls && tls->identities.empty()
                                  && tls->serviceAccounts.empty()));
    if (isSilent)
        context.report("MC1109", object, "spec.client", "it names no client: it allows nobody")
            .evidence = "neither unauthenticated nor anybody under meshTLS";
}

} // namespace

void checkAuthorizations(Context& context) {
    context.each<AuthorizationPolicy>([&](const Object& object, const AuthorizationPolicy& policy) {
        checkTarget(context, object, policy);
        checkReferences(context, object, policy);
        checkWidening(context, object, policy);
    });
    context.each<resource::ServerAuthorization>([&](const Object& object, const auto& spec) {
        checkServerAuthorization(context, object, spec);
    });
    checkUnused(context);
}

} // namespace causeway::analysis
