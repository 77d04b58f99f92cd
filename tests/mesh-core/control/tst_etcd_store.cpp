// SPDX-License-Identifier: Apache-2.0
// The store in a real etcd: what every store has to do, and what etcd's faults may not do to it.
#include "control/store/etcd_store.h"
#include "mesh-core/control/etcd_process.h"
#include "mesh-core/control/store_conformance.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace causeway;
using namespace causeway::control;
using causeway::test::EtcdProcess;
using namespace std::chrono_literals;

namespace {

constexpr Duration kPatience = 20s; // for an etcd that has just been started

EtcdOptions optionsOf(const EtcdProcess& etcd, Duration deadline) {
    EtcdOptions options{.deadline = deadline};
    for (int member = 0; member < etcd.size(); ++member)
        options.endpoints.push_back(etcd.endpoint(member));
    return options;
}

// A started etcd with a store that has a short deadline.
std::unique_ptr<EtcdStore> storeIn(const EtcdProcess& etcd, Duration deadline) {
    // The first call waits until it is ready.
    if (const auto ready = EtcdStore::open(optionsOf(etcd, kPatience)); !ready)
        qFatal("%s", ready.error().describe().c_str());
    return EtcdStore::open(optionsOf(etcd, deadline)).value();
}

Transaction putting(const std::string& key, const std::string& value) {
    return {.compares = {}, .operations = {{.key = key, .value = value}}};
}

// Again until it is acknowledged, for ten seconds at most.
bool writeSoon(Store& store, const std::string& key, const std::string& value) {
    const QDeadlineTimer deadline(10'000);
    while (!deadline.hasExpired())
        if (store.write(putting(key, value)))
            return true;
    return false;
}

// The keys that a watch has told, for any thread.
class Told {
public:
    WatchCallback callback() {
        return [this](std::uint64_t, const std::vector<Change>& changes) {
            const std::lock_guard lock(m_mutex);
            for (const Change& change : changes)
                m_keys.push_back(change.key + (change.now ? "" : "-"));
        };
    }
    [[nodiscard]] std::vector<std::string> keys() const {
        const std::lock_guard lock(m_mutex);
        return m_keys;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_keys;
};

// Writes keys one after another until told to end, and knows which were acknowledged.
class Writer {
public:
    explicit Writer(Store& store) : m_store(store), m_thread([this] { run(); }) {}
    ~Writer() { end(); }

    void end() {
        m_ending = true;
        if (m_thread.joinable())
            m_thread.join();
    }
    [[nodiscard]] int acknowledged() const { return m_count; }
    [[nodiscard]] const std::set<std::string>& keys() const { return m_keys; } // after end()

private:
    void run() {
        for (int number = 0; !m_ending; ++number) {
            const std::string key = "/written/" + std::to_string(number);
            if (m_store.write(putting(key, key))) {
                m_keys.insert(key);
                ++m_count;
            }
        }
    }

    Store& m_store;
    std::set<std::string> m_keys;
    std::atomic<int> m_count = 0;
    std::atomic<bool> m_ending = false;
    std::thread m_thread;
};

std::set<std::string> keysIn(const Store& store, const std::string& prefix) {
    std::set<std::string> keys;
    const auto found = store.range({.prefix = prefix}).value();
    for (const KeyValue& item : found.items)
        keys.insert(item.key);
    return keys;
}

bool includesAll(const std::set<std::string>& all, const std::set<std::string>& some) {
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

// 127.0.0.1 with a port that was free a moment ago.
QString freeAddress() {
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return QStringLiteral("127.0.0.1:%1").arg(probe.serverPort());
}

// A key and a self-signed certificate for 127.0.0.1, NAME.key and NAME.pem.
void makeCertificate(const QString& stem) {
    QProcess openssl;
    causeway::test::endWithTest(openssl);
    openssl.start("openssl",
                  {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                   "-nodes", "-days", "1", "-subj", "/CN=etcd test", "-addext",
                   "subjectAltName=IP:127.0.0.1", "-keyout", stem + ".key", "-out", stem + ".pem"});
    openssl.waitForFinished();
}

} // namespace

class TestEtcdStore : public control::test::StoreConformance {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (!EtcdProcess::isInstalled())
            QSKIP("etcd-server and etcd-client are not installed");
    }
    void losesNothingThatWasAcknowledgedWhenItIsKilled();
    void saysInTimeWhenItHangsAndGoesOn();
    void watchesOnAfterItWasAway();
    void tellsWhatIsThereWhenHistoryWasCompacted();
    void goesOnWhenTheLeaderIsLost();
    void saysThatMostMembersAreAway();
    void sharesAnEtcdWithOthers();
    void namesTheLimitsOfEtcd();
    void goesOverTlsWithACertificate();
    void saysWhatIsWrongWithItsOptions_data();
    void saysWhatIsWrongWithItsOptions();
    void saysThatNobodyAnswers();

protected:
    std::unique_ptr<Store> open() override {
        if (!m_etcd) {
            m_etcd = std::make_unique<EtcdProcess>();
            m_etcd->start();
        }
        return EtcdStore::open(optionsOf(*m_etcd, kPatience)).value();
    }
    void destroy() override { m_etcd.reset(); }

private:
    [[nodiscard]] EtcdProcess& etcd() const { return *m_etcd; } // of the conformance's store
    std::unique_ptr<EtcdProcess> m_etcd;
};

void TestEtcdStore::losesNothingThatWasAcknowledgedWhenItIsKilled() {
    const auto store = storeIn(etcd(), 2s);
    std::set<std::string> acknowledged;
    for (int round = 0; round < 3; ++round) {
        Writer writer(*store);
        QTRY_VERIFY(writer.acknowledged() >= 50);
        etcd().kill();
        etcd().start();
        const int before = writer.acknowledged();
        QTRY_VERIFY_WITH_TIMEOUT(writer.acknowledged() > before, 10'000);
        writer.end();
        acknowledged.insert(writer.keys().begin(), writer.keys().end());
    }
    QVERIFY(includesAll(keysIn(*store, "/written/"), acknowledged));
}

void TestEtcdStore::saysInTimeWhenItHangsAndGoesOn() {
    const auto store = storeIn(etcd(), 500ms);
    QVERIFY(store->write(putting("/a", "one")));
    etcd().pause();
    QElapsedTimer took;
    took.start();
    // A key of its own: it may be written all the same, at any time from now on.
    const auto written = store->write(putting("/late", "x"));
    const auto read = store->get("/a", 0);
    const auto elapsed = took.elapsed();
    etcd().resume();
    QVERIFY(!written && written.error().kind() == ErrorKind::Unavailable);
    QVERIFY(!read && read.error().kind() == ErrorKind::Unavailable);
    QVERIFY(written.error().describe().find("did not answer in time; the change may")
            != std::string::npos);
    QVERIFY2(elapsed < 2'000, qPrintable(QString::number(elapsed)));
    QVERIFY(writeSoon(*store, "/a", "three"));
    QCOMPARE(store->get("/a", 0).value()->value, std::string("three"));
}

void TestEtcdStore::watchesOnAfterItWasAway() {
    const auto store = storeIn(etcd(), 2s);
    Told told;
    const auto watch = store->watch("/a/", 1, told.callback()).value();
    QVERIFY(store->write(putting("/a/1", "x")));
    QTRY_COMPARE(told.keys(), (std::vector<std::string>{"/a/1"}));
    etcd().kill();
    etcd().start();
    QVERIFY(writeSoon(*store, "/a/2", "x"));
    QVERIFY(store->write(putting("/b/1", "x")));
    QVERIFY(store->write(putting("/a/3", "x")));
    QTRY_COMPARE(told.keys(), (std::vector<std::string>{"/a/1", "/a/2", "/a/3"}));
}

void TestEtcdStore::tellsWhatIsThereWhenHistoryWasCompacted() {
    const auto store = storeIn(etcd(), 2s);
    for (const char* key : {"/a/1", "/a/2", "/a/1", "/b"})
        QVERIFY(store->write(putting(key, "x")));
    QVERIFY(etcd().ctl({"compact", "5"}));
    const auto past = store->get("/a/1", 1);
    QVERIFY(!past);
    QCOMPARE(past.error().kind(), ErrorKind::NotFound);
    Told told;
    const auto watch = store->watch("/a/", 1, told.callback()).value();
    QTRY_COMPARE(told.keys(), (std::vector<std::string>{"/a/1", "/a/2"}));
    QVERIFY(store->write(putting("/a/3", "x")));
    QTRY_COMPARE(told.keys(), (std::vector<std::string>{"/a/1", "/a/2", "/a/3"}));
}

void TestEtcdStore::goesOnWhenTheLeaderIsLost() {
    EtcdProcess three(3);
    three.start();
    const auto store = storeIn(three, 3s);
    Told told;
    const auto watch = store->watch("/written/", 1, told.callback()).value();
    Writer writer(*store);
    QTRY_VERIFY(writer.acknowledged() >= 20);
    // Once it dies, once it is cut off: a process that is stopped answers neither clients nor
    // peers.
    for (const bool isKilled : {true, false}) {
        const int leader = three.leader();
        QVERIFY(leader >= 0);
        if (isKilled)
            three.kill(leader);
        else
            three.pause(leader);
        const int before = writer.acknowledged();
        QTRY_VERIFY_WITH_TIMEOUT(writer.acknowledged() > before + 20, 15'000);
        if (isKilled)
            three.start(leader);
        else
            three.resume(leader);
        QTRY_VERIFY_WITH_TIMEOUT(three.leader() >= 0, 10'000);
    }
    writer.end();
    const auto there = keysIn(*store, "/written/");
    QVERIFY(includesAll(there, writer.keys()));
    const auto toldKeys = [&] {
        const auto keys = told.keys();
        return std::set(keys.begin(), keys.end());
    };
    QTRY_COMPARE_WITH_TIMEOUT(toldKeys(), there, 20'000);
    QCOMPARE(told.keys().size(), there.size()); // nothing twice
}

void TestEtcdStore::saysThatMostMembersAreAway() {
    EtcdProcess three(3);
    three.start();
    const auto store = storeIn(three, 2s);
    QVERIFY(store->write(putting("/a", "one")));
    // One that is cut off from the two others answers, but nothing that it says would hold.
    three.pause(1);
    three.pause(2);
    QElapsedTimer took;
    took.start();
    // A key of its own: it may be written all the same, at any time from now on.
    const auto written = store->write(putting("/late", "x"));
    const auto read = store->get("/a", 0);
    const auto elapsed = took.elapsed();
    three.resume(1);
    three.resume(2);
    QVERIFY(!written && written.error().kind() == ErrorKind::Unavailable);
    QVERIFY(!read && read.error().kind() == ErrorKind::Unavailable);
    QVERIFY2(elapsed < 5'000, qPrintable(QString::number(elapsed)));
    QVERIFY(writeSoon(*store, "/a", "three"));
    QCOMPARE(store->get("/a", 0).value()->value, std::string("three"));
}

void TestEtcdStore::sharesAnEtcdWithOthers() {
    const auto store = storeIn(etcd(), 2s);
    QVERIFY(store->write(putting("/a", "ours")));
    auto options = optionsOf(etcd(), 2s);
    options.prefix = "/causeway-2";
    const auto other = EtcdStore::open(options).value();
    QVERIFY(other->write(putting("/a", "theirs")));
    QCOMPARE(store->get("/a", 0).value()->value, std::string("ours"));
    QCOMPARE(keysIn(*store, ""), (std::set<std::string>{"/a"}));
    QCOMPARE(keysIn(*other, ""), (std::set<std::string>{"/a"}));
    // One counter for all that is in it.
    QCOMPARE(store->write(putting("/a", "again"))->revision, 3U);
}

void TestEtcdStore::namesTheLimitsOfEtcd() {
    const auto store = storeIn(etcd(), 2s);
    Transaction many;
    for (int i = 0; i < 200; ++i)
        many.operations.push_back({.key = "/a/" + std::to_string(i), .value = "x"});
    const auto tooMany = store->write(many);
    QVERIFY(!tooMany);
    QCOMPARE(tooMany.error().kind(), ErrorKind::Exhausted);
    QVERIFY(tooMany.error().message().find("--max-txn-ops") != std::string::npos);
    const auto tooLarge = store->write(putting("/a", std::string(2U << 20U, 'x')));
    QVERIFY(!tooLarge);
    QCOMPARE(tooLarge.error().kind(), ErrorKind::Exhausted);
    QVERIFY(tooLarge.error().message().find("--max-request-bytes") != std::string::npos);
    QCOMPARE(store->revision(), 0U);
}

void TestEtcdStore::goesOverTlsWithACertificate() {
    EtcdProcess secured;
    makeCertificate(secured.path("server"));
    makeCertificate(secured.path("client"));
    makeCertificate(secured.path("stranger"));
    const QString address = freeAddress();
    secured.setListen("https://" + address);
    secured.addFlags({"--cert-file", secured.path("server.pem"), "--key-file",
                      secured.path("server.key"), "--client-cert-auth", "--trusted-ca-file",
                      secured.path("client.pem")});
    secured.start();
    const auto open = [&](const QString& authorities, const QString& client, Duration deadline) {
        return EtcdStore::open({.endpoints = {"https://" + address.toStdString()},
                                .authorities = secured.path(authorities + ".pem").toStdString(),
                                .certificate = secured.path(client + ".pem").toStdString(),
                                .key = secured.path(client + ".key").toStdString(),
                                .deadline = deadline});
    };
    const auto store = open("server", "client", kPatience);
    QVERIFY2(store, store ? "" : store.error().describe().c_str());
    QVERIFY((*store)->write(putting("/a", "one")));
    const auto wrongServer = open("stranger", "client", 1s);
    QVERIFY(!wrongServer);
    QVERIFY2(wrongServer.error().message().find("--etcd-ca has to vouch") != std::string::npos,
             wrongServer.error().describe().c_str());
    const auto stranger = open("server", "stranger", 1s);
    QVERIFY(!stranger);
    QVERIFY2(stranger.error().message().find("does it take --etcd-certificate?")
                 != std::string::npos,
             stranger.error().describe().c_str());
}

void TestEtcdStore::saysWhatIsWrongWithItsOptions_data() {
    QTest::addColumn<QString>("endpoints");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no scheme") << "etcd-1:2379"
                               << "expected https://HOST:PORT";
    QTest::newRow("no port") << "https://etcd-1"
                             << "expected https://HOST:PORT, without a path";
    QTest::newRow("a path") << "https://etcd-1:2379/v3"
                            << "without a path";
    QTest::newRow("the second") << "https://a:2379,b:2379"
                                << "found \"b:2379\"";
    QTest::newRow("plain, elsewhere") << "http://10.0.0.1:2379"
                                      << "only an etcd on this machine";
    QTest::newRow("nothing") << ""
                             << "found \"\"";
}

void TestEtcdStore::saysWhatIsWrongWithItsOptions() {
    QFETCH(const QString, endpoints);
    QFETCH(const QString, expected);
    const auto parsed = parseEtcdEndpoints(endpoints.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind(), ErrorKind::InvalidInput);
    const auto said = QString::fromStdString(parsed.error().message());
    QVERIFY2(said.contains(expected), qPrintable(said));
}

void TestEtcdStore::saysThatNobodyAnswers() {
    const auto store = EtcdStore::open({.endpoints = {"unix:/nowhere/etcd"}, .deadline = 300ms});
    QVERIFY(!store);
    QCOMPARE(store.error().kind(), ErrorKind::Unavailable);
    QVERIFY2(store.error().message().find("no etcd answers at unix:/nowhere/etcd: ")
                 != std::string::npos,
             store.error().describe().c_str());
    const auto unsure = EtcdStore::open({.endpoints = {"https://127.0.0.1:1"}});
    QVERIFY(!unsure);
    QVERIFY(unsure.error().message().find("--etcd-ca") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestEtcdStore)
#include "tst_etcd_store.moc"
