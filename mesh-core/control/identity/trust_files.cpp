// SPDX-License-Identifier: Apache-2.0
#include "control/identity/trust_files.h"

#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>

#include <algorithm>

namespace causeway::control {

namespace {

constexpr std::size_t kNamed = 5; // of those that something waits for

bool isSame(const tls::Certificate& a, const tls::Certificate& b) {
    return a.fingerprint() == b.fingerprint();
}

bool holds(const std::vector<tls::Certificate>& list, const tls::Certificate& one) {
    return std::ranges::any_of(list, [&](const auto& each) { return isSame(each, one); });
}

// "a, b, c and 7 more"
std::string named(const std::vector<std::string>& names) {
    const std::size_t count = std::min(names.size(), kNamed);
    const auto first = fmt::format("{}", fmt::join(names.begin(), names.begin() + count, ", "));
    return names.size() <= count ? first
                                 : fmt::format("{} and {} more", first, names.size() - count);
}

std::string describe(const Trust& trust) {
    std::vector<std::string> anchors;
    for (const auto& anchor : trust.anchors)
        anchors.push_back(anchor.subject() + " " + anchor.fingerprint().substr(0, 16));
    return fmt::format("anchors {}; issuer {}", fmt::join(anchors, ", "),
                       trust.issuer.certificate().fingerprint().substr(0, 16));
}

} // namespace

TrustFiles::TrustFiles(Parts parts, AuthorityFiles files, std::string cluster)
    : m_parts(parts), m_files(std::move(files)), m_cluster(std::move(cluster)), m_seen(stampsNow()),
      m_read(m_seen) {}

TrustFiles::Stamps TrustFiles::stampsNow() const {
    const auto stampOf = [](const std::string& path) -> Stamp {
        struct stat facts {};
        if (::stat(path.c_str(), &facts) != 0)
            return {-1, -1, -1};
        return {facts.st_mtim.tv_sec * 1'000'000'000 + facts.st_mtim.tv_nsec, facts.st_size,
                static_cast<std::int64_t>(facts.st_ino)};
    };
    return {stampOf(m_files.trustAnchors), stampOf(m_files.issuerCertificate),
            stampOf(m_files.issuerKey)};
}

bool TrustFiles::turn() {
    // Read once they have kept still for a turn: certificate and key are two files.
    const Stamps now = stampsNow();
    if (now == m_seen && now != m_read) {
        m_read = now;
        read();
    }
    m_seen = now;
    if (!m_wanted)
        return false;
    const Trust current = m_parts.authority.trust();
    Step step = nextStep(current, *m_wanted);
    const bool changed = exchange(current, std::move(step.trust));
    if (step.waiting.empty())
        m_wanted.reset();
    else
        tell(Severity::Warning, "trust.waiting", fmt::format("{}", fmt::join(step.waiting, "; ")));
    return changed;
}

void TrustFiles::read() {
    m_wanted.reset();
    auto loaded = Trust::load(m_files, m_parts.clock.wallNow());
    if (loaded && !loaded->anchor())
        loaded = fail(ErrorKind::InvalidInput, m_files.issuerCertificate
                                                   + ": the issuer is not signed by any anchor of "
                                                   + m_files.trustAnchors);
    if (!loaded)
        return tell(Severity::Error, "trust.refused",
                    loaded.error().describe() + "; what was in force stays");
    m_wanted = std::move(*loaded);
}

TrustFiles::Step TrustFiles::nextStep(const Trust& now, const Trust& wanted) const {
    Step step{.trust = {.issuer = now.issuer, .anchors = wanted.anchors}, .waiting = {}};
    if (!isSame(now.issuer.certificate(), wanted.issuer.certificate())) {
        const std::string why = issuerWaits(now, wanted);
        if (why.empty())
            step.trust.issuer = wanted.issuer;
        else
            step.waiting.push_back(why);
    }
    for (const tls::Certificate& anchor : now.anchors) {
        if (holds(wanted.anchors, anchor))
            continue;
        const std::string why = anchorStays(anchor, step.trust);
        if (why.empty())
            continue;
        step.trust.anchors.push_back(anchor);
        step.waiting.push_back(why);
    }
    return step;
}

std::string TrustFiles::issuerWaits(const Trust& now, const Trust& wanted) const {
    const tls::Certificate& anchor = *wanted.anchor();
    std::vector<std::string> unconfirmed;
    for (const Presence::Proxy& proxy : m_parts.presence.list())
        if (proxy.connected && !proxy.trustConfirmed)
            unconfirmed.push_back(proxy.instance.instance);
    if (holds(now.anchors, anchor) && unconfirmed.empty())
        return {};
    const std::string who = unconfirmed.empty() ? "the proxies" : named(unconfirmed);
    return fmt::format("the new issuer waits: {} have not confirmed its trust anchor {}", who,
                       anchor.subject());
}

std::string TrustFiles::anchorStays(const tls::Certificate& anchor, const Trust& next) const {
    const std::string key = anchor.publicKey().fingerprint();
    const auto hasKey = [&](const auto& each) { return each.publicKey().fingerprint() == key; };
    if (std::ranges::any_of(next.anchors, hasKey))
        return {}; // renewed, with the key that it had
    std::vector<std::string> users;
    for (const v1::Certificate& leaf : m_parts.certificates.list()) {
        const bool isLeaf = leaf.kind() == v1::Certificate::LEAF;
        const bool isBehind = leaf.anchor_key_sha256() == key || leaf.anchor_key_sha256().empty();
        if (isLeaf && isBehind)
            users.push_back(leaf.instance().empty() ? leaf.subject() : leaf.instance());
    }
    if (next.issuer.certificate().signedBy(anchor))
        users.insert(users.begin(), "the issuer");
    if (users.empty())
        return {};
    return fmt::format("trust anchor {} stays, although its file does not name it any more: it is "
                       "behind {}",
                       anchor.subject(), named(users));
}

bool TrustFiles::exchange(const Trust& now, Trust next) {
    const bool isIssuerSame = isSame(now.issuer.certificate(), next.issuer.certificate());
    const bool areAnchorsSame = now.anchors.size() == next.anchors.size()
                                && std::ranges::all_of(next.anchors, [&](const auto& each) {
                                       return holds(now.anchors, each);
                                   });
    if (isIssuerSame && areAnchorsSame)
        return false;
    const std::string what = describe(next);
    const auto recorded =
        m_parts.audit.record({.who = "causeway-control", .reason = "the files of its trust"},
                             {.action = "trust.changed", .subject = m_cluster, .detail = what});
    if (!recorded) {
        tell(Severity::Error, "trust.refused",
             "it cannot be recorded: " + recorded.error().describe());
        return false;
    }
    m_parts.certificates.setAuthorities(next);
    m_parts.authority.exchange(std::move(next));
    tell(Severity::Info, "trust.changed", what);
    return true;
}

void TrustFiles::tell(Severity severity, const std::string& kind, const std::string& message) {
    if (m_told == message)
        return;
    m_told = message;
    m_parts.events.add(severity, kind, m_cluster, message);
}

} // namespace causeway::control
