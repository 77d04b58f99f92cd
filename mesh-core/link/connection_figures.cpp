// SPDX-License-Identifier: Apache-2.0
#include "link/connection_figures.h"

namespace causeway::link {

ConnectionFigures figuresOf(const telemetry::ConnectionSample& sample, Duration covered) {
    ConnectionFigures figures;
    if (covered <= Duration(0) || sample.empty())
        return figures;
    const double seconds = std::chrono::duration<double>(covered).count();
    figures.connections = double(sample.connectionUs) / 1e6 / seconds;
    figures.openedPerSecond = double(sample.opened) / seconds;
    if (sample.opened > 0)
        figures.resumedShare = double(sample.resumed) / double(sample.opened);
    if (sample.segments > 0) {
        figures.retransmitted = shareOf(sample.retransmits, sample.segments);
        figures.retransmitsPerSecond = double(sample.retransmits) / seconds;
    }
    if (sample.rtt.empty())
        return figures;
    figures.rttMs = *sample.rtt.quantileUs(0.5) / 1000;
    figures.rttVariationMs = double(sample.rttVariationSumUs) / double(sample.rtt.count()) / 1000;
    if (sample.deliveryRate > 0)
        figures.bytesPerSecond = double(sample.deliveryRate);
    return figures;
}

} // namespace causeway::link
