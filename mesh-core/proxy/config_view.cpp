// SPDX-License-Identifier: Apache-2.0
#include "proxy/config_view.h"

namespace causeway::proxy {
namespace {

constexpr std::size_t kMaxWaiting = 10'000;
constexpr std::size_t kMaxPieces = 8192;

struct Compiler {
    Result<Piece> operator()(const rules::ProxySettings& settings) const {
        return SettingsPtr(std::make_shared<const rules::ProxySettings>(settings));
    }
    Result<Piece> operator()(const rules::TrustBundle&) const {
        return fail(ErrorKind::Internal, "a trust bundle is no piece of a worker's");
    }
    Result<Piece> operator()(const policy::ServerRules& rules) const {
        CAUSEWAY_TRY(PolicyPtr snapshot, policy::compile(rules));
        return Piece(std::move(snapshot));
    }
    Result<Piece> operator()(const route::OutboundRoutes& routes) const {
        CAUSEWAY_TRY(auto table, route::OutboundTable::compile(routes));
        return Piece(std::make_shared<const route::OutboundTable>(std::move(table)));
    }
    Result<Piece> operator()(const balance::Endpoints& endpoints) const {
        return Piece(std::make_shared<const balance::Endpoints>(endpoints));
    }
    Result<Piece> operator()(const rules::GatewayExports& exports) const {
        return Piece(std::make_shared<const rules::GatewayExports>(exports));
    }
};

} // namespace

Result<Piece> compile(const rules::Resource& resource) {
    return std::visit(Compiler{}, resource);
}

const Piece* ConfigView::find(const rules::ResourceName& name) {
    const auto found = m_pieces.find(name);
    if (found != m_pieces.end()) {
        found->second.used = true;
        return &found->second.piece;
    }
    m_ask(name);
    return nullptr;
}

std::vector<rules::ResourceName> ConfigView::takeUnused() {
    using Kind = rules::ResourceName::Kind;
    std::vector<rules::ResourceName> unused;
    for (auto& [name, held] : m_pieces)
        if ((name.kind == Kind::OutboundRoutes || name.kind == Kind::Endpoints)
            && !std::exchange(held.used, false))
            unused.push_back(name);
    return unused;
}

bool ConfigView::whenChanged(const rules::ResourceName& name, std::weak_ptr<void> who,
                             std::function<void()> callback) {
    if (m_waiting.size() >= m_pruneAt) {
        std::erase_if(m_waiting, [](const auto& each) { return each.second.who.expired(); });
        m_pruneAt = std::max<std::size_t>(64, 2 * m_waiting.size());
    }
    if (m_waiting.size() >= kMaxWaiting)
        return false;
    m_waiting.emplace(name, Waiter{std::move(who), std::move(callback)});
    return true;
}

void ConfigView::apply(const rules::ResourceName& name, Piece piece) {
    if (const auto* settings = std::get_if<SettingsPtr>(&piece))
        m_settings = *settings;
    if (const auto* exports = std::get_if<ExportsPtr>(&piece))
        m_exports = *exports;
    // An application may ask for any number of names that do not exist.
    if (m_pieces.size() >= kMaxPieces)
        std::erase_if(m_pieces, [](const auto& each) {
            return std::holds_alternative<rules::Absent>(each.second.piece);
        });
    m_pieces.insert_or_assign(name, Held{std::move(piece)});
    using Kind = rules::ResourceName::Kind;
    const bool admits = name.kind == Kind::InboundServer || name.kind == Kind::ProxySettings
                        || name.kind == Kind::GatewayExports;
    if (admits && m_onRules)
        m_onRules();
    // Those who are called may wait again: for the next change.
    std::vector<Waiter> called;
    const auto [first, last] = m_waiting.equal_range(name);
    for (auto each = first; each != last; ++each)
        called.push_back(std::move(each->second));
    m_waiting.erase(first, last);
    for (const Waiter& waiter : called)
        if (const auto alive = waiter.who.lock())
            waiter.callback();
}

} // namespace causeway::proxy
