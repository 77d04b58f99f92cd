// SPDX-License-Identifier: Apache-2.0
#include "control/config/subscriptions.h"
#include "convert/convert.h"

#include <QTest>

using namespace causeway;
using namespace causeway::control;
using Kind = rules::ResourceName::Kind;

namespace {

std::string objectsWith(int instances) {
    std::string text = R"(
apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: aws}
spec: {fleet: talk, clusterDomain: aws.mesh, trustDomain: talk.mesh, defaultInboundPolicy: all-authenticated}
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank}
spec: {selector: {app: ledger}, ports: [{port: 80, targetPort: 8080}]}
)";
    for (int i = 1; i <= instances; ++i)
        text += "---\n"
                "apiVersion: workload.linkerd.io/v1beta1\n"
                "kind: ExternalWorkload\n"
                "metadata: {name: ledger-"
                + std::to_string(i)
                + ", namespace: bank, labels: {app: ledger}}\n"
                  "spec:\n"
                  "  meshTLS: {identity: \"spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger\", "
                  "serverName: x.y}\n"
                  "  ports: [{name: http, port: 8080}]\n"
                  "  workloadIPs: [{ip: 10.1.0."
                + std::to_string(10 + i) + "}]\n";
    return text;
}

// A world in which the ledgers with these numbers are ready.
World worldOf(const std::vector<int>& ready) {
    auto objects = resource::parseObjects(objectsWith(4), "aws.yaml").value();
    World world{.objects = std::make_shared<const ObjectSnapshot>(std::move(objects), 1),
                .ready = {},
                .trust = {.trustDomain = "talk.mesh", .anchors = {"anchor"}}};
    for (const int number : ready)
        world.ready.emplace("bank/ledger-" + std::to_string(number), "ledger");
    return world;
}

const rules::ResourceName kLedger{.kind = Kind::Endpoints, .name = "ledger.bank.svc.aws.mesh:80"};
const rules::ResourceName kSettings{.kind = Kind::ProxySettings, .name = {}};

