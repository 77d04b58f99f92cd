// SPDX-License-Identifier: Apache-2.0
// What has been compiled for one subscriber and is the same for others: routes and endpoints of a
// destination, trust, exports. Grows by what is asked for and is there; its owner drops it when what
// it was compiled from changes. Safe on any thread.
#pragma once

#include "rules/config.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <variant>

namespace causeway::control {

struct Compiled {
    std::string version;
    std::string checksum; // empty when absent
    std::variant<rules::Absent, rules::Resource> content;
};
using SharedCompiled = std::shared_ptr<const Compiled>;

class CompiledCache {
public:
    // What is known under `key`, or else what `make` gives. Two that ask at once may both make it.
    // What is absent is not kept: names that applications make up have no end.
    [[nodiscard]] SharedCompiled get(const std::string& key,
                                     const std::function<Compiled()>& make) {
        {
            const std::lock_guard lock(m_mutex);
            if (const auto known = m_known.find(key); known != m_known.end())
                return known->second;
        }
        auto made = std::make_shared<const Compiled>(make());
        if (std::holds_alternative<rules::Absent>(made->content))
            return made;
        const std::lock_guard lock(m_mutex);
        return m_known.try_emplace(key, std::move(made)).first->second;
    }

private:
    std::mutex m_mutex;
    std::unordered_map<std::string, SharedCompiled> m_known;
};

} // namespace causeway::control
