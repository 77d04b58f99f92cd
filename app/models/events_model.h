// SPDX-License-Identifier: GPL-3.0-or-later
// The events of a range, oldest first: the time line and the inspector's list. Columns: at,
// severity (domain::Severity as int), cluster, kind, subject, message. On the GUI thread.
#pragma once

#include "models/rows_model.h"
#include "store/store.h"

namespace causeway::app::models {

class EventsModel final : public RowsModel<domain::Event> {
    Q_OBJECT
public:
    explicit EventsModel(QObject* parent = nullptr);
    void refresh(const store::Store& store, const domain::TimeRange& range);

protected:
    [[nodiscard]] QVariant rowData(const domain::Event& event, int role) const override;
};

} // namespace causeway::app::models
