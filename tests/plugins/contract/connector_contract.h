// SPDX-License-Identifier: GPL-3.0-or-later
// What every connector keeps, whatever it speaks to: run by the test of each connector plug-in on a
// location whose cluster is reachable and has services and traffic.
#pragma once

#include "sdk/connector.h"

namespace causeway::app::test {

struct ContractCase {
    sdk::Connector& connector;
    QString location;
    QString cluster;
    const Clock& clock;
};

// Each fails the running test with what was not kept.
void keepsFleet(const ContractCase& it);
void keepsErrors(const ContractCase& it);
// On a worker thread, as the host does it: silent before start(), snapshot first, ticks in order
// with each side of an edge once, one answer for each request, silent after stop().
void keepsSource(const ContractCase& it);

} // namespace causeway::app::test
