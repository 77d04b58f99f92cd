// SPDX-License-Identifier: Apache-2.0
#include "net/listener.h"
#include "net/stream.h"
#include "tls/certificate_authority.h"
#include "tls/jwt.h"
#include "tls/transport.h"

#include <QTest>

using namespace causeway;
using namespace causeway::tls;
using namespace std::chrono_literals;

namespace {

const WallTime kNow = SystemClock().wallNow();

SpiffeId idOf(const std::string& account) {
    return *SpiffeId::workload("talk.mesh", "aws", "bank", account);
}

struct Mesh {
    CertificateAuthority anchor =
        *CertificateAuthority::makeAnchor("talk.mesh", Validity::from(kNow, 24h));
    CertificateAuthority issuer = *anchor.signIssuer("aws", Validity::from(kNow, 12h));

    Credentials leaf(const std::string& account,
                     Validity validity = Validity::from(kNow, 1h)) const {
        PrivateKey key = *PrivateKey::generate();
        std::vector chain{*issuer.signLeaf(idOf(account), key.publicKey(), validity)};
        for (const Certificate& each : issuer.intermediates())
            chain.push_back(each);
        return {std::move(chain), std::move(key)};
    }
};

struct End final : net::StreamUser {
    Status onBytes(ByteView bytes) override {
        received.append(textOf(bytes));
        return {};
    }
    void onOpen() override { opened = true; }
    void onEof() override { stream->close(); }
    void onClosed(const Error* why) override {
        closed = true;
        error = why ? why->describe() : "";
    }
    Buffer& output() override { return out; }
    Transport& tls() { return static_cast<Transport&>(stream->transport()); }

    Buffer out;
    std::string received, error;
    bool opened = false, closed = false;
    std::unique_ptr<net::Stream> stream;
};

// A server and as many clients, one after the other, as a test wants.
struct Wire {
    explicit Wire(std::shared_ptr<Context> serverContext)
        : context(std::move(serverContext)),
          listener(loop, *net::listenOn(*net::Address::parse("127.0.0.1:0")),
                   [this](net::Accepted accepted) {
                       server = std::make_unique<End>();
                       server->stream = std::make_unique<net::Stream>(
                           loop,
                           *Transport::accept(context, std::move(accepted.socket), accepted.peer),
                           *server);
                       server->stream->start();
                   }) {}

    // Until both ends are open, or one has failed.
    void connect(const std::shared_ptr<Context>& clientContext, ClientTarget target) {
        server.reset();
        client = std::make_unique<End>();
        const auto to = listener.address();
        client->stream = std::make_unique<net::Stream>(
            loop, *Transport::connect(clientContext, *net::startConnect(to), to, std::move(target)),
            *client);
        client->stream->start();
        until([&] {
            return client->closed
                   || (server && (server->closed || (server->opened && client->opened)));
        });
    }
    template <typename Condition> bool until(Condition condition) {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (!condition() && std::chrono::steady_clock::now() < deadline)
            loop.turn(50ms);
        return condition();
    }
    bool exchange(const std::string& text) {
        server->received.clear();
        client->received.clear();
        client->out.append(text);
        client->stream->flushSoon();
        server->out.append(text);
        server->stream->flushSoon();
        return until([&] { return server->received == text && client->received == text; });
    }

    SystemClock clock;
    net::EventLoop loop{clock};
    std::shared_ptr<Context> context;
    std::unique_ptr<End> client, server;
    net::Listener listener;
};

ClientTarget targetOf(const std::string& account, std::string sessionKey = "") {
    return {idOf(account).dnsName(), idOf(account).uri(), std::move(sessionKey)};
}

} // namespace

class TestTls : public QObject {
    Q_OBJECT
    Mesh mesh;
    std::vector<Certificate> anchors{mesh.anchor.certificate()};

