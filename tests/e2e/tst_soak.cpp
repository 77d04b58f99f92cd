// SPDX-License-Identifier: GPL-3.0-or-later
// The demo fleet for CAUSEWAY_SOAK_MINUTES (30): nothing grows after the first five minutes, no log
// holds an error that was not planted, every process is still the one that was started. What was
// measured is in CAUSEWAY_SOAK_STATE/soak.csv; a soak that is stopped goes on from there, with a
// new fleet for the minutes that remain. One that ends, well or not, leaves it as soak-last.csv.
#include "e2e/soak_record.h"
#include "support/lab_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>

namespace {

constexpr int kSampleSeconds = 10;

qint64 secondsToMeasure() {
    const qint64 minutes = qEnvironmentVariableIntValue("CAUSEWAY_SOAK_MINUTES");
    return (minutes > 0 ? minutes : 30) * 60 - SoakRecord::kWarmUpSeconds;
}

QMap<QString, qint64> namedPids(const LabProcess& lab) {
    QMap<QString, qint64> pids;
    for (const auto& value : lab.status().value(QStringLiteral("processes")).toArray()) {
        const auto process = value.toObject();
        pids.insert(process.value(QStringLiteral("name")).toString(),
                    process.value(QStringLiteral("process"))
                        .toObject()
                        .value(QStringLiteral("pid"))
                        .toInteger());
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

} // namespace

class TestSoak : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(secondsToMeasure() > 0,
                 "the first five minutes only warm up: CAUSEWAY_SOAK_MINUTES must be 6 or more");
        m_folder = qEnvironmentVariable("CAUSEWAY_SOAK_STATE", QDir::tempPath());
        QVERIFY(QDir().mkpath(m_folder));
    }
    void nothingGrows() {
        SoakRecord record(path());
        QVERIFY2(record.open(), qPrintable(record.error()));
        if (record.stretches() > 1)
            qInfo("going on where the last run stopped: %lld of %lld s measured",
                  record.measuredSeconds(), secondsToMeasure());

        LabProcess lab;
        QVERIFY2(lab.start(), lab.output().constData());
        const auto pids = namedPids(lab);
        QVERIFY(pids.size() > 20);

        QElapsedTimer clock;
        clock.start();
        while (record.measuredSeconds() < secondsToMeasure()) {
            letRun(kSampleSeconds);
            record.add(clock.elapsed() / 1000, sampleFleet(pids));
            QCOMPARE(namedPids(lab), pids);
            QCOMPARE(errorLines(lab.directory() + QStringLiteral("/logs")), QStringList());
        }
        const auto grown = record.growth();
        QVERIFY2(grown.isEmpty(), qPrintable(grown.join(QLatin1Char('\n'))));
    }
    // Not reached by a run that is stopped: its record stays to be gone on with.
    void cleanupTestCase() {
        const auto last = m_folder + QStringLiteral("/soak-last.csv");
        QFile::remove(last);
        QFile::rename(path(), last);
    }

private:
    [[nodiscard]] QString path() const { return m_folder + QStringLiteral("/soak.csv"); }

    QString m_folder;
};

QTEST_GUILESS_MAIN(TestSoak)
#include "tst_soak.moc"
