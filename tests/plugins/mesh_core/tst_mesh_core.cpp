// SPDX-License-Identifier: GPL-3.0-or-later
// The connector to mesh-core: what becomes of its values, and the contract over mutual TLS against
// a control plane that says what the test wants.
#include "connectors/mesh_core/basic_values.h"
#include "connectors/mesh_core/edge_values.h"
#include "connectors/mesh_core/inventory_values.h"
#include "connectors/mesh_core/mesh_core_connector.h"
#include "plugins/contract/connector_contract.h"
#include "plugins/mesh_core/one_cluster.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace causeway;
using namespace causeway::app;

namespace {

constexpr int kPatienceMs = 20'000;

telemetry::EdgeSample sample(telemetry::Vantage vantage, telemetry::StatusClass status,
                             std::uint64_t requests) {
    telemetry::EdgeSample sample;
    sample.labels.key.vantage = vantage;
    sample.labels.key.sourceIdentity = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";
    sample.labels.key.destinationService = "cards.bank";
    sample.labels.key.destinationCluster = "gcp";
    sample.labels.key.protocol = Protocol::Grpc;
    sample.labels.key.statusClass = status;
    sample.labels.key.link = "aws:gcp";
    sample.labels.sourceWorkload = "payments";
    sample.counters.requests = requests;
    sample.counters.attempts = requests;
    sample.counters.latency.record(30'000, requests);
    return sample;
}

} // namespace

class TestMeshCore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowsOfOneEdgeBecomeOneSampleASide() {
        using telemetry::StatusClass;
        using telemetry::Vantage;
        client::EdgeTick tick;
        tick.duration = std::chrono::seconds(1);
        tick.edges = {sample(Vantage::Caller, StatusClass::GrpcOk, 9),
                      sample(Vantage::Caller, StatusClass::GrpcError, 1),
                      sample(Vantage::Egress, StatusClass::GrpcOk, 9),
                      sample(Vantage::Ingress, StatusClass::GrpcOk, 9),
                      sample(Vantage::Callee, StatusClass::GrpcOk, 8)};
        tick.edges[1].counters.failures = 1;
        tick.edges[1].labels.key.route = "httproute/pay";
        tick.edges[0].counters.requestsReused = 9;
        tick.edges[2].counters.connectionsOpened = 9; // the gateway opens one for each
        const sdk::EdgeTick told = mesh_core::toTick(tick);
        QCOMPARE(told.samples.size(), 2U);
        QCOMPARE(told.samples[0].counted.connectionsOpened, 9U);
        QCOMPARE(told.samples[0].counted.requestsReused, 0U);
        QCOMPARE(told.samples[0].key, told.samples[1].key);
        QCOMPARE(told.samples[0].key.id(),
                 QStringLiteral("payments.bank@aws → cards.bank@gcp gRPC mutual aws:gcp"));
        QCOMPARE(told.samples[0].side, sdk::Side::Caller);
        QCOMPARE(told.samples[0].counted.requests, 10U);
        QCOMPARE(told.samples[0].counted.failures, 1U);
        QCOMPARE(told.samples[0].counted.latency.count(), 10U);
        QCOMPARE(told.samples[1].counted.attempts, 8U);
    }

    void aCallerWithoutAnIdentityKeepsItsName() {
        client::EdgeTick tick;
        tick.edges = {sample(telemetry::Vantage::Callee, telemetry::StatusClass::Http2xx, 1)};
        tick.edges[0].labels.key.sourceIdentity.clear();
        tick.edges[0].labels.key.tls = telemetry::TlsState::None;
        const auto told = mesh_core::toTick(tick);
        QCOMPARE(told.samples[0].key.source.qualifiedName(), QStringLiteral("payments@"));
        QCOMPARE(told.samples[0].key.tls, domain::Tls::None);
    }

    void theRightSideIsAskedForTheSelection() {
        const auto service =
            mesh_core::selectorOf(domain::ServiceSelection{domain::Ref::parse(u"ledger.bank@aws")});
        QCOMPARE(service.vantage, telemetry::Vantage::Callee);
        QCOMPARE(service.destinationService, std::string("ledger.bank"));
        QCOMPARE(service.destinationCluster, std::string("aws"));
        const auto link = mesh_core::selectorOf(domain::LinkRef::parse(u"azure:aws"));
        QCOMPARE(link.vantage, telemetry::Vantage::Caller);
        QCOMPARE(link.link, std::string("azure:aws"));
    }

    void aKindThatWeDoNotKnowIsPassedOver() {
        QVERIFY(mesh_core::toUpdates(client::Removed{"rocket", "apollo"}, QStringLiteral("aws"))
                    .empty());
        const auto updates =
            mesh_core::toUpdates(client::Removed{"link", "aws:gcp"}, QStringLiteral("aws"));
        QCOMPARE(std::get<sdk::Removed>(updates.changes.at(0)).kind, sdk::RemovedKind::Link);
    }

    void contract() {
        const app::test::OneCluster aws;
        mesh_core::MeshCoreConnector connector;
        const SystemClock clock;
        const app::test::ContractCase it{connector, aws.fleetFile(), QStringLiteral("aws"), clock};
        app::test::keepsFleet(it);
        app::test::keepsErrors(it);
        if (!QTest::currentTestFailed())
            app::test::keepsSource(it);
    }

    void aControlPlaneThatIsAwayIsLostWithTheNextAttempt() {
        const app::test::OneCluster aws;
        mesh_core::MeshCoreConnector connector;
        const SystemClock clock;
        auto source = connector.openCluster(aws.fleetFile(), QStringLiteral("gcp"), clock);
        QVERIFY2(source, source ? "" : source.error().describe().c_str());
        QSignalSpy lost(source->get(), &sdk::Source::lost);
        QSignalSpy role(source->get(), &sdk::Source::roleKnown);
        (*source)->start();
        QTRY_VERIFY_WITH_TIMEOUT(!lost.isEmpty(), kPatienceMs);
        const auto first = lost[0][0].value<sdk::Lost>();
        QCOMPARE(first.kind, ErrorKind::Unavailable);
        QVERIFY(first.retryIn);
        QVERIFY2(first.reason.contains(QStringLiteral("gcp.sock")), qPrintable(first.reason));
        QCOMPARE(role[0][0].toString(), QStringLiteral("admin"));
        (*source)->stop();
    }

    void aCertificateThatIsMissingIsNamed() {
        const app::test::OneCluster aws;
        QVERIFY(QFile::remove(aws.certificateFile()));
        mesh_core::MeshCoreConnector connector;
        const SystemClock clock;
        const auto source = connector.openCluster(aws.fleetFile(), QStringLiteral("aws"), clock);
        QVERIFY(!source);
        QVERIFY2(source.error().describe().find("console.pem") != std::string::npos,
                 source.error().describe().c_str());
    }
};

QTEST_GUILESS_MAIN(TestMeshCore)
#include "tst_mesh_core.moc"
