// SPDX-License-Identifier: GPL-3.0-or-later
#include "e2e/process_sample.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <optional>

namespace {

std::optional<ProcessSample> sampleProcess(qint64 pid) {
    QFile status(QStringLiteral("/proc/%1/status").arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return std::nullopt;
    ProcessSample sample;
    for (const auto& line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            sample.residentKib = line.mid(6).simplified().split(' ').first().toLongLong();
    const QDir descriptors(QStringLiteral("/proc/%1/fd").arg(pid));
    sample.descriptors = descriptors.entryList(QDir::System | QDir::AllEntries | QDir::NoDotAndDotDot).size();
    return sample;
}

qint64 middle(QList<qint64> values) {
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

} // namespace

FleetSample sampleFleet(const QMap<QString, qint64>& pids) {
    FleetSample fleet;
    for (auto it = pids.begin(); it != pids.end(); ++it)
        if (const auto sample = sampleProcess(it.value()))
            fleet.insert(it.key(), *sample);
    return fleet;
}

FleetSample median(const QList<FleetSample>& samples) {
    FleetSample result;
    if (samples.isEmpty())
        return result;
    for (const auto& name : samples.first().keys()) {
        QList<qint64> resident, descriptors;
        for (const auto& sample : samples)
            if (const auto it = sample.find(name); it != sample.end()) {
                resident.append(it->residentKib);
                descriptors.append(it->descriptors);
            }
        if (resident.size() == samples.size())
            result.insert(name, {middle(resident), middle(descriptors)});
    }
    return result;
}
