// SPDX-License-Identifier: Apache-2.0
// Time limits, retries, filters and balancing between wire and rules; private to convert/.
#pragma once

#include "convert/detail.h"

namespace causeway::convert {

[[nodiscard]] route::Timeouts fromProto(const v1::Timeouts& message);
[[nodiscard]] v1::Timeouts toProto(const route::Timeouts& timeouts);
[[nodiscard]] Result<route::RetryPolicy> fromProto(const v1::RetryPolicy& message);
[[nodiscard]] v1::RetryPolicy toProto(const route::RetryPolicy& policy);
[[nodiscard]] Result<route::RetryBudget> fromProto(const v1::RetryBudget& message);
[[nodiscard]] v1::RetryBudget toProto(const route::RetryBudget& budget);
[[nodiscard]] Result<route::Filters> fromProto(const v1::Filters& message);
[[nodiscard]] v1::Filters toProto(const route::Filters& filters);
// Refuses a tree of more than 16 levels.
[[nodiscard]] Result<route::Condition> fromProto(const v1::Condition& message, int depth);
[[nodiscard]] v1::Condition toProto(const route::Condition& condition);
// Unset: the defaults.
[[nodiscard]] Result<route::Balancing> balancingFrom(bool isSet, const v1::Balancing& message);
[[nodiscard]] v1::Balancing toProto(const route::Balancing& balancing);

} // namespace causeway::convert
