// SPDX-License-Identifier: GPL-3.0-or-later
// The record of a soak: what a stopped run measured counts in the next one, and what grew is named.
#include "e2e/soak_record.h"

#include <QTemporaryDir>
#include <QTest>

namespace {

FleetSample fleet(qint64 residentKib, qint64 descriptors) {
    return {{QStringLiteral("ledger-1@aws"), {residentKib, descriptors}}};
}

void addMinutes(SoakRecord& record, int minutes, qint64 grownKib) {
    for (int second = 10; second <= minutes * 60; second += 10)
        record.add(second,
                   fleet(10'000 + (second > SoakRecord::kWarmUpSeconds ? grownKib : 0), 40));
}

} // namespace

class TestSoakRecord : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aStoppedRunCountsInTheNext() {
        {
            SoakRecord first(path());
            QVERIFY2(first.open(), qPrintable(first.error()));
            addMinutes(first, 8, 0);
            QCOMPARE(first.measuredSeconds(), 180);
        }
        QFile torn(path()); // killed while it wrote
        QVERIFY(torn.open(QIODevice::Append) && torn.write("1,490,ledger") > 0);
        torn.close();
        {
            SoakRecord second(path());
            QVERIFY2(second.open(), qPrintable(second.error()));
            QCOMPARE(second.stretches(), 2);
            QCOMPARE(second.measuredSeconds(), 180);
            addMinutes(second, 4, 0); // stopped while it warmed up: nothing measured
            QCOMPARE(second.measuredSeconds(), 180);
        }
        SoakRecord third(path());
        QVERIFY2(third.open(), qPrintable(third.error()));
        QCOMPARE(third.stretches(), 3);
        addMinutes(third, 7, 0);
        QCOMPARE(third.measuredSeconds(), 300);
        QCOMPARE(third.growth(), QStringList());
    }
    void growthInAnEarlierStretchIsNotForgotten() {
        {
            SoakRecord first(path());
            QVERIFY(first.open());
            addMinutes(first, 8, 2'000);
        }
        SoakRecord second(path());
        QVERIFY(second.open());
        addMinutes(second, 8, 0);
        QCOMPARE(
            second.growth(),
            QStringList(QStringLiteral(
                "stretch 1, second 480: ledger-1@aws: 10000 → 12000 KiB, 40 → 40 descriptors")));
    }
    void aForeignFileIsRefused() {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("stretch,second,process,resident_kib,descriptors\n1,10,x\n") > 0);
        file.close();
        SoakRecord record(path());
        QVERIFY(!record.open());
        QVERIFY2(record.error().contains(QStringLiteral("soak.csv:2: found \"1,10,x\"")),
                 qPrintable(record.error()));
    }
    void cleanup() { QFile::remove(path()); }

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("soak.csv")); }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSoakRecord)
#include "tst_soak_record.moc"
