// SPDX-License-Identifier: Apache-2.0
// How often a diagnosis names the right leg: 200 simulated fleets with one fault, 50 without, 50 with
// two at once. `bench_localisation [FIRST_SEED]` prints the table; new seeds make a new sample.
#include "link/diagnosis.h"
#include "simulated_fleet.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdlib>
#include <map>

using namespace causeway;

namespace {

constexpr std::uint64_t kSingle = 200;
constexpr std::uint64_t kQuiet = 50;
constexpr std::uint64_t kDouble = 50;

std::vector<link::Verdict> diagnose(const simulation::Plan& plan) {
    const auto told = simulation::simulate(plan);
    const auto usual = link::pictureOf(told.usual);
    return link::diagnose(link::pictureOf(told.now), &usual);
}

// Where the fault stands among the verdicts: 0 is first; the number of verdicts when it is absent.
std::size_t rankOf(const simulation::Fault& fault, const std::vector<link::Verdict>& verdicts) {
    const auto guilty = fault.guilty();
    const auto found = std::ranges::find_if(verdicts, [&](const link::Verdict& verdict) {
        return std::ranges::count(guilty, verdict.leg.text()) > 0;
    });
    return std::size_t(found - verdicts.begin());
}

std::string told(const std::vector<link::Verdict>& verdicts) {
    std::string text;
    for (const auto& verdict : verdicts)
        text += fmt::format(" {} (+{:.0f} ms, {:.0f} %{})", verdict.leg.text(), verdict.deltaHighMs,
                            verdict.confidence * 100, verdict.standing ? ", standing" : "");
    return text.empty() ? " nobody" : text;
}

void single(std::uint64_t seed, double seconds) {
    struct Row {
        int runs = 0;
        int right = 0;
    };
    std::map<std::string, Row> rows;
    Row all;
    for (std::uint64_t i = 0; i < kSingle; ++i) {
        simulation::Plan plan;
        plan.seed = seed + i;
        plan.seconds = plan.onset + seconds;
        const auto fault = simulation::drawFault(plan, plan.seed);
        plan.faults = {fault};
        const auto verdicts = diagnose(plan);
        const bool right = !verdicts.empty() && rankOf(fault, verdicts) == 0;
        const std::string kind = fault.describe().substr(0, fault.describe().find(' ', 5));
        for (Row* row : {&rows[kind], &all}) {
            ++row->runs;
            row->right += right ? 1 : 0;
        }
        if (!right)
            fmt::print("  seed {}: {} → accused{}\n", plan.seed, fault.describe(), told(verdicts));
    }
    for (const auto& [kind, row] : rows)
        fmt::print("{:24} {:4} of {:4}\n", kind, row.right, row.runs);
    fmt::print("one fault, {:.0f} s after it began: right leg first in {} of {} ({:.1f} %)\n", seconds,
               all.right, all.runs, 100.0 * all.right / all.runs);
}

void quiet(std::uint64_t seed) {
    int accusations = 0;
    for (std::uint64_t i = 0; i < kQuiet; ++i) {
        simulation::Plan plan;
        plan.seed = seed + 10'000 + i;
        const auto verdicts = diagnose(plan);
        accusations += verdicts.empty() ? 0 : 1;
        if (!verdicts.empty())
            fmt::print("  seed {}: accused{}\n", plan.seed, told(verdicts));
    }
    fmt::print("no fault: {} of {} accused somebody\n", accusations, kQuiet);
}

void both(std::uint64_t seed) {
    int right = 0;
    for (std::uint64_t i = 0; i < kDouble; ++i) {
        simulation::Plan plan;
        plan.seed = seed + 20'000 + i;
        plan.faults = {simulation::drawFault(plan, plan.seed),
                       simulation::drawFault(plan, plan.seed + 5'000)};
        const auto verdicts = diagnose(plan);
        const bool found = std::ranges::all_of(plan.faults, [&](const auto& fault) {
            const auto rank = rankOf(fault, verdicts);
            return rank < verdicts.size() && rank < 3;
        });
        right += found ? 1 : 0;
        if (!found)
            fmt::print("  seed {}: {} and {} → accused{}\n", plan.seed, plan.faults[0].describe(),
                       plan.faults[1].describe(), told(verdicts));
    }
    fmt::print("two faults: both among the first three in {} of {} ({:.0f} %)\n", right, kDouble,
               100.0 * right / kDouble);
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    single(seed, 60);
    single(seed, 30);
    quiet(seed);
    both(seed);
    return 0;
}
