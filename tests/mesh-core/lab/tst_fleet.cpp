// SPDX-License-Identifier: Apache-2.0
#include "lab/fleet/fleet.h"
#include "lab/fleet/objects.h"
#include "resource/parse.h"

#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::lab;

namespace {

const char* const kSmall = R"(apiVersion: causeway.dev/v1alpha1
kind: DemoFleet
metadata: {name: small}
spec:
  trustDomain: small.mesh
  links: ["east:west"]
  wires:
  - {between: [east, west], delayMicros: 5000}
  clusters:
  - name: east
    cloud: aws
    region: eu-west-1
    workloads:
    - name: web
      namespace: shop
      squad: one
      protocol: HTTP1
      serviceTimeMicros: 1000
      arrivalsPerSecond: 5
      calls:
      - {to: stock@west, sharePercent: 50}
  - name: west
    cloud: gcp
    region: europe-west1
    gateway: {maxRequestsPerConnection: 1}
    workloads:
    - name: stock
      namespace: shop
      squad: two
      instances: 2
      protocol: GRPC
      operations: [{path: /shop.Stock/Count}]
      serviceTimeMicros: 2000
      exported: true
      admits: [web@east]
)";

// The small fleet with one piece of text in place of another.
std::string changed(std::string_view from, std::string_view to) {
    std::string text = kSmall;
    text.replace(text.find(from), from.size(), to);
    return text;
}

template <typename Kind>
const resource::Object* find(const std::vector<resource::Object>& objects, std::string_view name) {
    const auto found = std::ranges::find_if(objects, [&](const auto& object) {
        return object.template as<Kind>() && object.metadata.name == name;
    });
    return found == objects.end() ? nullptr : &*found;
}

} // namespace

class TestFleet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTalksFleetIsAsTheTalkSays() {
        const auto fleet = readFleet("talk");
        QVERIFY2(fleet, fleet ? "" : fleet.error().describe().c_str());
        QCOMPARE(fleet->clusters.size(), std::size_t{3});
        QCOMPARE(fleet->links.size(), std::size_t{7});
        std::size_t proxies = fleet->clusters.size();
        for (const auto& cluster : fleet->clusters) {
            QVERIFY2(cluster.workloads.size() >= 6, cluster.name.c_str());
            proxies += instancesOf(cluster).size();
        }
        QVERIFY2(proxies <= 30, qPrintable(QString::number(proxies)));
        QCOMPARE(fleet->find("aws")->maxRequestsPerConnection, 1U);
        // Every link is used, or its figure would be "not measured".
        for (const auto& link : fleet->links) {
            const auto& workloads = fleet->find(link.from)->workloads;
            QVERIFY(std::ranges::any_of(workloads, [&](const Workload& workload) {
                return std::ranges::any_of(
                    workload.calls, [&](const Call& call) { return call.cluster == link.to; });
            }));
        }
    }
    void mistakesAreToldWithTheirPlace_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("told");
        QTest::newRow("unknown field") << "squad: one"
                                       << "sqad: one"
                                       << "small.yaml:16:7: spec.clusters[0].workloads[0].sqad";
        QTest::newRow("unknown callee") << "stock@west,"
                                        << "stocks@west,"
                                        << "web@east calls stocks@west, which is not";
        QTest::newRow("no link") << "links: [\"east:west\"]"
                                 << "links: []"
                                 << "there is no link east:west";
        QTest::newRow("link without wire") << "between: [east, west]"
                                           << "between: [east, east]"
                                           << "east:west; expected a pair that a wire joins";
        QTest::newRow("not exported") << "exported: true"
                                      << "exported: false"
                                      << "which is not exported";
        QTest::newRow("bad protocol") << "protocol: GRPC"
                                      << "protocol: SOAP"
                                      << "SOAP";
        QTest::newRow("bad name") << "name: web"
                                  << "name: Web"
                                  << "Web";
        QTest::newRow("two of a name") << "name: west"
                                       << "name: east"
                                       << "found east twice";
        QTest::newRow("unknown caller") << "admits: [web@east]"
                                        << "admits: [web]"
                                        << "expected <workload>@<cluster>";
        QTest::newRow("share beyond all") << "sharePercent: 50"
                                          << "sharePercent: 500"
                                          << "500";
        QTest::newRow("another kind") << "kind: DemoFleet"
                                      << "kind: Fleet"
                                      << "DemoFleet";
    }
    void mistakesAreToldWithTheirPlace() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, told);
        const auto fleet = parseFleet(changed(from.toStdString(), to.toStdString()), "small.yaml");
        QVERIFY(!fleet);
        const auto text = QString::fromStdString(fleet.error().describe());
        QVERIFY2(text.contains(told), qPrintable(text));
        QVERIFY2(text.startsWith("small.yaml:"), qPrintable(text));
    }
    void aFileThatIsNotThereIsNamed() {
        const auto text = readFleet("/nowhere/fleet.yaml");
        QVERIFY(!text);
        QVERIFY(text.error().describe().find("/nowhere/fleet.yaml") != std::string::npos);
    }
    void objectsAreWhatControlPlanesRead() {
        const auto fleet = *parseFleet(kSmall, "small.yaml");
        const auto east = clusterObjects(fleet, fleet.clusters[0], AddressPlan::namespaces());
        const auto west = clusterObjects(fleet, fleet.clusters[1], AddressPlan::namespaces());
        for (const auto* objects : {&east, &west}) {
            const auto back = resource::parseObjects(resource::serialize(*objects), "objects.yaml");
            QVERIFY2(back, back ? "" : back.error().describe().c_str());
            QVERIFY(*back == *objects);
        }
        const auto* mirror = find<resource::Service>(east, "stock-west");
        QVERIFY(mirror);
        QCOMPARE(*resource::annotation(mirror->metadata, "mirror.linkerd.io/remote-svc-fq-name"),
                 std::string("stock.shop.svc.west.mesh"));
        QCOMPARE(authorityOf(fleet, fleet.clusters[0], fleet.clusters[0].workloads[0].calls[0]),
                 std::string("stock-west.shop"));
        const auto* link = find<resource::Link>(east, "west");
        QVERIFY(link);
        QCOMPARE(link->as<resource::Link>()->gatewayAddress, std::string("10.2.0.3"));
        const auto* instance = find<resource::ExternalWorkload>(west, "stock-2");
        QVERIFY(instance);
        QCOMPARE(instance->as<resource::ExternalWorkload>()->workloadIps.front(),
                 std::string("10.2.0.12"));
        QCOMPARE(find<resource::Gateway>(west, "gateway")
                     ->as<resource::Gateway>()
                     ->maxRequestsPerConnection,
                 1U);
        QCOMPARE(find<resource::MeshTlsAuthentication>(west, "stock-callers")
                     ->as<resource::MeshTlsAuthentication>()
                     ->identities.front(),
                 std::string("spiffe://small.mesh/cluster/east/ns/shop/sa/web"));
    }
};

QTEST_APPLESS_MAIN(TestFleet)
#include "tst_fleet.moc"
