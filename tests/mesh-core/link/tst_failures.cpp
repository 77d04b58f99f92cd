// SPDX-License-Identifier: Apache-2.0
// Who is at fault when requests fail: counts alone decide, and little or chance accuses nobody.
#include "link/diagnosis.h"
#include "link/words.h"

#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::link;

namespace {

// Three sites, all links between them, 360 requests each in the window; legs that took their time.
// In each cluster payments calls ledger.bank of every other; ledger calls fraud.bank at home.
class Fleet {
public:
    static constexpr std::uint64_t kRequests = 360;

    // Of the calls of a link, as the callee failed them.
    std::map<std::string, std::uint64_t> answeredBadly;
    // Of the calls of a link, besides: those that no callee saw.
    std::map<std::string, std::uint64_t> lost;
    // Of a cluster's ledger's own calls.
    std::map<std::string, std::uint64_t> fraudFails;
    bool calleesTell = true;

    [[nodiscard]] Picture picture() const {
        PictureBuilder builder;
        for (const std::string cluster : {"aws", "azure", "gcp"})
            if (calleesTell)
                builder.addTeller(cluster);
        for (const std::string from : {"aws", "azure", "gcp"}) {
            for (const std::string to : {"aws", "azure", "gcp"})
                if (from != to)
                    addLink(builder, from, to);
            const Calls inside{"ledger", from, "fraud.bank", from, false};
            builder.add(inside, counters(at(fraudFails, from)));
            builder.addAnswers(inside, kRequests, at(fraudFails, from));
        }
        return builder.build();
    }

private:
    static std::uint64_t at(const std::map<std::string, std::uint64_t>& map,
                            const std::string& key) {
        const auto found = map.find(key);
        return found == map.end() ? 0 : found->second;
    }
    static telemetry::EdgeCounters counters(std::uint64_t failures) {
        telemetry::EdgeCounters counters;
        counters.requests = kRequests;
        counters.failures = failures;
        counters.latency.record(20'000, kRequests);
        counters.leg(telemetry::Leg::Wire).record(10'000, kRequests);
        return counters;
    }
    void addLink(PictureBuilder& builder, const std::string& from, const std::string& to) const {
        const std::string link = from + ":" + to;
        const Calls calls{"payments", from, "ledger.bank", to, true};
        const std::uint64_t bad = at(answeredBadly, link);
        builder.add(calls, counters(bad + at(lost, link)));
        if (calleesTell && at(lost, link) < kRequests)
            builder.addAnswers(calls, kRequests - at(lost, link), bad);
    }
};

std::vector<Verdict> failing(const Fleet& now, const Fleet& usual = {}) {
    const Picture before = usual.picture();
    auto verdicts = diagnose(now.picture(), &before);
    std::erase_if(verdicts, [](const Verdict& each) { return !isFailing(each.kind); });
    return verdicts;
}

} // namespace

class TestFailures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFleetThatFailsNobodyAccusesNobody() { QVERIFY(failing({}).empty()); }
    void aLittleOrChanceAccusesNobody() {
        Fleet fleet;
        fleet.answeredBadly["gcp:aws"] = 4; // 1 %
        fleet.lost["aws:azure"] = 4;
        QVERIFY(failing(fleet).empty());
    }
    void aWorkloadThatFails() {
        Fleet fleet;
        for (const char* link : {"gcp:aws", "azure:aws"})
            fleet.answeredBadly[link] = 72;
        const auto verdicts = failing(fleet);
        QCOMPARE(verdicts.size(), 1U);
        const Verdict& verdict = verdicts.front();
        QCOMPARE(verdict.leg.text(), std::string("workload:ledger@aws"));
        QCOMPARE(name(verdict.kind), std::string_view("failing-workload"));
        QCOMPARE(verdict.failing, 0.2);
        QCOMPARE(verdict.links, (std::vector<std::string>{"azure:aws", "gcp:aws"}));
        QCOMPARE(describe(verdict), std::string("ledger in aws: it fails 20 % of its requests itself"));
        QCOMPARE(describe(verdict.evidence.front()),
                 std::string("ledger.bank@aws fails 20 % of its requests itself, usually 0 %"));
        QCOMPARE(std::ranges::count(verdict.clears, Evidence::Fact::WayHolds, &Evidence::fact), 2);
    }
    // Ledger answers badly because fraud does: fraud is accused, and ledger is not.
    void whoPassesFailuresOnIsNotAccused() {
        Fleet fleet;
        fleet.fraudFails["aws"] = 144;
        for (const char* link : {"gcp:aws", "azure:aws"})
            fleet.answeredBadly[link] = 72;
        const auto verdicts = failing(fleet);
        QCOMPARE(verdicts.size(), 1U);
        QCOMPARE(verdicts.front().leg.text(), std::string("workload:fraud@aws"));
    }
    void aGatewayThatIsGone_data() {
        QTest::addColumn<QStringList>("links");
        QTest::addColumn<QString>("leg");
        QTest::addColumn<quint64>("lost");
        for (const quint64 lost : {quint64(300), quint64(Fleet::kRequests)}) {
            const auto add = [&](const char* part, const QStringList& links, const QString& leg) {
                QTest::addRow("%s, %llu of 360", part, lost) << links << leg << lost;
            };
            add("into", {"gcp:aws", "azure:aws"}, "ingress:aws");
            add("out of", {"aws:gcp", "aws:azure"}, "egress:aws");
            add("wire", {"aws:gcp", "gcp:aws"}, "wire:aws:gcp");
        }
    }
    void aGatewayThatIsGone() {
        QFETCH(QStringList, links);
        QFETCH(QString, leg);
        QFETCH(quint64, lost);
        Fleet fleet;
        for (const QString& link : links)
            fleet.lost[link.toStdString()] = lost;
        const auto verdicts = failing(fleet);
        QCOMPARE(verdicts.size(), 1U);
        QCOMPARE(QString::fromStdString(verdicts.front().leg.text()), leg);
        QCOMPARE(name(verdicts.front().kind), std::string_view("failing-way"));
        QCOMPARE(verdicts.front().links.size(), 2U);
    }
    // Not one request crosses any link: still no reason to be silent.
    void everyLinkIsGone() {
        Fleet fleet;
        for (const char* link : {"aws:gcp", "aws:azure", "gcp:aws", "gcp:azure", "azure:aws", "azure:gcp"})
            fleet.lost[link] = Fleet::kRequests;
        QCOMPARE(failing(fleet).size(), 3U);
    }
    void oneDirectionAloneIsSaidToBeAmbiguous() {
        Fleet fleet;
        fleet.lost["aws:gcp"] = 100;
        const auto verdicts = failing(fleet);
        QCOMPARE(verdicts.size(), 1U);
        QCOMPARE(verdicts.front().leg.text(), std::string("ingress:gcp"));
        QCOMPARE(std::ranges::count(verdicts.front().evidence, Evidence::Fact::CannotTellApart,
                                    &Evidence::fact),
                 1);
    }
    void twoFaultsAreTwoVerdictsWorstFirst() {
        Fleet fleet;
        fleet.lost["gcp:aws"] = fleet.lost["azure:aws"] = 40;
        fleet.answeredBadly["aws:gcp"] = fleet.answeredBadly["azure:gcp"] = 180;
        const auto verdicts = failing(fleet);
        QCOMPARE(verdicts.size(), 2U);
        QCOMPARE(verdicts[0].leg.text(), std::string("workload:ledger@gcp"));
        QCOMPARE(verdicts[1].leg.text(), std::string("ingress:aws"));
    }
    void whatHasAlwaysFailedStandsOutFromTheOthers() {
        Fleet fleet;
        for (const char* link : {"gcp:aws", "azure:aws"})
            fleet.answeredBadly[link] = 72;
        const auto verdicts = failing(fleet, fleet);
        QCOMPARE(verdicts.size(), 1U);
        QVERIFY(verdicts.front().standing);
    }
    // Without the callees' side nothing says where it failed.
    void whoDoesNotTellIsNotGuessed() {
        Fleet fleet;
        fleet.calleesTell = false;
        fleet.lost["gcp:aws"] = fleet.lost["azure:aws"] = 300;
        QVERIFY(failing(fleet).empty());
    }
};

QTEST_APPLESS_MAIN(TestFailures)
#include "tst_failures.moc"
