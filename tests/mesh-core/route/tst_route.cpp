// SPDX-License-Identifier: Apache-2.0
#include "route/retry_budget.h"
#include "route/retry_policy.h"
#include "route/route_table.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace causeway;
using namespace causeway::route;
using namespace std::chrono_literals;

namespace {

class TestHeaders final : public HeaderSource {
public:
    TestHeaders(std::initializer_list<std::pair<const std::string, std::string>> list) : m_map(list) {}
    std::optional<std::string_view> find(std::string_view name) const override {
        const auto found = m_map.find(std::string(name));
        if (found == m_map.end())
            return std::nullopt;
        return found->second;
    }

private:
    std::map<std::string, std::string> m_map;
};

RouteRule rule(const std::string& name, std::vector<RouteMatch> matches,
               std::vector<HostMatch> hosts = {}) {
    return {{"gateway.networking.k8s.io", "httproute", name, "bank"}, std::move(hosts), std::move(matches)};
}
RouteMatch path(PathMatch::Kind kind, std::string value, std::string method = "") {
    return {PathMatch{kind, std::move(value)}, std::move(method), {}, {}};
}
RouteMatch exact(std::string value) { return path(PathMatch::Kind::Exact, std::move(value)); }
RouteMatch prefix(std::string value) { return path(PathMatch::Kind::Prefix, std::move(value)); }
RouteMatch regex(std::string value) { return path(PathMatch::Kind::Regex, std::move(value)); }

// The name of the route that such a request gets, the same in whichever order the rules come.
std::string found(const std::vector<RouteRule>& rules, const RequestView& request) {
    std::vector<std::size_t> order(rules.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::string name;
    do {
        std::vector<RouteRule> shuffled;
        for (const auto i : order)
            shuffled.push_back(rules[i]);
        const auto index = RouteTable::compile(shuffled)->match(request);
        const auto now = index ? shuffled[*index].route.name : "none";
        if (!name.empty() && name != now)
            return name + " or " + now;
        name = now;
    } while (std::next_permutation(order.begin(), order.end()));
    return name;
}

std::string get(const std::vector<RouteRule>& rules, std::string_view target,
                std::string_view authority = "ledger.bank:80") {
    return found(rules, {"GET", authority, target, nullptr});
}

} // namespace

class TestRoute : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void prefixesMatchWholeElements() {
        const std::vector rules{rule("loans", {prefix("/loans")})};
        QCOMPARE(get(rules, "/loans"), std::string("loans"));
        QCOMPARE(get(rules, "/loans/7"), std::string("loans"));
        QCOMPARE(get(rules, "/loans?full=1"), std::string("loans"));
        QCOMPARE(get(rules, "/loansharks"), std::string("none"));
        QCOMPARE(get({rule("dir", {prefix("/loans/")})}, "/loans/7"), std::string("dir"));
    }
    void pathsByPrecedence() {
        const std::vector rules{rule("exact", {exact("/loans/7")}), rule("regex", {regex("/loans/[0-9]+")}),
                                rule("long", {prefix("/loans")}), rule("short", {prefix("/")})};
        QCOMPARE(get(rules, "/loans/7"), std::string("exact"));
        QCOMPARE(get(rules, "/loans/8"), std::string("regex"));
        QCOMPARE(get(rules, "/loans/x"), std::string("long"));
        QCOMPARE(get(rules, "/cards"), std::string("short"));
    }
    void regexesAreAnchoredAtBothEnds() {
        const std::vector rules{rule("regex", {regex("/loans/[0-9]+")})};
        QCOMPARE(get(rules, "/loans/8/items"), std::string("none"));
        QCOMPARE(get(rules, "/v1/loans/8"), std::string("none"));
    }
    void hostsComeBeforePaths() {
        const std::vector rules{
            rule("any", {exact("/loans")}),
            rule("suffix", {prefix("/")}, {{HostMatch::Kind::Suffix, "example.com"}}),
            rule("longer", {prefix("/")}, {{HostMatch::Kind::Suffix, "bank.example.com"}}),
            rule("exact", {prefix("/")}, {{HostMatch::Kind::Exact, "a.bank.example.com"}})};
        QCOMPARE(get(rules, "/loans", "a.bank.example.com"), std::string("exact"));
        QCOMPARE(get(rules, "/loans", "A.Bank.Example.com:8080"), std::string("exact"));
        QCOMPARE(get(rules, "/loans", "b.bank.example.com"), std::string("longer"));
        QCOMPARE(get(rules, "/loans", "b.c.example.com"), std::string("suffix"));
        QCOMPARE(get(rules, "/loans", "example.com"), std::string("any")); // "*." is one label at least
        QCOMPARE(get(rules, "/cards", "notexample.com"), std::string("none"));
    }
    void methodThenHeadersThenQuery() {
        RouteMatch plain = prefix("/loans");
        RouteMatch method = path(PathMatch::Kind::Prefix, "/loans", "GET");
        RouteMatch header = prefix("/loans");
        header.headers = {{"X-Tenant", ValueMatch::Kind::Exact, "blue"}};
        RouteMatch query = prefix("/loans");
        query.query = {{"full", ValueMatch::Kind::Regex, "[01]"}};
        const std::vector rules{rule("plain", {plain}), rule("method", {method}),
                                rule("header", {header}), rule("query", {query})};
        const TestHeaders blue{{"x-tenant", "blue"}};
        QCOMPARE(found(rules, {"GET", "a", "/loans?full=1", &blue}), std::string("method"));
        QCOMPARE(found(rules, {"PUT", "a", "/loans?full=1", &blue}), std::string("header"));
        QCOMPARE(found(rules, {"PUT", "a", "/loans?x=2&full=1", nullptr}), std::string("query"));
        QCOMPARE(found(rules, {"PUT", "a", "/loans?full=2", nullptr}), std::string("plain"));
    }
    void equalRulesGoByTheirOrder() {
        const auto table = RouteTable::compile(std::vector{rule("a", {exact("/x")}), rule("b", {exact("/x")})});
        QCOMPARE(*table->match({"GET", "h", "/x", nullptr}), std::size_t(0));
    }
    void aRuleWithoutMatchesTakesEverything() {
        QCOMPARE(get({rule("all", {})}, "/anything"), std::string("all"));
        QVERIFY(!RouteTable().match({"GET", "h", "/", nullptr}));
    }
    void badPatternsAreNamed() {
        const auto table = RouteTable::compile(std::vector{rule("get-loan", {regex("/loans/(")})});
        QVERIFY(!table);
        const auto text = QString::fromStdString(table.error().describe());
        QVERIFY2(text.contains("httproute/bank/get-loan: path: found the pattern \"/loans/(\""), qPrintable(text));
    }
    void patternsAreBounded() {
        QVERIFY(!RouteTable::compile(std::vector{rule("big", {regex("((a{100}){100}){100}")})}));
        QVERIFY(!RouteTable::compile(std::vector{rule("long", {regex(std::string(2'000, 'a'))})}));
    }
    void backendsByWeight() {
        OutboundRoutes routes;
        routes.destination = "ledger.bank.svc.aws.mesh:80";
        Balancing strict;
        strict.maxFailures = 3;
        routes.routes.push_back({.rule = rule("split", {prefix("/loans")}),
                                 .backends = {{"v1:80", 9}, {"v2:80", 1, strict}, {"v3:80", 0}}});
        routes.routes.push_back({.rule = rule("nowhere", {prefix("/none")}), .backends = {{"v1:80", 0}}});
        const auto table = OutboundTable::compile(routes);
        const auto target = [&](const char* path, std::uint64_t draw) {
            return table->target(table->match({"GET", "h", path, nullptr}), draw);
        };
        std::map<std::string, int> counts;
        for (std::uint64_t draw = 0; draw < 100; ++draw)
            ++counts[target("/loans", draw)->destination];
        QVERIFY((counts == std::map<std::string, int>{{"v1:80", 90}, {"v2:80", 10}}));
        QVERIFY(!target("/none", 0));
        QCOMPARE(target("/loans", 9)->balancing.maxFailures, 3U);
        const auto other = target("/other", 0);
        QCOMPARE(other->destination, routes.destination);
        QVERIFY(other->route.rule.route.builtIn());
    }
    void whatMayBeTriedAgain() {
        const RetryPolicy policy{{{500, 503}, {429, 429}}, 1U << 14 | 1U << 4};
        for (const int status : {500, 503, 429})
            QVERIFY2(isRetryableStatus(policy, status), qPrintable(QString::number(status)));
        for (const int status : {200, 404, 504, 428, 430})
            QVERIFY2(!isRetryableStatus(policy, status), qPrintable(QString::number(status)));
        QVERIFY(isRetryableGrpc(policy, 14) && isRetryableGrpc(policy, 4));
        QVERIFY(!isRetryableGrpc(policy, 0) && !isRetryableGrpc(policy, 13)
                && !isRetryableGrpc(policy, 99) && !isRetryableGrpc(policy, -1));
    }
    void backOffGrowsAndIsSpread() {
        QCOMPARE(retryBackoff(0, 0), Duration(25ms));
        QCOMPARE(retryBackoff(0, 1), Duration(50ms));
        QCOMPARE(retryBackoff(2, 0), Duration(100ms));
        QCOMPARE(retryBackoff(9, 0), Duration(250ms));
        QCOMPARE(retryBackoff(1'000, 1), Duration(500ms));
    }
    void pushbackIsRead_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("never");
        QTest::addColumn<int>("after"); // ms; -1: nothing
        const auto row = [](const char* name, const char* value, bool never, int after) {
            QTest::addRow("%s: %s", name, value) << QByteArray(name) << QByteArray(value) << never << after;
        };
        row("grpc-retry-pushback-ms", "150", false, 150);
        row("grpc-retry-pushback-ms", "0", false, 0);
        row("grpc-retry-pushback-ms", "-1", true, -1);
        row("grpc-retry-pushback-ms", "soon", true, -1);
        row("retry-after", "2", false, 2'000);
        row("retry-after", " 2 ", false, 2'000);
        row("retry-after", "-2", false, -1);
        row("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT", false, -1);
        row("retry-after", "99999999999", false, 86'400'000);
        row("x-other", "2", false, -1);
    }
    void pushbackIsRead() {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, value);
        QFETCH(const bool, never);
        QFETCH(const int, after);
        const auto pushback = readPushback([&](std::string_view asked) {
            return asked == name.toStdString() ? std::optional<std::string_view>(value.constData())
                                               : std::nullopt;
        });
        QCOMPARE(pushback.never, never);
        QCOMPARE(pushback.after.has_value(), after >= 0);
        if (after >= 0)
            QCOMPARE(*pushback.after, Duration(std::chrono::milliseconds(after)));
    }
    void aBudgetIsAShareAndAFloor() {
        const RetryBudget budget{0.2, 1, 10s}; // 10 free in 10 s
        BudgetAccount account;
        MonotonicTime now{1h};
        int taken = 0;
        const auto take = [&] {
            for (taken = 0; account.withdraw(budget, now); ++taken)
                ;
            return taken;
        };
        QCOMPARE(take(), 10);
        for (int i = 0; i < 100; ++i)
            account.deposit(budget, now);
        QCOMPARE(take(), 20);
        now += 5s;
        for (int i = 0; i < 5; ++i)
            account.deposit(budget, now);
        QCOMPARE(take(), 1);
        now += 6s; // what was earned and spent at first is over, the last 5 s are not
        QCOMPARE(take(), 10);
        now += 1h;
        QCOMPARE(take(), 10);
        // Without a floor only what was earned.
        const RetryBudget bare{0.5, 0, 10s};
        BudgetAccount other;
        QVERIFY(!other.withdraw(bare, now));
        other.deposit(bare, now);
        QVERIFY(!other.withdraw(bare, now));
        other.deposit(bare, now);
        QVERIFY(other.withdraw(bare, now) && !other.withdraw(bare, now));
    }
    void hostsOfAuthorities() {
        QCOMPARE(hostOf("ledger:80"), std::string_view("ledger"));
        QCOMPARE(hostOf("ledger"), std::string_view("ledger"));
        QCOMPARE(hostOf("[fd00::1]:80"), std::string_view("[fd00::1]"));
        QCOMPARE(hostOf("[fd00::1]"), std::string_view("[fd00::1]"));
    }
};

QTEST_APPLESS_MAIN(TestRoute)
#include "tst_route.moc"
