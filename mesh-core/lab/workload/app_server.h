// SPDX-License-Identifier: Apache-2.0
// Listens for one instance's application and turns each request into one call of a function; what
// that answers becomes a response of the protocol. Owned by the workload host, on its loop's
// thread.
#pragma once

#include "base/protocol.h"
#include "net/listener.h"

#include <functional>
#include <memory>
#include <set>

namespace causeway::lab {

class AppServer {
public:
    using Reply = std::function<void(bool ok)>;
    using Serve = std::function<void(Reply reply)>; // replies once, now or later

    AppServer(net::EventLoop& loop, net::Descriptor listening, Protocol protocol, Serve serve);
    ~AppServer();

private:
    class Connection;

    net::EventLoop& m_loop;
    Protocol m_protocol;
    Serve m_serve;
    std::set<std::shared_ptr<Connection>> m_connections;
    net::Listener m_listener;
};

} // namespace causeway::lab
