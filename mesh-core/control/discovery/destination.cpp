// SPDX-License-Identifier: Apache-2.0
#include "control/discovery/destination.h"

#include <charconv>

namespace causeway::control {

namespace {

// Cuts `text` at the first `mark`: what is before it is returned, the rest stays. Empty when
// absent.
std::string takeUntil(std::string_view& text, std::string_view mark) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos)
        return {};
    std::string taken(text.substr(0, at));
    text.remove_prefix(at + mark.size());
    return taken;
}

} // namespace

Result<Destination> Destination::parse(std::string_view name) {
    Destination parsed;
    std::string_view rest = name;
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        parsed.link = rest.substr(at + 1);
        rest = rest.substr(0, at);
    }
    parsed.service = takeUntil(rest, ".");
    parsed.namespace_ = takeUntil(rest, ".svc.");
    parsed.domain = takeUntil(rest, ":");
    const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), parsed.port);
    if (parsed.service.empty() || parsed.namespace_.empty() || parsed.domain.empty()
        || code != std::errc() || end != rest.data() + rest.size() || parsed.port == 0)
        return fail(ErrorKind::InvalidInput,
                    "\"" + std::string(name)
                        + "\" names no destination; expected "
                          "<service>.<namespace>.svc.<cluster domain>:<port>[@<from>:<to>]");
    return parsed;
}

} // namespace causeway::control
