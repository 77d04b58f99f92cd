// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/edges_model.h"

#include "models/values.h"

#include <algorithm>

namespace causeway::app::models {

namespace {

using Row = store::EdgeRow;

struct Column {
    const char* key;
    Unit unit;
    QVariant (*value)(const Row&);
};

template <int Percent> QVariant latency(const Row& row) {
    return valueOf(row.now.latencyMs(Percent / 100.0));
}
template <int Percent> QVariant calleeLatency(const Row& row) {
    return valueOf(row.now.calleeLatencyMs(Percent / 100.0));
}
QVariant attempts(const std::optional<domain::SideFigures>& side) {
    return side ? QVariant(qulonglong(side->attempts)) : QVariant();
}

constexpr std::array<Column, 20> kColumns{{
    {"source", Unit::Text, [](const Row& r) -> QVariant { return r.key().source.shortName(); }},
    {"sourceCluster", Unit::Text,
     [](const Row& r) -> QVariant { return r.key().source.cluster; }},
    {"destination", Unit::Text,
     [](const Row& r) -> QVariant { return r.key().destination.shortName(); }},
    {"destinationCluster", Unit::Text,
     [](const Row& r) -> QVariant { return r.key().destination.cluster; }},
    {"protocol", Unit::Text, [](const Row& r) -> QVariant { return name(r.key().protocol); }},
    {"tls", Unit::Text, [](const Row& r) -> QVariant { return name(r.key().tls); }},
    {"link", Unit::Text, [](const Row& r) -> QVariant { return r.key().link.name(); }},
    {"health", Unit::Health, [](const Row& r) -> QVariant { return name(r.verdict.health); }},
    {"rps", Unit::PerSecond, [](const Row& r) { return valueOf(r.now.requestsPerSecond()); }},
    {"success", Unit::Share, [](const Row& r) { return valueOf(r.now.success()); }},
    {"p50", Unit::Milliseconds, latency<50>},
    {"p95", Unit::Milliseconds, latency<95>},
    {"p99", Unit::Milliseconds, latency<99>},
    {"calleeP50", Unit::Milliseconds, calleeLatency<50>},
    {"calleeP95", Unit::Milliseconds, calleeLatency<95>},
    {"calleeP99", Unit::Milliseconds, calleeLatency<99>},
    {"attempts", Unit::Count, [](const Row& r) { return attempts(r.now.caller); }},
    {"arrived", Unit::Count, [](const Row& r) { return attempts(r.now.callee); }},
    {"change", Unit::Share,
     [](const Row& r) { return valueOf(change(r.now, r.baseline, 0.95)); }},
    {"coldShare", Unit::Share, [](const Row& r) { return valueOf(coldShare(r.now)); }},
}};

const Column& columnAt(int column) {
    return kColumns[std::size_t(column)];
}

// What a row is sorted by: unmeasured last, then by number, then by text.
struct SortKey {
    bool measured = false;
    double number = 0;
    QString text;
    std::size_t place = 0;

