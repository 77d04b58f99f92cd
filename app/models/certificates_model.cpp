// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/certificates_model.h"

#include "models/values.h"

namespace causeway::app::models {

namespace {

using Row = CertificateRow;

// A leaf is renewed at 70 % of its life: one that is well past that was forgotten.
constexpr double kOverdue = 0.80;

domain::Health healthOf(const CertificateRow& row) {
    if (row.lifeSpent >= 1.0 || row.lifeSpent < 0.0)
        return domain::Health::Failing;
    return row.lifeSpent > kOverdue ? domain::Health::Degraded : domain::Health::Ok;
}

constexpr std::array<Column<Row>, 11> kColumns{{
    {"subject", Unit::Text, [](const Row& r) -> QVariant { return r.certificate.subject; }},
    {"kind", Unit::CertificateKind,
     [](const Row& r) -> QVariant { return int(r.certificate.kind); }},
    {"cluster", Unit::Text, [](const Row& r) -> QVariant { return r.certificate.cluster; }},
    {"workload", Unit::Text, [](const Row& r) -> QVariant { return r.certificate.workload; }},
    {"instance", Unit::Text, [](const Row& r) -> QVariant { return r.certificate.instance; }},
    {"notBefore", Unit::Time, [](const Row& r) { return valueOf(r.certificate.notBefore); }},
    {"notAfter", Unit::Time, [](const Row& r) { return valueOf(r.certificate.notAfter); }},
    {"lifeSpent", Unit::Share, [](const Row& r) -> QVariant { return r.lifeSpent; }},
    {"issuer", Unit::Text, [](const Row& r) -> QVariant { return r.certificate.issuer; }},
    {"serial", Unit::Text, [](const Row& r) -> QVariant { return r.certificate.serial; }},
    {"health", Unit::Health, [](const Row& r) -> QVariant { return name(healthOf(r)); }},
}};

} // namespace

CertificatesModel::CertificatesModel(QObject* parent) : RowsModel(kColumns, parent) {}

void CertificatesModel::refresh(const store::Store& store, domain::Instant now) {
    std::vector<CertificateRow> rows;
    for (const auto& [key, certificate] : store.inventory(now).certificates())
        rows.push_back({certificate, certificate.lifeSpent(now),
                        !store.source(certificate.cluster, now).fresh()});
    setRows(std::move(rows));
}

QVariant CertificatesModel::rowData(const CertificateRow& row, int role) const {
    const domain::Certificate& certificate = row.certificate;
    switch (role) {
    case IdRole:
        return QString(certificate.cluster + u'/' + certificate.serial);
    case HealthRole:
        return int(healthOf(row));
    case ClusterRole:
        return certificate.cluster;
    case StaleRole:
        return row.stale;
    case SearchRole:
        return QString(certificate.subject + u' ' + certificate.serial);
    default:
        return {};
    }
}

} // namespace causeway::app::models
