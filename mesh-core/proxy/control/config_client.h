// SPDX-License-Identifier: Apache-2.0
// The proxy's end of the Config stream (config.proto says the rules): subscribes on demand,
// compiles every update before it counts, answers ACK or NACK, keeps the last good of everything
// over reconnects and, through its owner, over restarts. Main thread.
#pragma once

#include "grpc/channel.h"
#include "proxy/config_view.h"

#include <set>

namespace causeway::proxy {

class ConfigClient final : private grpc::CallEvents {
public:
    struct Hooks {
        std::function<void(const rules::ResourceName&, Piece)> publish;
        std::function<void(const rules::TrustBundle&)> trust;
        std::function<void()> changed;                    // there is something new to keep
        std::function<void(const grpc::Status&)> stopped; // the stream ended
        std::function<void()> flush;
    };
    ConfigClient(const ProxyInstance& self, Hooks hooks);

    void begin(grpc::Channel& channel);
    void lost() { m_channel = nullptr; }
    void want(const rules::ResourceName& name);
    // No longer wanted, nor kept.
    void giveUp(const rules::ResourceName& name);
    [[nodiscard]] std::size_t held() const { return m_held.size(); }

    // All that is held, to be written to a file; and back, at the start.
    [[nodiscard]] std::string serialize() const;
    void restore(std::string_view bytes);
    [[nodiscard]] std::uint64_t rejected() const { return m_rejected; }

private:
    struct Entry {
        std::string version;
        rules::Resource resource;
    };

    void onMessage(grpc::CallId id, ByteView message) override;
    void onStatus(grpc::CallId id, const grpc::Status& status) override;

    [[nodiscard]] Status apply(rules::ConfigUpdate update);
    [[nodiscard]] Status accept(const rules::ConfigUpdate& update, rules::Resource resource);
    void send(const rules::ConfigRequest& request);

    const ProxyInstance& m_self;
    Hooks m_hooks;
    grpc::Channel* m_channel = nullptr;
    grpc::CallId m_call = 0;
    std::set<rules::ResourceName> m_wanted;
    std::map<rules::ResourceName, Entry> m_held;
    std::uint64_t m_rejected = 0;
};

} // namespace causeway::proxy
