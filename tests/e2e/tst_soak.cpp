// SPDX-License-Identifier: GPL-3.0-or-later
// The demo fleet for CAUSEWAY_SOAK_MINUTES (30): nothing grows after the first five minutes, no log
// holds an error that was not planted, every process is still the one that was started. What was
// measured goes to CAUSEWAY_SOAK_STATE/soak.csv line by line, so that a stopped run still tells.
#include "e2e/process_sample.h"
#include "support/lab_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTextStream>
#include <QTimer>

namespace {

constexpr int kWarmUpMinutes = 5;
constexpr int kSampleSeconds = 10;
// What allocators and buffers may drift by; a leak of one small object a request is far above it.
constexpr double kResidentShare = 1.05;
constexpr qint64 kResidentKib = 1024;
constexpr qint64 kDescriptors = 8;

int minutesToRun() {
    const int minutes = qEnvironmentVariableIntValue("CAUSEWAY_SOAK_MINUTES");
    return minutes > 0 ? minutes : 30;
}

QMap<QString, qint64> namedPids(const LabProcess& lab) {
    QMap<QString, qint64> pids;
    for (const auto& value : lab.status().value(QStringLiteral("processes")).toArray()) {
        const auto process = value.toObject();
        pids.insert(process.value(QStringLiteral("name")).toString(),
                    process.value(QStringLiteral("process")).toObject().value(QStringLiteral("pid")).toInteger());
    }
    return pids;
}

// Lets the event loop run for that long: a soak is the one test that is about time itself.
void letRun(int seconds) {
    QEventLoop loop;
    QTimer::singleShot(seconds * 1000, &loop, &QEventLoop::quit);
    loop.exec();
}

QStringList errorLines(const QString& folder) {
    static const QRegularExpression error(QStringLiteral("^\\S+Z error "));
    QStringList lines;
    const QDir logs(folder);
    for (const auto& name : logs.entryList({QStringLiteral("*.log")}, QDir::Files)) {
        QFile file(logs.filePath(name));
        if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
            continue;
        while (!file.atEnd())
            if (const auto line = QString::fromUtf8(file.readLine()); line.contains(error))
                lines.append(name + QStringLiteral(": ") + line.trimmed());
    }
    return lines;
}

void append(QFile& csv, qint64 second, const FleetSample& sample) {
    QTextStream out(&csv);
    for (auto it = sample.begin(); it != sample.end(); ++it)
        out << second << ',' << it.key() << ',' << it->residentKib << ',' << it->descriptors << '\n';
    out.flush();
    csv.flush();
}

} // namespace

class TestSoak : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingGrows() {
        const auto folder = qEnvironmentVariable("CAUSEWAY_SOAK_STATE", QDir::tempPath());
        QVERIFY(QDir().mkpath(folder));
        QFile csv(folder + QStringLiteral("/soak.csv"));
        QVERIFY(csv.open(QIODevice::WriteOnly | QIODevice::Text));
        csv.write("second,process,resident_kib,descriptors\n");

        LabProcess lab;
        QVERIFY2(lab.start(), lab.output().constData());
        const auto pids = namedPids(lab);
        QVERIFY(pids.size() > 20);

        QList<FleetSample> early, late;
        QElapsedTimer clock;
        clock.start();
        const qint64 end = minutesToRun() * 60;
        while (clock.elapsed() / 1000 < end) {
            letRun(kSampleSeconds);
            const auto second = clock.elapsed() / 1000;
            const auto sample = sampleFleet(pids);
            append(csv, second, sample);
            if (second >= (kWarmUpMinutes - 1) * 60 && second < kWarmUpMinutes * 60)
                early.append(sample);
            if (second >= end - 60)
                late.append(sample);
        }
        QCOMPARE(namedPids(lab), pids);
        QCOMPARE(errorLines(lab.directory() + QStringLiteral("/logs")), QStringList());
        compare(median(early), median(late));
    }

private:
    static void compare(const FleetSample& before, const FleetSample& after) {
        QStringList grown;
        for (auto it = before.begin(); it != before.end(); ++it) {
            const auto now = after.value(it.key());
            if (now.residentKib > static_cast<qint64>(static_cast<double>(it->residentKib) * kResidentShare) + kResidentKib
                || now.descriptors > it->descriptors + kDescriptors)
                grown.append(QStringLiteral("%1: %2 → %3 KiB, %4 → %5 descriptors")
                                 .arg(it.key()).arg(it->residentKib).arg(now.residentKib)
                                 .arg(it->descriptors).arg(now.descriptors));
        }
        QVERIFY(!before.isEmpty());
        QVERIFY2(grown.isEmpty(), qPrintable(grown.join(QLatin1Char('\n'))));
    }
};

QTEST_GUILESS_MAIN(TestSoak)
#include "tst_soak.moc"
