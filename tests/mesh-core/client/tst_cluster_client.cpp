// SPDX-License-Identifier: Apache-2.0
#include "client/backoff.h"
#include "client/cluster_client.h"
#include "mesh-core/client/fake_control.h"

#include <QTest>

#include <condition_variable>
#include <deque>
#include <mutex>

using namespace causeway;
using test::FakeControl;

namespace {

constexpr std::chrono::seconds kPatience(20);

// What came out of a watch, for a test that waits for it.
template <typename Update> class Inbox {
public:
    client::WatchHandlers<Update> handlers() {
        return {[this](Update update) { put(m_updates, std::move(update)); },
                [this](const Error& reason, Duration) { put(m_losses, reason); }};
    }
    std::optional<Update> nextUpdate() { return next(m_updates); }
    std::optional<Error> nextLoss() { return next(m_losses); }

private:
    template <typename T> void put(std::deque<T>& queue, T value) {
        const std::lock_guard lock(m_mutex);
        queue.push_back(std::move(value));
        m_changed.notify_all();
    }
    template <typename T> std::optional<T> next(std::deque<T>& queue) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, kPatience, [&] { return !queue.empty(); }))
            return std::nullopt;
        T value = std::move(queue.front());
        queue.pop_front();
        return value;
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Update> m_updates;
    std::deque<Error> m_losses;
};

bool says(const Error& error, std::string_view part) {
    return error.describe().find(part) != std::string::npos;
}

v1::EdgeTick tickAt(std::int64_t second) {
    v1::EdgeTick tick;
    tick.mutable_end()->set_seconds(second);
    return tick;
}

} // namespace

class TestClusterClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fleet = std::make_unique<test::TestFleet>(); }

    void queriesAnswerInPlainValues() {
        FakeControl control(*m_fleet, "aws", "aws");
        control.admin.onCluster = [](v1::Cluster& cluster) {
            cluster.set_name("aws");
            cluster.mutable_now()->set_seconds(5);
            return ::grpc::Status::OK;
        };
        const auto client = clientOf("aws");
        const auto cluster = client->cluster();
        QVERIFY2(cluster, cluster ? "" : cluster.error().describe().c_str());
        QCOMPARE(cluster->name, std::string("aws"));
        QCOMPARE(*cluster->now, WallTime(std::chrono::seconds(5)));
        QVERIFY(!cluster->started);
        const auto edges = client->edges(std::chrono::seconds(60));
        QCOMPARE(edges->covered, std::chrono::seconds(42));
        QCOMPARE(edges->edges.at(0).counters.requests, std::uint64_t(7));
        QCOMPARE(edges->edges.at(0).labels.key.protocol, Protocol::Grpc);
    }
    void nobodyThereNamesClusterAndAddress() {
        const auto error = clientOf("aws")->cluster().error();
        QCOMPARE(error.kind(), ErrorKind::Unavailable);
        QVERIFY2(says(error, "cluster aws: nobody answers at unix:") && says(error, "No such file"),
                 error.describe().c_str());
    }
    void exchangedAddressesAreRefused() {
        const FakeControl control(*m_fleet, "gcp", "aws");
        const auto error = clientOf("aws")->cluster().error();
        QCOMPARE(error.kind(), ErrorKind::Unauthenticated);
        QVERIFY2(says(error, "cluster/gcp/ns/causeway/sa/control")
                     && says(error, "cluster/aws/ns/causeway/sa/control"),
                 error.describe().c_str());
    }
    void controlPlaneOfAnotherFleetIsRefused() {
        const test::TestFleet other;
        const FakeControl control(other, "aws", "aws");
        client::FleetFile file = m_fleet->file();
        file.clusters = other.file().clusters;
        const auto error =
            client::ClusterClient(file, file.clusters[0], credentials()).cluster().error();
        QCOMPARE(error.kind(), ErrorKind::Unauthenticated);
        QVERIFY2(says(error, "TLS handshake"), error.describe().c_str());
    }
    void roleAndSlownessAreToldApart() {
        FakeControl control(*m_fleet, "aws", "aws");
        control.admin.onCluster = [](v1::Cluster&) {
            return ::grpc::Status(::grpc::StatusCode::PERMISSION_DENIED, "needs role admin");
        };
        QCOMPARE(clientOf("aws")->cluster().error().kind(), ErrorKind::PermissionDenied);
        std::mutex held;
        held.lock();
        control.admin.onCluster = [&held](v1::Cluster&) {
            const std::lock_guard wait(held);
            return ::grpc::Status::OK;
        };
        const auto slow = clientOf("aws", std::chrono::milliseconds(200))->cluster();
        held.unlock();
        QCOMPARE(slow.error().kind(), ErrorKind::Timeout);
    }

    void inventoryWatchComesBackAfterARestart() {
        Inbox<client::InventoryUpdate> inbox;
        auto control = std::make_unique<FakeControl>(*m_fleet, "aws", "aws");
        const auto watch = clientOf("aws")->watchInventory(inbox.handlers());
        QCOMPARE(std::get<client::Inventory>(inbox.nextUpdate().value()).cluster.name,
                 std::string("aws"));
        control.reset();
        QCOMPARE(inbox.nextLoss().value().kind(), ErrorKind::Unavailable);
        control = std::make_unique<FakeControl>(*m_fleet, "aws", "aws");
        watch->retryNow();
        QVERIFY(std::holds_alternative<client::Inventory>(inbox.nextUpdate().value()));
    }
    void edgeWatchAsksForTheGapAndDeliversNoTickTwice() {
        FakeControl control(*m_fleet, "aws", "aws");
        std::mutex mutex;
        std::vector<std::uint32_t> asked;
        control.admin.onWatchEdges = [&](auto& writer, const v1::WatchEdgesRequest& request) {
            const std::lock_guard lock(mutex);
            asked.push_back(request.backlog_seconds());
            for (const int second : asked.size() == 1 ? std::vector{1, 2} : std::vector{1, 2, 3})
                writer.Write(tickAt(second));
            return ::grpc::Status::OK;
        };
        Inbox<client::EdgeTick> inbox;
        const auto watch = clientOf("aws")->watchEdges(std::chrono::seconds(300), inbox.handlers());
        for (const int second : {1, 2, 3})
            QCOMPARE(inbox.nextUpdate().value().end, WallTime(std::chrono::seconds(second)));
        const std::lock_guard lock(mutex);
        QCOMPARE(asked.at(0), 300U);
        QVERIFY(asked.at(1) < 60);
    }
    void watchEndsAtOnceAlsoWhileItWaits() {
        Inbox<client::InventoryUpdate> inbox;
        {
            const auto watch = clientOf("aws")->watchInventory(inbox.handlers());
            QCOMPARE(inbox.nextLoss().value().kind(), ErrorKind::Unavailable);
        }
        const FakeControl control(*m_fleet, "aws", "aws");
        const auto watch = clientOf("aws")->watchInventory(inbox.handlers());
        QVERIFY(inbox.nextUpdate().has_value());
    }

    void backoffDoublesAndNeverExceedsItsBound() {
        client::Backoff backoff(1);
        Duration bound = client::Backoff::kFirst;
        for (int i = 0; i < 12; ++i) {
            const auto wait = backoff.next();
            QVERIFY(wait >= bound / 2 && wait <= bound);
            bound = std::min(bound * 2, client::Backoff::kMost);
        }
        backoff.reset();
        QVERIFY(backoff.next() <= client::Backoff::kFirst);
    }

private:
    [[nodiscard]] client::Credentials credentials() const {
        return *client::readCredentials(m_fleet->file(), SystemClock());
    }
    [[nodiscard]] std::unique_ptr<client::ClusterClient>
    clientOf(const std::string& cluster, std::chrono::milliseconds deadline = kPatience) const {
        return std::make_unique<client::ClusterClient>(
            m_fleet->file(), *m_fleet->file().find(cluster), credentials(), deadline);
    }

    std::unique_ptr<test::TestFleet> m_fleet;
};

QTEST_APPLESS_MAIN(TestClusterClient)
#include "tst_cluster_client.moc"
