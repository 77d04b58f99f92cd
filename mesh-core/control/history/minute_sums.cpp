// SPDX-License-Identifier: Apache-2.0
#include "control/history/minute_sums.h"

#include "base/scope_guard.h"
#include "control/history/labels.h"
#include "control/history/series_chunk.h"
#include "control/history/varint.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr char kEdgesTag = 0x0a; // QueryEdgesResponse.edges, a message
constexpr SeriesId kLastEdge = SeriesTable::kFirst[1] - 1; // behind it are other kinds

} // namespace

Result<std::unique_ptr<MinuteSums>> MinuteSums::open(const std::string& path,
                                                     const std::string& folder) {
    CAUSEWAY_TRY(Database database, Database::open(path, Durability::Checkpoints));
    return std::unique_ptr<MinuteSums>(new MinuteSums(std::move(database), folder));
}

void MinuteSums::forget() {
    m_sums.clear();
    m_samples.clear();
    m_labels.clear();
    m_end = 0;
    m_newest = 0;
}

Status MinuteSums::moveTo(Second end) {
    const std::lock_guard lock(m_mutex);
    return move(end);
}

Status MinuteSums::move(Second end) {
    CAUSEWAY_CHECK(m_database.execute("BEGIN"));
    const ScopeGuard over([&] { std::ignore = m_database.execute("ROLLBACK"); });
    CAUSEWAY_TRY(const std::int64_t newest, m_rows.newestId());
    const Second from = end - kLength;
    bool goesOn = m_end != 0 && from < m_end && end > m_end - kLength;
    if (goesOn) {
        CAUSEWAY_TRY(const bool front, takeAway(m_end - kLength, std::min(from, m_end)));
        CAUSEWAY_TRY(const bool back, takeAway(std::max(end, m_end - kLength), m_end));
        goesOn = front && back;
    }
    if (!goesOn)
        forget();
    // What of it is new by its time, then what was written since.
    if (goesOn && end > m_end)
        CAUSEWAY_CHECK(add({.from = m_end, .to = end, .upTo = m_newest, .last = kLastEdge}));
    if (goesOn && from < m_end - kLength)
        CAUSEWAY_CHECK(add(
            {.from = from, .to = m_end - kLength, .upTo = m_newest, .last = kLastEdge}));
    CAUSEWAY_CHECK(add({.from = from, .to = end, .behind = m_newest, .last = kLastEdge}));
    m_newest = newest;
    m_end = end;
    return {};
}

// False when not all that was added is there any more.
Result<bool> MinuteSums::takeAway(Second from, Second to) {
    std::map<Second, std::size_t> samples;
    if (from < to)
        CAUSEWAY_CHECK(m_rows.visit(
            {.from = from, .to = to, .upTo = m_newest, .last = kLastEdge},
            [&](const auto& stretch, SeriesId series, std::string_view bytes) {
                ByteReader in(bytes);
                const auto sum = m_sums.find(series);
                if (sum == m_sums.end() || !readCounts(in, m_counts))
                    return;
                ++samples[stretch.start];
                sum->second.remove(m_counts);
                if (sum->second.empty()) {
                    m_labels.erase(series);
                    m_sums.erase(sum);
                }
            }));
    const auto first = m_samples.lower_bound(from);
    const auto last = m_samples.lower_bound(std::max(from, to));
    const bool isAll = std::equal(first, last, samples.begin(), samples.end());
    m_samples.erase(first, last);
    return isAll;
}

Status MinuteSums::add(const SecondRows::Range& range) {
    return m_rows.visit(range, [&](const auto& stretch, SeriesId series, std::string_view bytes) {
        ByteReader in(bytes);
        if (!readCounts(in, m_counts))
            return;
        ++m_samples[stretch.start];
        m_sums[series].add(m_counts);
    });
}

Result<const std::string*> MinuteSums::labelsOf(SeriesId series) {
    std::string& labels = m_labels[series];
    if (labels.empty()) {
        CAUSEWAY_TRY(const std::string* known, m_series.labels(series));
        v1::EdgeSample sample;
        if (known && readLabels(*known, sample))
            labels = sample.SerializeAsString();
    }
    return &labels;
}

Result<std::optional<MinuteSums::Answer>> MinuteSums::answer(Second end) {
    const std::lock_guard lock(m_mutex);
    if (m_end == 0 || end > m_end || end < m_end - kBack)
        return std::nullopt;
    const Second from = end - kLength;
    CAUSEWAY_TRY(const auto files, m_files.overlapping(1, from, end));
    if (!files.empty())
        return std::nullopt;
    const Second newest = m_end;
    CAUSEWAY_CHECK(move(end));
    Answer answer;
    CAUSEWAY_TRY(const auto stretches, m_rows.stretches({.from = from, .to = end}));
    std::map<Second, bool> covered;
    for (const auto& each : stretches)
        covered[each.start] = covered[each.start] || each.covered != 0;
    answer.coveredSeconds = static_cast<std::uint32_t>(
        std::ranges::count_if(covered, [](const auto& each) { return each.second; }));
    std::vector<SeriesId> order; // that stays from question to question
    for (const auto& [series, sum] : m_sums)
        order.push_back(series);
    std::ranges::sort(order);
    std::string figures;
    for (const SeriesId series : order) {
        CAUSEWAY_TRY(const std::string* labels, labelsOf(series));
        if (labels->empty())
            continue;
        m_message.Clear();
        m_sums[series].fill(m_message);
        m_message.SerializeToString(&figures);
        answer.edges.push_back(kEdgesTag);
        appendVarint(answer.edges, labels->size() + figures.size());
        answer.edges += *labels;
        answer.edges += figures;
    }
    if (end != newest)
        CAUSEWAY_CHECK(move(newest));
    return answer;
}

} // namespace causeway::control
