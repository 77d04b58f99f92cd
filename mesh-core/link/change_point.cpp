// SPDX-License-Identifier: Apache-2.0
#include "link/change_point.h"

namespace causeway::link {
namespace {

struct Sums {
    double count = 0;
    double sum = 0;

    void add(const SeriesSample& sample) {
        count += double(sample.count);
        sum += double(sample.count) * sample.meanMs;
    }
    [[nodiscard]] double mean() const { return count > 0 ? sum / count : 0; }
};

} // namespace

std::optional<std::size_t> stepIn(std::span<const SeriesSample> series, double leastMs) {
    Sums all;
    for (const auto& sample : series)
        all.add(sample);
    // The best split is that with the largest weighted distance between both means.
    std::optional<std::size_t> best;
    double bestScore = 0;
    Sums before;
    for (std::size_t i = 0; i + 1 < series.size(); ++i) {
        before.add(series[i]);
        const Sums after{all.count - before.count, all.sum - before.sum};
        if (before.count == 0 || after.count == 0 || series[i + 1].count == 0)
            continue;
        const double rise = after.mean() - before.mean();
        const double score = rise * rise * before.count * after.count / all.count;
        if (rise >= leastMs && score > bestScore) {
            bestScore = score;
            best = i + 1;
        }
    }
    return best;
}

} // namespace causeway::link
