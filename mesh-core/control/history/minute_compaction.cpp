// SPDX-License-Identifier: Apache-2.0
#include "control/history/compaction_output.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr int kPacking = 1; // these are written once a minute, and merged or dropped soon

class MinuteCompaction final : public Compaction {
public:
    MinuteCompaction(HistoryParts parts, SecondRows::Range range, std::vector<SeriesId> borders)
        : m_parts(parts), m_range(range), m_borders(std::move(borders)) {}

    [[nodiscard]] Status begin(const WantedResolutions& wanted);
    [[nodiscard]] Result<bool> work() override;

private:
    // A sample that waits in m_bytes until those of its series are together.
    struct Item {
        SeriesId series = 0;
        SecondRows::Stretch stretch;
        std::size_t offset = 0;
        std::size_t size = 0;
    };
    [[nodiscard]] Status piece(SeriesId first, SeriesId last);
    [[nodiscard]] Status endSeries(SeriesId series);
    void add(const Item& item);

    HistoryParts m_parts;
    SecondRows::Range m_range;
    std::vector<SeriesId> m_borders; // a piece ends at each
    std::size_t m_next = 0;
    std::vector<CompactionOutput> m_outputs;
    std::vector<Item> m_items;
    std::string m_bytes;
    Counts m_counts;
};

Status MinuteCompaction::begin(const WantedResolutions& wanted) {
    CAUSEWAY_TRY(const auto stretches, m_parts.rows.stretches(m_range));
    for (std::size_t i = 0; i < kResolutions.size(); ++i) {
        if (!wanted[i])
            continue;
        const ChunkSpan span{.step = kResolutions[i], .start = m_range.from, .length = kMinute};
        CAUSEWAY_TRY(auto output, CompactionOutput::create(m_parts.files, span, kPacking));
        for (const auto& stretch : stretches)
            if (stretch.length <= span.step && stretch.covered != 0)
                output.cover(stretch);
        m_outputs.push_back(std::move(output));
    }
    return {};
}

Result<bool> MinuteCompaction::work() {
    if (m_next < m_borders.size()) {
        const SeriesId first = m_next == 0 ? 0 : m_borders[m_next - 1] + 1;
        CAUSEWAY_CHECK(piece(first, m_borders[m_next]));
        ++m_next;
        return false;
    }
    std::vector<CompactionOutput*> outputs;
    for (CompactionOutput& output : m_outputs)
        outputs.push_back(&output);
    CAUSEWAY_CHECK(commitFiles(m_parts, outputs, [this] { return m_parts.rows.remove(m_range); }));
    return true;
}

Status MinuteCompaction::piece(SeriesId first, SeriesId last) {
    m_items.clear();
    m_bytes.clear();
    SecondRows::Range range = m_range;
    range.first = first;
    range.last = last;
    CAUSEWAY_CHECK(m_parts.rows.visit(
        range, [this](const auto& stretch, SeriesId series, std::string_view counts) {
            m_items.push_back({.series = series,
                               .stretch = stretch,
                               .offset = m_bytes.size(),
                               .size = counts.size()});
            m_bytes += counts;
        }));
    // Rows begin and end at different series, so that a series' samples come in several runs.
    std::ranges::stable_sort(
        m_items, {}, [](const Item& item) { return std::pair(item.series, item.stretch.start); });
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        add(m_items[i]);
        if (i + 1 == m_items.size() || m_items[i + 1].series != m_items[i].series)
            CAUSEWAY_CHECK(endSeries(m_items[i].series));
    }
    return {};
}

void MinuteCompaction::add(const Item& item) {
    ByteReader in(std::string_view(m_bytes).substr(item.offset, item.size));
    if (!readCounts(in, m_counts))
        return;
    for (CompactionOutput& output : m_outputs)
        if (item.stretch.length <= output.span().step)
            output.add(item.stretch.start, m_counts);
}

Status MinuteCompaction::endSeries(SeriesId series) {
    CAUSEWAY_TRY(const std::string* labels, m_parts.series.labels(series));
    for (CompactionOutput& output : m_outputs)
        CAUSEWAY_CHECK(output.endSeries(series, labels ? *labels : std::string()));
    return {};
}

} // namespace

Result<std::unique_ptr<Compaction>> compactMinute(HistoryParts parts, Second minute,
                                                  const WantedResolutions& wanted) {
    CAUSEWAY_TRY(const auto newest, parts.rows.newestId());
    // What comes in while this works is left for another file of the same minute.
    const SecondRows::Range range{.from = minute, .to = minute + kMinute, .upTo = newest};
    CAUSEWAY_TRY(auto borders, parts.rows.borders(range));
    auto compaction = std::make_unique<MinuteCompaction>(parts, range, std::move(borders));
    CAUSEWAY_CHECK(compaction->begin(wanted));
    return compaction;
}

} // namespace causeway::control
