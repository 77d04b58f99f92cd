// SPDX-License-Identifier: GPL-3.0-or-later
// The time cursor, the history of places, settings and the session.
#include "viewstate/session.h"
#include "viewstate/settings.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace causeway::app;
using namespace causeway::app::viewstate;
using domain::instantOf;
using namespace std::chrono_literals;

class TestViewState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder.emplace();
        QVERIFY(m_folder->isValid());
        m_storage.emplace(m_folder->filePath(QStringLiteral("causeway.ini")), QSettings::IniFormat);
    }
    void cleanup() {
        m_storage.reset();
        m_folder.reset();
    }

    void liveFollowsTheNewest() {
        TimeCursor time;
        QSignalSpy windows(&time, &TimeCursor::windowChanged);
        time.setNewest(instantOf(100'000));
        QCOMPARE(time.at(), instantOf(100'000));
        QCOMPARE(time.window(), (domain::TimeRange{instantOf(40'000), instantOf(100'000)}));
        QCOMPARE(windows.size(), 1);
        time.setNewest(instantOf(90'000)); // a late cluster does not turn time back
        QCOMPARE(time.at(), instantOf(100'000));
        QCOMPARE(windows.size(), 1);
    }

    void pausedHoldsAndLiveCatchesUp() {
        TimeCursor time;
        time.setNewest(instantOf(100'000));
        time.togglePause();
        QCOMPARE(time.mode(), TimeCursor::Mode::Paused);
        time.setNewest(instantOf(110'000));
        QCOMPARE(time.at(), instantOf(100'000));
        QCOMPARE(time.range().end, instantOf(100'000)); // nothing moves by itself
        time.togglePause();
        QVERIFY(time.isLive());
        QCOMPARE(time.at(), instantOf(110'000));
    }

    void goingToTheNewestIsLive() {
        TimeCursor time;
        time.setNewest(instantOf(100'000));
        time.goTo(instantOf(70'000));
        QCOMPARE(time.mode(), TimeCursor::Mode::At);
        time.goTo(instantOf(100'000));
        QVERIFY(time.isLive());
    }

    void theRangeStandsStillInThePastAndFollowsTheCursorOutOfIt() {
        TimeCursor time;
        time.setNewest(domain::instantOf(10'000'000));
        time.setSpan(10min);
        time.goTo(domain::instantOf(9'900'000));
        time.setNewest(domain::instantOf(10'060'000));
        QCOMPARE(time.range().end, domain::instantOf(10'000'000));
        time.goTo(domain::instantOf(5'000'000));
        QCOMPARE(time.range().end, domain::instantOf(5'300'000));
        time.moveBy(-1min);
        QCOMPARE(time.range().end, domain::instantOf(5'300'000));
        QCOMPARE(time.at(), domain::instantOf(4'940'000));
        time.goLive();
        QCOMPARE(time.range().end, domain::instantOf(10'060'000));
    }

    void theSpanIsNeverShorterThanTheWindow() {
        TimeCursor time;
        time.setWindow(30min);
        QCOMPARE(time.range().span(), domain::Milliseconds(30min));
        time.setSpan(1min);
        QCOMPARE(time.range().span(), domain::Milliseconds(30min));
    }

    void historyGoesBackAndForward() {
        Navigation navigation;
        QSignalSpy pages(&navigation, &Navigation::pageChanged);
        QSignalSpy selections(&navigation, &Navigation::selectionChanged);
        navigation.showPage(QStringLiteral("links"));
        navigation.select(domain::LinkRef::parse(u"azure:aws"));
        navigation.showPage(QStringLiteral("graph"));
        QCOMPARE(pages.size(), 2);
        QCOMPARE(selections.size(), 1);
        navigation.back();
        navigation.back();
        QCOMPARE(navigation.page(), QStringLiteral("links"));
        QVERIFY(navigation.selection().isFleet());
        navigation.forward();
        QCOMPARE(navigation.selection().id(), QStringLiteral("link:azure:aws"));
        navigation.showPage(QStringLiteral("fleet"));
        QVERIFY(!navigation.canGoForward());
    }

    void escGivesUpTheSelectionFirst() {
        Navigation navigation;
        navigation.goTo({QStringLiteral("links"), domain::LinkRef::parse(u"azure:aws")});
        navigation.stepBack();
        QCOMPARE(navigation.page(), QStringLiteral("links"));
        QVERIFY(navigation.selection().isFleet());
    }

    void historyIsBounded() {
        Navigation navigation;
        for (int i = 0; i < 1000; ++i)
            navigation.showPage(QStringLiteral("page%1").arg(i));
        int steps = 0;
        for (; navigation.canGoBack(); ++steps)
            navigation.back();
        QCOMPARE_LT(steps, 100);
    }

    void settingsAreKept() {
        Settings settings(*m_storage);
        QCOMPARE(settings.theme(), ThemeChoice::System);
        QSignalSpy changes(&settings, &Settings::themeChanged);
        settings.setTheme(ThemeChoice::Dark);
        settings.setTheme(ThemeChoice::Dark);
        settings.setLanguage(QStringLiteral("da"));
        QCOMPARE(changes.size(), 1);
        const Settings again(*m_storage);
        QCOMPARE(again.theme(), ThemeChoice::Dark);
        QCOMPARE(again.language(), QStringLiteral("da"));
        m_storage->setValue(QStringLiteral("theme"), QStringLiteral("purple"));
        QCOMPARE(again.theme(), ThemeChoice::System);
    }

    void aSessionComesBackForItsFleetOnly() {
        ViewState left;
        left.navigation().goTo({QStringLiteral("graph"),
                                domain::ServiceSelection{domain::Ref::parse(u"ledger.bank@aws")}});
        left.filter().setText(QStringLiteral("cluster=aws"));
        left.time().setWindow(5min);
        saveSession(*m_storage, QStringLiteral("/a/fleet.yaml"), left,
                    {{QStringLiteral("geometry"), QByteArrayLiteral("\x01\x02")}});

        ViewState back;
        const ShellState shell = restoreSession(*m_storage, QStringLiteral("/a/fleet.yaml"), back);
        QCOMPARE(shell.value(QStringLiteral("geometry")), QByteArrayLiteral("\x01\x02"));
        QCOMPARE(back.navigation().place(), left.navigation().place());
        QCOMPARE(back.filter().text(), QStringLiteral("cluster=aws"));
        QCOMPARE(back.time().window().span(), domain::Milliseconds(5min));

        ViewState other;
        QVERIFY(restoreSession(*m_storage, QStringLiteral("/b/fleet.yaml"), other).isEmpty());
        QCOMPARE(other.navigation().page(), QStringLiteral("fleet"));
    }

private:
    std::optional<QTemporaryDir> m_folder;
    std::optional<QSettings> m_storage;
};

QTEST_GUILESS_MAIN(TestViewState)
#include "tst_viewstate.moc"
