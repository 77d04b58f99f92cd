// SPDX-License-Identifier: Apache-2.0
// A diagnosis and a link's legs as text and JSON. Pure. The JSON is a contract, see cli/README.md.
#pragma once

#include "cli/views.h"
#include "link/diagnosis.h"
#include "link/guided_check.h"
#include "link/impact.h"

namespace causeway::cli {

struct DatedVerdict {
    link::Verdict verdict;
    std::optional<WallTime> since; // when it began; nothing when that cannot be told
    link::Impact impact;           // nothing of a matrix: it tells no requests
};

// `looked` says what was judged: "3 clusters, 60 s", "matrix.csv". `isAll`: everybody who was asked
// told everything; else nobody has seen that nothing is wrong.
[[nodiscard]] View diagnosisView(const std::vector<DatedVerdict>& verdicts,
                                 const std::string& looked, bool isAll = true);
// A link's legs in the order of the way; `usual` may be null.
[[nodiscard]] View legsView(const link::LinkTimes& now, const link::LinkTimes* usual);
// Every step with its evidence and the line that shows it again.
[[nodiscard]] View checksView(const std::string& from, const std::string& to,
                              const std::vector<link::CheckAnswer>& answers);

} // namespace causeway::cli
