// SPDX-License-Identifier: GPL-3.0-or-later
#include "e2e/soak_record.h"

namespace {

constexpr auto kHeader = "stretch,second,process,resident_kib,descriptors\n";
// What allocators and buffers may drift by; a leak of one small object a request is far above it.
constexpr double kResidentShare = 1.05;
constexpr qint64 kResidentKib = 1024;
constexpr qint64 kDescriptors = 8;

QStringList compare(const FleetSample& before, const FleetSample& after) {
    QStringList grown;
    for (auto it = before.begin(); it != before.end(); ++it) {
        const auto now = after.value(it.key());
        const auto share =
            static_cast<qint64>(static_cast<double>(it->residentKib) * kResidentShare);
        if (now.residentKib > share + kResidentKib
            || now.descriptors > it->descriptors + kDescriptors)
            grown.append(QStringLiteral("%1: %2 → %3 KiB, %4 → %5 descriptors")
                             .arg(it.key())
                             .arg(it->residentKib)
                             .arg(now.residentKib)
                             .arg(it->descriptors)
                             .arg(now.descriptors));
    }
    return grown;
}

} // namespace

bool SoakRecord::open() {
    if (m_file.open(QIODevice::ReadOnly)) {
        const auto text = m_file.readAll();
        m_file.close();
        // A run that was killed in the middle of a line: the line is not there.
        auto lines = text.left(text.lastIndexOf('\n') + 1).split('\n');
        lines.removeLast();
        if (!lines.isEmpty() && lines.takeFirst() + '\n' != kHeader) {
            m_error = m_file.fileName() + QStringLiteral(": not the record of a soak; remove it");
            return false;
        }
        for (qsizetype i = 0; i < lines.size(); ++i)
            if (!readLine(lines.at(i))) {
                m_error =
                    QStringLiteral(
                        "%1:%2: found \"%3\", expected %4; remove the file to start afresh")
                        .arg(m_file.fileName())
                        .arg(i + 2)
                        .arg(QString::fromUtf8(lines.at(i)), QString::fromUtf8(kHeader).trimmed());
                return false;
            }
        if (!m_file.resize(text.lastIndexOf('\n') + 1)) {
            m_error = m_file.errorString();
            return false;
        }
    }
    m_stretches.append(Stretch());
    if (!m_file.open(QIODevice::Append) || (m_file.size() == 0 && m_file.write(kHeader) < 0)) {
        m_error = m_file.fileName() + QStringLiteral(": ") + m_file.errorString();
        return false;
    }
    return true;
}

bool SoakRecord::readLine(const QByteArray& line) {
    const auto fields = line.split(',');
    if (fields.size() != 5)
        return false;
    const auto stretch = fields[0].toLongLong();
    if (stretch < 1 || stretch > m_stretches.size() + 1)
        return false;
    if (stretch > m_stretches.size())
        m_stretches.append(Stretch());
    m_stretches.last()[fields[1].toLongLong()].insert(
        QString::fromUtf8(fields[2]), {fields[3].toLongLong(), fields[4].toLongLong()});
    return true;
}

void SoakRecord::add(qint64 second, const FleetSample& sample) {
    QByteArray lines;
    for (auto it = sample.begin(); it != sample.end(); ++it)
        lines += QStringLiteral("%1,%2,%3,%4,%5\n")
                     .arg(m_stretches.size())
                     .arg(second)
                     .arg(it.key())
                     .arg(it->residentKib)
                     .arg(it->descriptors)
                     .toUtf8();
    m_file.write(lines);
    m_file.flush();
    m_stretches.last().insert(second, sample);
}

qint64 SoakRecord::measuredSeconds() const {
    qint64 seconds = 0;
    for (const auto& stretch : m_stretches)
        if (!stretch.isEmpty())
            seconds += qMax<qint64>(0, stretch.lastKey() - kWarmUpSeconds);
    return seconds;
}

QStringList SoakRecord::growth() const {
    QStringList grown;
    for (qsizetype i = 0; i < m_stretches.size(); ++i) {
        const auto& stretch = m_stretches.at(i);
        if (stretch.isEmpty() || stretch.lastKey() <= kWarmUpSeconds)
            continue;
        QList<FleetSample> early, late;
        for (auto it = stretch.begin(); it != stretch.end(); ++it) {
            if (it.key() > kWarmUpSeconds - 60 && it.key() <= kWarmUpSeconds)
                early.append(it.value());
            if (it.key() > stretch.lastKey() - 60)
                late.append(it.value());
        }
        const auto before = median(early);
        if (before.isEmpty())
            grown.append(QStringLiteral("stretch %1: no sample of its warm-up").arg(i + 1));
        for (const auto& each : compare(before, median(late)))
            grown.append(QStringLiteral("stretch %1, second %2: ").arg(i + 1).arg(stretch.lastKey())
                         + each);
    }
    return grown;
}
