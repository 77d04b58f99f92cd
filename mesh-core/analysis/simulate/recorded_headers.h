// SPDX-License-Identifier: Apache-2.0
// The headers of a recorded request ("x-tenant=blue&x-user=7", percent-encoded), as rules ask for
// them. Owns copies. Pure.
#pragma once

#include "route/route_table.h"

#include <string>
#include <utility>
#include <vector>

namespace causeway::analysis {

class RecordedHeaders final : public route::HeaderSource {
public:
    explicit RecordedHeaders(std::string_view headers);
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const override;

private:
    std::vector<std::pair<std::string, std::string>> m_list;
};

} // namespace causeway::analysis