    std::shared_ptr<Context> server(const Credentials& credentials) {
        return *Context::makeServer({credentials, anchors});
    }
    std::shared_ptr<Context> client(const Credentials& credentials) {
        return *Context::makeClient({&credentials, anchors});
    }

private Q_SLOTS:
    void identitiesHaveTwoForms() {
        const auto ledger = idOf("ledger");
        QCOMPARE(ledger.uri(), std::string("spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger"));
        QCOMPARE(ledger.dnsName(),
                 std::string("ledger.bank.serviceaccount.identity.causeway.talk.mesh"));
        const auto console = SpiffeId::parse("spiffe://talk.mesh/user/console/role/viewer");
        QVERIFY(console && console->isPerson());
        QCOMPARE(console->role(), std::string("viewer"));
        for (const char* bad :
             {"", "https://talk.mesh/cluster/a/ns/b/sa/c", "spiffe://talk.mesh",
              "spiffe://talk.mesh/cluster/a/ns/b/sa/", "spiffe://talk.mesh/cluster/a/ns/b/sa/c/d",
              "spiffe://talk.mesh/cluster/a/ns/../sa/c",
              "spiffe://talk.mesh/cluster/a/ns/b,DNS:x/sa/c", "spiffe://talk.mesh/user/x"})
            QVERIFY2(!SpiffeId::parse(bad), bad);
    }
    void authoritySignsWhatItWasAsked() {
        const PrivateKey key = *PrivateKey::generate();
        const auto der = CertificateRequest::make(key, idOf("ledger"));
        const auto request = CertificateRequest::parse(*der);
        QVERIFY(request.has_value());
        const auto leaf = mesh.issuer.signLeaf(request->identity(), request->publicKey(),
                                               Validity::from(kNow, 240h));
        QVERIFY(leaf.has_value());
        QVERIFY(leaf->matches(key));
        QVERIFY(leaf->signedBy(mesh.issuer.certificate()));
        QVERIFY(!leaf->signedBy(mesh.anchor.certificate()));
        QVERIFY(!leaf->isAuthority());
        QCOMPARE(leaf->identity()->uri(), idOf("ledger").uri());
        QCOMPARE(leaf->dnsNames(), std::vector{idOf("ledger").dnsName()});
        QVERIFY(leaf->notAfter()
                == mesh.issuer.certificate().notAfter()); // never outlives its issuer
        QCOMPARE(leaf->serial().size(), std::size_t(32));
        QCOMPARE(Certificate::fromDer(leaf->der())->fingerprint(), leaf->fingerprint());
        QCOMPARE(mesh.anchor.intermediates().size(), std::size_t(0));
        QCOMPARE(mesh.issuer.intermediates().size(), std::size_t(1));
    }
    void aRequestThatWasChangedIsRefused() {
        auto der = *CertificateRequest::make(*PrivateKey::generate(), idOf("ledger"));
        const std::string text(textOf(der));
        const auto at = text.find("/sa/ledger");
        QVERIFY(at != text.npos);
        der[at + 4] = 'x';
        QVERIFY(!CertificateRequest::parse(der));
        QVERIFY(!CertificateRequest::parse(bytesOf("no request")));
    }
    void authoritiesComeBackFromTheirFiles() {
        const auto loaded =
            CertificateAuthority::load(pemOf(mesh.issuer.chain()), mesh.issuer.key().pem());
        QVERIFY(loaded.has_value());
        const auto foreign =
            CertificateAuthority::load(pemOf(mesh.issuer.chain()), mesh.anchor.key().pem());
        QVERIFY(foreign.error().message().find("does not belong") != std::string::npos);
        const Credentials leaf = mesh.leaf("x");
        QVERIFY(!CertificateAuthority::load(pemOf(leaf.chain), leaf.key.pem()));
        QVERIFY(Certificate::listFromPem("nothing").error().message().find("BEGIN CERTIFICATE")
                != std::string::npos);
        QVERIFY(!PrivateKey::fromPem("nothing"));
    }

