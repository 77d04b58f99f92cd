// SPDX-License-Identifier: Apache-2.0
// The meshes are drawn as text, a sample a line:
//   <who counted it>: <caller>@<cluster> -> <service>@<cluster> [<link>] <requests>/<attempts>/<failures> <ms>
#include "base/workload_identity.h"
#include "telemetry/edge_join.h"

#include <QTest>

#include <map>
#include <sstream>

using namespace causeway;
using namespace causeway::telemetry;
using namespace std::chrono_literals;

namespace {

std::pair<std::string, std::string> halves(const std::string& text, char at) {
    const auto cut = text.find(at);
    return {text.substr(0, cut), text.substr(cut + 1)};
}

std::pair<std::string, EdgeSample> parseLine(const std::string& line) {
    std::istringstream words(line);
    std::string who, caller, arrow, service, link, counts;
    std::uint64_t ms = 0;
    words >> who >> caller >> arrow >> service >> link >> counts >> ms;
    const auto [vantage, cluster] = halves(who.substr(0, who.size() - 1), '@');
    const auto [workload, callerCluster] = halves(caller, '@');
    EdgeSample sample;
    auto& key = sample.labels.key;
    key.vantage = vantage == "caller"   ? Vantage::Caller
                  : vantage == "callee" ? Vantage::Callee
                  : vantage == "egress" ? Vantage::Egress
                                        : Vantage::Ingress;
    if (workload != "-")
        key.sourceIdentity = WorkloadIdentity{"talk.mesh", callerCluster, "bank", workload}.spiffeId();
    std::tie(key.destinationService, key.destinationCluster) = halves(service, '@');
    key.link = link == "-" ? "" : link;
    auto& counters = sample.counters;
    char slash = 0;
    std::istringstream(counts) >> counters.requests >> slash >> counters.attempts >> slash
        >> counters.failures;
    counters.latency.record(ms * 1000, counters.requests);
    return {cluster, sample};
}

std::vector<ClusterSamples> parseMesh(const char* drawing) {
    std::map<std::string, ClusterSamples> clusters;
    std::istringstream lines(drawing);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("->") == std::string::npos)
            continue;
        auto [cluster, sample] = parseLine(line);
        clusters[cluster].cluster = cluster;
        clusters[cluster].covered = 10s;
        clusters[cluster].samples.push_back(std::move(sample));
    }
    std::vector<ClusterSamples> list;
    for (auto& [name, samples] : clusters)
        list.push_back(std::move(samples));
    return list;
}

std::string edge(const EdgeRow& row) {
    return row.sourceWorkload + "@" + row.sourceCluster + " -> " + row.destinationService + "@"
           + row.destinationCluster + (row.link.empty() ? "" : " over " + row.link);
}

} // namespace

