// SPDX-License-Identifier: Apache-2.0
// A request as the proxy's parts see it: who sent it, where it came in, what the mesh said about it
// on its way here. Owned by its Exchange.
#pragma once

#include "balance/endpoint.h"
#include "base/clock.h"
#include "base/ip_address.h"
#include "base/protocol.h"
#include "http/message.h"
#include "policy/snapshot.h"
#include "proxy/filters/mesh_headers.h"
#include "proxy/listener_spec.h"
#include "proxy/observe/ending.h"
#include "tls/certificate.h"

namespace causeway::proxy {

// The other end of a downstream connection.
struct Peer {
    IpAddress ip;
    bool mutualTls = false;
    std::string identity;                 // SPIFFE id; empty: not authenticated
    std::optional<tls::Certificate> leaf; // what caller assertions are verified with
    std::string fingerprint;              // of the leaf
    // Of bytes that go through unopened: that they are TLS, and for whom.
    bool asksTls = false;
    std::string serverName;
};

// The rate limit that a request went over: good while it is being refused.
struct OverRate {
    const ObjectRef* limit = nullptr; // null: none
    bool ofTotal = false;             // else of its caller
};

struct Request {
    Role role = Role::Outbound;
    const ListenerSpec* listener = nullptr;
    const Peer* peer = nullptr;
    http::RequestHead head;
    MonotonicTime received{};
    Protocol protocol = Protocol::Http1; // the application's
    MeshHeaders mesh;                    // what the proxy before said, already taken out of `head`

    // Found while planning.
    std::string service;     // full name: "ledger.bank.svc.gcp.mesh"
    std::uint16_t port = 80; // of the service
    std::string caller;      // SPIFFE id of the original caller; empty: not authenticated
    std::string_view calledBy; // outbound: the name that the service was found by
    std::string routeName = "default";
    std::string link;
    std::string_view requiredId; // whom the application wants to reach, and nobody else; empty: whoever
    bool isProbe = false;        // of the mesh itself: no traffic, and not counted as such
    bool forwarded = false;      // this gateway has put its name into the head
    std::uint16_t servedPort = 0; // of the application beside us
    std::optional<policy::Decision> decision; // of the callee's rules; none before they were asked
    OverRate overRate;
    std::unique_ptr<Observed> observed; // null unless somebody watches
    // Meant for an address that no service has: passed through to it.
    std::optional<balance::Endpoint> outside;
};

} // namespace causeway::proxy
