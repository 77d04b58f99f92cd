// SPDX-License-Identifier: Apache-2.0
#include "lab/network/relay.h"

#include "base/log.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <deque>

namespace causeway::lab {
namespace {

using nlohmann::json;

// Held for one direction of one connection; then its sender is not read until some has gone on.
constexpr std::size_t kMostHeld = 1024 * 1024;

} // namespace

struct Relay::Route {
    RelayPlan::Route plan;
    net::Address target;
    std::unique_ptr<net::Listener> listener;
};

// Two sockets, and what is on the way between them in each direction.
class Relay::Connection final : public std::enable_shared_from_this<Connection> {
public:
    struct Ends {
        std::unique_ptr<net::Transport> caller;
        std::unique_ptr<net::Transport> callee;
    };

    Connection(Relay& relay, const RelayPlan::Route& route, Ends ends)
        : m_relay(relay), m_caller(*this, std::move(ends.caller), route.from, route.to),
          m_callee(*this, std::move(ends.callee), route.to, route.from) {
        m_caller.other = &m_callee;
        m_callee.other = &m_caller;
    }
    void start() {
        m_callee.stream.start();
        m_caller.stream.start();
    }

private:
    // One socket; what it receives travels to the other one.
    struct End final : net::StreamUser {
        End(Connection& owner, std::unique_ptr<net::Transport> transport, std::string from,
            std::string to)
            : connection(owner), from(std::move(from)), to(std::move(to)), wire({}, 0),
              stream(owner.m_relay.m_loop, std::move(transport), *this),
              due([this] { deliver(); }) {}

        Status onBytes(ByteView bytes) override {
            travel({bytes.begin(), bytes.end()});
            if (held > kMostHeld)
                stream.pauseReading();
            return {};
        }
        void onEof() override { travel({}); }
        void onClosed(const Error*) override { connection.onClosed(); }
        Buffer& output() override { return sending; }

        // An empty piece is the end of the stream.
        void travel(std::vector<std::uint8_t> bytes) {
            wire.setProperties(connection.m_relay.wire(from, to));
            const auto out = wire.carry(stream.loop().now(), bytes.size());
            held += bytes.size();
            // Full or not, a relay may not lose bytes: what the wire would drop goes last.
            pieces.emplace_back(
                out.value_or(pieces.empty() ? stream.loop().now() : pieces.back().first),
                std::move(bytes));
            if (!due.armed())
                stream.loop().arm(due, pieces.front().first - stream.loop().now());
        }
        void deliver() {
            const auto now = stream.loop().now();
            for (; !pieces.empty() && pieces.front().first <= now; pieces.pop_front()) {
                const auto& bytes = pieces.front().second;
                held -= bytes.size();
                other->sending.append(bytes);
                if (bytes.empty())
                    other->stream.closeWriteWhenFlushed();
            }
            other->stream.flushSoon();
            if (held <= kMostHeld / 2)
                stream.resumeReading();
            if (!pieces.empty())
                stream.loop().arm(due, pieces.front().first - now);
        }

        Connection& connection;
        std::string from;
        std::string to;
        Wire wire;
        End* other = nullptr;
        std::deque<std::pair<MonotonicTime, std::vector<std::uint8_t>>> pieces;
        std::size_t held = 0;
        Buffer sending;
        net::Stream stream;
        net::Timer due;
    };

    // When one side is gone, so is the other: what it had sent has been delivered or cannot be.
    void onClosed() {
        m_caller.due.cancel();
        m_callee.due.cancel();
        m_relay.m_loop.defer([self = shared_from_this()] {
            self->m_caller.stream.close();
            self->m_callee.stream.close();
            self->m_relay.m_connections.erase(self);
        });
    }

    Relay& m_relay;
    End m_caller;
    End m_callee;
};

std::string serialize(const RelayPlan& plan) {
    json routes = json::array();
    for (const auto& route : plan.routes)
        routes.push_back({{"from", route.from},
                          {"to", route.to},
                          {"listen", route.listen},
                          {"target", route.target}});
    json wires = json::array();
    for (const auto& wire : plan.wires)
        wires.push_back(serialize(wire));
    return json{{"routes", routes}, {"wires", wires}}.dump() + '\n';
}

Result<RelayPlan> parseRelayPlan(std::string_view line) {
    try {
        const auto value = json::parse(line);
        RelayPlan plan;
        for (const auto& route : value.at("routes"))
            plan.routes.push_back(
                {route.at("from"), route.at("to"), route.at("listen"), route.at("target")});
        for (const auto& wire : value.at("wires")) {
            CAUSEWAY_TRY(plan.wires.emplace_back(), parseWirePlan(wire.get<std::string>()));
        }
        return plan;
    } catch (const json::exception& error) {
        return fail(ErrorKind::InvalidInput, fmt::format("relay: {}", error.what()));
    }
}

Relay::Relay(const Clock& clock, net::Descriptor channel)
    : m_loop(clock), m_channel(
                         m_loop, std::move(channel),
                         [this](std::string_view line) {
                             const auto done = onLine(line);
                             if (!done)
                                 log::error("{}", done.error().describe());
                             m_channel.say(done ? "{}" : R"({"error":"see the log"})");
                         },
                         [this] { m_loop.stop(); }) {}

Relay::~Relay() = default;

Status Relay::onLine(std::string_view line) {
    if (m_planned) {
        CAUSEWAY_TRY(const auto changed, parseWirePlan(line));
        for (auto& wire : m_wires)
            if (wire.from == changed.from && wire.to == changed.to)
                wire.properties = changed.properties;
        return {};
    }
    CAUSEWAY_TRY(auto plan, parseRelayPlan(line));
    m_planned = true;
    m_wires = std::move(plan.wires);
    for (const auto& route : plan.routes)
        CAUSEWAY_CHECK(listen(route));
    return {};
}

Status Relay::listen(const RelayPlan::Route& plan) {
    CAUSEWAY_TRY(const auto own, net::Address::parse(plan.listen));
    CAUSEWAY_TRY(auto target, net::Address::parse(plan.target));
    CAUSEWAY_TRY(auto listening, net::listenOn(own));
    auto route = std::make_unique<Route>(Route{plan, std::move(target), nullptr});
    route->listener = std::make_unique<net::Listener>(
        m_loop, std::move(listening), [this, raw = route.get()](net::Accepted accepted) {
            onAccept(*raw, std::move(accepted.socket), std::move(accepted.peer));
        });
    m_routes.push_back(std::move(route));
    return {};
}

void Relay::onAccept(const Route& route, net::Descriptor socket, net::Address peer) {
    auto onward = net::startConnect(route.target);
    if (!onward)
        return; // the caller sees its connection end, as if nobody had listened
    auto made = std::make_shared<Connection>(
        *this, route.plan,
        Connection::Ends{std::make_unique<net::PlainTransport>(std::move(socket), std::move(peer)),
                         std::make_unique<net::PlainTransport>(std::move(*onward), route.target)});
    m_connections.insert(made);
    made->start();
}

const WireProperties& Relay::wire(const std::string& from, const std::string& to) const {
    static const WireProperties kNone;
    for (const auto& wire : m_wires)
        if (wire.from == from && wire.to == to)
            return wire.properties;
    return kNone;
}

} // namespace causeway::lab
