// SPDX-License-Identifier: GPL-3.0-or-later
// The edges of the mesh over the window of the time cursor: the rows of the graph and of its table
// twin. Columns: source, sourceCluster, destination, destinationCluster, protocol, tls, link,
// health, rps, success, p50, p95, p99 (caller's), calleeP50, calleeP95, calleeP99, attempts,
// arrived, change (p95 against its baseline, +0.25 is a quarter slower), coldShare. On the GUI
// thread.
#pragma once

#include "models/rows_model.h"
#include "store/store.h"

namespace causeway::app::models {

struct EdgeModelRow {
    store::EdgeRow edge;
    QString sourceSquad;
    QString destinationSquad;
    bool operator==(const EdgeModelRow&) const = default;
};

class EdgesModel final : public RowsModel<EdgeModelRow> {
    Q_OBJECT
public:
    explicit EdgesModel(QObject* parent = nullptr);
    void refresh(const store::Store& store, const domain::TimeRange& window);
    // Also src.* and dst.*; without a prefix the callee is meant.
    [[nodiscard]] QVariant field(int row, QStringView name) const override;

protected:
    [[nodiscard]] QVariant rowData(const EdgeModelRow& row, int role) const override;
};

} // namespace causeway::app::models
