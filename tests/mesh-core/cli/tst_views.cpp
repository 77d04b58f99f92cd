// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"
#include "cli/views.h"

#include <QTest>

using namespace causeway;
using namespace causeway::cli;

namespace {

struct Traffic {
    std::string from;
    std::string to;
    std::string toCluster;
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    std::uint64_t us = 0;
    std::string link = {};
};

telemetry::EdgeSample sample(telemetry::Vantage vantage, const std::string& cluster,
                             const Traffic& traffic) {
    telemetry::EdgeSample sample;
    sample.labels.key.vantage = vantage;
    sample.labels.key.sourceIdentity =
        "spiffe://talk.mesh/cluster/" + cluster + "/ns/bank/sa/" + traffic.from;
    sample.labels.key.destinationService = traffic.to;
    sample.labels.key.destinationCluster = traffic.toCluster;
    sample.labels.key.link = traffic.link;
    sample.labels.sourceWorkload = traffic.from;
    sample.counters.requests = traffic.requests;
    sample.counters.attempts = traffic.requests;
    sample.counters.failures = traffic.failures;
    sample.counters.latency.record(traffic.us, traffic.requests);
    return sample;
}

telemetry::ClusterSamples seenBy(const std::string& cluster,
                                 std::vector<telemetry::EdgeSample> samples) {
    return {cluster, std::chrono::seconds(60), std::move(samples)};
}

std::vector<std::string> keysOf(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items())
        keys.push_back(key);
    return keys;
}

} // namespace

