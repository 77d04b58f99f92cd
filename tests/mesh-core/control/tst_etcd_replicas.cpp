// SPDX-License-Identifier: Apache-2.0
// Who lives and who leads among control planes that share a real etcd.
#include "control/store/etcd_replicas.h"
#include "mesh-core/control/etcd_process.h"

#include <QElapsedTimer>
#include <QTest>

using namespace causeway;
using namespace causeway::control;
using causeway::test::EtcdProcess;
using namespace std::chrono_literals;

namespace {

using Names = std::set<std::string>;

std::unique_ptr<EtcdReplicas> join(const EtcdProcess& etcd, const std::string& name) {
    EtcdOptions options{.deadline = 20s}; // of one that has just been started
    for (int member = 0; member < etcd.size(); ++member)
        options.endpoints.push_back(etcd.endpoint(member));
    if (const auto ready = EtcdReplicas::join(options, "probe"); !ready)
        qFatal("%s", ready.error().describe().c_str());
    options.deadline = 1s;
    return EtcdReplicas::join(options, name).value();
}

} // namespace

class TestEtcdReplicas : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (!EtcdProcess::isInstalled())
            QSKIP("etcd-server and etcd-client are not installed");
    }
    void oneLeadsAndHandsOver();
    void nobodyLeadsWithoutEtcd();
    void leadsOnWhenEtcdLosesItsLeader();
    void refusesNamesThatAreNone();
};

void TestEtcdReplicas::oneLeadsAndHandsOver() {
    EtcdProcess etcd;
    etcd.start();
    auto one = join(etcd, "one");
    QVERIFY(one->isLeader());
    const auto two = join(etcd, "two");
    QVERIFY(!two->isLeader());
    QTRY_COMPARE(one->alive(), (Names{"one", "two"}));
    QCOMPARE(two->alive(), (Names{"one", "two"}));
    // At once, since it gives its lease back: the lease itself would last five seconds.
    one.reset();
    QTRY_VERIFY_WITH_TIMEOUT(two->isLeader(), 3'000);
    QTRY_COMPARE(two->alive(), (Names{"two"}));
}

void TestEtcdReplicas::nobodyLeadsWithoutEtcd() {
    EtcdProcess etcd;
    etcd.start();
    const auto one = join(etcd, "one");
    etcd.pause();
    QElapsedTimer took;
    took.start();
    QTRY_VERIFY_WITH_TIMEOUT(!one->isLeader(), 8'000);
    QVERIFY2(took.elapsed() < 6'000, qPrintable(QString::number(took.elapsed())));
    etcd.resume();
    QTRY_VERIFY_WITH_TIMEOUT(one->isLeader(), 15'000);
}

void TestEtcdReplicas::leadsOnWhenEtcdLosesItsLeader() {
    EtcdProcess three(3);
    three.start();
    const auto one = join(three, "one");
    const auto two = join(three, "two");
    QVERIFY(one->isLeader());
    const int leader = three.leader();
    QVERIFY(leader >= 0);
    three.kill(leader);
    QTRY_VERIFY_WITH_TIMEOUT(three.leader() >= 0, 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(int(one->isLeader()) + int(two->isLeader()), 1, 15'000);
    QTRY_COMPARE_WITH_TIMEOUT(one->alive(), (Names{"one", "two"}), 15'000);
}

void TestEtcdReplicas::refusesNamesThatAreNone() {
    for (const char* name : {"", "a/b", "two words"}) {
        const auto joined = EtcdReplicas::join({.endpoints = {"unix:/nowhere"}}, name);
        QVERIFY(!joined);
        QCOMPARE(joined.error().kind(), ErrorKind::InvalidInput);
    }
}

QTEST_GUILESS_MAIN(TestEtcdReplicas)
#include "tst_etcd_replicas.moc"
