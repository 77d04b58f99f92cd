// SPDX-License-Identifier: Apache-2.0
// How far the exchange of a trust anchor has come in every cluster, and what is next.
#include "cli/commands.h"
#include "cli/output.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace causeway::cli {
namespace {

using client::Certificate;
using client::CertificateKind;

constexpr auto kSoon = std::chrono::hours(24 * 90); // an anchor takes its time to exchange

struct ClusterTrust {
    std::string cluster;
    std::vector<Certificate> certificates;
    std::size_t proxies = 0; // connected
    std::vector<std::string> unconfirmed;
};

Result<ClusterTrust> ask(const client::ClusterClient& client) {
    ClusterTrust trust{.cluster = client.name()};
    CAUSEWAY_TRY(trust.certificates, client.certificates());
    CAUSEWAY_TRY(const auto proxies, client.proxies());
    for (const auto& proxy : proxies) {
        if (!proxy.connected)
            continue;
        ++trust.proxies;
        if (!proxy.trustConfirmed)
            trust.unconfirmed.push_back(proxy.instance.instance);
    }
    return trust;
}

// What one anchor is in one cluster.
struct Place {
    std::string cluster;
    bool inForce = false;
    bool signs = false; // the issuer stands behind it
    std::size_t leaves = 0;
    std::size_t proxies = 0;
    std::size_t confirmed = 0;
};
struct Anchor {
    std::string subject;
    std::string key; // fingerprint
    WallTime notAfter{};
    std::vector<Place> places; // one for each cluster
};

Place placeOf(const std::string& key, const ClusterTrust& trust) {
    Place place{.cluster = trust.cluster, .proxies = trust.proxies};
    for (const Certificate& each : trust.certificates) {
        if (each.anchorKeySha256 != key)
            continue;
        place.inForce |= each.kind == CertificateKind::TrustAnchor;
        place.signs |= each.kind == CertificateKind::Issuer;
        place.leaves += each.kind == CertificateKind::Leaf;
    }
    place.confirmed = place.inForce ? trust.proxies - trust.unconfirmed.size() : 0;
    return place;
}

// The one that ends first comes first: it is the one to be exchanged.
std::vector<Anchor> anchorsOf(const std::vector<ClusterTrust>& clusters) {
    std::map<std::string, Anchor> byKey;
    for (const auto& cluster : clusters)
        for (const Certificate& each : cluster.certificates)
            if (each.kind == CertificateKind::TrustAnchor)
                byKey[each.anchorKeySha256] = {
                    each.subject, each.anchorKeySha256, each.notAfter, {}};
    std::vector<Anchor> anchors;
    for (auto& [key, anchor] : byKey) {
        for (const auto& cluster : clusters)
            anchor.places.push_back(placeOf(key, cluster));
        anchors.push_back(std::move(anchor));
    }
    std::ranges::sort(anchors, {}, &Anchor::notAfter);
    return anchors;
}

std::string namesOf(const Anchor& anchor, auto wanted) {
    std::vector<std::string> names;
    for (const Place& place : anchor.places)
        if (wanted(place))
            names.push_back(place.cluster);
    return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<std::string> nextOf(const std::vector<Anchor>& anchors, WallTime now) {
    if (anchors.empty())
        return {};
    const Anchor& newest = anchors.back();
    if (anchors.size() == 1 && newest.notAfter - now > kSoon)
        return {};
    if (anchors.size() == 1)
        return {
            fmt::format("the only trust anchor ends in {}: make another with \"causewayctl trust "
                        "anchor\" and add it to the anchors' file of every cluster",
                        formatSpan(newest.notAfter - now))};
    const auto missing = namesOf(newest, [](const Place& each) { return !each.inForce; });
    if (!missing.empty())
        return {"add " + newest.subject + " to the trust anchors of " + missing};
    const auto unconfirmed =
        namesOf(newest, [](const Place& each) { return each.confirmed < each.proxies; });
    if (!unconfirmed.empty())
        return {"wait: proxies of " + unconfirmed + " have not confirmed " + newest.subject};
    const auto unsigned_ = namesOf(newest, [](const Place& each) { return !each.signs; });
    if (!unsigned_.empty())
        return {"sign a new issuer with " + newest.subject + " for " + unsigned_
                + ": causewayctl trust issuer"};
    std::vector<std::string> next;
    for (const Anchor& old : std::span(anchors).first(anchors.size() - 1)) {
        const auto used = namesOf(old, [](const Place& each) { return each.leaves > 0; });
        next.push_back(used.empty()
                           ? "give people new certificates (causewayctl trust client), then take "
                                 + old.subject + " out of the anchors' files"
                           : "wait: leaves of " + used + " are still behind " + old.subject);
    }
    return next;
}

View statusView(const std::vector<Anchor>& anchors, const std::vector<std::string>& next) {
    View view{{{{"ANCHOR"},
                {"UNTIL"},
                {"CLUSTER"},
                {"IN FORCE"},
                {"CONFIRMED", Column::Align::Right},
                {"LEAVES", Column::Align::Right},
                {"ISSUER"}},
               {},
               "No trust anchors."},
              {{"anchors", Json::array()}, {"next", next}}};
    for (const Anchor& anchor : anchors) {
        Json places = Json::array();
        for (const Place& place : anchor.places) {
            const bool isFirst = &place == &anchor.places.front();
            view.table.rows.push_back(
                {{isFirst ? anchor.subject + " " + anchor.key.substr(0, 8) : ""},
                 {isFirst ? formatTime(anchor.notAfter) : ""},
                 {place.cluster},
                 place.inForce ? Cell{"● yes", Tone::Good} : Cell{"○ no", Tone::Dim},
                 {fmt::format("{}/{}", place.confirmed, place.proxies),
                  place.inForce && place.confirmed < place.proxies ? Tone::Warning : Tone::Plain},
                 {std::to_string(place.leaves)},
                 {place.signs ? "signs" : "–"}});
            places.push_back({{"cluster", place.cluster},
                              {"in_force", place.inForce},
                              {"proxies", place.proxies},
                              {"confirmed", place.confirmed},
                              {"leaves", place.leaves},
                              {"signs", place.signs}});
        }
        view.json["anchors"].push_back({{"subject", anchor.subject},
                                        {"key_sha256", anchor.key},
                                        {"not_after", jsonTime(anchor.notAfter)},
                                        {"clusters", std::move(places)}});
    }
    return view;
}

} // namespace

Result<Exit> trustStatus(const Options& options, Terminal& terminal) {
    const SystemClock clock;
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, clock));
    const Exit exit = present(options, terminal, [&]() -> Picture {
        auto gathered = sortOut(session.gather(ask));
        const auto anchors = anchorsOf(gathered.values);
        const auto next = nextOf(anchors, clock.wallNow());
        const Exit found = gathered.values.empty() ? Exit::Unreachable : Exit::Fine;
        Picture picture{statusView(anchors, next), std::move(gathered.silent), found};
        for (const auto& step : next)
            picture.view.notes.push_back("next: " + step);
        return picture;
    });
    return exit;
}

} // namespace causeway::cli
