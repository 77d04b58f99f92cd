// SPDX-License-Identifier: Apache-2.0
// What Linkerd's admission would refuse in the pieces that several kinds share.
#include "base/ip_address.h"
#include "resource/kinds.h"

#include <re2/re2.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::resource {
namespace {

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kMaxPattern = 1024; // as route::Pattern

bool consistsOf(std::string_view text, std::initializer_list<std::string_view> alphabets) {
    return std::ranges::all_of(text, [&](char c) {
        return std::ranges::any_of(alphabets, [&](auto some) { return some.find(c) != some.npos; });
    });
}

// "bank" of "bank.example", and the rest behind the separator; nothing behind the last.
std::optional<std::string_view> cut(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto piece = text.substr(0, end);
    if (end == std::string_view::npos)
        return std::nullopt;
    text.remove_prefix(end + 1);
    return piece;
}

template <typename Is> bool allPieces(std::string_view text, char separator, Is is) {
    while (const auto piece = cut(text, separator))
        if (!is(*piece))
            return false;
    return is(text);
}

bool isSpiffe(std::string_view text) {
    constexpr std::string_view kScheme = "spiffe://";
    if (!text.starts_with(kScheme))
        return false;
    auto path = text.substr(kScheme.size());
    const auto domain = cut(path, '/');
    if (!domain)
        return !path.empty() && consistsOf(path, {kLower, kDigits, "-._"});
    return !domain->empty() && consistsOf(*domain, {kLower, kDigits, "-._"})
           && allPieces(path, '/', [](std::string_view part) {
                  return !part.empty() && part != "." && part != ".."
                         && consistsOf(part,
                                       {kLower, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", kDigits, "-._"});
              });
}

bool isDnsLike(std::string_view text) {
    if (text == "*")
        return true;
    if (text.starts_with("*."))
        text.remove_prefix(2);
    return allPieces(text, '.', [](std::string_view label) {
        return !label.empty() && label.front() != '-' && label.back() != '-'
               && consistsOf(label, {kLower, kDigits, "-"});
    });
}

void checkException(FieldReader& network, std::size_t item, const std::string& text,
                    const Result<IpNetwork>& cidr) {
    const auto hole = IpNetwork::parse(text);
    if (!hole)
        return network.itemProblem("except", item, hole.error().message());
    if (!cidr)
        return;
    if (!cidr->contains(hole->first()) || !cidr->contains(hole->last()))
        network.itemProblem("except", item,
                            fmt::format("found \"{}\"; expected a part of the cidr", text));
    else if (hole->first() == cidr->first() && hole->last() == cidr->last())
        network.itemProblem("except", item,
                            fmt::format("found \"{}\"; expected less than the whole cidr", text));
}

} // namespace

std::vector<Network> readNetworks(FieldReader& spec) {
    std::vector<Network> networks;
    for (auto& reader : spec.objects("networks")) {
        Network network{reader.text("cidr"), reader.texts("except")};
        const auto cidr = IpNetwork::parse(network.cidr);
        if (!cidr && !network.cidr.empty())
            reader.problem("cidr", cidr.error().message());
        for (std::size_t i = 0; i < network.except.size(); ++i)
            checkException(reader, i, network.except[i], cidr);
        networks.push_back(std::move(network));
    }
    return networks;
}

void checkNetworks(FieldReader& spec, std::string_view name, const std::vector<std::string>& list) {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (const auto network = IpNetwork::parse(list[i]); !network)
            spec.itemProblem(name, i, network.error().message());
}

std::vector<std::string> readIdentities(FieldReader& reader) {
    auto identities = reader.texts("identities");
    for (std::size_t i = 0; i < identities.size(); ++i)
        if (!isSpiffe(identities[i]) && !isDnsLike(identities[i]))
            reader.itemProblem("identities", i,
                               fmt::format("found \"{}\"; expected \"*\", a lower-case DNS-like "
                                           "name, \"*.suffix\" or a SPIFFE id",
                                           identities[i]));
    return identities;
}

void checkPattern(FieldReader& reader, std::string_view name, const std::string& pattern) {
    if (pattern.size() > kMaxPattern)
        return reader.problem(name,
                              fmt::format("found a pattern of {} characters; expected at most "
                                          "{}",
                                          pattern.size(), kMaxPattern));
    re2::RE2::Options options;
    options.set_log_errors(false);
    const re2::RE2 expression(pattern, options);
    if (!expression.ok())
        reader.problem(name, fmt::format("found the pattern \"{}\"; expected an RE2 expression: {}",
                                         pattern, expression.error()));
}

bool isToken(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) != 0
               || std::string_view("!#$%&'*+-.^_`|~").find(char(c)) != std::string_view::npos;
    });
}

} // namespace causeway::resource