Subscriptions subscriptionsOf(const std::string& instance) {
    return Subscriptions({.cluster = "aws",
                          .namespace_ = "bank",
                          .workload = "ledger",
                          .instance = instance,
                          .epoch = 1,
                          .version = {},
                          .mode = ProxyMode::Sidecar,
                          .identity = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger"});
}

balance::Endpoints wholeOf(const rules::ConfigUpdate& update) {
    return std::get<balance::Endpoints>(std::get<rules::Resource>(update.payload));
}

template <typename Payload> bool carries(const std::optional<rules::ConfigUpdate>& update) {
    return update && std::holds_alternative<Payload>(update->payload);
}

} // namespace

class TestSubscriptions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersEverySubscriptionOnce() {
        auto proxy = subscriptionsOf("ledger-1");
        proxy.subscribe(kLedger);
        proxy.subscribe(kSettings);
        proxy.subscribe({.kind = Kind::Endpoints, .name = "cards.bank.svc.aws.mesh:80"});
        const World world = worldOf({1, 2});
        const auto settings = proxy.next(world);
        QCOMPARE(settings->name.kind, Kind::ProxySettings);
        QCOMPARE(settings->sequence, 1U);
        const auto absent = proxy.next(world);
        QVERIFY(carries<rules::Absent>(absent));
        QVERIFY(std::get<rules::Absent>(absent->payload).reason.find("cards.bank")
                != std::string::npos);
        const auto ledger = proxy.next(world);
        QCOMPARE(wholeOf(*ledger).endpoints.size(), 2U);
        QCOMPARE(ledger->sequence, 3U);
        QVERIFY(!proxy.next(world));
        proxy.worldChanged();
        QVERIFY(!proxy.next(world));
    }
    void sendsWhatAnInstanceServes() {
        auto proxy = subscriptionsOf("ledger-1");
        proxy.subscribe(kSettings);
        proxy.subscribe({.kind = Kind::InboundServer, .name = "8080"});
        const World world = worldOf({});
        const auto settings =
            std::get<rules::ProxySettings>(std::get<rules::Resource>(proxy.next(world)->payload));
        QCOMPARE(settings.servedPorts,
                 (std::vector<rules::ServedPort>{
                     {.service = "ledger.bank.svc.aws.mesh", .port = 80, .targetPort = 8080}}));
        QCOMPARE(settings.trustedGateways,
                 std::vector<std::string>{"spiffe://talk.mesh/cluster/aws/ns/causeway/sa/gateway"});
        const auto server =
            std::get<policy::ServerRules>(std::get<rules::Resource>(proxy.next(world)->payload));
        QCOMPARE(server.port, 8080);
        QCOMPARE(server.authorizations.size(), 1U);
    }
    void deltasLeadToTheWhole() {
        const std::vector<std::vector<int>> steps{{1, 2}, {2}, {2, 3, 4}, {}, {1, 4}};
        auto proxy = subscriptionsOf("ledger-1");
        proxy.subscribe(kLedger);
        balance::Endpoints held;
        for (const auto& ready : steps) {
            proxy.worldChanged();
            const auto update = proxy.next(worldOf(ready));
            QVERIFY(update.has_value());
            if (carries<rules::Resource>(update))
                held = wholeOf(*update);
            else
                balance::apply(held, std::get<balance::EndpointsDelta>(update->payload));
            QCOMPARE(held.endpoints.size(), ready.size());
            QCOMPARE(convert::checksum(held), update->checksum);
        }
    }
    void aSlowReaderGetsTheNewestStateOnly() {
        auto proxy = subscriptionsOf("ledger-1");
        proxy.subscribe(kLedger);
        std::ignore = proxy.next(worldOf({1}));
        for (const auto& missed : {std::vector{1, 2}, std::vector{2}, std::vector{3}}) {
            std::ignore = worldOf(missed);
            proxy.worldChanged();
        }
        const auto update = proxy.next(worldOf({1, 4}));
        QVERIFY(carries<balance::EndpointsDelta>(update));
        QCOMPARE(std::get<balance::EndpointsDelta>(update->payload).add.size(), 1U);
        QVERIFY(std::get<balance::EndpointsDelta>(update->payload).remove.empty());
        QVERIFY(!proxy.next(worldOf({1, 4})));
    }
    void resumesFromHeldVersions() {
        auto before = subscriptionsOf("ledger-1");
        before.subscribe(kLedger);
        const std::string version = before.next(worldOf({1, 2}))->version;
        for (const bool changed : {false, true}) {
            auto after = subscriptionsOf("ledger-1");
            after.hold({.name = kLedger, .version = version});
            after.subscribe(kLedger);
            const auto update = after.next(worldOf(changed ? std::vector{1} : std::vector{1, 2}));
            QCOMPARE(carries<rules::Unchanged>(update), !changed);
            QCOMPARE(carries<rules::Resource>(update), changed);
            after.worldChanged();
            QVERIFY(carries<balance::EndpointsDelta>(after.next(worldOf({3}))));
        }
    }
    void answersARefusedDeltaByTheWhole() {
        auto proxy = subscriptionsOf("ledger-1");
        proxy.subscribe(kLedger);
        std::ignore = proxy.next(worldOf({1}));
        proxy.worldChanged();
        const auto delta = proxy.next(worldOf({1, 2}));
        QVERIFY(carries<balance::EndpointsDelta>(delta));
        QCOMPARE(proxy.refuse(delta->sequence), kLedger);
        const auto whole = proxy.next(worldOf({1, 2}));
        QVERIFY(carries<rules::Resource>(whole));
        QCOMPARE(whole->version, delta->version);
        // The same whole thing would be refused again: it waits for a change.
        QCOMPARE(proxy.refuse(whole->sequence), kLedger);
        QVERIFY(!proxy.next(worldOf({1, 2})));
        QVERIFY(!proxy.refuse(99));
    }
    void forgetsWhatIsUnsubscribed() {
        auto proxy = subscriptionsOf("ledger-1");
        proxy.subscribe(kLedger);
        proxy.unsubscribe(kLedger);
        QVERIFY(!proxy.next(worldOf({1})));
    }
    void withdrawsAServiceThatIsGone() {
        auto proxy = subscriptionsOf("ledger-1");
        proxy.subscribe(kLedger);
        std::ignore = proxy.next(worldOf({1}));
        proxy.worldChanged();
        const World empty{
            .objects = std::make_shared<const ObjectSnapshot>(std::vector<resource::Object>{}, 2),
            .ready = {},
            .trust = {}};
        QVERIFY(carries<rules::Absent>(proxy.next(empty)));
        proxy.worldChanged();
        QVERIFY(carries<rules::Resource>(proxy.next(worldOf({1}))));
    }
};

QTEST_APPLESS_MAIN(TestSubscriptions)
#include "tst_subscriptions.moc"
