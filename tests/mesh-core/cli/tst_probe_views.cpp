// SPDX-License-Identifier: Apache-2.0
// The ladder of a link as people and programs see it.
#include "cli/probe_views.h"

#include <QTest>

using namespace causeway;
using namespace causeway::cli;

namespace {

using telemetry::ProbeRung;
using telemetry::ProbeSample;

ProbeSample udp(std::uint64_t answered, std::uint64_t lost) {
    ProbeSample sample;
    sample.link = "aws:gcp";
    sample.answered = answered;
    sample.lost = lost;
    sample.time.record(20'000, answered);
    sample.lastUs = 21'500;
    sample.jitterUs = 300;
    sample.oneWay = telemetry::OneWay{2, 24'000, 16'000, 10'000};
    sample.bytes = 12'000;
    sample.pathOut = telemetry::PathSample{11, 1, 9};
    sample.pathBack = telemetry::PathSample{8, 0, 0};
    return sample;
}

ProbeSample refused(ProbeRung rung) {
    ProbeSample sample;
    sample.rung = rung;
    sample.failures["refused"] = 3;
    sample.failures["timeout"] = 1;
    return sample;
}

View viewOf(const ProbeFacts& facts) {
    View view{{}, {{"from", "aws"}, {"to", "gcp"}}, {}};
    addProbes(view, facts);
    return view;
}

const Json& rung(const View& view, const char* name) {
    for (const auto& each : view.json["probes"])
        if (each["rung"] == name)
            return each;
    qFatal("no rung %s", name);
}

} // namespace

class TestProbeViews : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void figuresAndTheirIntervals() {
        ProbeFacts facts;
        facts.windows[0].push_back(udp(57, 3));
        facts.windows[1].push_back(udp(290, 10));
        facts.windows[2].push_back(udp(3590, 10));
        const auto view = viewOf(facts);
        const Json& json = rung(view, "udp");
        QCOMPARE(json["state"].dump(), Json("degraded").dump());
        QCOMPARE(json["last_ms"].dump(), Json(21.5).dump());
        QVERIFY(std::abs(json["p50_ms"].get<double>() - 20) < 0.3);
        QCOMPARE(json["jitter_ms"].dump(), Json(0.3).dump());
        QCOMPARE(json["one_way_out_ms"].dump(), Json(12.0).dump());
        QCOMPARE(json["one_way_back_ms"].dump(), Json(8.0).dump());
        QCOMPARE(json["one_way_plus_minus_ms"].dump(), Json(10.0).dump());
        QCOMPARE(json["loss"]["1m"]["share"].dump(), Json(0.05).dump());
        QVERIFY(json["loss"]["1m"]["high"].get<double>() > 0.1);
        QVERIFY(json["loss"]["60m"]["high"].get<double>() < 0.01);
        QCOMPARE(json["loss"]["60m"]["probes"].dump(), Json(3600).dump());
        QCOMPARE(view.json["probe_bytes_per_second"].dump(), Json(200.0).dump());
        QVERIFY(view.json["step"].is_null() && view.json["probes_error"].is_null());
        const auto& row = view.further.front().rows.front();
        QCOMPARE(row[4].text, std::string("5.0 % (1.7–13.7)"));
        QCOMPARE(row[9].text, std::string("12.0 / 8.0 ±10.0 ms"));
        QCOMPARE(json["hops_out"].dump(), Json(11).dump());
        QCOMPARE(json["hops_back"].dump(), Json(8).dump());
        QCOMPARE(row[10].text, std::string("11 / 8"));
    }
    void everyRungIsThereAndUnknownIsNull() {
        const auto view = viewOf({});
        QCOMPARE(view.json["probes"].size(), telemetry::kProbeRungs.size());
        for (const auto& each : view.json["probes"]) {
            QCOMPARE(each["state"].dump(), Json("not_measured").dump());
            for (const char* field : {"reason", "last_ms", "p50_ms", "p95_ms", "jitter_ms",
                                      "one_way_out_ms", "one_way_plus_minus_ms", "hops_out", "hops_back"})
                QVERIFY2(each[field].is_null(), field);
            QVERIFY(each["loss"]["5m"].is_null());
        }
        QVERIFY(view.json["probe_bytes_per_second"].is_null());
        QCOMPARE(view.further.front().rows.front().back().text, std::string("○ not measured"));
    }
    void failuresSayWhy() {
        ProbeFacts facts;
        facts.windows[0] = {refused(ProbeRung::Udp), refused(ProbeRung::Tcp)};
        const auto view = viewOf(facts);
        QCOMPARE(rung(view, "udp")["state"].dump(), Json("not_measured").dump());
        QCOMPARE(rung(view, "udp")["reason"].dump(), Json("refused").dump());
        QCOMPARE(rung(view, "tcp")["state"].dump(), Json("failing").dump());
        QCOMPARE(rung(view, "tcp")["loss"]["1m"]["share"].dump(), Json(1.0).dump());
        QVERIFY(rung(view, "tcp")["p50_ms"].is_null());
    }
    void aStepIsDated() {
        ProbeFacts facts;
        facts.step = WallTime(std::chrono::seconds(1'800'000'000));
        facts.stepMs = 27;
        facts.silent = "";
        const auto view = viewOf(facts);
        QCOMPARE(view.json["step"]["at"].dump(), Json("2027-01-15T08:00:00Z").dump());
        QCOMPARE(view.json["step"]["by_ms"].dump(), Json(27.0).dump());
        QVERIFY(view.notes.back().find("27.0 ms longer") != std::string::npos);
    }
    void anotherPathIsDated() {
        ProbeFacts facts;
        facts.pathChanges = {
            {"aws", "gcp", 9, 11, WallTime(std::chrono::seconds(1'800'000'000))}};
        const auto view = viewOf(facts);
        const Json& change = view.json["path_changes"][0];
        QCOMPARE(change["at"].dump(), Json("2027-01-15T08:00:00Z").dump());
        QCOMPARE(change["hops_before"].dump(), Json(9).dump());
        QCOMPARE(change["hops"].dump(), Json(11).dump());
        QVERIFY(view.notes.back().starts_with(
            "▲ the path from aws to gcp changed from 9 to 11 hops at "));
    }
    void whoDidNotAnswerIsSaid() {
        ProbeFacts facts;
        facts.silent = "cluster aws: nobody answers";
        const auto view = viewOf(facts);
        QCOMPARE(view.json["probes_error"].dump(), Json("cluster aws: nobody answers").dump());
        QVERIFY(view.notes.back().find("nobody answers") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestProbeViews)
#include "tst_probe_views.moc"
