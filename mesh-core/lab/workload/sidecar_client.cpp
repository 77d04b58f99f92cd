// SPDX-License-Identifier: Apache-2.0
#include "lab/workload/sidecar_client.h"

#include "grpc/framing.h"
#include "grpc/metadata.h"
#include "lab/workload/http_connection.h"

#include <map>
#include <utility>

namespace causeway::lab {
namespace {

// A caller that waits for ever would hide that nobody answers.
constexpr Duration kPatience = std::chrono::seconds(15);
constexpr Duration kIdle = std::chrono::seconds(10); // then what a busy moment needed is let go
constexpr std::string_view kBody = R"({"customer":"4711","reference":"lab"})";

http::RequestHead headOf(const OutboundCall& call) {
    if (call.protocol == Protocol::Grpc)
        return grpc::makeRequestHead({"http", call.authority, call.path});
    http::RequestHead head;
    auto& arena = head.headers.arena();
    head.method = arena.store(call.method);
    head.scheme = "http";
    head.authority = arena.store(call.authority);
    head.path = arena.store(call.path);
    head.headers.add("accept", "application/json");
    if (call.method == "POST")
        head.contentLength = kBody.size();
    return head;
}

} // namespace

class SidecarClient::Connection final : public HttpConnection,
                                        public std::enable_shared_from_this<Connection> {
public:
    Connection(SidecarClient& client, Socket socket, http::Version version)
        : HttpConnection(client.m_loop, std::move(socket), http::Role::Client, version),
          m_client(client), m_version(version) {}

    [[nodiscard]] bool takes(http::Version version) {
        return open() && version == m_version && codec().canOpenStream();
    }

    void send(const OutboundCall& call, Done done) {
        const bool hasBody = call.protocol == Protocol::Grpc || call.method == "POST";
        const auto id = codec().sendRequest(headOf(call), !hasBody);
        if (!id)
            return m_client.m_loop.defer([done = std::move(done)] { done(false); });
        m_idle.cancel();
        auto& pending = m_pending[*id];
        pending.done = std::move(done);
        pending.patience = std::make_unique<net::Timer>([this, id = *id] { giveUp(id); });
        m_client.m_loop.arm(*pending.patience, kPatience);
        if (call.protocol == Protocol::Grpc) {
            Buffer message;
            grpc::appendMessage(message, bytesOf(kBody));
            sendWhole(*id, textOf(message.view()), true);
        } else if (hasBody) {
            sendWhole(*id, kBody, true);
        }
        flush();
    }

private:
    struct Pending {
        Done done;
        bool ok = false;
        std::unique_ptr<net::Timer> patience;
    };

    void onResponse(http::StreamId id, http::ResponseHead&& head, bool end) override {
        if (head.status < 200)
            return;
        const auto status = grpc::parseStatus(head.headers);
        judge(id, head.status < 400 && (!status || status->ok()));
        if (end)
            finish(id);
    }
    void onBody(http::StreamId id, ByteView bytes, bool end) override {
        codec().consumed(id, bytes.size());
        if (end)
            finish(id);
    }
    void onTrailers(http::StreamId id, http::Headers&& trailers) override {
        if (const auto status = grpc::parseStatus(trailers); status && !status->ok())
            judge(id, false);
        finish(id);
    }
    void onReset(http::StreamId id, http::ResetReason) override {
        judge(id, false);
        finish(id);
    }
    void onGone() override {
        m_client.m_loop.defer([self = shared_from_this()] {
            for (auto& [id, pending] : std::exchange(self->m_pending, {}))
                pending.done(false);
            self->m_client.m_connections.erase(self);
        });
    }

    void judge(http::StreamId id, bool ok) {
        if (const auto found = m_pending.find(id); found != m_pending.end())
            found->second.ok = ok;
    }
    void finish(http::StreamId id) {
        auto node = m_pending.extract(id);
        if (!node)
            return;
        // Not from within receive(): whoever is told may send, or destroy us.
        m_client.m_loop.defer(
            [done = std::move(node.mapped().done), ok = node.mapped().ok] { done(ok); });
        if (m_pending.empty() && m_version != http::Version::Http2)
            m_client.m_loop.arm(m_idle, kIdle);
    }
    void giveUp(http::StreamId id) {
        if (m_version == http::Version::Http2) {
            codec().reset(id, http::ResetReason::Cancelled);
            flush();
        } else {
            close();
        }
        // The timer that runs belongs to what goes now.
        m_client.m_loop.defer([self = shared_from_this(), id] {
            self->judge(id, false);
            self->finish(id);
        });
    }

    SidecarClient& m_client;
    http::Version m_version;
    std::map<http::StreamId, Pending> m_pending;
    net::Timer m_idle{[this] { close(); }};
};

SidecarClient::SidecarClient(net::EventLoop& loop, net::Address sidecar)
    : m_loop(loop), m_sidecar(std::move(sidecar)) {}

SidecarClient::~SidecarClient() = default;

void SidecarClient::call(const OutboundCall& call, Done done) {
    if (const auto connection = connectionFor(call.protocol))
        connection->send(call, std::move(done));
    else
        m_loop.defer([done = std::move(done)] { done(false); });
}

std::shared_ptr<SidecarClient::Connection> SidecarClient::connectionFor(Protocol protocol) {
    const auto version = protocol == Protocol::Http1 ? http::Version::Http11 : http::Version::Http2;
    for (const auto& connection : m_connections)
        if (connection->takes(version))
            return connection;
    auto socket = net::startConnect(m_sidecar);
    if (!socket)
        return nullptr;
    auto made = std::make_shared<Connection>(
        *this, HttpConnection::Socket{std::move(*socket), m_sidecar}, version);
    m_connections.insert(made);
    made->start();
    return made->open() ? made : nullptr;
}

} // namespace causeway::lab
