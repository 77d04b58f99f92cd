// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/source_state.h"

#include "base/assert.h"

namespace causeway::app::domain {

QString name(SourceCondition condition) {
    switch (condition) {
    case SourceCondition::Connecting:
        return QStringLiteral("connecting");
    case SourceCondition::Live:
        return QStringLiteral("live");
    case SourceCondition::Partial:
        return QStringLiteral("partial");
    case SourceCondition::Empty:
        return QStringLiteral("empty");
    case SourceCondition::Stale:
        return QStringLiteral("stale");
    case SourceCondition::Denied:
        return QStringLiteral("denied");
    case SourceCondition::Failed:
        return QStringLiteral("failed");
    }
    CAUSEWAY_ASSERT(false);
}

std::optional<Milliseconds> SourceState::age(Instant now) const {
    if (!lastData)
        return std::nullopt;
    return std::max(now - *lastData, Milliseconds(0));
}

} // namespace causeway::app::domain
