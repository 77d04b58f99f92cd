// SPDX-License-Identifier: Apache-2.0
// Adds what gateways probed up by link and rung, as sample_sums.h does it for edges. A value; one
// thread. Expects samples that convert/ has accepted, in the order of time: the newest last figure
// and jitter stay.
#pragma once

#include "causeway/v1/telemetry.pb.h"

#include <map>
#include <string>
#include <string_view>

namespace causeway::control {

class ProbeSums {
public:
    void add(const v1::ProbeSample& sample);
    // Adds every sample of `ticks`: serialised EdgeTicks, one or several behind each other.
    void addSerialized(std::string_view ticks);

    // The sums, by link and rung; leaves this empty.
    [[nodiscard]] google::protobuf::RepeatedPtrField<v1::ProbeSample> take();

private:
    std::map<std::pair<std::string, v1::ProbeRung>, v1::ProbeSample> m_sums;
};

// Adds numbers and histograms; leaves link and rung of `sum` alone.
void addProbes(v1::ProbeSample& sum, const v1::ProbeSample& sample);

} // namespace causeway::control
