// SPDX-License-Identifier: Apache-2.0
#include "proxy/admin_server.h"

namespace causeway::proxy {
namespace {

constexpr std::size_t kMaxConnections = 64;
constexpr Duration kIdle = std::chrono::seconds(30);

} // namespace

class AdminServer::Connection final : public HttpConnection,
                                      public std::enable_shared_from_this<Connection> {
public:
    Connection(AdminServer& server, std::unique_ptr<net::Transport> transport)
        : HttpConnection(server.m_loop, std::move(transport)), m_server(server),
          m_idle([this] { close(); }) {
        setCodec(http::makeHttp1Codec(http::Role::Server, *this));
        server.m_loop.arm(m_idle, kIdle);
    }

private:
    void onRequest(http::StreamId id, http::RequestHead&& head, bool) override {
        stream().loop().arm(m_idle, kIdle);
        const bool isGet = head.method == "GET" || head.method == "HEAD";
        const bool headOnly = head.method == "HEAD";
        if (!isGet)
            return answer(id, {405, "only GET is served here\n"}, false);
        const std::string path(head.path.substr(0, head.path.find('?')));
        m_server.m_handler(path, [weak = weak_from_this(), id, headOnly](const Page& page) {
            const auto self = weak.lock();
            if (self && self->isOpen())
                self->answer(id, page, headOnly);
        });
    }
    void onBody(http::StreamId id, ByteView bytes, bool) override { consumed(id, bytes.size()); }
    void onGone(const Error*) override {
        m_idle.cancel();
        const auto keep = shared_from_this();
        m_server.m_connections.erase(this);
        stream().loop().defer([keep] {});
    }

    void answer(http::StreamId id, const Page& page, bool headOnly) {
        http::ResponseHead head;
        head.status = page.status;
        head.contentLength = page.body.size();
        head.headers.add("content-type", page.contentType);
        codec()->sendResponse(id, head, headOnly || page.body.empty());
        m_rest = headOnly ? std::string() : page.body;
        offer(id);
    }
    void onWritable(http::StreamId id) override { offer(id); }
    void offer(http::StreamId id) {
        if (!m_rest.empty())
            m_rest.erase(0, sendBody(id, bytesOf(m_rest), true));
        settle();
    }

    AdminServer& m_server;
    net::Timer m_idle;
    std::string m_rest;
};

AdminServer::AdminServer(net::EventLoop& loop, net::Descriptor socket, Handler handler)
    : m_loop(loop), m_handler(std::move(handler)),
      m_listener(loop, std::move(socket), [this](net::Accepted accepted) {
          if (m_connections.size() >= kMaxConnections)
              return;
          auto connection = std::make_shared<Connection>(
              *this,
              std::make_unique<net::PlainTransport>(std::move(accepted.socket), accepted.peer));
          connection->start();
          m_connections.emplace(connection.get(), connection);
      }) {}

AdminServer::~AdminServer() = default;

} // namespace causeway::proxy
