// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/contract/connector_contract.h"

#include <QTest>
#include <QThread>

#include <algorithm>
#include <array>
#include <set>

namespace causeway::app::test {

namespace {

using namespace domain;
using sdk::Capability;

constexpr int kPatienceMs = 20'000;

// All that a source said, in order, as it arrives on the test's thread.
struct Heard : QObject {
    std::vector<sdk::Updates> updates;
    std::vector<sdk::RequestId> ranges;
    std::vector<sdk::RequestId> objects;
    std::vector<sdk::RequestId> actions;
    std::vector<bool> worked; // of the answers, in the order of their arrival
    int signalCount = 0;

    explicit Heard(const sdk::Source& source) {
        connect(&source, &sdk::Source::updated, this, [this](const sdk::Updates& update) {
            ++signalCount;
            updates.push_back(update);
        });
        connect(&source, &sdk::Source::lost, this, [this](const sdk::Lost&) { ++signalCount; });
        connect(&source, &sdk::Source::rangeAnswered, this,
                [this](sdk::RequestId id, const sdk::RangeAnswer& answer) {
                    ++signalCount;
                    ranges.push_back(id);
                    worked.push_back(answer.series.has_value());
                });
        connect(&source, &sdk::Source::objectsAnswered, this,
                [this](sdk::RequestId id, const sdk::ObjectsAnswer& answer) {
                    ++signalCount;
                    objects.push_back(id);
                    worked.push_back(answer.objects.has_value());
                });
        connect(&source, &sdk::Source::actionFinished, this,
                [this](sdk::RequestId id, const sdk::ActionAnswer& answer) {
                    ++signalCount;
                    actions.push_back(id);
                    worked.push_back(answer.applied.has_value());
                });
    }
    [[nodiscard]] std::vector<sdk::EdgeTick> ticks() const {
        std::vector<sdk::EdgeTick> all;
        for (const sdk::Updates& update : updates)
            all.insert(all.end(), update.ticks.begin(), update.ticks.end());
        return all;
    }
};

// A source on a worker of its own, ended whatever the test finds.
class OnWorker {
public:
    explicit OnWorker(std::unique_ptr<sdk::Source> source) : m_source(source.release()) {
        m_source->moveToThread(&m_thread);
        m_thread.start();
    }
    ~OnWorker() {
        run([this] {
            m_source->stop();
            delete m_source;
        });
        m_thread.quit();
        m_thread.wait();
    }
    template <typename Call> void run(Call call) {
        QMetaObject::invokeMethod(m_source, std::move(call), Qt::BlockingQueuedConnection);
    }
    [[nodiscard]] sdk::Source& source() { return *m_source; }

private:
    QThread m_thread;
    sdk::Source* m_source;
};

void checkSnapshot(const sdk::Snapshot& snapshot, const QString& cluster) {
    QCOMPARE(snapshot.cluster.name, cluster);
    QVERIFY(!snapshot.services.empty());
    std::set<Ref> services;
    for (const Service& service : snapshot.services) {
        QCOMPARE(service.ref.cluster, cluster);
        QVERIFY(!service.ref.name.isEmpty());
        QVERIFY2(services.insert(service.ref).second, qPrintable(service.ref.qualifiedName()));
    }
    for (const Link& link : snapshot.links)
        QCOMPARE(link.ref.from, cluster);
    for (const Event& event : snapshot.events)
        QCOMPARE(event.cluster, cluster);
}

void checkSample(const sdk::EdgeSample& sample, const ContractCase& it) {
    const bool atCaller = sample.side == sdk::Side::Caller;
    const sdk::Capabilities able = it.connector.capabilities();
    QVERIFY(able.testFlag(atCaller ? Capability::CallerSide : Capability::CalleeSide));
    const QString& where = atCaller ? sample.key.source.cluster : sample.key.destination.cluster;
    QVERIFY2(where == it.cluster, qPrintable(sample.key.id()));
    QVERIFY(sample.counted.failures <= sample.counted.requests);
    for (const Leg leg : kLegOrder)
        if (!sample.counted.leg(leg).empty())
            QVERIFY2(atCaller && able.testFlag(Capability::Legs), qPrintable(sample.key.id()));
}

void checkTicks(const std::vector<sdk::EdgeTick>& ticks, const ContractCase& it) {
    std::size_t samples = 0;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        QVERIFY(ticks[i].duration > Milliseconds(0));
        QVERIFY(i == 0 || ticks[i - 1].end < ticks[i].end);
        std::set<std::pair<EdgeKey, sdk::Side>> ends;
        for (const sdk::EdgeSample& sample : ticks[i].samples) {
            QVERIFY2(ends.insert({sample.key, sample.side}).second, qPrintable(sample.key.id()));
            checkSample(sample, it);
            ++samples;
        }
    }
    QVERIFY(samples > 0);
}

void checkRequests(OnWorker& worker, Heard& heard, const ContractCase& it) {
    const auto ticks = heard.ticks();
    const sdk::RangeQuery query{{}, {ticks.front().end - ticks.front().duration, ticks.back().end}};
    const sdk::Action action{QStringLiteral("{}"), QStringLiteral("a test"), true};
    auto& source = worker.source();
    worker.run([&] { source.queryRange(11, query); });
    QTRY_COMPARE_WITH_TIMEOUT(heard.ranges, std::vector<sdk::RequestId>{11}, kPatienceMs);
    worker.run([&] { source.listObjects(12, {}); });
    QTRY_COMPARE_WITH_TIMEOUT(heard.objects, std::vector<sdk::RequestId>{12}, kPatienceMs);
    worker.run([&] { source.apply(13, action); });
    QTRY_COMPARE_WITH_TIMEOUT(heard.actions, std::vector<sdk::RequestId>{13}, kPatienceMs);
    // What a connector says it cannot do, it refuses.
    const sdk::Capabilities able = it.connector.capabilities();
    const std::array flags = {Capability::RangeQueries, Capability::Objects, Capability::Actions};
    for (std::size_t i = 0; i < flags.size(); ++i)
        QVERIFY(able.testFlag(flags[i]) || !heard.worked[i]);
}

} // namespace

