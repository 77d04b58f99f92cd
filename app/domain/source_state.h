// SPDX-License-Identifier: GPL-3.0-or-later
// How it stands with what one cluster tells us: six states that are never mixed up, each with its
// reason and its next step, so that no page has to invent one. Plain value.
#pragma once

#include "base/result.h"
#include "domain/instant.h"

#include <QString>

#include <optional>

namespace causeway::app::domain {

enum class SourceCondition {
    Connecting, // nothing has come yet, but we are at it
    Live,       // data is as fresh as it gets
    Partial,    // live, but some of its proxies do not report
    Empty,      // live, and there is nothing to see: no service, no traffic
    Stale,      // what is shown is old: see `lastData`
    Denied,     // the cluster answered that we may not
    Failed,     // it cannot work until somebody acts
};

// Stable word for settings, tests and logs: "stale".
[[nodiscard]] QString name(SourceCondition condition);

struct SourceState {
    SourceCondition condition = SourceCondition::Connecting;
    // What the connector said, in its words: "connect unix:aws/admin.sock: Connection refused".
    // Empty when the condition and the numbers here say it all.
    QString reason;
    QString nextStep;                // the same: what it advises; empty: see `error`
    std::optional<ErrorKind> error;  // why it is Denied, Failed or Stale, if it broke
    std::optional<Instant> lastData; // end of the newest tick we have
    std::optional<Instant> retryAt;  // when the next attempt starts, if one is planned
    int proxiesReporting = 0;
    int proxiesExpected = 0;
    QString role; // of our certificate there: "viewer"; empty when not known

    [[nodiscard]] std::optional<Milliseconds> age(Instant now) const;
    // The data of this source may be shown as fresh.
    [[nodiscard]] bool fresh() const {
        return condition == SourceCondition::Live || condition == SourceCondition::Partial
               || condition == SourceCondition::Empty;
    }
    bool operator==(const SourceState&) const = default;
};

} // namespace causeway::app::domain
