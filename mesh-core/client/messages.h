// SPDX-License-Identifier: Apache-2.0
// Inside of the client library: the Admin API's messages to the plain values of inventory.h
// and objects.h. Pure.
// Errors are of kind Protocol and name the field: a control plane of another version.
#pragma once

#include "base/result.h"
#include "causeway/v1/admin.pb.h"
#include "client/inventory.h"
#include "client/objects.h"
#include "client/tap.h"

#include <utility>
#include <vector>

namespace causeway::client {

[[nodiscard]] Result<Cluster> fromMessage(const v1::Cluster& message);
[[nodiscard]] Result<Service> fromMessage(const v1::Service& message);
[[nodiscard]] Result<Proxy> fromMessage(const v1::Proxy& message);
[[nodiscard]] Result<Certificate> fromMessage(const v1::Certificate& message);
[[nodiscard]] Result<Link> fromMessage(const v1::Link& message);
[[nodiscard]] Result<Event> fromMessage(const v1::Event& message);
[[nodiscard]] Result<InventoryUpdate> fromMessage(const v1::InventoryUpdate& message);
[[nodiscard]] Result<EdgeWindow> fromMessage(const v1::QueryEdgesResponse& message);
[[nodiscard]] Result<ProbeWindow> fromMessage(const v1::QueryProbesResponse& message);
[[nodiscard]] Result<ProbePoint> fromMessage(const v1::ProbePoint& message);
[[nodiscard]] Result<ConnectionWindow> fromMessage(const v1::QueryConnectionsResponse& message);
[[nodiscard]] Result<ConnectionPoint> fromMessage(const v1::ConnectionPoint& message);
[[nodiscard]] Result<EdgeTick> fromMessage(const v1::EdgeTick& message);
[[nodiscard]] Result<SeriesPoint> fromMessage(const v1::SeriesPoint& message);
[[nodiscard]] Result<TapEvent> fromMessage(const v1::TapEvent& message);
[[nodiscard]] Result<AppliedObject> fromMessage(const v1::AppliedObject& message);
[[nodiscard]] Result<ChangeSet> fromMessage(const v1::ChangeSet& message);
[[nodiscard]] Result<StoredObject> fromMessage(const v1::StoredObject& message);
[[nodiscard]] Result<AuditPage> fromMessage(const v1::ListAuditResponse& message);

// All of a repeated field, or the first error.
template <typename Messages> [[nodiscard]] auto fromMessages(const Messages& messages) {
    using Value = typename decltype(fromMessage(*messages.begin()))::value_type;
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(messages.size()));
    for (const auto& message : messages) {
        auto value = fromMessage(message);
        if (!value)
            return Result<std::vector<Value>>(tl::unexpected(std::move(value).error()));
        values.push_back(*std::move(value));
    }
    return Result<std::vector<Value>>(std::move(values));
}

[[nodiscard]] google::protobuf::Timestamp toMessage(WallTime time);
[[nodiscard]] v1::TapRequest toMessage(const TapRequest& request);
[[nodiscard]] v1::EdgeSelector toMessage(const EdgeSelector& select);

} // namespace causeway::client
