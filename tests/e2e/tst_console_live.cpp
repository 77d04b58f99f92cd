// SPDX-License-Identifier: GPL-3.0-or-later
// The console as a person starts it, on the live demo fleet: every page in both themes without a
// display, once in a real window under Xvfb, and with a cluster's control plane killed meanwhile.
#include "support/lab_process.h"

#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Shot {
    int exitCode = -1;
    QByteArray errors;
    QImage image;
};

// How many different colours stand in a grid of samples: an empty or unpainted window has few.
int colours(const QImage& image) {
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); y += 4)
        for (int x = 0; x < image.width(); x += 4)
            seen.insert(image.pixel(x, y));
    return static_cast<int>(seen.size());
}

} // namespace

class TestConsoleLive : public QObject {
    Q_OBJECT
    LabProcess m_lab;
    QTemporaryDir m_folder;

    Shot capture(QStringList before, const QStringList& options, const QString& platform) {
        const auto file = m_folder.filePath(QStringLiteral("window.png"));
        QFile::remove(file);
        QStringList words = std::move(before);
        words << QStringLiteral(CAUSEWAY_BIN_DIR "/causeway") << QStringLiteral("--fleet")
              << m_lab.directory() + QStringLiteral("/fleet.yaml") << QStringLiteral("--capture") << file
              << QStringLiteral("--after") << QStringLiteral("3s") << options;
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), platform);
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder.path());
        process.setProcessEnvironment(environment);
        const auto program = words.takeFirst();
        process.start(program, words);
        Shot shot;
        if (process.waitForFinished(60'000))
            shot.exitCode = process.exitCode();
        shot.errors = process.readAllStandardError();
        shot.image = QImage(file);
        return shot;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_lab.start(), m_lab.output().constData()); }

    void everyPageShowsTheFleet_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("theme");
        for (const auto* page : {"fleet", "links", "graph", "metrics"})
            for (const auto* theme : {"light", "dark"})
                QTest::addRow("%s, %s", page, theme) << QString::fromLatin1(page) << QString::fromLatin1(theme);
    }
    void everyPageShowsTheFleet() {
        QFETCH(QString, page);
        QFETCH(QString, theme);
        const auto shot = capture({}, {QStringLiteral("--page"), page, QStringLiteral("--theme"), theme,
                                       QStringLiteral("--size"), QStringLiteral("1600x1000")},
                                  QStringLiteral("offscreen"));
        QVERIFY2(shot.exitCode == 0, shot.errors.constData());
        QVERIFY2(shot.errors.isEmpty(), shot.errors.constData());
        QCOMPARE(shot.image.size(), QSize(1600, 1000));
        QVERIFY(colours(shot.image) > 100);
        const auto lightness = qGray(shot.image.pixel(2, 300));
        QVERIFY2(theme == QStringLiteral("light") ? lightness > 200 : lightness < 60, "the theme is not the one asked for");
    }

    void theTimeCursorShowsThePast() {
        const auto at = [this](const QStringList& options) {
            return capture({}, options + QStringList{QStringLiteral("--page"), QStringLiteral("fleet"), QStringLiteral("--theme"),
                                                     QStringLiteral("light")}, QStringLiteral("offscreen"));
        };
        const auto live = at({});
        const auto past = at({QStringLiteral("--back"), QStringLiteral("3s")});
        QVERIFY2(past.exitCode == 0 && past.errors.isEmpty(), past.errors.constData());
        // The bar says so by its colour, the page has figures, and the time line its traffic.
        QVERIFY(live.image.pixel(600, 4) != past.image.pixel(600, 4));
        QVERIFY(colours(past.image) > 100);
        const auto strip = [](const Shot& shot) {
            return colours(shot.image.copy(0, shot.image.height() - 78, shot.image.width(), 40));
        };
        QVERIFY2(strip(past) * 2 > strip(live), "the time line is empty");
    }

    void aRealWindowUnderXvfb() {
        const auto xvfb = QStandardPaths::findExecutable(QStringLiteral("xvfb-run"));
        QVERIFY2(!xvfb.isEmpty(), "xvfb-run is missing: package xvfb in packages.txt");
        const auto shot = capture({xvfb, QStringLiteral("-a"), QStringLiteral("-s"), QStringLiteral("-screen 0 1920x1200x24")},
                                  {QStringLiteral("--page"), QStringLiteral("links"), QStringLiteral("--size"),
                                   QStringLiteral("1600x1000")},
                                  QStringLiteral("xcb"));
        QVERIFY2(shot.exitCode == 0, shot.errors.constData());
        QCOMPARE(shot.image.size(), QSize(1600, 1000));
        QVERIFY(colours(shot.image) > 100);
    }

    void aDeadControlPlaneLeavesTheRest() {
        QCOMPARE(m_lab.lab({QStringLiteral("fault"), QStringLiteral("add"), QStringLiteral("kill=control@gcp"),
                            QStringLiteral("duration=120s")}).exitCode, 0);
        const auto shot = capture({}, {QStringLiteral("--page"), QStringLiteral("fleet")}, QStringLiteral("offscreen"));
        QVERIFY2(shot.exitCode == 0, shot.errors.constData());
        QVERIFY(colours(shot.image) > 100);
    }
};

QTEST_GUILESS_MAIN(TestConsoleLive)
#include "tst_console_live.moc"
