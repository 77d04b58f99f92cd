// SPDX-License-Identifier: Apache-2.0
// The connections over a link as people and programs see them, and the figures in them.
#include "cli/connection_views.h"
#include "link/connection_figures.h"

#include <QTest>

using namespace causeway;
using namespace causeway::cli;
using namespace std::chrono_literals;

namespace {

using telemetry::ConnectionSample;
using telemetry::Leg;

ConnectionSample wire(std::uint64_t segments, std::uint64_t again) {
    ConnectionSample sample;
    sample.leg = Leg::Wire;
    sample.link = "aws:gcp";
    sample.connectionUs = 150'000'000;
    sample.opened = 30;
    sample.resumed = 27;
    sample.rtt.record(20'000, 60);
    sample.rttVariationSumUs = 60 * 400;
    sample.segments = segments;
    sample.retransmits = again;
    sample.deliveryRate = 3'400'000;
    return sample;
}

View viewOf(const ConnectionFacts& facts) {
    View view{{}, {{"from", "aws"}, {"to", "gcp"}}, {}};
    addConnections(view, facts);
    return view;
}

} // namespace

class TestConnectionViews : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void figuresAreOfTheTimeThatIsCovered() {
        const auto figures = link::figuresOf(wire(1000, 20), 30s);
        QCOMPARE(*figures.connections, 5.0);
        QCOMPARE(*figures.openedPerSecond, 1.0);
        QCOMPARE(*figures.resumedShare, 0.9);
        QVERIFY(std::abs(*figures.rttMs - 20) < 0.3);
        QVERIFY(std::abs(*figures.rttVariationMs - 0.4) < 1e-9);
        QCOMPARE(figures.retransmitted->value, 0.02);
        QVERIFY(figures.retransmitted->low > 0.01 && figures.retransmitted->high < 0.04);
        QVERIFY(std::abs(*figures.retransmitsPerSecond - 20.0 / 30) < 1e-9);
        QCOMPARE(*figures.bytesPerSecond, 3.4e6);
        QVERIFY(!link::figuresOf({}, 30s).connections);
        QVERIFY(!link::figuresOf(wire(1, 0), 0s).rttMs);
        ConnectionSample resting;
        resting.connectionUs = 60'000'000;
        const auto rest = link::figuresOf(resting, 60s);
        QCOMPARE(*rest.connections, 1.0);
        QVERIFY(!rest.rttMs && !rest.retransmitted && !rest.resumedShare && !rest.bytesPerSecond);
    }
    void aRowAndItsJson() {
        ConnectionFacts facts;
        facts.windows[0] = {{wire(1000, 20)}, {}, 60s};
        facts.windows[1] = {{wire(5000, 20)}, {}, 300s};
        facts.windows[2] = {{wire(60'000, 20)}, {}, 3600s};
        const auto view = viewOf(facts);
        const Json& json = view.json["connections"];
        QCOMPARE(json["open"].dump(), Json(2.5).dump());
        QCOMPARE(json["opened_per_second"].dump(), Json(0.5).dump());
        QCOMPARE(json["resumed"].dump(), Json(0.9).dump());
        QVERIFY(std::abs(json["rtt_ms"].get<double>() - 20) < 0.3);
        QCOMPARE(json["rtt_variation_ms"].dump(), Json(0.4).dump());
        QCOMPARE(json["retransmitted"]["1m"]["share"].dump(), Json(0.02).dump());
        QCOMPARE(json["retransmitted"]["60m"]["segments"].dump(), Json(60'000).dump());
        QCOMPARE(json["delivery_bytes_per_second"].dump(), Json(3.4e6).dump());
        QVERIFY(view.json["connections_error"].is_null());
        const auto& row = view.further.front().rows.front();
        QCOMPARE(row.size(), view.further.front().columns.size());
        QCOMPARE(row[0].text, std::string("connections"));
        QCOMPARE(row[1].text, std::string("2.5"));
        QVERIFY2(row[6].text.starts_with("2.00 % (1."), row[6].text.c_str());
        QVERIFY(row[6].tone == Tone::Bad);
        QVERIFY(row[8].tone == Tone::Plain);
        QCOMPARE(row[10].text, std::string("3.4 MB/s"));
    }
    void unknownIsNull() {
        ConnectionFacts facts;
        facts.silent = "cluster aws: nobody answers";
        const auto view = viewOf(facts);
        for (const char* field :
             {"open", "opened_per_second", "resumed", "rtt_ms", "rtt_variation_ms",
              "retransmits_per_second", "delivery_bytes_per_second"})
            QVERIFY2(view.json["connections"][field].is_null(), field);
        QVERIFY(view.json["connections"]["retransmitted"]["5m"].is_null());
        QCOMPARE(view.json["connections_error"].dump(), Json(facts.silent).dump());
        QVERIFY(view.notes.back().find("nobody answers") != std::string::npos);
        QCOMPARE(view.further.front().rows.front()[1].text, std::string("–"));
    }
};

QTEST_APPLESS_MAIN(TestConnectionViews)
#include "tst_connection_views.moc"
