// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/hops.h"

#include "http/fields.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::proxy {
namespace {

constexpr std::uint64_t kMaxUs = 3'600'000'000; // an hour: more is no measurement

std::optional<Hop> parseHop(std::string_view fields) {
    Hop hop;
    while (!fields.empty()) {
        const std::size_t end = std::min(fields.find(';'), fields.size());
        const std::string_view field = fields.substr(0, end);
        fields.remove_prefix(std::min(end + 1, fields.size()));
        const std::size_t equals = field.find('=');
        if (equals == field.npos)
            return std::nullopt;
        const auto value = http::parseDecimal(field.substr(equals + 1));
        if (!value || *value > kMaxUs)
            return std::nullopt;
        const std::string_view name = field.substr(0, equals);
        if (name == "us")
            hop.us = *value;
        else if (name == "connect")
            hop.connect = *value;
        else if (name == "app")
            hop.app = *value;
    }
    return hop;
}

std::uint64_t minus(std::uint64_t whole, std::uint64_t part) {
    return whole > part ? whole - part : 0;
}

} // namespace

Hops Hops::parse(std::string_view text) {
    Hops hops;
    http::forEachMember(text, [&](std::string_view member) {
        const std::size_t end = std::min(member.find(';'), member.size());
        const std::string_view name = member.substr(0, end);
        const auto hop = parseHop(member.substr(std::min(end + 1, member.size())));
        if (name == "callee")
            hops.callee = hop;
        else if (name == "ingress")
            hops.ingress = hop;
        else if (name == "egress")
            hops.egress = hop;
    });
    return hops;
}

std::string Hops::serialize() const {
    std::string text;
    const auto separate = [&] { text += text.empty() ? "" : ", "; };
    if (callee)
        text += fmt::format("callee;us={};app={}", callee->us, callee->app);
    if (ingress) {
        separate();
        text += fmt::format("ingress;us={};connect={}", ingress->us, ingress->connect);
    }
    if (egress) {
        separate();
        text += fmt::format("egress;us={};connect={}", egress->us, egress->connect);
    }
    return text;
}

void Hops::recordLegs(const Hop& own, telemetry::EdgeCounters& into) const {
    using telemetry::Leg;
    into.leg(Leg::CallerConnect).record(own.connect);
    if (!callee)
        return;
    const std::uint64_t away = minus(own.us, own.connect);
    if (egress && ingress) {
        into.leg(Leg::ToEgress).record(minus(away, egress->us));
        into.leg(Leg::Connect).record(egress->connect);
        into.leg(Leg::Wire).record(minus(minus(egress->us, egress->connect), ingress->us));
        into.leg(Leg::ToCallee).record(minus(ingress->us, callee->us));
    } else {
        into.leg(Leg::ToCallee).record(minus(away, callee->us));
    }
    into.leg(Leg::CalleeProxy).record(minus(callee->us, callee->app));
    into.leg(Leg::Application).record(callee->app);
}

} // namespace causeway::proxy
