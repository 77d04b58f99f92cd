// SPDX-License-Identifier: GPL-3.0-or-later
// The links as a square: rows are the callers' clusters, columns the callees', in the fleet file's
// order; headerData gives the cluster's name, its cloud by CloudRole. A view over a LinksModel, on
// the GUI thread.
#pragma once

#include "models/links_model.h"

#include <QAbstractTableModel>
#include <QPointer>
#include <QStringList>

namespace causeway::app::models {

enum class Quantile { P50, P95, P99 };

class LinkMatrixModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum MatrixRole {
        StateRole = Qt::UserRole + 101, // int of CellState
        LatencyMsRole,                  // double; invalid: not measured
        BaselineMsRole,
        ChangeRole, // share against the baseline
        RpsRole,
        SuccessRole,
        LossRole,
        OutlierRole, // int of Outliers
        CloudRole,   // headerData only
        FromRole,
        ToRole,
    };
    enum class CellState {
        NoLink,      // nobody declared it and nothing crossed
        NotMeasured, // declared, nothing crossed in the window
        Measured,
    };
    // Latency beyond what the cell's row, its column or its opposite direction lets expect.
    enum Outlier { NoOutlier = 0, RowOutlier = 1, ColumnOutlier = 2, AsymmetryOutlier = 4 };
    Q_DECLARE_FLAGS(Outliers, Outlier)

    explicit LinkMatrixModel(LinksModel* links, QObject* parent = nullptr);

    void setClusters(const QStringList& names, const QStringList& clouds);
    [[nodiscard]] Quantile quantile() const { return m_quantile; }
    void setQuantile(Quantile quantile);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    // Also answers the row roles of models::Role: IdRole, SelectionRole, HealthRole, VerdictRole,
    // StaleRole, SparklineRole.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] QModelIndex indexOf(const domain::LinkRef& link) const;

private:
    // -1: there is no such link.
    [[nodiscard]] int linkRow(int from, int to) const;
    [[nodiscard]] QVariant linkValue(int linkRow, const char* key) const;
    [[nodiscard]] QVariant linkData(int linkRow, int role) const;
    [[nodiscard]] CellState state(const QModelIndex& index) const;
    [[nodiscard]] std::optional<double> latency(int from, int to) const;
    [[nodiscard]] Outliers outliers(int from, int to) const;

    QPointer<LinksModel> m_links;
    QStringList m_clusters;
    QStringList m_clouds;
    Quantile m_quantile = Quantile::P50;
};

} // namespace causeway::app::models
