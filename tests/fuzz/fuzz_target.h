// SPDX-License-Identifier: Apache-2.0
// A fuzz target is a function over bytes that must not crash, whatever they are, and that asserts
// what must hold for every input. In NAME.cpp:
//
//     CAUSEWAY_FUZZ_TARGET(NAME) { … uses `input` … }
//
// libFuzzer and tst_fuzz_corpora both find it in fuzzTargets().
#pragma once

#include "base/assert.h"
#include "base/bytes.h"

#include <string_view>
#include <vector>

namespace causeway::fuzz {

struct FuzzTarget {
    std::string_view name;
    void (*run)(ByteView input);
};
[[nodiscard]] std::vector<FuzzTarget>& fuzzTargets();

struct FuzzRegistration {
    FuzzRegistration(std::string_view name, void (*run)(ByteView)) {
        fuzzTargets().push_back({name, run});
    }
};

// Asserts that both are equal; prints them if not, for whoever looks into the finding.
void assertSame(std::string_view left, std::string_view right);

} // namespace causeway::fuzz

#define CAUSEWAY_FUZZ_TARGET(NAME)                                                                 \
    static void fuzz_##NAME(causeway::ByteView input);                                             \
    static const causeway::fuzz::FuzzRegistration kRegister_##NAME(#NAME, fuzz_##NAME);            \
    static void fuzz_##NAME([[maybe_unused]] causeway::ByteView input)
