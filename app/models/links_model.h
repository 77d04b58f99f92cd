// SPDX-License-Identifier: GPL-3.0-or-later
// The directed links over the window of the time cursor, a row each. Columns: from, to, health,
// rps, success, p50, p95, p99, baselineP50, baselineP95, baselineP99, changeP50, changeP95,
// changeP99 (share against the baseline, +0.25 is a quarter slower), loss, coldShare, services. On
// the GUI thread.
#pragma once

#include "models/rows_model.h"
#include "store/store.h"

namespace causeway::app::models {

struct LinkModelRow {
    store::LinkRow link;
    int services = 0;                       // mirrored over it
    std::array<QList<double>, 3> sparkline; // p50, p95, p99 over the last 15 minutes; NaN: a gap
    bool operator==(const LinkModelRow& other) const;
};

class LinksModel final : public RowsModel<LinkModelRow> {
    Q_OBJECT
public:
    explicit LinksModel(QObject* parent = nullptr);
    void refresh(const store::Store& store, const domain::TimeRange& window);
    [[nodiscard]] QVariant field(int row, QStringView name) const override;

protected:
    [[nodiscard]] QVariant rowData(const LinkModelRow& row, int role) const override;
};

} // namespace causeway::app::models
