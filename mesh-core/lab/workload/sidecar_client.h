// SPDX-License-Identifier: Apache-2.0
// How an application calls others: through its sidecar's outbound port, naming the service as
// authority, in the protocol that the callee speaks. HTTP/1.1 connections are kept while they are used,
// HTTP/2 calls share one. Owned by an Application, on its loop's thread.
#pragma once

#include "base/protocol.h"
#include "net/event_loop.h"

#include <functional>
#include <memory>
#include <set>
#include <string>

namespace causeway::lab {

struct OutboundCall {
    Protocol protocol = Protocol::Http1;
    std::string authority; // "ledger.bank"
    std::string method;
    std::string path;
};

class SidecarClient {
public:
    using Done = std::function<void(bool ok)>; // once, from the loop

    SidecarClient(net::EventLoop& loop, net::Address sidecar);
    ~SidecarClient();

    void call(const OutboundCall& call, Done done);

private:
    class Connection;
    [[nodiscard]] std::shared_ptr<Connection> connectionFor(Protocol protocol);

    net::EventLoop& m_loop;
    net::Address m_sidecar;
    std::set<std::shared_ptr<Connection>> m_connections;
};

} // namespace causeway::lab
