// SPDX-License-Identifier: GPL-3.0-or-later
// Something that happened at a cluster: a deploy, a certificate, a refused configuration. Plain
// value.
#pragma once

#include "domain/instant.h"

#include <QString>

namespace causeway::app::domain {

enum class Severity { Info, Warning, Error };

struct Event {
    QString id; // unique in its cluster
    QString cluster;
    Instant at{};
    Severity severity = Severity::Info;
    QString kind;    // "proxy.connected", "certificate.issued", "config.rejected", …
    QString subject; // "ledger-1", "aws:gcp"
    QString message;
    bool operator==(const Event&) const = default;
};

} // namespace causeway::app::domain