    void tokensSayWhyTheyAreRefused_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("why");
        QTest::newRow("good") << ""
                              << "";
        QTest::newRow("other key") << "key"
                                   << "signature";
        QTest::newRow("other audience") << "audience"
                                        << "is for";
        QTest::newRow("expired") << "expired"
                                 << "expired";
        QTest::newRow("future") << "future"
                                << "not valid yet";
        QTest::newRow("cut") << "cut"
                             << "signature";
        QTest::newRow("none") << "none"
                              << "ES256";
        QTest::newRow("empty") << "empty"
                               << "no compact";
    }
    void tokensSayWhyTheyAreRefused() {
        QFETCH(const QString, change);
        QFETCH(const QString, why);
        const PrivateKey key = *PrivateKey::generate();
        const Claims claims{"issuer", idOf("ledger").uri(), "control/aws", "7", kNow, kNow + 30s};
        std::string token = *signJwt(claims, key);
        JwtExpectation expected{"control/aws", kNow};
        if (change == "audience")
            expected.audience = "control/gcp";
        if (change == "expired")
            expected.now += 91s; // the leeway is a minute
        if (change == "future")
            expected.now -= 62s;
        if (change == "cut")
            token.pop_back();
        if (change == "none")
            token = "eyJhbGciOiJub25lIn0" + token.substr(token.find('.'));
        if (change == "empty")
            token.clear();
        const PublicKey verifier =
            change == "key" ? PrivateKey::generate()->publicKey() : key.publicKey();
        const auto verified = verifyJwt(token, verifier, expected);
        QCOMPARE(verified.has_value(), why.isEmpty());
        if (verified)
            QCOMPARE(verified->subject, claims.subject);
        else
            QVERIFY2(verified.error().message().find(why.toStdString()) != std::string::npos,
                     verified.error().message().c_str());
    }

    void bothSidesKnowEachOther() {
        const auto ledger = mesh.leaf("ledger"), payments = mesh.leaf("payments");
        Wire wire(server(ledger));
        wire.connect(client(payments), targetOf("ledger"));
        QVERIFY2(wire.client->opened, wire.client->error.c_str());
        QCOMPARE(wire.server->tls().peerIdentity()->uri(), idOf("payments").uri());
        QCOMPARE(wire.client->tls().peerIdentity()->uri(), idOf("ledger").uri());
        QCOMPARE(wire.server->tls().serverName(), idOf("ledger").dnsName());
        QCOMPARE(wire.server->tls().alpn(), std::string("h2"));
        QVERIFY(wire.exchange(std::string(500'000, 'y')));
    }
    void aPeerWithAnotherNameIsRefused() {
        const auto ledger = mesh.leaf("ledger"), payments = mesh.leaf("payments");
        Wire wire(server(ledger));
        wire.connect(client(payments), targetOf("cards"));
        QVERIFY(wire.client->closed && !wire.client->opened);
        QVERIFY2(wire.client->error.find(
                     "sa/ledger; expected spiffe://talk.mesh/cluster/aws/ns/bank/sa/cards")
                     != std::string::npos,
                 wire.client->error.c_str());
    }
    void aForeignOrExpiredClientIsRefused_data() {
        QTest::addColumn<bool>("foreign");
        QTest::newRow("of another fleet") << true;
        QTest::newRow("expired") << false;
    }
    void aForeignOrExpiredClientIsRefused() {
        QFETCH(const bool, foreign);
        const auto ledger = mesh.leaf("ledger");
        const auto other =
            foreign ? Mesh().leaf("payments") : mesh.leaf("payments", {kNow - 2h, kNow - 1h});
        Wire wire(server(ledger));
        wire.connect(client(other), targetOf("ledger"));
        QVERIFY(
            wire.until([&] { return wire.server && wire.server->closed && wire.client->closed; }));
        QVERIFY(!wire.server->opened);
        QVERIFY2(wire.server->error.find("refused") != std::string::npos,
                 wire.server->error.c_str());
    }
    void aClientWithoutCertificateIsRefusedWhereOneIsRequired() {
        const auto ledger = mesh.leaf("ledger");
        Wire wire(server(ledger));
        wire.connect(*Context::makeClient({nullptr, anchors}), targetOf("ledger"));
        QVERIFY(wire.until([&] { return wire.server && wire.server->closed; }));
        QVERIFY(!wire.server->opened);
    }
    void sessionsResumeAndStillTellWhoThePeerIs() {
        const auto ledger = mesh.leaf("ledger"), payments = mesh.leaf("payments");
        Wire wire(server(ledger));
        const auto context = client(payments);
        wire.connect(context, targetOf("ledger", "ledger"));
        QVERIFY(!wire.client->tls().resumed());
        QVERIFY(wire.exchange("ticket"));
        wire.connect(context, targetOf("ledger", "ledger"));
        QVERIFY2(wire.client->opened, wire.client->error.c_str());
        QVERIFY(wire.client->tls().resumed());
        QCOMPARE(wire.server->tls().peerIdentity()->uri(), idOf("payments").uri());
        QCOMPARE(wire.client->tls().peerIdentity()->uri(), idOf("ledger").uri());
    }
    void aTicketIsUsedOnce() {
        const auto ledger = mesh.leaf("ledger"), payments = mesh.leaf("payments");
        Wire wire(server(ledger));
        const auto context = client(payments);
        wire.connect(context, targetOf("ledger", "ledger"));
        QVERIFY(wire.exchange("ticket"));
        QVERIFY(context->hasSession("ledger"));
        wire.connect(context, targetOf("ledger", "ledger"));
        QVERIFY(wire.client->tls().resumed());
        QVERIFY(wire.exchange("another ticket"));
        QVERIFY(context->takeSession("ledger"));
        QVERIFY(!context->takeSession("ledger"));
        wire.connect(context, targetOf("ledger", "ledger"));
        QVERIFY2(wire.client->opened, wire.client->error.c_str());
        QVERIFY(!wire.client->tls().resumed());
    }
    // A ticket proves who the peer was, and is no proof of being somebody else.
    void aResumedPeerHasToBeTheOneExpected() {
        const auto ledger = mesh.leaf("ledger"), payments = mesh.leaf("payments");
        Wire wire(server(ledger));
        const auto context = client(payments);
        wire.connect(context, targetOf("ledger", "shared"));
        QVERIFY(wire.exchange("ticket"));
        wire.connect(context, targetOf("cards", "shared"));
        QVERIFY(wire.client->closed && !wire.client->opened);
        QVERIFY2(wire.client->error.find("sa/ledger; expected") != std::string::npos,
                 wire.client->error.c_str());
    }
    // Whoever has another identity, or trusts others, begins anew.
    void ticketsDoNotSurviveTheClientsRotation() {
        const auto ledger = mesh.leaf("ledger"), payments = mesh.leaf("payments");
        Wire wire(server(ledger));
        wire.connect(client(payments), targetOf("ledger", "ledger"));
        QVERIFY(wire.exchange("ticket"));
        wire.connect(client(mesh.leaf("cards")), targetOf("ledger", "ledger"));
        QVERIFY(wire.client->opened && !wire.client->tls().resumed());
        QCOMPARE(wire.server->tls().peerIdentity()->uri(), idOf("cards").uri());
    }
    void rotationLeavesOpenConnectionsAloneAndOldTicketsBehind() {
        const auto ledger = mesh.leaf("ledger"), payments = mesh.leaf("payments");
        Wire wire(server(ledger));
        const auto context = client(payments);
        wire.connect(context, targetOf("ledger", "ledger"));
        QVERIFY(wire.exchange("before"));
        const auto renewed = mesh.leaf("ledger");
        wire.context = server(renewed);
        QVERIFY(wire.exchange("after"));
        wire.connect(context, targetOf("ledger", "ledger"));
        QVERIFY2(wire.client->opened, wire.client->error.c_str());
        QVERIFY(!wire.client->tls().resumed());
        QCOMPARE(wire.client->tls().peerCertificate()->serial(), renewed.chain.front().serial());
    }
    void oldTlsIsRefused() {
        const auto ledger = mesh.leaf("ledger");
        const auto plain = net::listenOn(*net::Address::parse("127.0.0.1:0"));
        Wire wire(server(ledger));
        wire.client = std::make_unique<End>();
        const auto to = wire.listener.address();
        wire.client->stream = std::make_unique<net::Stream>(
            wire.loop, std::make_unique<net::PlainTransport>(*net::startConnect(to), to),
            *wire.client);
        wire.client->out.append("GET / HTTP/1.1\r\n\r\n");
        wire.client->stream->start();
        QVERIFY(wire.until([&] { return wire.server && wire.server->closed; }));
        QVERIFY(!wire.server->opened);
    }
};

QTEST_APPLESS_MAIN(TestTls)
#include "tst_tls.moc"
