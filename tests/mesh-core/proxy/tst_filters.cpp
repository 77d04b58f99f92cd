// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/caller_assertion.h"
#include "proxy/filters/error_response.h"
#include "proxy/filters/hops.h"
#include "proxy/filters/mesh_headers.h"
#include "proxy/filters/web_socket.h"
#include "tls/certificate_authority.h"

#include <QTest>

using namespace causeway;
using namespace causeway::proxy;
using namespace std::chrono_literals;
using telemetry::Leg;

namespace {

struct Gateway {
    explicit Gateway(const Clock& clock, const std::string& cluster)
        : anchor(*tls::CertificateAuthority::makeAnchor(
            "talk.mesh", tls::Validity::from(clock.wallNow(), 24h))) {
        auto key = *tls::PrivateKey::generate();
        const auto id = *tls::SpiffeId::workload("talk.mesh", cluster, "causeway", "gateway");
        auto leaf = *anchor.signLeaf(id, key.publicKey(), tls::Validity::from(clock.wallNow(), 1h));
        material = *TlsMaterial::make({{leaf}, key}, {anchor.certificate()});
    }
    tls::CertificateAuthority anchor;
    std::shared_ptr<const TlsMaterial> material;
};

const std::string kCaller = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";
const std::string kTarget = "ledger.bank.svc.gcp.mesh";

} // namespace

class TestFilters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hopsRoundTrip() {
        const std::string text =
            "callee;us=5234;app=5100, ingress;us=6100;connect=0, egress;us=45000;connect=38000";
        const Hops hops = Hops::parse(text);
        QCOMPARE(hops.serialize(), text);
        QCOMPARE(hops.egress->connect, std::uint64_t(38000));
    }
    void hopsOfAPeerThatLiesAreLeftOut_data() {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"", "callee", "callee;us", "callee;us=-5", "callee;us=1e9",
              "callee;us=99999999999999", ";;;,,,", "stranger;us=5", "callee;us=5;us"})
            QTest::newRow(text) << text;
    }
    void hopsOfAPeerThatLiesAreLeftOut() {
        QFETCH(const QString, text);
        const Hops hops = Hops::parse(text.toStdString());
        QVERIFY(!hops.ingress && !hops.egress);
        QVERIFY(!hops.callee || hops.callee->us == 0);
    }
    // own 50 000 µs, 2 000 of it connecting; the other figures as below.
    void legsAreDifferencesOfOneRequest() {
        telemetry::EdgeCounters counters;
        Hops::parse("callee;us=5234;app=5100, ingress;us=6100;connect=0, "
                    "egress;us=45000;connect=38000")
            .recordLegs({50'000, 2'000, 0}, counters);
        const auto sum = [&](Leg leg) { return counters.leg(leg).sumUs(); };
        QCOMPARE(sum(Leg::CallerConnect), std::uint64_t(2'000));
        QCOMPARE(sum(Leg::ToEgress), std::uint64_t(3'000));
        QCOMPARE(sum(Leg::Connect), std::uint64_t(38'000));
        QCOMPARE(sum(Leg::Wire), std::uint64_t(900));
        QCOMPARE(sum(Leg::ToCallee), std::uint64_t(866));
        QCOMPARE(sum(Leg::CalleeProxy), std::uint64_t(134));
        QCOMPARE(sum(Leg::Application), std::uint64_t(5'100));
        std::uint64_t all = 0;
        for (const Leg leg : telemetry::kLegs)
            all += sum(leg);
        QCOMPARE(all, std::uint64_t(50'000)); // nothing is left over, nothing twice
    }
    void insideAClusterThereIsNoWire() {
        telemetry::EdgeCounters counters;
        Hops::parse("callee;us=5000;app=4000").recordLegs({6'000, 500, 0}, counters);
        QCOMPARE(counters.leg(Leg::ToCallee).sumUs(), std::uint64_t(500));
        QVERIFY(counters.leg(Leg::Wire).empty() && counters.leg(Leg::ToEgress).empty());
    }

    void meshHeadersAreTakenOutWhoeverWroteThem() {
        http::Headers headers;
        headers.add("accept", "*/*");
        headers.add("causeway-route", "httproute/get-loan");
        headers.add("causeway-unknown", "x");
        const MeshHeaders taken = MeshHeaders::take(headers);
        QCOMPARE(taken.route, std::string("httproute/get-loan"));
        QCOMPARE(headers.size(), std::size_t(1));
        taken.put(headers);
        QCOMPARE(headers.find("causeway-route").value(), std::string_view("httproute/get-loan"));
        QVERIFY(!headers.has("causeway-unknown") && !headers.has("causeway-link"));
    }

    void webSocketsKeyIsMadeAndAnswered() {
        http::RequestHead head;
        head.upgrade = "WebSocket";
        addWebSocketKey(head);
        const auto key = head.headers.find("sec-websocket-key");
        QVERIFY(key && key->size() == 24 && key->ends_with("=="));
        head.headers.set("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        http::ResponseHead response;
        addWebSocketAccept(head, response);
        // RFC 6455 section 1.3.
        QCOMPARE(std::string(*response.headers.find("sec-websocket-accept")),
                 std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        http::RequestHead other;
        other.upgrade = "mqtt";
        addWebSocketKey(other);
        QVERIFY(other.headers.empty());
    }

    void refusalsSpeakTheCallersProtocol() {
        const Refusal refusal{403, "policy-denied", "no; because"};
        const ErrorResponse http = makeErrorResponse(refusal, false);
        QCOMPARE(http.head.status, 403);
        QCOMPARE(http.body, std::string("no; because\n"));
        const ErrorResponse grpc = makeErrorResponse(refusal, true);
        QCOMPARE(grpc.head.status, 200);
        QCOMPARE(grpc.head.headers.find("grpc-status").value(), std::string_view("7"));
        QVERIFY(grpc.body.empty());
    }

    void assertionsAreGoodForOneHopAndOneTarget() {
        ManualClock clock;
        const Gateway aws(clock, "aws"), other(clock, "gcp");
        CallerAssertions sender(clock), receiver(clock);
        const std::string token = *sender.issue(kCaller, kTarget, aws.material);
        QCOMPARE(*sender.issue(kCaller, kTarget, aws.material), token); // from the cache
        const auto& leaf = aws.material->leaf();
        QCOMPARE(*receiver.verify(token, leaf, leaf.fingerprint(), kTarget), kCaller);
        // Neither the cache nor the signature lets another peer or another target use it.
        const auto& foreign = other.material->leaf();
        QVERIFY(!receiver.verify(token, foreign, foreign.fingerprint(), kTarget));
        QVERIFY(!receiver.verify(token, leaf, leaf.fingerprint(), "cards.bank.svc.gcp.mesh"));
        QVERIFY(!receiver.verify(token + "x", leaf, leaf.fingerprint(), kTarget));
    }
    void assertionsAreIssuedAnewBeforeTheyEnd() {
        ManualClock clock;
        const Gateway aws(clock, "aws");
        CallerAssertions sender(clock), receiver(clock);
        const std::string first = *sender.issue(kCaller, kTarget, aws.material);
        clock.advance(16s);
        const std::string second = *sender.issue(kCaller, kTarget, aws.material);
        QVERIFY(first != second);
        clock.advance(2min);
        const auto& leaf = aws.material->leaf();
        QVERIFY(!receiver.verify(first, leaf, leaf.fingerprint(), kTarget));
    }
};

QTEST_APPLESS_MAIN(TestFilters)
#include "tst_filters.moc"
