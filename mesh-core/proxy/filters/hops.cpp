// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/hops.h"

#include "base/assert.h"
#include "http/fields.h"

#include <array>
#include <charconv>

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

namespace {

// Each hop writes one on every response: no format string is read for it.
class HopWriter {
public:
    void add(std::string_view hop, std::uint64_t us, std::string_view part, std::uint64_t partUs) {
        if (m_size > 0)
            put(", ");
        put(hop);
        put(";us=");
        put(us);
        put(part);
        put(partUs);
    }
    [[nodiscard]] std::string text() const { return {m_text.data(), m_size}; }

private:
    void put(std::string_view text) {
        CAUSEWAY_ASSERT(text.size() <= m_text.size() - m_size);
        text.copy(m_text.data() + m_size, text.size());
        m_size += text.size();
    }
    void put(std::uint64_t number) {
        const auto [end, error] =
            std::to_chars(m_text.data() + m_size, m_text.data() + m_text.size(), number);
        CAUSEWAY_ASSERT(error == std::errc());
        m_size = static_cast<std::size_t>(end - m_text.data());
    }
    std::array<char, 256> m_text; // three hops of two numbers of 20 digits
    std::size_t m_size = 0;
};

} // namespace

std::string Hops::serialize() const {
    HopWriter writer;
    if (callee)
        writer.add("callee", callee->us, ";app=", callee->app);
    if (ingress)
        writer.add("ingress", ingress->us, ";connect=", ingress->connect);
    if (egress)
        writer.add("egress", egress->us, ";connect=", egress->connect);
    return writer.text();
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
