// SPDX-License-Identifier: GPL-3.0-or-later
// What a soak has measured, as a CSV file that grows line by line and outlives the run: stopped, a
// soak goes on with the part that remains. Each time it is started is a stretch with a fleet of its
// own; a stretch counts from the end of its own warm-up. Owned by the test; one thread.
#pragma once

#include "e2e/process_sample.h"

#include <QFile>
#include <QStringList>

class SoakRecord {
public:
    static constexpr qint64 kWarmUpSeconds = 5 * 60;

    explicit SoakRecord(const QString& path) : m_file(path) {}

    // Reads what is there and begins the next stretch behind it; false when the file cannot be
    // used, with the reason in `error()`.
    [[nodiscard]] bool open();
    [[nodiscard]] QString error() const { return m_error; }

    void add(qint64 second, const FleetSample& sample);
    // Seconds beyond the warm-up, of all stretches together.
    [[nodiscard]] qint64 measuredSeconds() const;
    [[nodiscard]] qsizetype stretches() const { return m_stretches.size(); }
    // What grew between the last minute of a stretch's warm-up and its last minute, in words.
    [[nodiscard]] QStringList growth() const;

private:
    using Stretch = QMap<qint64, FleetSample>; // by the second in it

    [[nodiscard]] bool readLine(const QByteArray& line);

    QFile m_file;
    QString m_error;
    QList<Stretch> m_stretches;
};
