// SPDX-License-Identifier: Apache-2.0
#include "route/route_table.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace causeway;
using namespace causeway::route;

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
        routes.routes.push_back({rule("split", {prefix("/loans")}), {{"v1:80", 9}, {"v2:80", 1}, {"v3:80", 0}}, {}});
        routes.routes.push_back({rule("nowhere", {prefix("/none")}), {{"v1:80", 0}}, {}});
        const auto table = OutboundTable::compile(routes);
        std::map<std::string, int> counts;
        for (std::uint64_t draw = 0; draw < 100; ++draw)
            ++counts[table->match({"GET", "h", "/loans", nullptr}, draw)->destination];
        QVERIFY((counts == std::map<std::string, int>{{"v1:80", 90}, {"v2:80", 10}}));
        QVERIFY(!table->match({"GET", "h", "/none", nullptr}, 0));
        const auto other = table->match({"GET", "h", "/other", nullptr}, 0);
        QCOMPARE(other->destination, routes.destination);
        QVERIFY(other->route.builtIn());
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
