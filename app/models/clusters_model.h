// SPDX-License-Identifier: GPL-3.0-or-later
// The clusters of the fleet file in its order, each with the state of its source: the status line
// and the fleet map. Columns: cluster, cloud, region, production, condition
// (domain::SourceCondition as int), age (ms, of the newest data), reason, nextStep, retryAt,
// services, proxies, proxiesConnected, rps, success, p99, health, role. On the GUI thread.
#pragma once

#include "models/rows_model.h"
#include "store/store.h"

namespace causeway::app::models {

struct ClusterRow {
    domain::Cluster cluster;
    domain::SourceState source;
    std::optional<domain::Milliseconds> age;
    int services = 0;
    int proxies = 0;
    int proxiesConnected = 0;
    domain::EdgeFigures asked;
    domain::Verdict verdict;
    bool operator==(const ClusterRow&) const = default;
};

class ClustersModel final : public RowsModel<ClusterRow> {
    Q_OBJECT
public:
    explicit ClustersModel(QObject* parent = nullptr);
    // `now` is the wall clock's: ages grow while nothing arrives.
    void refresh(const store::Store& store, const domain::TimeRange& window, domain::Instant now);
    [[nodiscard]] QVariant field(int row, QStringView name) const override;

protected:
    [[nodiscard]] QVariant rowData(const ClusterRow& row, int role) const override;
};

} // namespace causeway::app::models
