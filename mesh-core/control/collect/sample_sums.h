// SPDX-License-Identifier: Apache-2.0
// Adds samples up by series (key and workloads). Works on the wire's own sparse form, because a
// minute of a cluster in dense histograms would be a hundred megabytes. A value; one thread.
// Expects samples that convert/ has accepted: buckets ascending, as many counts as buckets.
#pragma once

#include "causeway/v1/telemetry.pb.h"

#include <map>
#include <string>
#include <string_view>

namespace causeway::control {

class SampleSums {
public:
    void add(const v1::EdgeSample& sample);
    // Adds every sample of `edges`: serialised EdgeTicks, one or several behind each other.
    void addSerialized(std::string_view edges);

    // The sums, in the order of their series; leaves this empty.
    [[nodiscard]] google::protobuf::RepeatedPtrField<v1::EdgeSample> take();

private:
    std::map<std::string, v1::EdgeSample> m_sums; // by serialised series
};

void addHistogram(v1::Histogram& sum, const v1::Histogram& other);
// Adds numbers and histograms; leaves the key and the workloads of `sum` alone.
void addCounters(v1::EdgeSample& sum, const v1::EdgeSample& sample);

} // namespace causeway::control
