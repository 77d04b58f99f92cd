// SPDX-License-Identifier: GPL-3.0-or-later
// Every certificate that the clusters told us of. Columns: subject, kind (domain::CertificateKind
// as int), cluster, workload, instance, notBefore, notAfter, lifeSpent (share), issuer, serial,
// health. On the GUI thread.
#pragma once

#include "models/rows_model.h"
#include "store/store.h"

namespace causeway::app::models {

struct CertificateRow {
    domain::Certificate certificate;
    double lifeSpent = 0; // share: below 0 not valid yet, from 1 on expired
    bool stale = false;
    bool operator==(const CertificateRow&) const = default;
};

class CertificatesModel final : public RowsModel<CertificateRow> {
    Q_OBJECT
public:
    explicit CertificatesModel(QObject* parent = nullptr);
    void refresh(const store::Store& store, domain::Instant now);

protected:
    [[nodiscard]] QVariant rowData(const CertificateRow& row, int role) const override;
};

} // namespace causeway::app::models