    SortKey(const QVariant& value, std::size_t at) : measured(value.isValid()), place(at) {
        if (value.typeId() == QMetaType::QString)
            text = value.toString().toCaseFolded();
        else if (measured)
            number = value.toDouble();
    }
    [[nodiscard]] bool comesBefore(const SortKey& other, Qt::SortOrder order) const {
        if (measured != other.measured)
            return measured;
        const auto mine = std::tie(number, text);
        const auto its = std::tie(other.number, other.text);
        return order == Qt::AscendingOrder ? mine < its : its < mine;
    }
};

} // namespace

std::shared_ptr<const Squads> squadsOf(const store::Inventory& inventory) {
    auto squads = std::make_shared<Squads>();
    for (const auto& [ref, service] : inventory.services())
        squads->insert(ref, service.squad());
    return squads;
}

EdgesView EdgesView::of(std::shared_ptr<const store::Look> look,
                        std::shared_ptr<const Squads> squads) {
    EdgesView view{std::move(look), std::move(squads), {}};
    view.rows.resize(view.look->edges.size());
    for (std::size_t i = 0; i < view.rows.size(); ++i)
        view.rows[i] = i;
    return view;
}

QVariant EdgesView::field(std::size_t place, QStringView name) const {
    const store::EdgeRow& row = look->edges[place];
    const domain::EdgeKey& key = row.key();
    const bool fromSource = name.startsWith(u"src.");
    if (fromSource || name.startsWith(u"dst.")) {
        const domain::Ref& end = fromSource ? key.source : key.destination;
        const QStringView part = name.sliced(4);
        if (part == u"name")
            return end.name;
        if (part == u"namespace")
            return end.nameSpace;
        if (part == u"cluster")
            return end.cluster;
        return part == u"squad" ? QVariant(squads->value(end)) : QVariant();
    }
    if (name == u"cluster")
        return key.destination.cluster;
    if (name == u"name")
        return key.destination.name;
    if (name == u"namespace")
        return key.destination.nameSpace;
    if (name == u"squad")
        return squads->value(key.destination);
    if (name == u"baseline")
        return valueOf(row.baseline.latencyMs(0.95));
    if (name == u"text")
        return QString(row.id() + u' ' + squads->value(key.source) + u' '
                       + squads->value(key.destination));
    for (const Column& column : kColumns)
        if (name == QLatin1StringView(column.key))
            return column.value(row);
    return {};
}

void EdgesView::keep(const std::vector<bool>& wanted) {
    std::erase_if(rows, [&](std::size_t place) { return !wanted[place]; });
}

void EdgesView::sort(int column, Qt::SortOrder order) {
    if (column < 0)
        return;
    std::vector<SortKey> keys;
    keys.reserve(rows.size());
    for (const std::size_t place : rows)
        keys.emplace_back(columnAt(column).value(look->edges[place]), place);
    std::ranges::stable_sort(
        keys, [order](const SortKey& a, const SortKey& b) { return a.comesBefore(b, order); });
    std::ranges::transform(keys, rows.begin(), &SortKey::place);
}

EdgesModel::EdgesModel(QObject* parent) : TableModel(parent) {}

void EdgesModel::refresh(const store::Store& store, const domain::TimeRange& window) {
    EdgesView view = EdgesView::of(store.look(window), squadsOf(store.inventory(window.end)));
    view.sort(m_sortColumn, m_sortOrder);
    show(std::move(view));
}

void EdgesModel::show(EdgesView view) {
    const std::size_t before = m_view.rows.size();
    const std::size_t after = view.rows.size();
    const std::size_t common = std::min(before, after);
    if (after < before) {
        beginRemoveRows({}, int(after), int(before) - 1);
        m_view.rows.resize(after);
        endRemoveRows();
    }
    const std::vector<std::size_t> all = view.rows;
    view.rows.resize(common);
    rearrange(std::move(view));
    if (after > before) {
        beginInsertRows({}, int(before), int(after) - 1);
        m_view.rows = all;
        endInsertRows();
    }
}

// As many rows as before, others or elsewhere.
void EdgesModel::rearrange(EdgesView view) {
    const bool moved = view.look->places != m_view.look->places || view.rows != m_view.rows;
    if (!moved) {
        m_view = std::move(view);
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    Q_EMIT layoutAboutToBeChanged();
    // Few indexes are kept by anybody: those of the selection and of the current cell.
    const QModelIndexList old = persistentIndexList();
    QHash<QString, QList<qsizetype>> kept;
    for (qsizetype i = 0; i < old.size(); ++i)
        kept[edge(old[i].row()).id()].push_back(i);
    m_view = std::move(view);
    QModelIndexList fresh(old.size());
    for (int row = 0; row < rowCount() && !kept.isEmpty(); ++row)
        for (const qsizetype i : kept.take(edge(row).id()))
            fresh[i] = index(row, old[i].column());
    changePersistentIndexList(old, fresh);
    Q_EMIT layoutChanged();
}

const store::EdgeRow& EdgesModel::edge(int row) const {
    return m_view.look->edges[m_view.rows[std::size_t(row)]];
}

int EdgesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_view.rows.size());
}

int EdgesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(kColumns.size());
}

QString EdgesModel::columnKey(int column) const {
    return QString::fromLatin1(columnAt(column).key);
}

QVariant EdgesModel::field(int row, QStringView name) const {
    return m_view.field(m_view.rows[std::size_t(row)], name);
}

void EdgesModel::sort(int column, Qt::SortOrder order) {
    m_sortColumn = column;
    m_sortOrder = order;
    Q_EMIT sortWanted();
}

QVariant EdgesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const store::EdgeRow& row = edge(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case ValueRole:
        return columnAt(index.column()).value(row);
    case UnitRole:
        return QVariant::fromValue(columnAt(index.column()).unit);
    case ColumnKeyRole:
        return columnKey(index.column());
    case IdRole:
        return row.id();
    case SelectionRole:
        return QVariant::fromValue(domain::Selection(row.key()));
    case HealthRole:
        return int(row.verdict.health);
    case VerdictRole:
        return QVariant::fromValue(row.verdict);
    case ClusterRole:
        return row.reporter();
    case StaleRole:
        return row.stale;
    case SearchRole:
        return field(index.row(), u"text");
    default:
        return {};
    }
}

} // namespace causeway::app::models
