// SPDX-License-Identifier: Apache-2.0
// What one worker knows of the configuration: compiled, immutable pieces. Asks for a piece the
// first time somebody needs it, and wakes those who wait when it comes. On the worker's thread;
// pieces arrive through the loop's post().
#pragma once

#include "policy/snapshot.h"
#include "proxy/tls_material.h"
#include "route/route_table.h"
#include "rules/config.h"

#include <functional>
#include <map>
#include <variant>

namespace causeway::proxy {

using RoutesPtr = std::shared_ptr<const route::OutboundTable>;
using PolicyPtr = std::shared_ptr<const policy::Snapshot>;
using EndpointsPtr = std::shared_ptr<const balance::Endpoints>;
using SettingsPtr = std::shared_ptr<const rules::ProxySettings>;
using ExportsPtr = std::shared_ptr<const rules::GatewayExports>;
using TlsPtr = std::shared_ptr<const TlsMaterial>;

// A piece as workers get it. Absent: nobody declared such a thing.
using Piece =
    std::variant<rules::Absent, RoutesPtr, PolicyPtr, EndpointsPtr, SettingsPtr, ExportsPtr>;

// The pure step from plain rules to what workers use; fails with object and field.
[[nodiscard]] Result<Piece> compile(const rules::Resource& resource);

class ConfigView {
public:
    using Ask = std::function<void(const rules::ResourceName&)>;
    explicit ConfigView(Ask ask) : m_ask(std::move(ask)) {}

    // The piece, if it is there; asks for it otherwise. Null: wait for it with whenChanged().
    [[nodiscard]] const Piece* find(const rules::ResourceName& name);
    // Calls back once, at the next change of that name, if `who` still lives; never from inside
    // this call. False: too many wait already.
    [[nodiscard]] bool whenChanged(const rules::ResourceName& name, std::weak_ptr<void> who,
                                   std::function<void()> callback);

    // Called after every change of what a proxy admits: for connections that were admitted before.
    void whenRulesChange(std::function<void()> callback) { m_onRules = std::move(callback); }

    void apply(const rules::ResourceName& name, Piece piece);
    void apply(TlsPtr tls) { m_tls = std::move(tls); }
    void forget(const rules::ResourceName& name) { m_pieces.erase(name); }
    // Routes and endpoints that were not looked up, nor came, since the last call.
    [[nodiscard]] std::vector<rules::ResourceName> takeUnused();

    [[nodiscard]] const TlsPtr& tls() const { return m_tls; }
    // Null until the control plane told.
    [[nodiscard]] const rules::ProxySettings* settings() const { return m_settings.get(); }
    [[nodiscard]] const rules::GatewayExports* exports() const { return m_exports.get(); }

private:
    struct Waiter {
        std::weak_ptr<void> who;
        std::function<void()> callback;
    };
    Ask m_ask;
    std::function<void()> m_onRules;
    struct Held {
        Piece piece;
        bool used = true;
    };
    std::map<rules::ResourceName, Held> m_pieces;
    std::multimap<rules::ResourceName, Waiter> m_waiting;
    std::size_t m_pruneAt = 64; // waiters: many give up before anything changes
    TlsPtr m_tls;
    SettingsPtr m_settings;
    ExportsPtr m_exports;
};

} // namespace causeway::proxy
