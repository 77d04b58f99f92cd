// SPDX-License-Identifier: GPL-3.0-or-later
// Who is told of a link that changes its state, and who is not.
#include "shell/notifier.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace causeway::app;
using namespace causeway::app::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using shell::Notifier;

namespace {

const Instant kStart = instantOf(1'772'632'800'000);

// A fleet of two clusters whose only call crosses a link.
struct TwoClusters {
    store::Store store;
    viewstate::ViewState view;
    Instant now = kStart;

    TwoClusters() {
        domain::Fleet fleet;
        fleet.name = fleet.location = u"test"_s;
        for (const QString& name : {u"aws"_s, u"gcp"_s}) {
            Cluster cluster;
            cluster.name = name;
            fleet.clusters.push_back(cluster);
        }
        store.setFleet(fleet);
        for (const QString& name : {u"aws"_s, u"gcp"_s}) {
            SourceState live;
            live.condition = SourceCondition::Live;
            store.setSource(name, live);
        }
        QObject::connect(&store, &store::Store::edgesChanged, &store,
                         [this] { view.time().setNewest(*store.newest()); });
    }

    [[nodiscard]] pages::Context context() {
        return {store, view, [this] { return now; }, [] { return std::nullopt; }};
    }

    void run(std::chrono::seconds span, std::uint64_t failures) {
        for (const Instant end = now + span; now < end;) {
            now += 1s;
            sdk::EdgeSample sample;
            sample.key.source = {u"payments"_s, u"bank"_s, u"aws"_s};
            sample.key.destination = {u"ledger"_s, u"bank"_s, u"gcp"_s};
            sample.key.link = {u"aws"_s, u"gcp"_s};
            sample.counted.requests = sample.counted.attempts = 10;
            sample.counted.failures = failures;
            sample.counted.latency.record(20'000, 10);
            sdk::Updates updates;
            updates.ticks.push_back({now, 1s, {sample}, 1, 1});
            store.apply(u"aws"_s, updates);
            updates.ticks.front().samples.clear();
            store.apply(u"gcp"_s, updates);
        }
    }
};

} // namespace

class TestNotifier : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLinkThatFailsIsToldOnceWithWhomItHits() {
        QTemporaryDir folder;
        QSettings storage(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
        const viewstate::Settings settings(storage);
        TwoClusters fleet;
        const Notifier notifier(fleet.context(), settings);
        QList<Notifier::Notice> told;
        connect(&notifier, &Notifier::noticed, this,
                [&](const Notifier::Notice& notice) { told << notice; });
        fleet.run(120s, 0);
        QVERIFY(told.isEmpty());
        fleet.run(120s, 8);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0].title, u"aws → gcp fails"_s);
        QVERIFY2(told[0].text.contains(u"success is"_s) && told[0].text.contains(u"ledger.bank@gcp"_s),
                 qPrintable(told[0].text));
        fleet.run(180s, 0);
        QCOMPARE(told.back().title, u"aws → gcp is well again"_s);
    }

    void whatIsMutedIsNotTold() {
        QTemporaryDir folder;
        QSettings storage(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
        viewstate::Settings settings(storage);
        settings.setMuted(viewstate::NoticeRule::LinkFails, true);
        TwoClusters fleet;
        const Notifier notifier(fleet.context(), settings);
        QStringList told;
        connect(&notifier, &Notifier::noticed, this,
                [&](const Notifier::Notice& notice) { told << notice.title; });
        fleet.run(120s, 0);
        fleet.run(120s, 8);
        fleet.run(180s, 0);
        QVERIFY(!told.contains(u"aws → gcp fails"_s));
        QCOMPARE(told.count(u"aws → gcp is well again"_s), 1);
    }
};

QTEST_MAIN(TestNotifier)
#include "tst_notifier.moc"
