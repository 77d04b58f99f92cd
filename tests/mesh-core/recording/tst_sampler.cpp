// SPDX-License-Identifier: Apache-2.0
// What a worker remembers of requests until it is asked.
#include "recording/sampler.h"

#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::recording;

namespace {

Tuple request(std::string_view path, std::string_view identity = "spiffe://talk.mesh/x") {
    Tuple tuple;
    tuple.service = "ledger.bank.svc.aws.mesh";
    tuple.port = 80;
    tuple.identity = identity;
    tuple.network = IpAddress::v4(10, 1, 2, 3);
    tuple.host = "ledger.bank.svc.aws.mesh:80";
    tuple.method = "GET";
    tuple.path = path;
    tuple.verdict = Verdict::Allowed;
    return tuple;
}

Sampler sampler(std::size_t most = Sampler::kDefaultMaxTuples) {
    Sampler made(most);
    made.use(std::make_shared<const Redaction>());
    return made;
}

} // namespace

class TestSampler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalRequestsAreOneTuple() {
        auto seen = sampler();
        for (int loan = 10'000; loan < 10'500; ++loan)
            seen.add(request("/loans/" + std::to_string(loan) + "?token=secret"));
        const auto drained = seen.drain();
        QCOMPARE(drained.tuples.size(), std::size_t(1));
        QCOMPARE(drained.tuples[0].path, std::string("/loans/11111"));
        QCOMPARE(drained.tuples[0].count, std::uint64_t(500));
        QCOMPARE(drained.givenUp, std::uint64_t(0));
        QCOMPARE(seen.size(), std::size_t(0));
        QVERIFY(seen.drain().tuples.empty());
    }
    void whateverRulesLookAtTellsTuplesApart() {
        auto seen = sampler();
        seen.add(request("/a"));
        const auto with = [&](auto change) {
            auto other = request("/a");
            change(other);
            seen.add(other);
        };
        with([](Tuple& t) { t.method = "POST"; });
        with([](Tuple& t) { t.path = "/b"; });
        with([](Tuple& t) { t.identity = "spiffe://talk.mesh/y"; });
        with([](Tuple& t) { t.network = IpAddress::v4(10, 1, 2, 4); });
        with([](Tuple& t) { t.service = "ledger.bank.svc.gcp.mesh"; });
        with([](Tuple& t) { t.port = 81; });
        with([](Tuple& t) { t.host = "ledger"; });
        with([](Tuple& t) { t.verdict = Verdict::Denied; });
        QCOMPARE(seen.size(), std::size_t(9));
        const auto drained = seen.drain();
        QVERIFY(std::ranges::all_of(drained.tuples,
                                    [](const auto& tuple) { return tuple.count == 1; }));
    }
    void strangersAreNetworks() {
        auto seen = sampler();
        auto stranger = request("/", "");
        for (std::uint8_t host = 1; host < 200; ++host) {
            stranger.network = IpAddress::v4(192, 0, 2, host);
            seen.add(stranger);
        }
        stranger.network = *IpAddress::parse("2001:db8:1:2:3::4");
        seen.add(stranger);
        auto drained = seen.drain();
        QCOMPARE(drained.tuples.size(), std::size_t(2));
        std::ranges::sort(drained.tuples, {}, &Sample::count);
        QCOMPARE(drained.tuples[0].network.serialize(), std::string("2001:db8:1::"));
        QCOMPARE(drained.tuples[1].network.serialize(), std::string("192.0.2.0"));
    }
    void whatHasNoPlaceIsCounted() {
        auto seen = sampler(10);
        for (char c = 'a'; c <= 'z'; ++c)
            seen.add(request(std::string("/") + c));
        seen.add(request("/a")); // known: still counted
        const auto drained = seen.drain();
        QCOMPARE(drained.tuples.size(), std::size_t(10));
        QCOMPARE(drained.givenUp, std::uint64_t(16));
        QCOMPARE(seen.drain().givenUp, std::uint64_t(0));
    }
    void longTextsAreCut() {
        auto seen = sampler();
        const std::string text(5000, 'x');
        auto strange = request("/" + text);
        strange.path = text;
        strange.method = text;
        strange.host = text;
        seen.add(strange);
        const auto drained = seen.drain();
        QVERIFY(drained.tuples[0].path.size() <= Redaction::kMaxPath + 8);
        QCOMPARE(drained.tuples[0].method, std::string("[cut]"));
        QCOMPARE(drained.tuples[0].host.size(), std::size_t(255));
    }
    void switchedOffItForgets() {
        auto seen = sampler();
        seen.add(request("/a"));
        seen.use(nullptr);
        QVERIFY(!seen.isOn());
        QVERIFY(seen.drain().tuples.empty());
    }
};

QTEST_APPLESS_MAIN(TestSampler)
#include "tst_sampler.moc"