void keepsFleet(const ContractCase& it) {
    const auto fleet = it.connector.readFleet(it.location);
    QVERIFY2(fleet, fleet ? "" : fleet.error().describe().c_str());
    QCOMPARE(fleet->location, it.location);
    QVERIFY(!fleet->name.isEmpty());
    QVERIFY(fleet->cluster(it.cluster));
    std::set<QString> names;
    for (const Cluster& cluster : fleet->clusters)
        QVERIFY2(names.insert(cluster.name).second, qPrintable(cluster.name));
}

void keepsErrors(const ContractCase& it) {
    const QString nowhere = it.location + QStringLiteral(".missing");
    const auto fleet = it.connector.readFleet(nowhere);
    QVERIFY(!fleet);
    QCOMPARE(fleet.error().kind(), ErrorKind::NotFound);
    QVERIFY2(fleet.error().describe().find(nowhere.toStdString()) != std::string::npos,
             fleet.error().describe().c_str());
    const auto source = it.connector.openCluster(it.location, QStringLiteral("atlantis"), it.clock);
    QVERIFY(!source);
    QVERIFY(source.error().describe().find("atlantis") != std::string::npos);
}

void keepsSource(const ContractCase& it) {
    auto opened = it.connector.openCluster(it.location, it.cluster, it.clock);
    QVERIFY2(opened, opened ? "" : opened.error().describe().c_str());
    Heard heard(**opened);
    OnWorker worker(std::move(*opened));
    QCoreApplication::processEvents();
    QCOMPARE(heard.signalCount, 0);

    worker.run([&] { worker.source().start(); });
    QTRY_VERIFY_WITH_TIMEOUT(!heard.updates.empty(), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!heard.ticks().empty(), kPatienceMs);
    const auto first = std::ranges::find_if(
        heard.updates, [](const sdk::Updates& updates) { return updates.snapshot.has_value(); });
    QVERIFY(first != heard.updates.end());
    for (auto before = heard.updates.begin(); before != first; ++before)
        QVERIFY(before->changes.empty());
    checkSnapshot(*first->snapshot, it.cluster);
    checkTicks(heard.ticks(), it);
    if (!QTest::currentTestFailed())
        checkRequests(worker, heard, it);

    worker.run([&] { worker.source().stop(); });
    QCoreApplication::processEvents();
    const int before = heard.signalCount;
    worker.run([] {}); // whatever the worker still had to do is done
    QCoreApplication::processEvents();
    QCOMPARE(heard.signalCount, before);
}

} // namespace causeway::app::test
