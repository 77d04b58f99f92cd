// SPDX-License-Identifier: Apache-2.0
// The Admin service's Tap: who looks at single requests is told to everybody.
#include "base/log.h"
#include "control/admin/admin_service.h"
#include "control/peer.h"

#include <re2/re2.h>

namespace causeway::control {
namespace {

constexpr std::uint32_t kMaxRps = 1000;

Status judge(const v1::TapRequest& request) {
    const v1::TapFilter& filter = request.filter();
    if (request.max_rps() > kMaxRps)
        return fail(ErrorKind::InvalidInput, "max_rps: found " + std::to_string(request.max_rps())
                                                 + "; expected at most 1000");
    if (filter.status_max() != 0 && filter.status_max() < filter.status_min())
        return fail(ErrorKind::InvalidInput, "filter.status_max: found less than status_min");
    if (filter.path_regex().empty())
        return {};
    const re2::RE2 pattern(filter.path_regex(), re2::RE2::Quiet);
    if (!pattern.ok())
        return fail(ErrorKind::InvalidInput,
                    "filter.path_regex: found \"" + filter.path_regex()
                        + "\"; expected an expression of RE2: " + pattern.error());
    return {};
}

} // namespace

Result<std::shared_ptr<TapHub::Subscription>>
AdminService::startTap(const Context& context, const v1::TapRequest& request) {
    CAUSEWAY_CHECK(admit(context, Need::Change, "Tap"));
    CAUSEWAY_CHECK(judge(request));
    const auto caller = peerIdentity(context);
    const std::string who = caller->name();
    const std::string what = request.filter().ShortDebugString();
    // Whoever cannot be recorded does not look.
    CAUSEWAY_CHECK(m_parts.audit.record(
        {.who = caller->uri(), .reason = {}},
        {.action = "tap.started", .subject = m_parts.cluster.name, .detail = what}));
    auto tap = m_parts.taps.start(request, [this, who, what, uri = caller->uri()] {
        m_parts.events.add(Severity::Info, "tap.ended", who, "looked at requests: " + what);
        if (const auto recorded = m_parts.audit.record(
                {.who = uri, .reason = {}},
                {.action = "tap.ended", .subject = m_parts.cluster.name, .detail = what});
            !recorded)
            log::error("the end of {}'s tap is not in the audit trail: {}", who,
                       recorded.error().describe());
    });
    if (!tap)
        return fail(ErrorKind::Exhausted, "as many taps as are allowed are under way already");
    m_parts.events.add(Severity::Info, "tap.started", who, "looks at requests: " + what);
    return tap;
}

AdminService::Writer<v1::TapEvent>* AdminService::Tap(Context* context,
                                                      const v1::TapRequest* request) {
    auto tap = startTap(*context, *request);
    auto subscription = tap ? *tap : nullptr;
    auto* stream = new WatchStream<v1::TapEvent>(
        m_tapWatchers, [subscription = std::move(subscription)](v1::TapEvent& event) {
            return subscription && subscription->next(event);
        });
    if (!tap)
        stream->end(statusOf(tap.error()));
    return stream;
}

} // namespace causeway::control
