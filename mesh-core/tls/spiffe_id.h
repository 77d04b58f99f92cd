// SPDX-License-Identifier: Apache-2.0
// Who somebody is: a SPIFFE URI of one of the two forms that this mesh issues,
//   spiffe://<trust-domain>/cluster/<cluster>/ns/<namespace>/sa/<account>      a workload
//   spiffe://<trust-domain>/user/<name>/role/<role>                            a person or program
// A value; immutable; any thread.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace causeway::tls {

class SpiffeId {
public:
    // Fails on everything that is not exactly one of the two forms.
    [[nodiscard]] static Result<SpiffeId> parse(std::string_view uri);
    [[nodiscard]] static Result<SpiffeId> workload(std::string_view trustDomain,
                                                   std::string_view cluster, std::string_view ns,
                                                   std::string_view account);
    [[nodiscard]] static Result<SpiffeId> person(std::string_view trustDomain,
                                                 std::string_view name, std::string_view role);

    [[nodiscard]] const std::string& uri() const { return m_uri; }
    [[nodiscard]] const std::string& trustDomain() const { return m_trustDomain; }
    [[nodiscard]] bool isWorkload() const { return !m_cluster.empty(); }
    [[nodiscard]] bool isPerson() const { return !m_role.empty(); }
    [[nodiscard]] const std::string& cluster() const { return m_cluster; }
    [[nodiscard]] const std::string& ns() const { return m_namespace; }
    // The service account, or the person's name.
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const std::string& role() const { return m_role; }
    // "ledger.bank.serviceaccount.identity.causeway.talk.mesh"; empty for a person.
    [[nodiscard]] std::string dnsName() const;

    friend bool operator==(const SpiffeId& a, const SpiffeId& b) { return a.m_uri == b.m_uri; }

private:
    SpiffeId() = default;

    std::string m_uri;
    std::string m_trustDomain;
    std::string m_cluster;
    std::string m_namespace;
    std::string m_name;
    std::string m_role;
};

// Who that is, whatever role they come with: one person with two certificates is one person. The
// text itself when it is no SPIFFE id of this mesh.
[[nodiscard]] std::string personOf(const std::string& uri);

} // namespace causeway::tls
