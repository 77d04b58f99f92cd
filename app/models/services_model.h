// SPDX-License-Identifier: GPL-3.0-or-later
// The services of all clusters with what they were asked over the window of the time cursor;
// mirrors are not services of their own. Columns: service, namespace, cluster, squad, health,
// ready, endpoints, exported, rps, success, p50, p95, p99, mtlsShare. On the GUI thread.
#pragma once

#include "models/rows_model.h"
#include "store/store.h"

namespace causeway::app::models {

struct ServiceRow {
    domain::Service service;
    domain::EdgeFigures asked;
    std::optional<double> mtlsShare; // of the requests, 0…1
    domain::Verdict verdict;
    bool stale = false;
    bool operator==(const ServiceRow&) const = default;
};

class ServicesModel final : public RowsModel<ServiceRow> {
    Q_OBJECT
public:
    explicit ServicesModel(QObject* parent = nullptr);
    void refresh(const store::Store& store, const domain::TimeRange& window);
    [[nodiscard]] QVariant field(int row, QStringView name) const override;

protected:
    [[nodiscard]] QVariant rowData(const ServiceRow& row, int role) const override;
};

} // namespace causeway::app::models
