// SPDX-License-Identifier: Apache-2.0
// Who may call what: as a matrix of callers and callees, and as the difference in meaning between
// two sets of objects, however differently they are written. Both ask the engine about every
// witness (explain/universe.h). Pure.
#pragma once

#include "analysis/explain/universe.h"

namespace causeway::analysis {

enum class Access { None, Some, All, Audited }; // Some: on some routes or from some networks only

struct MatrixRow {
    std::string caller;         // SPIFFE id; kOtherIdentity; empty: without identity
    std::vector<Access> access; // by Matrix::callees
};
// A service's port; where its workloads differ in what they let in, those of them that are alike.
struct MatrixColumn {
    Judge::ServicePort callee;
    std::vector<std::string> workloads; // "bank/ledger-1"; empty: all of the service's

    bool operator==(const MatrixColumn&) const = default;
};
struct Matrix {
    std::vector<MatrixColumn> callees; // columns of one port stand together
    std::vector<MatrixRow> rows;
};
// What holds for a service as a whole when its workloads differ.
[[nodiscard]] Access combined(Access a, Access b);
[[nodiscard]] Matrix matrixOf(const Judge& judge);

// One way in which the two differ.
struct Difference {
    std::string caller;
    Judge::ServicePort callee;
    std::string request;               // "GET /loans (httproute/bank/read)"
    std::vector<std::string> networks; // the witnesses; empty: from everywhere
    // "denied", "allowed", "allowed by audit", "no route", "not served"; where the workloads of the
    // service differ, "allowed (bank/ledger-1), denied (bank/ledger-2)".
    std::string before;
    std::string after;
    std::string ruleBefore;
    std::string ruleAfter;
};
// Without those that allow or refuse alike, by whichever rule.
[[nodiscard]] std::vector<Difference> differences(const Judge& before, const Judge& after);

} // namespace causeway::analysis
