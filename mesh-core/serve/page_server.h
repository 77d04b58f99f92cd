// SPDX-License-Identifier: Apache-2.0
// Pages of a program over HTTP/1 on a TCP or Unix socket: metrics, whether it is ready. GET shows,
// POST and PUT change something and are for this machine only. Lives on one loop.
#pragma once

#include "net/listener.h"
#include "serve/http_connection.h"

#include <unordered_map>

namespace causeway::serve {

class PageServer {
public:
    struct Page {
        int status = 200;
        std::string body;
        std::string contentType = "text/plain; charset=utf-8";
    };
    struct Request {
        std::string method; // GET, POST or PUT; HEAD comes as GET
        std::string path;   // without its query
        std::string body;   // at most 1 KiB
    };
    // Answers, now or later; what nobody knows is 404.
    using Answer = std::function<void(Page)>;
    using Handler = std::function<void(const Request& request, Answer answer)>;

    PageServer(net::EventLoop& loop, net::Descriptor socket, Handler handler);
    ~PageServer();

private:
    class Connection;

    net::EventLoop& m_loop;
    Handler m_handler;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> m_connections;
    net::Listener m_listener;
};

} // namespace causeway::serve
