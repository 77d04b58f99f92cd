// SPDX-License-Identifier: GPL-3.0-or-later
// What one process of the lab holds at one moment, read from /proc. A value.
#pragma once

#include <QMap>
#include <QString>

struct ProcessSample {
    qint64 residentKib = 0;
    qint64 descriptors = 0;
};

// By the process's name in the lab ("ledger-1@aws"); a process that is gone is left out.
using FleetSample = QMap<QString, ProcessSample>;

[[nodiscard]] FleetSample sampleFleet(const QMap<QString, qint64>& pids);

// The middle value of each figure over several samples, for those processes that are in all of them.
[[nodiscard]] FleetSample median(const QList<FleetSample>& samples);
