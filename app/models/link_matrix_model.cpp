// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/link_matrix_model.h"

#include <algorithm>

namespace causeway::app::models {

namespace {

constexpr std::array kQuantiles = {0.50, 0.95, 0.99};
constexpr std::array kKeys = {"p50", "p95", "p99"};
constexpr std::array kBaselineKeys = {"baselineP50", "baselineP95", "baselineP99"};
constexpr std::array kChangeKeys = {"changeP50", "changeP95", "changeP99"};

// A cell stands out when it is this many times the middle of the others in its row
// or column, or its opposite.
constexpr double kOutlier = 1.5;

std::optional<double> median(std::vector<double> values) {
    if (values.empty())
        return std::nullopt;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

bool standsOut(double value, std::optional<double> against) {
    return against && value > kOutlier * *against;
}

} // namespace

LinkMatrixModel::LinkMatrixModel(LinksModel* links, QObject* parent)
    : QAbstractTableModel(parent), m_links(links) {
    const auto cellsChanged = [this] {
        if (!m_clusters.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    };
    connect(links, &QAbstractItemModel::dataChanged, this, cellsChanged);
    connect(links, &QAbstractItemModel::rowsInserted, this, cellsChanged);
    connect(links, &QAbstractItemModel::rowsRemoved, this, cellsChanged);
    connect(links, &QAbstractItemModel::modelReset, this, cellsChanged);
}

void LinkMatrixModel::setClusters(const QStringList& names, const QStringList& clouds) {
    if (names == m_clusters && clouds == m_clouds)
        return;
    beginResetModel();
    m_clusters = names;
    m_clouds = clouds;
    endResetModel();
}

void LinkMatrixModel::setQuantile(Quantile quantile) {
    if (quantile == m_quantile)
        return;
    m_quantile = quantile;
    if (!m_clusters.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int LinkMatrixModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_clusters.size());
}

int LinkMatrixModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_clusters.size());
}

int LinkMatrixModel::linkRow(int from, int to) const {
    return m_links ? m_links->rowOf(domain::LinkRef{m_clusters[from], m_clusters[to]}.name()) : -1;
}

QVariant LinkMatrixModel::linkValue(int linkRow, const char* key) const {
    const int column = m_links->columnOf(QString::fromLatin1(key));
    return m_links->index(linkRow, column).data(ValueRole);
}

QVariant LinkMatrixModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case FromRole:
        return m_clusters[index.row()];
    case ToRole:
        return m_clusters[index.column()];
    case OutlierRole:
        return int(outliers(index.row(), index.column()));
    case StateRole:
        return int(state(index));
    default:
        break;
    }
    const int link = linkRow(index.row(), index.column());
    return link < 0 ? QVariant() : linkData(link, role);
}

LinkMatrixModel::CellState LinkMatrixModel::state(const QModelIndex& index) const {
    if (linkRow(index.row(), index.column()) < 0)
        return CellState::NoLink;
    return latency(index.row(), index.column()) ? CellState::Measured : CellState::NotMeasured;
}

QVariant LinkMatrixModel::linkData(int link, int role) const {
    const auto which = std::size_t(m_quantile);
    switch (role) {
    case Qt::DisplayRole:
    case ValueRole:
    case LatencyMsRole:
        return linkValue(link, kKeys[which]);
    case BaselineMsRole:
        return linkValue(link, kBaselineKeys[which]);
    case ChangeRole:
        return linkValue(link, kChangeKeys[which]);
    case RpsRole:
        return linkValue(link, "rps");
    case SuccessRole:
        return linkValue(link, "success");
    case LossRole:
        return linkValue(link, "loss");
    case UnitRole:
        return QVariant::fromValue(Unit::Milliseconds);
    case SparklineRole:
        return QVariant::fromValue(m_links->row(link).sparkline[which]);
    default:
        return m_links->index(link, 0).data(role);
    }
}

QVariant LinkMatrixModel::headerData(int section, Qt::Orientation, int role) const {
    if (section < 0 || section >= m_clusters.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_clusters[section];
    if (role == CloudRole)
        return m_clouds.value(section);
    return {};
}

QModelIndex LinkMatrixModel::indexOf(const domain::LinkRef& link) const {
    const auto from = m_clusters.indexOf(link.from);
    const auto to = m_clusters.indexOf(link.to);
    return from < 0 || to < 0 ? QModelIndex() : index(int(from), int(to));
}

std::optional<double> LinkMatrixModel::latency(int from, int to) const {
    const int link = linkRow(from, to);
    if (link < 0)
        return std::nullopt;
    return m_links->row(link).link.now.latencyMs(kQuantiles[std::size_t(m_quantile)]);
}

LinkMatrixModel::Outliers LinkMatrixModel::outliers(int from, int to) const {
    const auto value = latency(from, to);
    if (!value || from == to) // a cluster's link to itself is no measure for the others
        return NoOutlier;
    std::vector<double> row;
    std::vector<double> column;
    for (int i = 0; i < m_clusters.size(); ++i) {
        if (const auto other = latency(from, i); other && i != to && i != from)
            row.push_back(*other);
        if (const auto other = latency(i, to); other && i != from && i != to)
            column.push_back(*other);
    }
    Outliers found = NoOutlier;
    found.setFlag(RowOutlier, standsOut(*value, median(row)));
    found.setFlag(ColumnOutlier, standsOut(*value, median(column)));
    found.setFlag(AsymmetryOutlier, standsOut(*value, latency(to, from)));
    return found;
}

QHash<int, QByteArray> LinkMatrixModel::roleNames() const {
    auto names = QAbstractTableModel::roleNames();
    names.insert({{StateRole, "state"},
                  {LatencyMsRole, "latencyMs"},
                  {BaselineMsRole, "baselineMs"},
                  {ChangeRole, "change"},
                  {RpsRole, "rps"},
                  {SuccessRole, "success"},
                  {LossRole, "loss"},
                  {OutlierRole, "outlier"},
                  {CloudRole, "cloud"},
                  {FromRole, "from"},
                  {ToRole, "to"}});
    return names;
}

} // namespace causeway::app::models
