// SPDX-License-Identifier: Apache-2.0
// ServiceProfile: Linkerd's verdicts, Go's durations, and what is read is what was written.
#include "resource/parse.h"

#include <QFile>
#include <QTest>

using namespace causeway;
using namespace causeway::resource;
using namespace std::chrono_literals;

namespace {

QStringList verdicts() {
    QFile file(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/profile/verdicts.yaml"));
    if (!file.open(QFile::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(QStringLiteral("--- # ")).mid(1);
}

} // namespace

class TestServiceProfiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void verdict_data() {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("text");
        QVERIFY(verdicts().size() >= 29);
        for (const QString& verdict : verdicts()) {
            const QStringList lines = verdict.split('\n');
            QTest::newRow(qPrintable(lines[0])) << lines[1].mid(2) << verdict;
        }
    }
    void verdict() {
        QFETCH(const QString, expected);
        QFETCH(const QString, text);
        const auto objects = parseObjects("--- # " + text.toStdString(), "profile.yaml");
        if (expected == QStringLiteral("ok")) {
            QVERIFY2(objects, objects ? "" : objects.error().describe().c_str());
            QVERIFY(objects->at(0).as<ServiceProfile>());
            const auto again = parseObjects(serialize(*objects), "again.yaml");
            QVERIFY(again && *again == *objects);
            return;
        }
        QVERIFY(!objects);
        const auto said = QString::fromStdString(objects.error().describe());
        QVERIFY2(said.contains(": " + expected), qPrintable(said));
        QVERIFY2(!said.contains('\n'), qPrintable(said)); // one fault, one line
        QVERIFY(said.startsWith(QStringLiteral("profile.yaml:")));
    }
    void reads_values() {
        const auto text = verdicts()[2].toStdString();
        const auto objects = parseObjects("--- # " + text, "profile.yaml");
        QVERIFY(objects);
        const auto& profile = *objects->at(0).as<ServiceProfile>();
        const auto& route = profile.routes.at(0);
        QCOMPARE(route.condition.any.at(1).all.at(0).not_.at(0).method, std::string("DELETE"));
        QCOMPARE(route.timeout->value, Duration(61500ms));
        QVERIFY(route.isRetryable);
        const auto& inner = route.responseClasses.at(0).condition.all.at(1).not_.at(0);
        QCOMPARE(inner.status->first(), 503);
        QCOMPARE(inner.status->last(), 503);
        QCOMPARE(profile.retryBudget->ttl.value, Duration(10ms));
        QCOMPARE(profile.opaquePorts, (std::vector<std::uint16_t>{4222, 5432}));
        QCOMPARE(profile.dstOverrides.at(0).weight, std::string("900m"));
    }
    void go_durations_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanoseconds"); // -1: none
        QTest::newRow("0") << "0" << qint64(0);
        QTest::newRow("seconds") << "60s" << qint64(60'000'000'000);
        QTest::newRow("parts") << "1h2m3s4ms5us6ns" << qint64(3'723'004'005'006);
        QTest::newRow("fraction") << "1.5s" << qint64(1'500'000'000);
        QTest::newRow("no digit before the dot") << ".5s" << qint64(500'000'000);
        QTest::newRow("no digit behind the dot") << "3.s" << qint64(3'000'000'000);
        QTest::newRow("micro sign") << "7µs" << qint64(7'000);
        QTest::newRow("negative") << "-2s" << qint64(-2'000'000'000);
        for (const char* text : {"", "5", "s", ".s", "1.2.3s", "1 s", "1d", "1s5", "+", "1e3s", "NaNs",
                                 "99999999999999999999h", "500MS"})
            QTest::newRow(text) << text << qint64(-1);
    }
    void go_durations() {
        QFETCH(const QString, text);
        QFETCH(const qint64, nanoseconds);
        const auto parsed = parseGoDuration(text.toStdString());
        QCOMPARE(parsed.has_value(), nanoseconds != -1);
        if (!parsed)
            return;
        QCOMPARE(parsed->value.count(), nanoseconds);
        QCOMPARE(parsed->text, text.toStdString());
    }
};

QTEST_APPLESS_MAIN(TestServiceProfiles)
#include "tst_service_profiles.moc"
