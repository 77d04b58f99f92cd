// SPDX-License-Identifier: Apache-2.0
#include "control/admin/caller.h"
#include "control/identity/registrar.h"
#include "control/identity/serving_leaf.h"
#include "control/proxy_admission.h"
#include "control/store/sqlite_store.h"
#include "resource/parse.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace causeway;
using namespace causeway::control;
using namespace std::chrono_literals;

namespace {

const ClusterName kAws{.trustDomain = "talk.mesh", .name = "aws"};

tls::SpiffeId workload(const std::string& account, const std::string& cluster = "aws") {
    return tls::SpiffeId::workload("talk.mesh", cluster, "bank", account).value();
}

// A proxy on its way to a leaf.
struct Applicant {
    explicit Applicant(const std::string& account)
        : identity(workload(account)), key(tls::PrivateKey::generate().value()),
          request(tls::CertificateRequest::make(key, identity).value()) {}

    Registrar::Question with(std::string token) const {
        return {.identity = identity.uri(),
                .joinToken = std::move(token),
                .request = request,
                .peer = std::nullopt};
    }
    Registrar::Question as(const tls::SpiffeId& peer) const {
        return {.identity = identity.uri(), .joinToken = {}, .request = request, .peer = peer};
    }

    tls::SpiffeId identity;
    tls::PrivateKey key;
    std::vector<std::uint8_t> request;
};

struct Cluster {
    Cluster() {
        clock.setWall(WallTime(1'800'000'000s));
        store = SqliteStore::open(state.path("store.db")).value();
        certificates = Certificates::open(*store, "aws").value();
    }
    std::string token(const tls::SpiffeId& identity, Duration life = 1h) const {
        return tokens.create(identity, clock.wallNow(), life).value();
    }
    Registrar registrar() {
        return {{.store = *store,
                 .authority = authority,
                 .tokens = tokens,
                 .certificates = *certificates,
                 .events = events,
                 .clock = clock},
                kAws,
                24h};
    }

    QTemporaryDir folder;
    ManualClock clock;
    StateFolder state = StateFolder::open(folder.filePath("state").toStdString()).value();
    EventLog events{clock};
    std::unique_ptr<SqliteStore> store;
    std::unique_ptr<Certificates> certificates;
    AuthorityFiles files =
        AuthorityFiles::madeIn(state, "talk.mesh", "aws", WallTime(1'800'000'000s)).value();
    Authority authority =
        Authority::make(Trust::load(files, WallTime(1'800'000'000s)).value(), files).value();
    JoinTokens tokens = JoinTokens::open(state, {}, "aws").value();
};

ErrorKind refusal(const Result<Issued>& answer) {
    return answer ? ErrorKind::Internal : answer.error().kind();
}

QString messageOf(const auto& result) {
    return result ? QString("(no error)") : QString::fromStdString(result.error().describe());
}

} // namespace

class TestIdentity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void issuesALeafForAToken() {
        Cluster cluster;
        const Applicant ledger("ledger");
        const auto issued =
            cluster.registrar().certify(ledger.with(cluster.token(ledger.identity)));
        QVERIFY2(issued.has_value(), qPrintable(messageOf(issued)));
        const tls::Certificate& leaf = issued->leaf();
        const Trust trust = cluster.authority.trust();
        QCOMPARE(leaf.identity()->uri(), ledger.identity.uri());
        QCOMPARE(leaf.dnsNames(), std::vector<std::string>{ledger.identity.dnsName()});
        QVERIFY(leaf.signedBy(trust.issuer.certificate()));
        QCOMPARE(issued->anchorKey, trust.anchors.front().publicKey().fingerprint());
        QVERIFY(leaf.matches(ledger.key));
        QCOMPARE(leaf.notAfter(), cluster.clock.wallNow() + 24h);
    }
    void pinsATokenToTheFirstKey() {
        Cluster cluster;
        const Applicant ledger("ledger");
        const Applicant thief("ledger");
        const std::string token = cluster.token(ledger.identity);
        QVERIFY(cluster.registrar().certify(ledger.with(token)));
        QCOMPARE(refusal(cluster.registrar().certify(thief.with(token))),
                 ErrorKind::Unauthenticated);
        QCOMPARE(cluster.events.newest().back().kind, std::string("token.reused"));
        QVERIFY(cluster.registrar().certify(ledger.with(token))); // a lost answer, a restart
    }
    void remembersPinsOverARestart() {
        Cluster cluster;
        const Applicant ledger("ledger");
        const std::string token = cluster.token(ledger.identity);
        QVERIFY(cluster.registrar().certify(ledger.with(token)));
        cluster.certificates.reset();
        cluster.store.reset();
        cluster.store = SqliteStore::open(cluster.state.path("store.db")).value();
        cluster.certificates = Certificates::open(*cluster.store, "aws").value();
        cluster.tokens = JoinTokens::open(cluster.state, {}, "aws").value();
        QCOMPARE(refusal(cluster.registrar().certify(Applicant("ledger").with(token))),
                 ErrorKind::Unauthenticated);
        QVERIFY(cluster.registrar().certify(ledger.with(token)));
        QCOMPARE(cluster.certificates->list().size(), 2U);
    }
    void refusesTokens_data() {
        QTest::addColumn<QString>("which");
        for (const char* which : {"expired", "foreign", "of another identity", "nonsense"})
            QTest::newRow(which) << which;
    }
    void refusesTokens();
    void renewsForTheOwnerOfALeafOnly() {
        Cluster cluster;
        const Applicant ledger("ledger");
        QVERIFY(cluster.registrar().certify(ledger.as(ledger.identity)));
        QCOMPARE(refusal(cluster.registrar().certify(ledger.as(workload("cards")))),
                 ErrorKind::Conflict);
        QCOMPARE(refusal(cluster.registrar().certify(ledger.with({}))), ErrorKind::Unauthenticated);
    }
    void refusesIdentitiesOfOthers() {
        Cluster cluster;
        Applicant ledger("ledger");
        auto question = ledger.with(cluster.token(ledger.identity));
        question.identity = workload("cards").uri();
        QCOMPARE(refusal(cluster.registrar().certify(question)), ErrorKind::Conflict);
        question.identity = workload("ledger", "gcp").uri();
        QCOMPARE(refusal(cluster.registrar().certify(question)), ErrorKind::Conflict);
    }
    void listsLeavesInUse();
    void answersManyWithOneWrite();
    void anExpiredIssuerSignsNothing() {
        Cluster cluster;
        const Applicant ledger("ledger");
        const std::string token = cluster.token(ledger.identity, 24h * 30);
        cluster.clock.advance(24h * 366);
        QCOMPARE(refusal(cluster.registrar().certify(ledger.as(ledger.identity))),
                 ErrorKind::Unavailable);
    }
    void renewsItsOwnLeafInTime();
    void checksAuthorityFiles_data();
    void checksAuthorityFiles();
    void keepsItsStateToItself() {
        Cluster cluster;
        const auto permissions = QFile::permissions(cluster.folder.filePath("state/issuer.key"));
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ReadOther)));
        const auto second = StateFolder::open(cluster.folder.filePath("state").toStdString());
        QVERIFY(messageOf(second).contains("another causeway-control"));
    }
    void rolesDecide_data();
    void rolesDecide();
    void admitsProxiesByTheirLeaf();
};

void TestIdentity::refusesTokens() {
    QFETCH(QString, which);
    Cluster cluster;
    Cluster other;
    const Applicant ledger("ledger");
    std::string token = cluster.token(ledger.identity);
    if (which == "foreign")
        token = other.token(ledger.identity);
    if (which == "of another identity")
        token = cluster.token(workload("cards"));
    if (which == "nonsense")
        token = "let.me.in";
    if (which == "expired")
        cluster.clock.advance(2h);
    const auto answer = cluster.registrar().certify(ledger.with(token));
    QCOMPARE(refusal(answer), ErrorKind::Unauthenticated);
    QVERIFY2(!messageOf(answer).contains(QString::fromStdString(token)),
             "the token is in the error");
}

void TestIdentity::listsLeavesInUse() {
    Cluster cluster;
    const Applicant ledger("ledger");
    const auto first = cluster.registrar().certify(ledger.as(ledger.identity));
    cluster.certificates->inUse(first->leaf().serial(), "ledger", "ledger-1");
    const auto second = cluster.registrar().certify(ledger.as(ledger.identity));
    const auto twin = cluster.registrar().certify(ledger.as(ledger.identity));
    cluster.certificates->inUse(twin->leaf().serial(), "ledger", "ledger-2");
    QCOMPARE(cluster.certificates->list().size(), 3U);
    cluster.certificates->inUse(second->leaf().serial(), "ledger", "ledger-1");
    std::map<std::string, std::string> byInstance;
    for (const auto& leaf : cluster.certificates->list())
        byInstance[leaf.instance()] = leaf.serial();
    QCOMPARE(byInstance, (std::map<std::string, std::string>{{"ledger-1", second->leaf().serial()},
                                                             {"ledger-2", twin->leaf().serial()}}));
    cluster.certificates->turn(cluster.clock.wallNow());
    const auto reopened = Certificates::open(*cluster.store, "aws").value();
    QCOMPARE(reopened->list().size(), 2U);
    reopened->turn(cluster.clock.wallNow() + 25h);
    QVERIFY(reopened->list().empty());
}

void TestIdentity::answersManyWithOneWrite() {
    Cluster cluster;
    const Applicant ledger("ledger");
    const Applicant thief("ledger");
    const Applicant cards("cards");
    const std::string token = cluster.token(ledger.identity);
    const auto before = cluster.store->revision();
    const auto answers = cluster.registrar().certifyAll(
        {ledger.with(token), cards.as(cards.identity), cards.with("nonsense"),
         cards.with(cluster.token(cards.identity))});
    QCOMPARE(answers.size(), std::size_t(4));
    QVERIFY(answers[0] && answers[1] && answers[3]);
    QCOMPARE(answers[0]->leaf().identity()->uri(), ledger.identity.uri());
    QCOMPARE(answers[3]->leaf().identity()->uri(), cards.identity.uri());
    QCOMPARE(refusal(answers[2]), ErrorKind::Unauthenticated);
    QCOMPARE(cluster.store->revision(), before + 1);
    // The same token twice in one go: the first pins it, whoever else has it is refused.
    const std::string fresh = cluster.token(ledger.identity);
    const auto twice = cluster.registrar().certifyAll(
        {ledger.with(fresh), thief.with(fresh), ledger.with(fresh), thief.with(token)});
    QVERIFY(twice[0] && twice[2]);
    QCOMPARE(refusal(twice[1]), ErrorKind::Unauthenticated);
    QCOMPARE(refusal(twice[3]), ErrorKind::Unauthenticated);
}

void TestIdentity::renewsItsOwnLeafInTime() {
    Cluster cluster;
    auto leaf = ServingLeaf::make({.state = cluster.state,
                                   .authority = cluster.authority,
                                   .certificates = *cluster.certificates,
                                   .clock = cluster.clock},
                                  kAws, 10h)
                    .value();
    const auto onDisk = [&] {
        const auto pem = readFile(leaf.certificateFile()).value();
        return tls::Certificate::listFromPem(pem).value();
    };
    const auto first = onDisk();
    QCOMPARE(first.size(), 2U);
    QCOMPARE(
        first[0].dnsNames(),
        std::vector<std::string>{"control.causeway.serviceaccount.identity.causeway.talk.mesh"});
    cluster.clock.advance(6h);
    QVERIFY(leaf.renewIfDue());
    QCOMPARE(onDisk()[0].serial(), first[0].serial());
    cluster.clock.advance(61min);
    QVERIFY(leaf.renewIfDue());
    const auto second = onDisk();
    QVERIFY(second[0].serial() != first[0].serial());
    const auto key = tls::PrivateKey::fromPem(readFile(leaf.keyFile()).value()).value();
    QVERIFY(second[0].matches(key));
}

void TestIdentity::checksAuthorityFiles_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("content"); // "@x": that of state/x; another cluster's with "@@"
    QTest::addColumn<QString>("error");
    QTest::newRow("good") << "issuer.key"
                          << "@issuer.key"
                          << "(no error)";
    QTest::newRow("no such file") << "issuer.pem"
                                  << ""
                                  << "No such file";
    QTest::newRow("no PEM") << "anchors.pem"
                            << "hello"
                            << "anchors.pem";
    QTest::newRow("key of another") << "issuer.key"
                                    << "@@issuer.key"
                                    << "issuer.key";
    QTest::newRow("anchors of another") << "anchors.pem"
                                        << "@@anchors.pem"
                                        << "not signed by any";
}

void TestIdentity::checksAuthorityFiles() {
    QFETCH(QString, file);
    QFETCH(QString, content);
    QFETCH(QString, error);
    Cluster cluster;
    Cluster other;
    std::string text = content.toStdString();
    if (content.startsWith("@@"))
        text = readFile(other.state.path(text.substr(2))).value();
    else if (content.startsWith("@"))
        text = readFile(cluster.state.path(text.substr(1))).value();
    if (content.isEmpty())
        QFile::remove(cluster.folder.filePath("state/" + file));
    else
        QVERIFY(cluster.state.write(file.toStdString(), text));
    const auto loaded =
        Trust::load(cluster.files, cluster.clock.wallNow()).and_then([&](Trust trust) {
            return Authority::make(std::move(trust), cluster.files);
        });
    QVERIFY2(messageOf(loaded).contains(error), qPrintable(messageOf(loaded)));
}

void TestIdentity::rolesDecide_data() {
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QString>("rights"); // of r(ead) c(hange) i(ssue)
    const QString user = "spiffe://talk.mesh/user/anna/role/";
    QTest::newRow("viewer") << user + "viewer"
                            << "r";
    QTest::newRow("author") << user + "author"
                            << "rc";
    QTest::newRow("reviewer") << user + "reviewer"
                              << "r";
    QTest::newRow("admin") << user + "admin"
                           << "rci";
    QTest::newRow("another trust domain") << "spiffe://other.mesh/user/anna/role/admin"
                                          << "";
    QTest::newRow("a workload") << "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger"
                                << "";
    QTest::newRow("nobody") << ""
                            << "";
}

void TestIdentity::rolesDecide() {
    QFETCH(QString, uri);
    QFETCH(QString, rights);
    std::optional<tls::SpiffeId> caller;
    if (!uri.isEmpty())
        caller = tls::SpiffeId::parse(uri.toStdString()).value();
    QString found;
    for (const auto& [letter, need] :
         {std::pair('r', Need::Read), std::pair('c', Need::Change), std::pair('i', Need::Issue)})
        if (mayCall(caller, "talk.mesh", need, "Test"))
            found += letter;
    QCOMPARE(found, rights);
}

void TestIdentity::admitsProxiesByTheirLeaf() {
    const auto objects = resource::parseObjects(R"(
apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: aws}
spec: {fleet: talk, clusterDomain: aws.mesh, trustDomain: talk.mesh}
---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: ledger-1, namespace: bank}
spec:
  meshTLS: {identity: "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger", serverName: x.y}
  workloadIPs: [{ip: 10.1.0.11}]
)",
                                                "objects.yaml")
                             .value();
    const rules::ObjectSet set(objects);
    ProxyInstance proxy{.cluster = "aws",
                        .namespace_ = "bank",
                        .workload = "ledger",
                        .instance = "ledger-1",
                        .epoch = 1,
                        .version = {},
                        .mode = ProxyMode::Sidecar,
                        .identity = workload("ledger").uri()};
    QVERIFY(admitProxy(proxy, workload("ledger"), set));
    QCOMPARE(admitProxy(proxy, std::nullopt, set).error().kind(), ErrorKind::Unauthenticated);
    QCOMPARE(admitProxy(proxy, workload("cards"), set).error().kind(), ErrorKind::PermissionDenied);
    proxy.identity = workload("cards").uri(); // says the truth, but takes ledger's place
    QCOMPARE(admitProxy(proxy, workload("cards"), set).error().kind(), ErrorKind::PermissionDenied);
    proxy.identity = workload("ledger", "gcp").uri();
    QCOMPARE(admitProxy(proxy, workload("ledger", "gcp"), set).error().kind(),
             ErrorKind::InvalidInput);
}

QTEST_APPLESS_MAIN(TestIdentity)
#include "tst_identity.moc"
