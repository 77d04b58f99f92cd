// SPDX-License-Identifier: Apache-2.0
// /live, /ready and /metrics over HTTP/1 on a TCP or Unix socket. Main thread; never on the data
// path.
#pragma once

#include "net/listener.h"
#include "proxy/http_connection.h"

#include <unordered_map>

namespace causeway::proxy {

class AdminServer {
public:
    struct Page {
        int status = 200;
        std::string body;
        std::string contentType = "text/plain; charset=utf-8";
    };
    // Answers a path, now or later; a path that nobody knows is 404.
    using Answer = std::function<void(Page)>;
    using Handler = std::function<void(std::string_view path, Answer answer)>;

    AdminServer(net::EventLoop& loop, net::Descriptor socket, Handler handler);
    ~AdminServer();

private:
    class Connection;

    net::EventLoop& m_loop;
    Handler m_handler;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> m_connections;
    net::Listener m_listener;
};

} // namespace causeway::proxy
