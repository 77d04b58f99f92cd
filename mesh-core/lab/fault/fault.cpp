// SPDX-License-Identifier: Apache-2.0
#include "lab/fault/fault.h"

#include "resource/field_reader.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace causeway::lab {
namespace {

constexpr auto kTargets = "link=<from>:<to>, wire=<a>:<b>, workload=<name>@<cluster>, "
                          "gateway=<cluster> or kill=<process>@<cluster>";

tl::unexpected<Error> wrong(std::string_view what, std::string_view found,
                            std::string_view expected) {
    return fail(ErrorKind::InvalidInput,
                fmt::format("{}: found \"{}\"; expected {}", what, found, expected));
}

std::optional<double> parseNumber(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

Result<Duration> parseDelay(std::string_view key, const std::string& text) {
    constexpr auto kLongest = std::chrono::seconds(60);
    const auto duration = resource::parseDuration(text);
    if (!duration || *duration > kLongest)
        return wrong(key, text, "a duration of at most 60s, as 50ms or 2s");
    return *duration;
}

Result<double> parseShare(std::string_view key, std::string_view text) {
    if (text.ends_with('%'))
        if (const auto percent = parseNumber(text.substr(0, text.size() - 1)))
            if (*percent >= 0 && *percent <= 100)
                return *percent / 100;
    return wrong(key, text, "a share from 0% to 100%");
}

Result<unsigned> parseHops(std::string_view text) {
    constexpr unsigned kMost = 30;
    unsigned hops = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hops);
    if (error != std::errc() || end != text.data() + text.size() || hops > kMost)
        return wrong("hops", text, "a number of routers from 0 to 30");
    return hops;
}

Result<std::uint64_t> parseRate(std::string_view text) {
    constexpr std::pair<std::string_view, double> kUnits[] = {
        {"kbit", 1e3}, {"mbit", 1e6}, {"gbit", 1e9}};
    for (const auto& [unit, factor] : kUnits)
        if (text.ends_with(unit))
            if (const auto count = parseNumber(text.substr(0, text.size() - unit.size())))
                if (*count > 0 && *count <= 1e6)
                    return static_cast<std::uint64_t>(*count * factor);
    return wrong("rate", text, "bits a second, as 500kbit, 10mbit or 1gbit");
}

// The words behind the target, each to be asked for once; what is left over is wrong.
class Settings {
public:
    static Result<Settings> of(const std::vector<std::string>& words) {
        Settings settings;
        for (std::size_t i = 1; i < words.size(); ++i) {
            const auto equals = words[i].find('=');
            if (equals == std::string::npos)
                return wrong("fault", words[i], "a setting, as delay=50ms");
            if (!settings.m_left.emplace(words[i].substr(0, equals), words[i].substr(equals + 1))
                     .second)
                return wrong("fault", words[i], "each setting once");
        }
        settings.m_any = !settings.m_left.empty();
        return settings;
    }
    std::optional<std::string> take(const std::string& name) {
        m_known.push_back(name);
        auto node = m_left.extract(name);
        return node ? std::optional(std::move(node.mapped())) : std::nullopt;
    }
    Status finish(std::string_view target) const {
        if (!m_left.empty())
            return wrong(target, m_left.begin()->first + "=" + m_left.begin()->second,
                         fmt::format("only {}", fmt::join(m_known, ", ")));
        return {};
    }
    Status finishWithSome(std::string_view target) const {
        CAUSEWAY_CHECK(finish(target));
        return m_any ? Status()
                     : wrong(target, "no setting", fmt::format("{}", fmt::join(m_known, ", ")));
    }

private:
    std::map<std::string, std::string> m_left;
    std::vector<std::string> m_known;
    bool m_any = false;
};

std::string clusterNames(const Fleet& fleet) {
    std::vector<std::string> names;
    for (const auto& cluster : fleet.clusters)
        names.push_back(cluster.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

Result<WireFault> parseWire(const std::string& key, const std::string& value, Settings settings,
                            const Fleet& fleet) {
    const auto colon = value.find(':');
    WireFault fault;
    fault.bothWays = key == "wire";
    fault.from = value.substr(0, colon);
    fault.to = colon == std::string::npos ? "" : value.substr(colon + 1);
    if (!fleet.wire(fault.from, fault.to)) {
        std::vector<std::string> wires;
        for (const auto& wire : fleet.wires)
            wires.push_back(wire.a + ":" + wire.b);
        return wrong(key, value,
                     fmt::format("a pair that a wire joins: {}", fmt::join(wires, ", ")));
    }
    if (const auto text = settings.take("delay")) {
        CAUSEWAY_TRY(fault.added.delay, parseDelay("delay", *text));
    }
    if (const auto text = settings.take("jitter")) {
        CAUSEWAY_TRY(fault.added.jitter, parseDelay("jitter", *text));
    }
    if (const auto text = settings.take("loss")) {
        CAUSEWAY_TRY(fault.added.loss, parseShare("loss", *text));
    }
    if (const auto text = settings.take("rate")) {
        CAUSEWAY_TRY(fault.added.bitsPerSecond, parseRate(*text));
    }
    if (const auto text = settings.take("hops")) {
        CAUSEWAY_TRY(fault.added.hops, parseHops(*text));
    }
    CAUSEWAY_CHECK(settings.finishWithSome(key));
    return fault;
}

Result<WorkloadFault> parseWorkload(const std::string& value, Settings settings,
                                    const Fleet& fleet) {
    const auto at = value.find('@');
    WorkloadFault fault;
    fault.workload = value.substr(0, at);
    fault.cluster = at == std::string::npos ? "" : value.substr(at + 1);
    const auto* cluster = fleet.find(fault.cluster);
    if (!cluster)
        return wrong("workload", value, "<name>@<cluster>; clusters: " + clusterNames(fleet));
    if (!cluster->find(fault.workload)) {
        std::vector<std::string> names;
        for (const auto& workload : cluster->workloads)
            names.push_back(workload.name);
        return wrong("workload", value,
                     fmt::format("one of {} in {}", fmt::join(names, ", "), cluster->name));
    }
    if (const auto text = settings.take("error")) {
        CAUSEWAY_TRY(fault.errors, parseShare("error", *text));
    }
    if (const auto text = settings.take("delay")) {
        CAUSEWAY_TRY(fault.delay, parseDelay("delay", *text));
    }
    CAUSEWAY_CHECK(settings.finishWithSome("workload"));
    return fault;
}

Result<GatewayFault> parseGateway(const std::string& value, Settings settings, const Fleet& fleet) {
    if (!fleet.find(value))
        return wrong("gateway", value, "a cluster: " + clusterNames(fleet));
    const auto text = settings.take("cpu");
    CAUSEWAY_CHECK(settings.finishWithSome("gateway"));
    const auto percent = text ? parseNumber(*text) : std::nullopt;
    if (!percent || *percent < 1 || *percent > 99)
        return wrong("cpu", text.value_or("nothing"),
                     "the per cent of a processor that is left to it, 1 to 99");
    return GatewayFault{value, static_cast<unsigned>(*percent)};
}

Result<KillFault> parseKill(const std::string& value, Settings settings, const Fleet& fleet) {
    const auto at = value.find('@');
    const auto* cluster = at == std::string::npos ? nullptr : fleet.find(value.substr(at + 1));
    if (!cluster)
        return wrong("kill", value, "<process>@<cluster>; clusters: " + clusterNames(fleet));
    std::vector<std::string> names{"control", "gateway"};
    for (const auto& instance : instancesOf(*cluster))
        names.push_back(instance.name);
    if (std::ranges::find(names, value.substr(0, at)) == names.end())
        return wrong("kill", value,
                     fmt::format("one of {} in {}", fmt::join(names, ", "), cluster->name));
    KillFault fault;
    fault.process = value;
    if (const auto text = settings.take("duration")) {
        const auto duration = resource::parseDuration(*text);
        if (!duration || *duration > std::chrono::hours(1))
            return wrong("duration", *text, "a duration of at most 1h, as 10s");
        fault.duration = *duration;
    }
    CAUSEWAY_CHECK(settings.finish("kill"));
    return fault;
}

// What a relay of bytes, which sees no packets, can do to a wire.
Status checkRelay(const WireFault& fault) {
    if (fault.added.loss == 0 && fault.added.jitter == Duration::zero() && fault.added.hops == 0)
        return {};
    return fail(
        ErrorKind::InvalidInput,
        "this lab runs without network namespaces: its relays see bytes and not packets, so "
        "that loss, jitter and hops cannot be; expected delay or rate");
}

} // namespace

bool WireFault::touches(const std::string& packetsFrom, const std::string& packetsTo) const {
    return (from == packetsFrom && to == packetsTo)
           || (bothWays && from == packetsTo && to == packetsFrom);
}

Result<std::string> parseFaultTarget(const std::vector<std::string>& words) {
    if (words.empty())
        return wrong("fault", "nothing", kTargets);
    for (const auto* key : {"link=", "wire=", "workload=", "gateway=", "kill="})
        if (words[0].starts_with(key) && words[0].size() > std::string_view(key).size())
            return words[0];
    return wrong("fault", words[0], kTargets);
}

Result<Fault> parseFault(const std::vector<std::string>& words, const Fleet& fleet,
                         NetworkMode network) {
    CAUSEWAY_TRY(Fault fault, parseFaultTarget(words).map([&](std::string target) {
        return Fault{std::move(target), fmt::format("{}", fmt::join(words, " ")), {}};
    }));
    CAUSEWAY_TRY(auto settings, Settings::of(words));
    const auto equals = fault.target.find('=');
    const auto key = fault.target.substr(0, equals);
    const auto value = fault.target.substr(equals + 1);
    if (key == "workload") {
        CAUSEWAY_TRY(fault.what, parseWorkload(value, std::move(settings), fleet));
    } else if (key == "gateway") {
        CAUSEWAY_TRY(fault.what, parseGateway(value, std::move(settings), fleet));
    } else if (key == "kill") {
        CAUSEWAY_TRY(fault.what, parseKill(value, std::move(settings), fleet));
    } else {
        CAUSEWAY_TRY(auto wire, parseWire(key, value, std::move(settings), fleet));
        if (network == NetworkMode::Relay)
            CAUSEWAY_CHECK(checkRelay(wire));
        fault.what = std::move(wire);
    }
    return fault;
}

} // namespace causeway::lab
