// SPDX-License-Identifier: Apache-2.0
#include "serve/page_server.h"

#include "base/ip_address.h"

namespace causeway::serve {
namespace {

constexpr std::size_t kMaxConnections = 64;
constexpr Duration kIdle = std::chrono::seconds(30);
constexpr std::size_t kMaxBody = 1024;

bool isThisMachine(const net::Address& peer) {
    const auto ip = IpAddress::parse(peer.ip());
    return peer.isUnix() || (ip && ip->isLoopback());
}

} // namespace

class PageServer::Connection final : public HttpConnection,
                                      public std::enable_shared_from_this<Connection> {
public:
    Connection(PageServer& server, std::unique_ptr<net::Transport> transport, bool isLocal)
        : HttpConnection(server.m_loop, std::move(transport)), m_server(server), m_isLocal(isLocal),
          m_idle([this] { close(); }) {
        setCodec(http::makeHttp1Codec(http::Role::Server, *this));
        server.m_loop.arm(m_idle, kIdle);
    }

private:
    void onRequest(http::StreamId id, http::RequestHead&& head, bool end) override {
        stream().loop().arm(m_idle, kIdle);
        m_request = {std::string(head.method),
                     std::string(head.path.substr(0, head.path.find('?'))), ""};
        m_headOnly = head.method == "HEAD";
        if (m_headOnly)
            m_request.method = "GET";
        m_refused = refusal();
        if (m_refused)
            answer(id, *m_refused);
        else if (end)
            handle(id);
    }
    void onBody(http::StreamId id, ByteView bytes, bool end) override {
        consumed(id, bytes.size());
        if (m_refused)
            return;
        m_request.body.append(textOf(bytes).substr(0, kMaxBody - m_request.body.size()));
        if (end)
            handle(id);
    }
    [[nodiscard]] std::optional<Page> refusal() const {
        if (m_request.method == "GET")
            return std::nullopt;
        if (m_request.method != "POST" && m_request.method != "PUT")
            return Page{405, "served here: GET, POST, PUT\n"};
        if (!m_isLocal)
            return Page{403, "what changes something is served to this machine only\n"};
        return std::nullopt;
    }
    void handle(http::StreamId id) {
        m_server.m_handler(m_request, [weak = weak_from_this(), id](const Page& page) {
            const auto self = weak.lock();
            if (self && self->isOpen())
                self->answer(id, page);
        });
    }
    void onGone(const Error*) override {
        m_idle.cancel();
        const auto keep = shared_from_this();
        m_server.m_connections.erase(this);
        stream().loop().defer([keep] {});
    }

    void answer(http::StreamId id, const Page& page) {
        http::ResponseHead head;
        head.status = page.status;
        head.contentLength = page.body.size();
        head.headers.add("content-type", page.contentType);
        codec()->sendResponse(id, head, m_headOnly || page.body.empty());
        m_rest = m_headOnly ? std::string() : page.body;
        offer(id);
    }
    void onWritable(http::StreamId id) override { offer(id); }
    void offer(http::StreamId id) {
        if (!m_rest.empty())
            m_rest.erase(0, sendBody(id, bytesOf(m_rest), true));
        settle();
    }

    PageServer& m_server;
    const bool m_isLocal; // a Unix socket, or the loopback
    net::Timer m_idle;
    Request m_request;
    std::optional<Page> m_refused;
    bool m_headOnly = false;
    std::string m_rest;
};

PageServer::PageServer(net::EventLoop& loop, net::Descriptor socket, Handler handler)
    : m_loop(loop), m_handler(std::move(handler)),
      m_listener(loop, std::move(socket), [this](net::Accepted accepted) {
          if (m_connections.size() >= kMaxConnections)
              return;
          const bool isLocal = isThisMachine(accepted.peer);
          auto connection = std::make_shared<Connection>(
              *this,
              std::make_unique<net::PlainTransport>(std::move(accepted.socket), accepted.peer),
              isLocal);
          connection->start();
          m_connections.emplace(connection.get(), connection);
      }) {}

PageServer::~PageServer() = default;

} // namespace causeway::serve