class TestViews : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tableAlignsAndWritesNoTrailingSpace() {
        const Table table{{{"NAME"}, {"RPS", Column::Align::Right}, {"STATE"}},
                          {{{"a"}, {"1.0/s"}, {"● ok"}}, {{"longer"}, {"120.5/s"}, {""}}},
                          {}};
        QCOMPARE(QString::fromStdString(render(table, {})),
                 QStringLiteral("NAME        RPS  STATE\n"
                                "a         1.0/s  ● ok\n"
                                "longer  120.5/s\n"));
    }
    void tableGivesWayToANarrowTerminalByCharactersNotBytes() {
        const Table table{{{"N", Column::Align::Left, true}, {"V", Column::Align::Right}},
                          {{{"ééééééééééééé"}, {"1"}}},
                          {}};
        QCOMPARE(QString::fromStdString(render(table, {13, false})),
                 QStringLiteral("N           V\nééééééééé…  1\n"));
    }
    void tableHasColourOnlyWhereAsked() {
        const Table table{{{"A"}}, {{{"bad", Tone::Bad}}}, {}};
        QVERIFY(render(table, {0, false}).find('\033') == std::string::npos);
        QVERIFY(render(table, {0, true}).find("\033[31mbad\033[0m") != std::string::npos);
    }
    void emptyTableSaysSo() {
        QCOMPARE(render({{{"A"}}, {}, "No links."}, {}), std::string("No links.\n"));
    }

    void numbersHaveUnitsAndUnknownIsADash() {
        QCOMPARE(formatMs(30149.0), std::string("30.1 ms"));
        QCOMPARE(formatMs(std::nullopt), std::string("–"));
        QCOMPARE(formatShare(0.99999), std::string("99.99 %"));
        QCOMPARE(formatShare(1.0), std::string("100.00 %"));
        QCOMPARE(formatSpan(std::chrono::seconds(59)), std::string("59 s"));
        QCOMPARE(formatSpan(std::chrono::hours(76)), std::string("3 d 4 h"));
        QCOMPARE(jsonMs(30149.4).dump(), std::string("30.149"));
        QVERIFY(jsonMs(std::nullopt).is_null());
        QCOMPARE(formatTime(WallTime(std::chrono::seconds(0))),
                 std::string("1970-01-01T00:00:00Z"));
    }

    void linksShowDeclaredOnesWithoutTraffic() {
        client::Link declared;
        declared.from = "aws";
        declared.to = "gcp";
        client::Link idle;
        idle.from = "aws";
        idle.to = "azure";
        const Traffic traffic{"payments", "ledger.bank", "gcp", 1200, 0, 30000, "aws:gcp"};
        const auto view =
            linksView({declared, idle},
                      {seenBy("aws", {sample(telemetry::Vantage::Caller, "aws", traffic)})});
        const auto& links = view.json["links"];
        QCOMPARE(links.size(), std::size_t(2));
        QCOMPARE(keysOf(links[0]), (std::vector<std::string>{"from", "to", "p50_ms", "p95_ms",
                                                             "p99_ms", "rps", "success", "state"}));
        QCOMPARE(links[0]["to"].dump(), Json("azure").dump());
        QVERIFY(links[0]["p50_ms"].is_null() && links[0]["rps"].is_null()
                && links[0]["success"].is_null());
        QCOMPARE(links[0]["state"].dump(), Json("not_measured").dump());
        QCOMPARE(links[1]["state"].dump(), Json("ok").dump());
        QCOMPARE(links[1]["rps"].get<double>(), 20.0);
        QVERIFY(std::abs(links[1]["p50_ms"].get<double>() - 30) < 0.4);
    }
    void linkStateFollowsSuccess() {
        QCOMPARE(linkState(std::nullopt), std::string("not_measured"));
        QCOMPARE(linkState(0.99), std::string("ok"));
        QCOMPARE(linkState(0.98), std::string("degraded"));
        QCOMPARE(linkState(0.94), std::string("failing"));
    }

    void edgesJoinBothEnds() {
        const Traffic traffic{"payments", "ledger.bank", "gcp", 600, 60, 5000, "aws:gcp"};
        Traffic arrived = traffic;
        arrived.requests = 599;
        const Samples samples{seenBy("aws", {sample(telemetry::Vantage::Caller, "aws", traffic)}),
                              seenBy("gcp", {sample(telemetry::Vantage::Callee, "aws", arrived)})};
        const auto edges = edgesView(samples, false).json["edges"];
        QCOMPARE(edges.size(), std::size_t(1));
        QCOMPARE(
            keysOf(edges[0]),
            (std::vector<std::string>{"from", "from_cluster", "to", "to_cluster", "tls", "protocol",
                                      "rps", "success", "p50_ms", "p95_ms", "p99_ms"}));
        QCOMPARE(edges[0]["from"].dump(), Json("payments").dump());
        QCOMPARE(edges[0]["from_cluster"].dump(), Json("aws").dump());
        QCOMPARE(edges[0]["tls"].dump(), Json("mutual").dump());
        QCOMPARE(edges[0]["success"].get<double>(), 0.9);
        const auto counted = edgesView(samples, true).json["edges"][0];
        QCOMPARE(counted["attempts"].dump(), Json(600).dump());
        QCOMPARE(counted["arrived"].dump(), Json(599).dump());
    }
    void edgeOfASilentCallersClusterIsShownFromTheCallee() {
        const Traffic traffic{"payments", "ledger.bank", "gcp", 600, 0, 5000, "aws:gcp"};
        const auto edge =
            edgesView({seenBy("gcp", {sample(telemetry::Vantage::Callee, "aws", traffic)})}, true)
                .json["edges"][0];
        QCOMPARE(edge["rps"].get<double>(), 10.0);
        QVERIFY(edge["attempts"].is_null());
    }
    void statMergesAllCallersOfAService() {
        const auto from = [](const char* caller, std::uint64_t us) {
            return sample(telemetry::Vantage::Callee, "aws",
                          {caller, "ledger.bank", "aws", 100, 0, us});
        };
        const auto stat =
            statView(
                {seenBy("aws", {from("payments", 1000), from("loans", 9000), from("cards", 9000)})})
                .json["stat"];
        QCOMPARE(stat.size(), std::size_t(1));
        QCOMPARE(stat[0]["rps"].get<double>(), 5.0);
        // Two thirds of all requests took 9 ms; a mean of the three medians would be 6.3 ms.
        QVERIFY(std::abs(stat[0]["p50_ms"].get<double>() - 9) < 0.2);
    }

    void servicesHideEndpointsOfMirrors() {
        client::Service mirror;
        mirror.name = "ledger-gcp";
        mirror.namespace_ = "bank";
        mirror.cluster = "aws";
        mirror.mirrorOf = "ledger.bank@gcp";
        const auto service = servicesView({mirror}).json["services"][0];
        QVERIFY(service["ready"].is_null());
        QVERIFY(service["squad"].is_null());
        QCOMPARE(service["mirror_of"].dump(), Json("ledger.bank@gcp").dump());
    }
    void certificatesAreSortedFromTheAnchorDown() {
        client::Certificate leaf;
        leaf.kind = client::CertificateKind::Leaf;
        leaf.notAfter = WallTime(std::chrono::hours(10));
        client::Certificate anchor = leaf;
        anchor.kind = client::CertificateKind::TrustAnchor;
        const auto view = certificatesView({leaf, anchor}, WallTime(std::chrono::hours(11)));
        QCOMPARE(view.json["certificates"][0]["kind"].dump(), Json("anchor").dump());
        QCOMPARE(view.table.rows[1][4].text, std::string("expired"));
    }
};

QTEST_APPLESS_MAIN(TestViews)
#include "tst_views.moc"
