// SPDX-License-Identifier: Apache-2.0
#include "convert/detail.h"

namespace causeway::convert {

Result<telemetry::ConnectionSample> fromProto(const v1::ConnectionSample& message) {
    telemetry::ConnectionSample sample;
    CAUSEWAY_TRY(sample.leg, fromProto(message.leg()));
    sample.link = message.link();
    sample.connectionUs = message.connection_us();
    sample.opened = message.opened();
    sample.resumed = message.resumed();
    CAUSEWAY_TRY(sample.rtt, fromProto(message.rtt()));
    sample.rttVariationSumUs = message.rtt_variation_sum_us();
    sample.segments = message.segments();
    sample.retransmits = message.retransmits();
    sample.deliveryRate = message.delivery_rate();
    return sample;
}

v1::ConnectionSample toProto(const telemetry::ConnectionSample& sample) {
    v1::ConnectionSample message;
    message.set_leg(toProto(sample.leg));
    message.set_link(sample.link);
    message.set_connection_us(sample.connectionUs);
    message.set_opened(sample.opened);
    message.set_resumed(sample.resumed);
    if (!sample.rtt.empty())
        *message.mutable_rtt() = toProto(sample.rtt);
    message.set_rtt_variation_sum_us(sample.rttVariationSumUs);
    message.set_segments(sample.segments);
    message.set_retransmits(sample.retransmits);
    message.set_delivery_rate(sample.deliveryRate);
    return message;
}

} // namespace causeway::convert