class TestEdgeJoin : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothEndsOfALinkMakeOneRow() {
        const auto mesh = parseMesh(R"(
            caller@aws:  payments@aws -> ledger.bank@gcp aws:gcp 100/104/5 60
            egress@aws:  payments@aws -> ledger.bank@gcp aws:gcp 104/104/5 55
            ingress@gcp: payments@aws -> ledger.bank@gcp aws:gcp 104/104/5 12
            callee@gcp:  payments@aws -> ledger.bank@gcp aws:gcp 104/104/5 10
        )");
        const auto rows = joinEdges(mesh);
        QCOMPARE(rows.size(), std::size_t(1));
        const auto& row = rows[0];
        QCOMPARE(edge(row), std::string("payments@aws -> ledger.bank@gcp over aws:gcp"));
        QVERIFY(row.caller && row.callee);
        QCOMPARE(row.caller->rps, 10.0);
        QCOMPARE(*row.caller->successRate, 0.95);
        QVERIFY(std::abs(*row.caller->p50Us - 60'000) <= 60'000 * 0.013);
        QVERIFY(std::abs(*row.callee->p99Us - 10'000) <= 10'000 * 0.013);
        QCOMPARE(row.caller->attempts, row.callee->attempts);
        QCOMPARE(*row.missing(), std::int64_t(0));
    }
    void attemptsThatNeverArrivedAreMissing() {
        const auto rows = joinEdges(parseMesh(R"(
            caller@aws: payments@aws -> ledger.bank@aws - 100/103/3 60
            callee@aws: payments@aws -> ledger.bank@aws - 101/101/1 50
        )"));
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(*rows[0].missing(), std::int64_t(2));
    }
    void directionsLinksAndCallersStayApart() {
        const auto rows = joinEdges(parseMesh(R"(
            caller@aws: payments@aws  -> ledger.bank@gcp   aws:gcp 10/10/0 60
            caller@gcp: ledger@gcp    -> payments.bank@aws gcp:aws 20/20/0 30
            caller@aws: payments@aws  -> ledger.bank@aws   -       30/30/0 10
            caller@aws: payments@aws  -> ledger.bank@aws   aws:aws 40/40/0 11
            callee@aws: -@            -> ledger.bank@aws   -        5/5/0   1
        )"));
        QStringList edges;
        for (const auto& row : rows)
            edges << QString::fromStdString(edge(row));
        QCOMPARE(edges, QStringList({"@ -> ledger.bank@aws", "ledger@gcp -> payments.bank@aws over gcp:aws",
                                     "payments@aws -> ledger.bank@aws",
                                     "payments@aws -> ledger.bank@aws over aws:aws",
                                     "payments@aws -> ledger.bank@gcp over aws:gcp"}));
        QVERIFY(!rows[1].callee);
        QVERIFY(!rows[1].missing());
    }
    void statusClassesAreSummed() {
        auto mesh = parseMesh(R"(
            caller@aws: payments@aws -> ledger.bank@aws - 90/90/0 10
            caller@aws: payments@aws -> ledger.bank@aws - 10/10/10 900
        )");
        mesh[0].samples[1].labels.key.statusClass = StatusClass::Http5xx;
        const auto rows = joinEdges(mesh);
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(rows[0].caller->requests, std::uint64_t(100));
        QCOMPARE(*rows[0].caller->successRate, 0.9);
        QVERIFY(*rows[0].caller->p99Us > 880'000); // of the merged histogram, not of an average
        QVERIFY(*rows[0].caller->p50Us < 11'000);
    }
    void ratesAreOverWhatWasCovered() {
        auto mesh = parseMesh("caller@aws: payments@aws -> ledger.bank@aws - 100/100/0 10");
        mesh[0].covered = 4s;
        QCOMPARE(joinEdges(mesh)[0].caller->rps, 25.0);
        mesh[0].covered = 0s;
        QCOMPARE(joinEdges(mesh)[0].caller->rps, 0.0);
    }
    void linksAreSeenByTheirCallers() {
        auto mesh = parseMesh(R"(
            caller@aws: payments@aws -> ledger.bank@gcp  aws:gcp 100/100/10 60
            caller@aws: cards@aws    -> ledger.bank@gcp  aws:gcp 100/100/0  60
            callee@gcp: payments@aws -> ledger.bank@gcp  aws:gcp 100/100/10 10
            caller@gcp: ledger@gcp   -> cards.bank@aws   gcp:aws 50/50/0    30
            caller@aws: payments@aws -> cards.bank@aws   -       70/70/0    2
        )");
        mesh[0].samples[0].counters.leg(Leg::Wire).record(45'000, 100);
        const auto rows = linkRows(mesh);
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[0].link, std::string("aws:gcp"));
        QCOMPARE(rows[0].from, std::string("aws"));
        QCOMPARE(rows[0].to, std::string("gcp"));
        QCOMPARE(rows[0].caller.rps, 20.0);
        QCOMPARE(*rows[0].caller.successRate, 0.95);
        QCOMPARE(rows[0].legs.size(), std::size_t(1));
        QCOMPARE(rows[0].legs[0].leg, Leg::Wire);
        QCOMPARE(rows[1].link, std::string("gcp:aws"));
        QVERIFY(std::abs(*rows[1].caller.p50Us - 30'000) <= 30'000 * 0.013);
    }
};

QTEST_APPLESS_MAIN(TestEdgeJoin)
#include "tst_edge_join.moc"
