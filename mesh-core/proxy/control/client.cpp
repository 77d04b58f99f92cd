// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/client.h"

#include "base/log.h"

namespace causeway::proxy {
namespace {

constexpr std::string_view kConfigFile = "config.pb";
constexpr Duration kKeepAfter = std::chrono::seconds(1);
constexpr Duration kKeepAgain = std::chrono::seconds(10);
constexpr Duration kSilence = std::chrono::seconds(15);
constexpr Duration kRetryCertify = std::chrono::seconds(5);

} // namespace

ControlClient::ControlClient(net::EventLoop& loop, const Options& options,
                             const ControlOptions& control, Hooks hooks, StateFolder folder)
    : m_loop(loop), m_options(options), m_control(control), m_hooks(std::move(hooks)),
      m_folder(std::move(folder)),
      m_certifier(control, options.instance.identity, m_folder, loop.clock()),
      m_config(options.instance,
               {m_hooks.publish, [this](const rules::TrustBundle& each) { useTrust(each); },
                [this] {
                    m_configChanged = true;
                    if (!m_keep.armed())
                        m_loop.arm(m_keep, kKeepAfter);
                },
                [this](const grpc::Status& status) { onStreamStopped("Config", status); },
                [this] { m_link.flush(); }}),
      m_telemetry({[this] { m_link.flush(); },
                   [this] {
                       m_lastSign = m_loop.now();
                       m_hooks.acknowledged();
                   },
                   [this](const grpc::Status& status) { onStreamStopped("Telemetry", status); }}),
      m_taps(options.instance, {[this] { m_link.flush(); }, m_hooks.tapOrder, m_hooks.tapsLost}),
      m_link(loop, control,
             {[this](grpc::Channel& channel) { onOpened(channel); },
              [this] {
                  if (std::exchange(m_requesting, false))
                      askAgain();
                  m_config.lost();
                  m_telemetry.lost();
                  m_taps.lost();
              }}),
      m_renewal([this] { requestCertificate(!m_tls); }), m_random(std::random_device{}()),
      m_keep([this] { keep(); }) {}

Result<std::unique_ptr<ControlClient>> ControlClient::make(net::EventLoop& loop,
                                                           const Options& options,
                                                           const ControlOptions& control,
                                                           Hooks hooks) {
    CAUSEWAY_TRY(StateFolder folder, StateFolder::open(control.stateFolder));
    std::unique_ptr<ControlClient> made(
        new ControlClient(loop, options, control, std::move(hooks), std::move(folder)));
    CAUSEWAY_CHECK(made->loadAnchors());
    return made;
}

Status ControlClient::loadAnchors() {
    CAUSEWAY_TRY(const std::string pem, readFile(m_control.trustAnchorsFile));
    auto anchors = tls::Certificate::listFromPem(pem);
    if (!anchors)
        return tl::unexpected(std::move(anchors).error().context(m_control.trustAnchorsFile));
    m_anchors = std::move(*anchors);
    return {};
}

void ControlClient::start() {
    if (const auto kept = m_folder.read(kConfigFile))
        m_config.restore(*kept);
    if (const auto credentials = m_certifier.restore())
        return useCredentials(*credentials);
    // Nobody knows us yet: the server alone proves who it is, and the join token stands for us.
    auto context = tls::Context::makeClient({nullptr, m_anchors});
    if (!context)
        return log::error("{}", context.error().describe());
    m_link.useContext(std::move(*context));
}

void ControlClient::watchLink() {
    if (!connected() || m_telemetry.unacknowledged() == 0)
        m_lastSign = m_loop.now();
    else if (m_loop.now() - m_lastSign > kSilence)
        m_link.reconnect();
}

void ControlClient::onOpened(grpc::Channel& channel) {
    m_lastSign = m_loop.now();
    if (!m_tls)
        return requestCertificate(true);
    m_config.begin(channel);
    m_telemetry.begin(channel);
    m_taps.begin(channel);
    if (m_certifier.untilRenewal(m_tls->leaf()) == Duration::zero())
        requestCertificate(false);
}

void ControlClient::requestCertificate(bool bootstrap) {
    grpc::Channel* channel = m_link.channel();
    if (!channel || m_requesting)
        return askAgain();
    const auto failed = [this](const std::string& why) {
        m_requesting = false;
        log::warn("no {} certificate: {}; trying again in a few seconds", m_tls ? "new" : "first",
                  why);
        askAgain();
    };
    m_requesting = true;
    const Status asked = m_certifier.request(
        *channel, bootstrap,
        [this](const tls::Credentials& credentials) {
            m_requesting = false;
            useCredentials(credentials);
            keep();
        },
        [failed](const grpc::Status& status) {
            failed("the control plane: " + status.describe());
        });
    if (!asked)
        failed(asked.error().describe());
    m_link.flush();
}

// Spread out, so that a control plane that comes back is not asked by everybody at once.
void ControlClient::askAgain() {
    std::uniform_real_distribution<double> jitter(0.5, 1.5);
    m_loop.arm(m_renewal, std::chrono::duration_cast<Duration>(kRetryCertify * jitter(m_random)));
}

void ControlClient::useCredentials(const tls::Credentials& credentials) {
    auto material = TlsMaterial::make(credentials, m_anchors);
    if (!material)
        return log::error("the certificate cannot be used: {}", material.error().describe());
    const bool first = !m_tls;
    m_credentials = credentials;
    m_tls = std::move(*material);
    m_link.useContext(m_tls->client);
    m_hooks.tls(m_tls);
    // An issuer near its own end gives ever shorter lives: no reason to ask ever more often.
    m_loop.arm(m_renewal, std::max(m_certifier.untilRenewal(m_tls->leaf()), kRetryCertify));
    const auto left = m_tls->leaf().notAfter() - m_loop.clock().wallNow();
    log::info("certificate {} of {} is good for {} min", m_tls->leaf().serial(),
              m_tls->identity.uri(),
              std::chrono::duration_cast<std::chrono::minutes>(left).count());
    // The connection that got it was not authenticated by it.
    if (first && m_link.channel())
        m_link.reopen();
}

void ControlClient::useTrust(const rules::TrustBundle& bundle) {
    std::vector<tls::Certificate> anchors;
    for (const std::string& der : bundle.anchors)
        if (auto anchor = tls::Certificate::fromDer(bytesOf(der)))
            anchors.push_back(std::move(*anchor));
    if (anchors.empty())
        return log::warn("a trust bundle without a usable anchor was not used");
    m_anchors = std::move(anchors);
    if (!m_credentials)
        return;
    auto material = TlsMaterial::make(*m_credentials, m_anchors);
    if (!material)
        return log::warn("the new trust bundle: {}", material.error().describe());
    m_tls = std::move(*material);
    m_link.useContext(m_tls->client);
    m_hooks.tls(m_tls);
}

void ControlClient::onStreamStopped(std::string_view which, const grpc::Status& status) {
    log::debug("the {} stream ended: {}", which, status.describe());
    // One of the two alone is of no use; the link's back-off protects a control plane in trouble.
    m_loop.defer([this] { m_link.reconnect(); });
}

void ControlClient::stop() {
    if (m_configChanged)
        keep();
    m_link.stop();
}

void ControlClient::keep() {
    Status kept = m_certifier.keep();
    if (kept && m_configChanged) {
        kept = m_folder.write(kConfigFile, m_config.serialize());
        m_configChanged = !kept.has_value();
    }
    const bool failedBefore = std::exchange(m_keepFailed, !kept.has_value());
    if (!kept) {
        m_loop.arm(m_keep, kKeepAgain);
        if (!failedBefore)
            log::warn(
                "certificate and configuration are used but not kept ({}): started again while the "
                "control plane is away, this proxy would not have them; make room in {}, it is "
                "tried again every 10 s",
                kept.error().describe(), m_folder.path());
    } else if (failedBefore) {
        log::info("certificate and configuration are kept again in {}", m_folder.path());
    }
}

} // namespace causeway::proxy
