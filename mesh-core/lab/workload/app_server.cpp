// SPDX-License-Identifier: Apache-2.0
#include "lab/workload/app_server.h"

#include "grpc/framing.h"
#include "grpc/metadata.h"
#include "lab/workload/http_connection.h"

#include <string>

namespace causeway::lab {
namespace {

// About what a small answer of such a service weighs.
const std::string kBody = R"({"status":"ok","items":[)" + std::string(200, '7') + "]}";

} // namespace

class AppServer::Connection final : public HttpConnection,
                                    public std::enable_shared_from_this<Connection> {
public:
    Connection(AppServer& server, Socket socket)
        : HttpConnection(server.m_loop, std::move(socket), http::Role::Server,
                         server.m_protocol == Protocol::Http1 ? http::Version::Http11
                                                              : http::Version::Http2),
          m_server(server) {}

private:
    void onRequest(http::StreamId id, http::RequestHead&&, bool end) override {
        m_open.insert(id);
        if (end)
            serve(id);
    }
    void onBody(http::StreamId id, ByteView bytes, bool end) override {
        codec().consumed(id, bytes.size());
        if (end)
            serve(id);
    }
    void onTrailers(http::StreamId id, http::Headers&&) override { serve(id); }
    void onReset(http::StreamId id, http::ResetReason) override { m_open.erase(id); }
    void onGone() override {
        m_open.clear();
        m_server.m_loop.defer(
            [&server = m_server, self = shared_from_this()] { server.m_connections.erase(self); });
    }

    void serve(http::StreamId id) {
        m_server.m_serve([weak = weak_from_this(), id](bool ok) {
            const auto self = weak.lock();
            if (self && self->m_open.erase(id) > 0)
                self->reply(id, ok);
        });
    }
    void reply(http::StreamId id, bool ok) {
        if (m_server.m_protocol == Protocol::Grpc)
            replyGrpc(id, ok);
        else
            replyHttp(id, ok);
        flush();
    }
    void replyHttp(http::StreamId id, bool ok) {
        http::ResponseHead head;
        head.status = ok ? 200 : 500;
        head.headers.add("content-type", "application/json");
        head.contentLength = kBody.size();
        codec().sendResponse(id, head, false);
        sendWhole(id, kBody, true);
    }
    void replyGrpc(http::StreamId id, bool ok) {
        if (!ok) {
            const grpc::Status failed{grpc::Code::Internal, "failed by design of the lab"};
            return codec().sendResponse(id, grpc::makeTrailersOnly(failed), true);
        }
        Buffer message;
        grpc::appendMessage(message, bytesOf(kBody));
        http::Headers trailers;
        grpc::serialize(grpc::Status{}, trailers);
        codec().sendResponse(id, grpc::makeResponseHead(), false);
        sendWhole(id, textOf(message.view()), false);
        codec().sendTrailers(id, trailers);
    }

    AppServer& m_server;
    std::set<http::StreamId> m_open; // requests that wait for their answer
};

AppServer::AppServer(net::EventLoop& loop, net::Descriptor listening, Protocol protocol,
                     Serve serve)
    : m_loop(loop), m_protocol(protocol), m_serve(std::move(serve)),
      m_listener(loop, std::move(listening), [this](net::Accepted accepted) {
          auto made = std::make_shared<Connection>(
              *this, HttpConnection::Socket{std::move(accepted.socket), std::move(accepted.peer)});
          m_connections.insert(made);
          made->start();
      }) {}

AppServer::~AppServer() = default;

} // namespace causeway::lab
