// SPDX-License-Identifier: Apache-2.0
#include "control/history/step_sums.h"

#include "control/history/file_table.h"

#include <algorithm>
#include <bit>

namespace causeway::control {

std::vector<const std::pair<std::string, Counts>*> SumStep::byLabels() const {
    std::vector<const std::pair<std::string, Counts>*> ordered;
    ordered.reserve(series.size());
    for (const auto& each : series)
        ordered.push_back(&each);
    std::ranges::sort(ordered, {},
                      [](const auto* each) -> const std::string& { return each->first; });
    return ordered;
}

void StepSums::mark(Minutes& minutes, const SecondRows::Stretch& stretch) const {
    const Second minute = floorTo(stretch.start, kMinute);
    minutes[{m_ask.indexOf(stretch.start), minute}] |= stretch.covered
                                                       << unsigned(stretch.start - minute);
}

void StepSums::cover(const SecondRows::Stretch& stretch) {
    if (stretch.covered != 0)
        mark(m_covered, stretch);
}

void StepSums::add(const SecondRows::Stretch& stretch, SeriesId series, const Counts& counts) {
    const auto index = static_cast<std::uint64_t>(m_ask.indexOf(stretch.start));
    const std::uint64_t key = index << 32U | (m_ask.bySeries ? series : 0U);
    if (!m_last || key != m_lastKey) {
        m_last = &m_sums[key];
        m_lastKey = key;
    }
    m_last->add(counts);
    if (!m_ask.bySeries)
        mark(m_sampled, stretch);
}

std::vector<SumStep> StepSums::take(const std::function<std::string(SeriesId)>& nameOf) {
    std::map<Second, SumStep> steps;
    if (m_covered.empty() && m_sums.empty())
        return {};
    for (const auto& [at, mask] : m_covered)
        steps[at.first].coveredSeconds += static_cast<std::uint32_t>(std::popcount(mask));
    for (const auto& [at, mask] : m_sampled)
        steps[at.first].sampledSeconds += static_cast<std::uint32_t>(std::popcount(mask));
    if (m_ask.step >= m_ask.to - m_ask.from)
        steps[0].series.reserve(m_sums.size());
    for (auto& [key, sum] : m_sums) {
        auto labels = m_ask.bySeries ? nameOf(static_cast<SeriesId>(key)) : std::string();
        if (!m_ask.bySeries || !labels.empty())
            steps[static_cast<Second>(key >> 32U)].series.emplace_back(std::move(labels),
                                                                       std::move(sum));
    }
    m_sums.clear();
    std::vector<SumStep> taken;
    for (auto& [index, step] : steps) {
        step.index = index;
        taken.push_back(std::move(step));
    }
    return taken;
}

std::vector<Segment> planOf(const Ask& ask, const std::array<Second, 3>& keptFrom) {
    std::vector<Segment> plan;
    const auto isOneStep = [&](Second from, Second to) {
        return ask.indexOf(from) == ask.indexOf(to - 1);
    };
    const bool tensFit = ask.step % 10 == 0 && ask.from % 10 == 0;
    for (Second minute = floorTo(ask.from, kMinute); minute < ask.to; minute += kMinute) {
        const Second from = std::max(ask.from, minute);
        const Second to = std::min(ask.to, minute + kMinute);
        const bool isWhole = to - from == kMinute && isOneStep(from, to);
        const bool isTens = from % 10 == 0 && to % 10 == 0 && (tensFit || isOneStep(from, to));
        std::array<std::size_t, 3> order{0, 1, 2};
        if (isWhole)
            order = {2, 1, 0};
        else if (isTens)
            order = {1, 0, 2};
        const auto kept =
            std::ranges::find_if(order, [&](std::size_t each) { return minute >= keptFrom[each]; });
        if (kept == order.end())
            continue;
        const Second resolution = kResolutions[*kept];
        if (!plan.empty() && plan.back().to == from && plan.back().resolution == resolution)
            plan.back().to = to;
        else
            plan.push_back({.from = from, .to = to, .resolution = resolution});
    }
    return plan;
}

} // namespace causeway::control
