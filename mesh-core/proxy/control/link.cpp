// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/link.h"

#include "base/log.h"

namespace causeway::proxy {
namespace {

constexpr Duration kMinBackoff = std::chrono::milliseconds(100);
constexpr Duration kMaxBackoff = std::chrono::seconds(10);
constexpr Duration kConnectTimeout = std::chrono::seconds(5);

std::string serverNameOf(const std::string& identity) {
    const auto id = tls::SpiffeId::parse(identity);
    return id ? id->dnsName() : std::string();
}

} // namespace

ControlLink::Session::Session(ControlLink& link, std::unique_ptr<net::Transport> transport)
    : m_link(&link), m_channel("https", link.m_serverName),
      m_stream(link.m_loop, std::move(transport), *this) {
    m_channel.observe(*this);
}

void ControlLink::Session::onCallStarted(grpc::CallId id) {
    if (!m_link)
        return;
    ++m_link->m_counts.requests;
    m_unanswered[id] = m_link->m_loop.now();
}

void ControlLink::Session::onCallAnswered(grpc::CallId id) {
    const auto call = m_unanswered.extract(id);
    if (!m_link || !call)
        return;
    const auto took = m_link->m_loop.now() - call.mapped();
    m_link->m_counts.latency.record(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
}

void ControlLink::Session::onCallEnded(grpc::CallId id, const grpc::Status& status) {
    m_unanswered.erase(id);
    if (m_link)
        ++m_link->m_counts.responses[status.code];
}

void ControlLink::Session::giveUp() {
    m_link = nullptr;
    m_stream.close();
}

void ControlLink::Session::onOpen() {
    if (m_link)
        m_link->onOpened(*this);
}

Status ControlLink::Session::onBytes(ByteView bytes) {
    if (m_link)
        m_link->m_backoff = kMinBackoff;
    Status taken = m_channel.codec().receive(bytes);
    m_stream.flushSoon();
    return taken;
}

void ControlLink::Session::onEof() {
    m_channel.codec().receiveEof();
    m_stream.close();
}

void ControlLink::Session::onClosed(const Error* why) {
    if (m_link)
        m_link->onLost(why);
}

ControlLink::ControlLink(net::EventLoop& loop, const ControlOptions& options, Hooks hooks)
    : m_loop(loop), m_options(options), m_serverName(serverNameOf(options.identity)),
      m_counts{options.address.text(), m_serverName, 0, {}, {}},
      m_hooks(std::move(hooks)), m_retry([this] { connect(); }), m_timeout([this] {
          if (m_session)
              m_session->close();
      }),
      m_backoff(kMinBackoff), m_random(std::random_device{}()) {}

ControlLink::~ControlLink() {
    if (m_session)
        m_session->giveUp();
}

void ControlLink::useContext(std::shared_ptr<tls::Context> context) {
    const bool first = !m_context;
    m_context = std::move(context);
    if (first)
        connect();
}

void ControlLink::reopen() {
    discard();
    m_backoff = kMinBackoff;
    connect();
}

void ControlLink::reconnect() {
    if (!m_session)
        return;
    discard();
    retryLater();
}

void ControlLink::stop() {
    m_stopped = true;
    m_retry.cancel();
    discard();
}

grpc::Channel* ControlLink::channel() {
    return m_opened ? &m_session->channel() : nullptr;
}

void ControlLink::flush() {
    if (m_session)
        m_session->flush();
}

void ControlLink::connect() {
    if (m_stopped || m_session)
        return;
    m_retry.cancel();
    auto socket = net::startConnect(m_options.address);
    if (!socket)
        return onLost(&socket.error());
    tls::ClientTarget target{m_serverName, m_options.identity, {}};
    auto transport = tls::Transport::connect(m_context, std::move(*socket), m_options.address,
                                             std::move(target));
    if (!transport)
        return onLost(&transport.error());
    m_session = std::make_unique<Session>(*this, std::move(*transport));
    m_session->begin();
    m_loop.arm(m_timeout, kConnectTimeout);
}

void ControlLink::retryLater() {
    if (m_stopped)
        return;
    // Half of the back-off is chance, so that a fleet does not come back in step.
    std::uniform_real_distribution<double> jitter(0.5, 1.0);
    m_loop.arm(m_retry, std::chrono::duration_cast<Duration>(m_backoff * jitter(m_random)));
    m_backoff = std::min(m_backoff * 2, kMaxBackoff);
}

void ControlLink::onOpened(Session& session) {
    m_timeout.cancel();
    m_opened = true;
    if (std::exchange(m_told, false))
        log::info("the control plane at {} is back", m_options.address.text());
    m_hooks.opened(session.channel());
    flush();
}

void ControlLink::onLost(const Error* why) {
    if (!std::exchange(m_told, true))
        log::warn("the control plane at {} is away ({}); serving on with what is known",
                  m_options.address.text(), why ? why->describe() : "it closed the connection");
    discard();
    retryLater();
}

void ControlLink::discard() {
    m_timeout.cancel();
    if (m_session) {
        m_session->giveUp();
        // This may run inside the session's own callbacks.
        m_loop.defer([dead = std::shared_ptr<Session>(std::move(m_session))] {});
    }
    if (std::exchange(m_opened, false))
        m_hooks.closed();
}

} // namespace causeway::proxy
