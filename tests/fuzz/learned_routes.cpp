// SPDX-License-Identifier: Apache-2.0
// Whatever was recorded, a route that was learned from it matches it.
#include "fuzz/fuzz_target.h"
#include "profile/learn.h"
#include "profile/path_template.h"

#include <algorithm>

using namespace causeway;

namespace {

// Whether the template with "{…}" stands for the path, segment by segment.
bool matches(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = pattern.substr(0, std::min(pattern.find('/', 1), pattern.size()));
        const auto found = path.substr(0, std::min(path.find('/', 1), path.size()));
        const auto close = wanted.find('}');
        const bool isAny = wanted.starts_with("/{") && close != std::string_view::npos;
        if (isAny ? !found.ends_with(wanted.substr(close + 1)) : wanted != found)
            return false;
        pattern.remove_prefix(wanted.size());
        path.remove_prefix(found.size());
    }
    return pattern.empty() && path.empty();
}

} // namespace

CAUSEWAY_FUZZ_TARGET(learned_routes) {
    const auto recorded = recording::Recording::parse(std::string(textOf(input)), "input.rec");
    if (!recorded)
        return;
    profile::Findings findings;
    const auto& tuples = recorded->tuples();
    const auto operations = profile::learnOperations(tuples, {3}, "input.rec", findings);
    CAUSEWAY_ASSERT(operations.size() <= tuples.size());
    for (const auto& tuple : tuples) {
        const auto path = tuple.path.substr(0, tuple.path.find_first_of("?#"));
        if (path.starts_with('/') && std::ranges::count(path, '/') <= 64
            && path.find_first_of("{}") == std::string::npos)
            CAUSEWAY_ASSERT(std::ranges::any_of(operations, [&](const auto& operation) {
                return operation.method == tuple.method && matches(operation.path, path);
            }));
    }
}
