// SPDX-License-Identifier: Apache-2.0
// Everything between this proxy and its control plane: identity first, then configuration and
// telemetry over one connection. The data path goes on without it. Main thread.
#pragma once

#include "proxy/control/certifier.h"
#include "proxy/control/config_client.h"
#include "proxy/control/link.h"
#include "proxy/control/tap_client.h"
#include "proxy/control/telemetry_client.h"

#include <random>

namespace causeway::proxy {

class ControlClient {
public:
    struct Hooks {
        std::function<void(TlsPtr)> tls;
        std::function<void(const rules::ResourceName&, Piece)> publish;
        std::function<void()> acknowledged; // a report was
        std::function<void(const v1::TapOrder&)> tapOrder;
        std::function<void()> tapsLost;
    };
    // Fails when anchors, token or state folder are unusable.
    [[nodiscard]] static Result<std::unique_ptr<ControlClient>>
    make(net::EventLoop& loop, const Options& options, const ControlOptions& control, Hooks hooks);

    // Uses what is kept, then connects.
    void start();
    // Keeps what it has learned last: who starts in our place has it, too.
    void stop();
    void want(const rules::ResourceName& name) { m_config.want(name); }
    void giveUp(const rules::ResourceName& name) { m_config.giveUp(name); }
    [[nodiscard]] TelemetryClient& telemetry() { return m_telemetry; }
    [[nodiscard]] TapClient& taps() { return m_taps; }

    // Gives up a connection on which reports have not been acknowledged for long: a machine that
    // vanished closes nothing. To be called about once a second.
    void watchLink();

    [[nodiscard]] bool connected() { return m_link.channel() != nullptr; }
    [[nodiscard]] const TlsPtr& tls() const { return m_tls; }
    [[nodiscard]] std::uint64_t certificatesIssued() const { return m_certifier.renewals(); }
    [[nodiscard]] std::uint64_t updatesRejected() const { return m_config.rejected(); }
    [[nodiscard]] std::size_t namesHeld() const { return m_config.held(); }
    [[nodiscard]] const ControlCounts& counts() const { return m_link.counts(); }

private:
    ControlClient(net::EventLoop& loop, const Options& options, const ControlOptions& control,
                  Hooks hooks, StateFolder folder);

    void onOpened(grpc::Channel& channel);
    void onStreamStopped(std::string_view which, const grpc::Status& status);
    void requestCertificate(bool bootstrap);
    void askAgain();
    void useCredentials(const tls::Credentials& credentials);
    void useTrust(const rules::TrustBundle& bundle);
    [[nodiscard]] Status loadAnchors();
    void keep();

    net::EventLoop& m_loop;
    const Options& m_options;
    const ControlOptions& m_control;
    Hooks m_hooks;
    StateFolder m_folder;
    std::vector<tls::Certificate> m_anchors;
    std::optional<tls::Credentials> m_credentials;
    TlsPtr m_tls;
    Certifier m_certifier;
    ConfigClient m_config;
    TelemetryClient m_telemetry;
    TapClient m_taps;
    ControlLink m_link;
    net::Timer m_renewal;
    std::minstd_rand m_random;
    net::Timer m_keep; // writes the configuration once for many changes, and again after a failure
    MonotonicTime m_lastSign{}; // of life from the control plane
    bool m_requesting = false;
    bool m_configChanged = false; // since it was written
    bool m_keepFailed = false;
};

} // namespace causeway::proxy
