// SPDX-License-Identifier: Apache-2.0
#include "control/history/series_table.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr std::size_t kMostKnown = 60'000; // some 25 MiB; more is looked up in the file
constexpr const char* kInsert =
    "INSERT INTO series(id, labels, vantage, source, service, cluster, link, rung, seen) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

SeriesKind kindOf(const std::string& labels) {
    if (labels.starts_with(kProbeLabels))
        return SeriesKind::Probes;
    return labels.starts_with(kConnectionLabels) ? SeriesKind::Connections : SeriesKind::Edges;
}

} // namespace

SeriesTable::Numbers SeriesTable::numbersOf(SeriesKind kind) {
    const auto which = static_cast<std::size_t>(kind);
    return {kFirst[which], which + 1 < kFirst.size() ? kFirst[which + 1] - 1 : UINT32_MAX};
}

Status SeriesTable::load() {
    for (std::size_t kind = 0; kind < kFirst.size(); ++kind) {
        const Numbers range = numbersOf(static_cast<SeriesKind>(kind));
        CAUSEWAY_TRY(Statement newest,
                     m_database.prepare("SELECT max(id) FROM series WHERE id BETWEEN ?1 AND ?2"));
        newest.bind(1, std::int64_t(range.first)).bind(2, std::int64_t(range.last));
        CAUSEWAY_TRY(const bool row, newest.step());
        if (row && !newest.isNull(0))
            m_next[kind] = static_cast<SeriesId>(newest.integer(0)) + 1;
    }
    return {};
}

void SeriesTable::rolledBack() {
    m_known.clear(); // some of them are not in the file
    m_names.clear();
}

Result<std::optional<SeriesTable::Known>> SeriesTable::find(const std::string& labels) {
    if (!m_find) {
        CAUSEWAY_TRY(m_find, m_database.prepare("SELECT id, seen FROM series WHERE labels = ?1"));
    }
    CAUSEWAY_TRY(const bool row, m_find->bind(1, bytesOf(labels)).step());
    if (!row)
        return std::nullopt;
    const Known known{.id = static_cast<SeriesId>(m_find->integer(0)), .day = m_find->integer(1)};
    m_find->reset();
    return known;
}

Result<SeriesId> SeriesTable::idOf(const std::string& labels, std::int64_t day) {
    if (const auto known = m_known.find(labels); known != m_known.end()) {
        CAUSEWAY_CHECK(seen(known->second, day));
        return known->second.id;
    }
    if (m_known.size() >= kMostKnown)
        m_known.clear();
    CAUSEWAY_TRY(auto found, find(labels));
    if (!found) {
        found = Known{.id = m_next[static_cast<std::size_t>(kindOf(labels))]++, .day = day};
        CAUSEWAY_CHECK(insert(found->id, labels, day));
    }
    Known& known = m_known[labels] = *found;
    CAUSEWAY_CHECK(seen(known, day));
    return known.id;
}

Status SeriesTable::seen(Known& known, std::int64_t day) {
    if (day <= known.day)
        return {};
    CAUSEWAY_TRY(Statement update, m_database.prepare("UPDATE series SET seen = ?2 WHERE id = ?1"));
    known.day = day;
    return update.bind(1, std::int64_t(known.id)).bind(2, day).run();
}

Status SeriesTable::insert(SeriesId id, const std::string& labels, std::int64_t day) {
    v1::EdgeSample edge;
    v1::ProbeSample probe;
    v1::ConnectionSample connections;
    const bool isEdge = readLabels(labels, edge);
    const bool isProbe = !isEdge && readLabels(labels, probe);
    if (!isEdge && !isProbe && !readLabels(labels, connections))
        return fail(ErrorKind::InvalidInput, "series: found labels that are none");
    CAUSEWAY_TRY(Statement insert, m_database.prepare(kInsert));
    insert.bind(1, std::int64_t(id)).bind(2, bytesOf(labels));
    insert.bind(3, std::int64_t(edge.key().vantage())).bind(4, edge.source_workload());
    insert.bind(5, edge.key().destination_service()).bind(6, edge.key().destination_cluster());
    insert.bind(7, isEdge    ? edge.key().link()
                   : isProbe ? probe.link()
                             : connections.link());
    return insert.bind(8, std::int64_t(probe.rung())).bind(9, day).run();
}

Result<bool> SeriesTable::adopt(SeriesId id, const std::string& labels, std::int64_t day) {
    CAUSEWAY_TRY(const std::string* there, this->labels(id));
    if (there)
        return *there == labels;
    CAUSEWAY_TRY(const auto known, find(labels));
    if (known)
        return false;
    CAUSEWAY_CHECK(insert(id, labels, day));
    return true;
}

Status SeriesTable::forget(std::int64_t day) {
    CAUSEWAY_TRY(Statement remove, m_database.prepare("DELETE FROM series WHERE seen < ?1"));
    CAUSEWAY_CHECK(remove.bind(1, day).run());
    m_known.clear();
    m_names.clear();
    return {};
}

Result<const std::string*> SeriesTable::labels(SeriesId id) {
    if (const auto known = m_names.find(id); known != m_names.end())
        return &known->second;
    if (!m_labels) {
        CAUSEWAY_TRY(m_labels, m_database.prepare("SELECT labels FROM series WHERE id = ?1"));
    }
    CAUSEWAY_TRY(const bool row, m_labels->bind(1, std::int64_t(id)).step());
    if (!row)
        return nullptr;
    if (m_names.size() >= kMostKnown)
        m_names.clear();
    std::string& name = m_names[id] = m_labels->text(0);
    m_labels->reset();
    return &name;
}

Result<std::optional<std::vector<SeriesId>>> SeriesTable::select(const Selection& select) const {
    if (select.takesAll())
        return std::nullopt;
    // Only what is asked for stands in the question, so that an index can answer it.
    std::string sql = "SELECT id FROM series WHERE id BETWEEN ?1 AND ?2";
    std::vector<const std::string*> texts;
    const auto ask = [&](const char* column, const std::string& text) {
        if (text.empty())
            return;
        texts.push_back(&text);
        sql += std::string(" AND ") + column + " = ?" + std::to_string(texts.size() + 4);
    };
    ask("source", select.sourceWorkload);
    ask("service", select.destinationService);
    ask("cluster", select.destinationCluster);
    ask("link", select.link);
    sql += " AND (?3 = 0 OR vantage = ?3) AND (?4 = 0 OR rung = ?4)";
    CAUSEWAY_TRY(Statement statement, m_database.prepare(sql.c_str()));
    const Numbers range = numbersOf(select.kind);
    statement.bind(1, std::int64_t(range.first)).bind(2, std::int64_t(range.last));
    statement.bind(3, std::int64_t(select.vantage)).bind(4, std::int64_t(select.rung));
    for (std::size_t i = 0; i < texts.size(); ++i)
        statement.bind(static_cast<int>(i) + 5, std::string_view(*texts[i]));
    std::vector<SeriesId> ids;
    for (;;) {
        CAUSEWAY_TRY(const bool row, statement.step());
        if (!row)
            break;
        ids.push_back(static_cast<SeriesId>(statement.integer(0)));
    }
    std::ranges::sort(ids);
    return ids;
}

} // namespace causeway::control
