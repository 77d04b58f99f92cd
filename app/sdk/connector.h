// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of a connector plug-in: it finds a fleet's clusters and opens a source for each.
// Owned by the plug-in host and kept until the program ends; called on any thread but never by two
// at once; knows no widget. README.md beside this file tells how to write one.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "domain/fleet.h"
#include "sdk/source.h"

#include <QtPlugin>

#include <memory>

namespace causeway::app::sdk {

// What a source of this connector can do; the console offers nothing that is not here.
enum class Capability {
    CallerSide = 1 << 0,   // counts and latency as callers see them
    CalleeSide = 1 << 1,   // the same as callees see them
    Legs = 1 << 2,         // where on the way the time went
    Inventory = 1 << 3,    // services, proxies, links
    Certificates = 1 << 4, // and their terms
    Events = 1 << 5,
    RangeQueries = 1 << 6, // Source::queryRange
    Objects = 1 << 7,      // Source::listObjects
    Actions = 1 << 8,      // Source::apply, with dry run
    Prompts = 1 << 9,      // may ask a person for credentials
};
Q_DECLARE_FLAGS(Capabilities, Capability)
Q_DECLARE_OPERATORS_FOR_FLAGS(Capabilities)

class Connector {
public:
    virtual ~Connector() = default;
    [[nodiscard]] virtual Capabilities capabilities() const = 0;
    // Which clusters there are. May block on files, never on a cluster: a fleet whose clusters are
    // all away is still a fleet. Errors name file, line and field, and what would be right.
    [[nodiscard]] virtual Result<domain::Fleet> readFleet(const QString& location) = 0;
    // A source that does nothing until it is started. `clock` outlives it.
    [[nodiscard]] virtual Result<std::unique_ptr<Source>>
    openCluster(const QString& location, const QString& cluster, const Clock& clock) = 0;
};

} // namespace causeway::app::sdk

// The number rises when a plug-in built for the old contract would misbehave; the host refuses it
// with both numbers.
#define CAUSEWAY_CONNECTOR_IID "dev.causeway.Connector/2"
Q_DECLARE_INTERFACE(causeway::app::sdk::Connector, CAUSEWAY_CONNECTOR_IID)
