// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/commands.h"
#include "shell/go_to_time.h"
#include "shell/help_dialog.h"
#include "shell/language.h"
#include "shell/main_window.h"
#include "shell/options.h"
#include "shell/palette.h"
#include "shell/past_loader.h"
#include "shell/status_line.h"
#include "shell/windows.h"
#include "shell/workspace.h"
#include "store/flight_recorder.h"
#include "theme/theme.h"
#include "widgets/status_mark.h"
#include "widgets/time_line.h"

#include <QFile>
#include <QLineEdit>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace causeway::app;
using namespace causeway::app::shell;
using namespace Qt::StringLiterals;

class TestShell : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QSettings m_storage{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    viewstate::Settings m_settings{m_storage};
    store::Store m_store;
    viewstate::ViewState m_view;
    Language m_language;
    std::unique_ptr<MainWindow> m_window;

private Q_SLOTS:
    void initTestCase() {
        theme::Theme().apply(theme::Mode::Light);
        m_language.use(u"en"_s);
        m_store.setFleet({u"talk"_s,
                          u"talk.mesh"_s,
                          u"/tmp/fleet.yaml"_s,
                          {{u"aws"_s, u"aws"_s, u"eu-west-1"_s, true, {}, {}},
                           {u"gcp"_s, u"gcp"_s, u"europe-west1"_s, false, {}, {}}}});
        m_window = std::make_unique<MainWindow>(
            pages::Context{m_store, m_view, [] { return domain::instantOf(1'000'000); },
                           [] { return std::nullopt; }},
            m_settings, m_language);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void wrongOptionsSayWhatWouldBeRight_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("expected");
        QTest::newRow("page") << QStringList{u"--page"_s, u"nosuch"_s} << u"fleet, links"_s;
        QTest::newRow("theme") << QStringList{u"--theme"_s, u"blue"_s} << u"light or dark"_s;
        QTest::newRow("size") << QStringList{u"--size"_s, u"big"_s} << u"1600x1000"_s;
        QTest::newRow("after") << QStringList{u"--after"_s, u"5"_s} << u"500ms"_s;
        QTest::newRow("back") << QStringList{u"--back"_s, u"-2m"_s} << u"2m"_s;
    }
    void wrongOptionsSayWhatWouldBeRight() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, expected);
        const auto options = parseOptions(QStringList{u"causeway"_s} + arguments);
        QVERIFY(!options);
        const QString said = QString::fromStdString(options.error().describe());
        QVERIFY2(said.contains(expected) && said.contains(arguments.at(1)), qPrintable(said));
    }

    void optionsAreRead() {
        const auto options =
            parseOptions({u"causeway"_s, u"--fleet"_s, u"f.yaml"_s, u"--page"_s, u"links"_s,
                          u"--theme"_s, u"dark"_s, u"--size"_s, u"1280x800"_s, u"--capture"_s,
                          u"a.png"_s, u"--after"_s, u"500ms"_s});
        QVERIFY(options);
        QCOMPARE(options->page, u"links"_s);
        QCOMPARE(options->dark, std::optional(true));
        QCOMPARE(options->size, QSize(1280, 800));
        QCOMPARE(options->captureAfter.count(), 500);
    }

    void keysChangePagesAndHistory() {
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_view.navigation().page(), u"links"_s);
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(m_view.navigation().page(), u"metrics"_s);
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_view.navigation().page(), u"links"_s);
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(m_view.navigation().page(), u"metrics"_s);
    }

    void escapeGivesUpTheSelection() {
        m_view.navigation().select(domain::ClusterRef{u"aws"_s});
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QVERIFY(m_view.navigation().selection().isFleet());
    }

    void thePastIsUnmistakable() {
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_view.time().setNewest(domain::instantOf(2'000'000));
        const auto live = [&] {
            for (const auto* button : m_window->findChildren<QToolButton*>())
                if (button->text() == "Live"_L1)
                    return true;
            return false;
        };
        QVERIFY(live());
        m_view.time().goTo(domain::instantOf(1'500'000));
        QVERIFY(!live());
        m_window->findChild<Commands*>()->trigger(u"time.earlier"_s);
        QVERIFY(m_view.time().at() < domain::instantOf(1'500'000));
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QVERIFY(live());
    }

    void slashFocusesTheFilter() {
        m_view.navigation().showPage(u"fleet"_s);
        QTest::keyClick(m_window.get(), Qt::Key_Slash);
        QCOMPARE(m_view.navigation().page(), u"graph"_s);
        QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
        m_window->setFocus();
    }

    void statusLineNamesEverySource() {
        QStringList said;
        for (const auto* mark : m_window->findChildren<widgets::StatusMark*>())
            if (qobject_cast<StatusLine*>(mark->parentWidget()) != nullptr)
                said << mark->text();
        QCOMPARE(said.size(), 2);
        QVERIFY(said.at(0).startsWith(u"aws"_s));
        QVERIFY(said.at(0).contains(u"connecting"_s));
    }

    void paletteRunsWhatIsChosen() {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto* palette = m_window->findChild<Palette*>();
        QTRY_VERIFY(palette->isVisible());
        auto* line = palette->findChild<QLineEdit*>();
        QTest::keyClicks(line, u"gometrics"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(m_view.navigation().page(), u"metrics"_s);
        QVERIFY(!palette->isVisible());
        // The window is the active one again, or no shortcut would ever be heard after this.
        QTRY_COMPARE(QApplication::activeWindow(), m_window.get());
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_view.navigation().page(), u"fleet"_s);
    }

    void everyCommandHasWordsAndTheShortcutsDiffer() {
        const auto* commands = m_window->findChild<Commands*>();
        QStringList shortcuts;
        for (const QAction* action : commands->all()) {
            QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
            for (const QKeySequence& keys : action->shortcuts())
                shortcuts << keys.toString();
        }
        const qsizetype all = shortcuts.size();
        QCOMPARE(shortcuts.removeDuplicates(), 0);
        QVERIFY(all > 10);
    }

    void languageChangesWithoutARestart() {
        m_language.use(u"da"_s);
        QTRY_COMPARE(m_window->findChild<Commands*>()->action(u"window.close"_s)->text(),
                     u"Afslut"_s);
        m_language.use(u"en"_s);
        QTRY_COMPARE(m_window->findChild<Commands*>()->action(u"window.close"_s)->text(),
                     u"Quit"_s);
    }

    void everyWordIsTranslated_data() {
        QTest::addColumn<QString>("code");
        for (const auto& [code, name] : Language::offered())
            QTest::newRow(qPrintable(code)) << code;
    }
    // What the sources say now is gathered into a copy: it must have nothing to add.
    void everyWordIsTranslated() {
        QFETCH(const QString, code);
        const QString file = u"/translations/causeway_%1.ts"_s.arg(code);
        const QString copy = m_folder.filePath(code + u".ts"_s);
        QVERIFY(QFile::copy(QStringLiteral(CAUSEWAY_SOURCE_DIR) + file, copy));
        QStringList arguments{u"-silent"_s, u"-locations"_s, u"none"_s};
        if (code == "en"_L1)
            arguments << u"-pluralonly"_s;
        arguments << QStringLiteral(CAUSEWAY_SOURCE_DIR "/app") << u"-ts"_s << copy;
        QCOMPARE(QProcess::execute(QStringLiteral(CAUSEWAY_LUPDATE), arguments), 0);
        QFile now(copy);
        QVERIFY(now.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(now.readAll());
        QVERIFY(text.contains("<translation"_L1));
        const auto at = text.indexOf("type=\"unfinished\""_L1);
        QVERIFY2(at < 0, qPrintable(text.mid(std::max<qsizetype>(0, at - 300), 400)));
        QVERIFY(!text.contains("type=\"vanished\""_L1));
    }

    void pluralsAreRight_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("two");
        QTest::newRow("en") << u"en"_s << u"1 finding"_s << u"2 findings"_s;
        QTest::newRow("da") << u"da"_s << u"1 fund"_s << u"2 fund"_s;
        QTest::newRow("sv") << u"sv"_s << u"1 fynd"_s << u"2 fynd"_s;
        QTest::newRow("de") << u"de"_s << u"1 Befund"_s << u"2 Befunde"_s;
    }
    void pluralsAreRight() {
        QFETCH(const QString, code);
        QFETCH(const QString, one);
        QFETCH(const QString, two);
        m_language.use(code);
        QCOMPARE(StatusLine::tr("%n finding(s)", nullptr, 1), one);
        QCOMPARE(StatusLine::tr("%n finding(s)", nullptr, 2), two);
        m_language.use(u"en"_s);
    }

    void everyPageHasHelpInEveryLanguage() {
        for (const QString& page : {u"fleet"_s, u"links"_s, u"graph"_s, u"metrics"_s}) {
            const QString english = HelpDialog::pageText(u"en"_s, page);
            QVERIFY2(english.size() > 200, qPrintable(page));
            for (const auto& [code, name] : Language::offered())
                QVERIFY2(code == "en"_L1 || HelpDialog::pageText(code, page) != english,
                         qPrintable(code + page));
        }
    }

    void timesAreReadAsPeopleWriteThem_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("expected"); // empty: no time
        QTest::newRow("minute") << u"13:20"_s << u"2026-11-28T13:20:00"_s;
        QTest::newRow("yesterday") << u"23:20:05"_s << u"2026-11-27T23:20:05"_s;
        QTest::newRow("date") << u" 2026-11-20 7:05 "_s << u"2026-11-20T07:05:00"_s;
        QTest::newRow("back") << u"-25"_s << u"2026-11-28T13:35:00"_s;
        QTest::newRow("none") << u"noon"_s << QString();
    }
    void timesAreReadAsPeopleWriteThem() {
        QFETCH(const QString, typed);
        QFETCH(const QString, expected);
        const QDateTime now(QDate(2026, 11, 28), QTime(14, 0));
        const auto at = parseTime(typed, domain::instantOf(now.toMSecsSinceEpoch()));
        QCOMPARE(at.has_value(), !expected.isEmpty());
        if (at)
            QCOMPARE(domain::toDateTime(*at).toLocalTime().toString(Qt::ISODate), expected);
    }

    void theRecordingIsReadBackForACursorInThePast() {
        store::Store store;
        viewstate::TimeCursor time;
        const PastLoader loader(store, time);
        store.setFleet(m_store.fleet());
        QSignalSpy stopped(&store, &store::Store::recordingStopped);
        store.record(m_folder.filePath(u"f.sqlite"_s), domain::instantOf(0));
        QCOMPARE(stopped.size(), 0);
        for (const qint64 at : {1'000'000, 9'000'000}) {
            sdk::Updates updates;
            updates.ticks.push_back({domain::instantOf(at), std::chrono::seconds(1), {}, 1, 1});
            store.apply(u"aws"_s, updates);
        }
        time.setNewest(*store.newest());
        time.goTo(domain::instantOf(1'000'000));
        QCOMPARE(store.recall(time.window()), store::Recall::Awaited);
        QTRY_COMPARE(store.recall(time.window()), store::Recall::Known);
        time.goTo(domain::instantOf(4'000'000));
        QTRY_COMPARE(store.recall(time.window()), store::Recall::Missing);
        time.goLive();
        QCOMPARE(store.recall(time.window()), store::Recall::Known);
    }

    void shellStateIsRestored() {
        m_window->restoreShell({{u"inspector"_s, "hidden"}});
        QCOMPARE(m_window->shellState().value(u"inspector"_s), QByteArray("hidden"));
        m_window->restoreShell({});
        QCOMPARE(m_window->shellState().value(u"inspector"_s), QByteArray("shown"));
    }

    std::unique_ptr<MainWindow> another() {
        return std::make_unique<MainWindow>(
            pages::Context{m_store, m_view, [] { return domain::instantOf(1'000'000); },
                           [] { return std::nullopt; }},
            m_settings, m_language);
    }

    void partsAndWindowsComeBackAsTheyWereLeft() {
        m_view.navigation().showPage(u"graph"_s);
        viewstate::ShellState left;
        {
            const auto window = another();
            window->show();
            auto* commands = window->findChild<Commands*>();
            auto* workspace = window->findChild<Workspace*>();
            commands->trigger(u"part.open"_s);
            QCOMPARE(workspace->parts().size(), 2); // the inspector and the graph
            commands->trigger(u"part.tab"_s);
            QCOMPARE(workspace->tabifiedDockWidgets(workspace->parts().at(0)).size(), 1);
            m_view.navigation().showPage(u"links"_s);
            commands->trigger(u"part.open"_s);
            commands->trigger(u"part.float"_s);
            QVERIFY(workspace->parts().at(2)->isFloating());
            commands->trigger(u"window.new"_s);
            QCOMPARE(window->findChild<Windows*>()->all().size(), 1);
            left = window->shellState();
        }
        const auto window = another();
        window->show();
        window->restoreShell(left);
        auto* workspace = window->findChild<Workspace*>();
        QCOMPARE(workspace->parts().size(), 3);
        QStringList titles;
        for (const QDockWidget* part : workspace->parts()) {
            titles << part->windowTitle();
            QCOMPARE(part->isFloating(), part->windowTitle() == "Links"_L1);
        }
        titles.sort();
        QCOMPARE(titles, (QStringList{u"Graph"_s, u"Inspector"_s, u"Links"_s}));
        QCOMPARE(workspace->tabifiedDockWidgets(workspace->parts().at(0)).size(), 1);
        const auto beside = window->findChild<Windows*>()->all();
        QCOMPARE(beside.size(), 1);
        QCOMPARE(beside.at(0)->parts().size(), 1);
        window->findChild<Commands*>()->trigger(u"part.close"_s);
        window->close();
        QVERIFY(window->findChild<Windows*>()->all().isEmpty());
    }

    void aSplitPartMovesFromSideToSide() {
        const auto window = another();
        window->show();
        auto* workspace = window->findChild<Workspace*>();
        QDockWidget* part = workspace->addPage(u"metrics"_s);
        QCOMPARE(workspace->dockWidgetArea(part), Qt::RightDockWidgetArea);
        workspace->movePart();
        QCOMPARE(workspace->dockWidgetArea(part), Qt::BottomDockWidgetArea);
        workspace->movePart();
        QCOMPARE(workspace->dockWidgetArea(part), Qt::LeftDockWidgetArea);
        QCOMPARE(workspace->addPage(u"nosuch"_s), nullptr);
    }

    void brokenArrangementsAreLeftAlone() {
        m_window->restoreShell({{u"parts"_s, "nonsense"}, {u"windows"_s, "more nonsense"}});
        QCOMPARE(m_window->findChild<Workspace*>()->parts().size(), 1);
        QVERIFY(m_window->findChild<Windows*>()->all().isEmpty());
    }
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
