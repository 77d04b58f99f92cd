// SPDX-License-Identifier: Apache-2.0
#include "control/history/retention.h"

#include "base/log.h"

#include <algorithm>

namespace causeway::control {

namespace {

// Eighths of the bytes. Who drops all of the finest first has no seconds of the last minutes, when
// they are needed most; who drops by age only has no weeks.
constexpr std::array<std::int64_t, kResolutions.size()> kShares{2, 3, 3};
constexpr Second kTellEvery = 3600;
constexpr int kMostGivenUp = 50; // files' times at once

std::string dateOf(Second second) {
    const std::time_t time = second;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

} // namespace

Status Retention::turn(Second now) {
    m_now = now;
    for (std::size_t i = 0; i < kResolutions.size(); ++i)
        CAUSEWAY_CHECK(dropAged(i, now));
    for (int i = 0; i < kMostGivenUp; ++i) {
        CAUSEWAY_TRY(const auto used, usedBytes());
        if (used <= m_limits.bytes)
            break;
        CAUSEWAY_TRY(const bool isMore, giveUpOldest());
        if (!isMore)
            break;
    }
    return {};
}

Result<WantedResolutions> Retention::wanted(Second end) const {
    WantedResolutions wanted{};
    for (std::size_t i = 0; i < kResolutions.size(); ++i) {
        CAUSEWAY_TRY(const Second from, m_parts.files.keptFrom(kResolutions[i]));
        wanted[i] = end > from;
    }
    return wanted;
}

Status Retention::dropAged(std::size_t which, Second now) {
    const Second before = floorTo(now - m_limits.seconds[which], kMinute);
    CAUSEWAY_TRY(const Second keptFrom, m_parts.files.keptFrom(kResolutions[which]));
    return before > keptFrom ? dropUntil(kResolutions[which], before) : Status();
}

Status Retention::dropUntil(Second resolution, Second end) {
    CAUSEWAY_TRY(const auto files, m_parts.files.all(resolution));
    std::vector<FileRow> gone;
    std::ranges::copy_if(files, std::back_inserter(gone),
                         [end](const FileRow& file) { return file.span.end() <= end; });
    if (gone.empty())
        return {};
    CAUSEWAY_CHECK(m_parts.database.transaction([&]() -> Status {
        for (const FileRow& file : gone)
            CAUSEWAY_CHECK(m_parts.files.remove(file));
        return m_parts.files.setKeptFrom(resolution, end);
    }));
    for (const FileRow& file : gone)
        m_parts.files.unlink(file);
    return {};
}

Result<bool> Retention::giveUpOldest() {
    CAUSEWAY_TRY(const auto which, furthestAbove());
    if (!which) {
        // No file is left: the bytes are rows that are not in files yet.
        CAUSEWAY_TRY(const auto minutes, m_parts.rows.minutes(m_now - kMinute));
        if (minutes.empty())
            return false;
        CAUSEWAY_CHECK(
            m_parts.rows.remove({.from = minutes.front(), .to = minutes.front() + kMinute}));
        tell(0, minutes.front() + kMinute);
        return true;
    }
    CAUSEWAY_TRY(const auto files, m_parts.files.all(kResolutions[*which]));
    Second end = files.front().span.end();
    for (const FileRow& file : files)
        if (file.span.start == files.front().span.start)
            end = std::min(end, file.span.end());
    CAUSEWAY_CHECK(dropUntil(kResolutions[*which], end));
    tell(*which, end);
    return true;
}

Result<std::optional<std::size_t>> Retention::furthestAbove() const {
    std::optional<std::size_t> furthest;
    double most = 0;
    for (std::size_t i = 0; i < kResolutions.size(); ++i) {
        CAUSEWAY_TRY(const auto bytes, m_parts.files.bytes(kResolutions[i]));
        const double share = static_cast<double>(bytes) / static_cast<double>(kShares[i]);
        if (share > most) {
            most = share;
            furthest = i;
        }
    }
    return furthest;
}

Result<std::int64_t> Retention::databaseBytes() const {
    CAUSEWAY_TRY(
        Statement statement,
        m_parts.database.prepare("SELECT (page_count - freelist_count) * page_size FROM "
                                 "pragma_page_count, pragma_freelist_count, pragma_page_size"));
    CAUSEWAY_TRY(const bool row, statement.step());
    return row ? statement.integer(0) : 0;
}

Result<std::int64_t> Retention::usedBytes() const {
    CAUSEWAY_TRY(std::int64_t used, databaseBytes());
    for (const Second resolution : kResolutions) {
        CAUSEWAY_TRY(const auto bytes, m_parts.files.bytes(resolution));
        used += bytes;
    }
    return used;
}

Result<HistoryKept> Retention::kept() const {
    HistoryKept kept{.givenUpUntil = m_givenUpUntil};
    CAUSEWAY_TRY(kept.bytes, usedBytes());
    for (std::size_t i = 0; i < kResolutions.size(); ++i) {
        CAUSEWAY_TRY(const auto files, m_parts.files.all(kResolutions[i]));
        kept.from[i] = files.empty() ? 0 : files.front().span.start;
    }
    return kept;
}

void Retention::tell(std::size_t which, Second until) {
    m_givenUpUntil[which] = until;
    if (m_toldAt[which] != 0 && m_now < m_toldAt[which] + kTellEvery)
        return;
    m_toldAt[which] = m_now;
    const Second wantedFrom = m_now - m_limits.seconds[which];
    m_events.add(Severity::Warning, "telemetry.full", std::string(nameOf(kResolutions[which])),
                 fmt::format("history is at its limit of {} MiB (--telemetry-limit): steps of {} "
                             "before {} were given up, which would be kept from {} on; told once "
                             "an hour",
                             m_limits.bytes >> 20, nameOf(kResolutions[which]), dateOf(until),
                             dateOf(wantedFrom)));
}

} // namespace causeway::control
