// SPDX-License-Identifier: Apache-2.0
#include "cli/check.h"

#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::cli;

namespace {

const WallTime kNow{std::chrono::hours(24 * 20000)};

client::Certificate certificate(client::CertificateKind kind, Duration age, Duration left) {
    client::Certificate certificate;
    certificate.kind = kind;
    certificate.subject = "CN=it";
    certificate.fingerprintSha256 = "f1";
    certificate.notBefore = kNow - age;
    certificate.notAfter = kNow + left;
    return certificate;
}

client::Proxy proxy(const std::string& instance, ProxyMode mode) {
    client::Proxy proxy;
    proxy.instance.instance = instance;
    proxy.instance.mode = mode;
    proxy.connected = true;
    return proxy;
}

CheckFacts soundCluster(const std::string& name, const std::string& linkTo) {
    CheckFacts facts;
    facts.cluster.name = name;
    facts.cluster.version = "0.1.0";
    facts.cluster.now = kNow;
    facts.asked = kNow;
    facts.answered = kNow;
    facts.proxies = {proxy("ledger-1", ProxyMode::Sidecar), proxy("gateway", ProxyMode::Gateway)};
    facts.certificates = {
        certificate(client::CertificateKind::TrustAnchor, std::chrono::hours(1),
                    std::chrono::hours(9000)),
        certificate(client::CertificateKind::Leaf, std::chrono::hours(1), std::chrono::hours(23))};
    client::Link link;
    link.from = name;
    link.to = linkTo;
    link.gatewayAddress = "10.2.0.3";
    facts.links = {link};
    return facts;
}

FleetFacts soundFleet() {
    return {{{"aws", soundCluster("aws", "gcp")}, {"gcp", soundCluster("gcp", "aws")}},
            kNow + std::chrono::hours(1000),
            kNow};
}

// The one finding that spoils a fleet which is otherwise sound.
CheckResult spoilt(const FleetFacts& facts) {
    const auto results = checkFleet(facts);
    const auto bad =
        std::ranges::find_if(results, [](const auto& r) { return r.grade != Grade::Ok; });
    const auto count =
        std::ranges::count_if(results, [](const auto& r) { return r.grade != Grade::Ok; });
    return count == 1 && !bad->action.empty() ? *bad : CheckResult{};
}

} // namespace

class TestCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void soundFleetHasNothingToDo() {
        const auto results = checkFleet(soundFleet());
        QVERIFY(isSound(results));
        QVERIFY(results.size() >= 10);
        for (const auto& result : results)
            QVERIFY(result.action.empty());
        QCOMPARE(checkView(results).json["checks"][0]["state"].dump(), Json("ok").dump());
    }
    void silentClusterIsFoundAndTheRestStillChecked() {
        auto facts = soundFleet();
        facts.clusters[1].value = fail(ErrorKind::Unavailable, "nobody answers");
        const auto results = checkFleet(facts);
        const auto silent = std::ranges::find(results, Grade::Failed, &CheckResult::grade);
        QCOMPARE(silent->check, std::string("control plane"));
        QCOMPARE(silent->about, std::string("gcp"));
        const auto link = std::ranges::find(results, std::string("links"), &CheckResult::check);
        QCOMPARE(link->grade, Grade::Warning);
        QVERIFY(link->found.find("unknown") != std::string::npos);
        QVERIFY(std::ranges::find(results, std::string("proxies"), &CheckResult::check)
                != results.end());
    }
    void skewIsWhatTheAnswersDelayCannotExplain() {
        auto facts = soundFleet();
        auto& aws = *facts.clusters[0].value;
        aws.answered = kNow + std::chrono::seconds(30); // a slow answer
        aws.cluster.now = kNow + std::chrono::seconds(20);
        QVERIFY(isSound(checkFleet(facts)));
        aws.cluster.now = kNow + std::chrono::seconds(36);
        QCOMPARE(spoilt(facts).check, std::string("clock"));
        aws.cluster.now = kNow - std::chrono::seconds(6);
        QVERIFY(spoilt(facts).found.find("behind") != std::string::npos);
    }
    void differentAnchorsAreFound() {
        auto facts = soundFleet();
        facts.clusters[1].value->certificates[0].fingerprintSha256 = "f2";
        QCOMPARE(spoilt(facts).check, std::string("trust anchors"));
    }
    void authoritiesAreAnnouncedAWeekAhead() {
        auto facts = soundFleet();
        auto& certificates = facts.clusters[0].value->certificates;
        certificates.push_back(certificate(client::CertificateKind::Issuer, std::chrono::hours(1),
                                           std::chrono::hours(24 * 6)));
        QCOMPARE(spoilt(facts).grade, Grade::Warning);
        certificates.back().notAfter = kNow - std::chrono::hours(1);
        QCOMPARE(spoilt(facts).grade, Grade::Failed);
    }
    void onlyTheNewestLeafOfAnInstanceCounts() {
        auto facts = soundFleet();
        auto& certificates = facts.clusters[0].value->certificates;
        certificates.push_back(certificate(client::CertificateKind::Leaf, std::chrono::hours(23),
                                           std::chrono::hours(1)));
        QVERIFY(isSound(checkFleet(facts)));
        certificates.erase(certificates.begin() + 1);
        QVERIFY(spoilt(facts).found.find("should have renewed") != std::string::npos);
    }
    void proxiesAreConnectedAndUpToDate() {
        auto facts = soundFleet();
        auto& ledger = facts.clusters[0].value->proxies[0];
        ledger.configSent = 2;
        QCOMPARE(spoilt(facts).grade, Grade::Warning);
        ledger.lastNack = "endpoint 3: port 0";
        QVERIFY(spoilt(facts).found.find("port 0") != std::string::npos);
        ledger.connected = false;
        QVERIFY(spoilt(facts).found.find("not connected") != std::string::npos);
    }
    void linksNeedAGatewayAtTheirEnd() {
        auto facts = soundFleet();
        facts.clusters[1].value->proxies.pop_back();
        QCOMPARE(spoilt(facts).check, std::string("links"));
        QCOMPARE(spoilt(facts).about, std::string("aws"));
        facts = soundFleet();
        facts.clusters[0].value->links[0].to = "azure";
        QCOMPARE(spoilt(facts).grade, Grade::Warning);
    }
    void ourOwnCertificateIsChecked() {
        auto facts = soundFleet();
        facts.clientNotAfter = kNow + std::chrono::hours(24);
        QCOMPARE(spoilt(facts).check, std::string("client certificate"));
    }
};

QTEST_APPLESS_MAIN(TestCheck)
#include "tst_check.moc"
