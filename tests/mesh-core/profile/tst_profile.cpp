// SPDX-License-Identifier: Apache-2.0
// What the profile library decides on its own; whole documents are in the command line's corpora.
#include "profile/check.h"
#include "profile/convert.h"
#include "profile/openapi.h"
#include "profile/path_template.h"
#include "profile/protobuf.h"
#include "resource/parse.h"
#include "route/pattern.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <set>

using namespace causeway;
using namespace causeway::profile;

namespace {

Result<std::string> noFile(const std::string& path) {
    return fail(ErrorKind::NotFound, "found no file " + path);
}

QString textOf(const Findings& findings) {
    QString text;
    for (const auto& finding : findings.list())
        text += QString::fromStdString(finding.describe()) + '\n';
    return text;
}

QString codesOf(const Findings& findings) {
    QStringList codes;
    for (const auto& finding : findings.list())
        codes << QString::fromUtf8(finding.code.data(), qsizetype(finding.code.size()));
    return codes.join(' ');
}

std::string profileOf(const std::string& spec) {
    return "apiVersion: linkerd.io/v1alpha2\nkind: ServiceProfile\nmetadata: {name: "
           "loans.bank.svc.cluster.local, namespace: bank}\nspec:\n"
           + spec;
}

std::vector<resource::Object> objectsOf(const std::string& text) {
    auto objects = resource::parseObjects(text, "in.yaml");
    if (!objects)
        qFatal("%s", objects.error().describe().c_str());
    return *objects;
}

// "lost spec.routes[0]" for each that is not exact.
QStringList deviations(const Conversion& conversion) {
    QStringList list;
    for (const auto& item : conversion.report)
        if (item.fate != Fate::Exact)
            list << QString::fromStdString(std::string(name(item.fate)) + " " + item.field);
    return list;
}

} // namespace

class TestProfile : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void paths_become_expressions_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("regex");
        QTest::newRow("text") << "/loans"
                              << "/loans";
        QTest::newRow("parameter") << "/authors/{id}.json"
                                   << "/authors/[^/]*\\.json";
        QTest::newRow("two") << "/a/{b}{c}/d"
                             << "/a/[^/]*[^/]*/d";
        QTest::newRow("special") << "/a.+*?()|[]^$\\"
                                 << "/a\\.\\+\\*\\?\\(\\)\\|\\[\\]\\^\\$\\\\";
        QTest::newRow("open") << "/a/{b"
                              << "/a/\\{b";
        QTest::newRow("close") << "/a}/b"
                               << "/a\\}/b";
    }
    void paths_become_expressions() {
        QFETCH(const QString, path);
        QFETCH(const QString, regex);
        QCOMPARE(QString::fromStdString(pathRegex(path.toStdString())), regex);
        QVERIFY(route::Pattern::compile(regex.toStdString()));
        QCOMPARE(unquoteRegex(quoteRegex(path.toStdString())), path.toStdString());
    }
    void quoted_expressions_are_one_text() {
        QVERIFY(!unquoteRegex("/a.b"));
        QVERIFY(!unquoteRegex("/\\d"));
        QVERIFY(!unquoteRegex("/a\\"));
        QVERIFY(!unquoteRegex("/[^/]*"));
    }
    void files_beside() {
        QCOMPARE(besides("specs/loans/api.yaml", "../common.yaml"),
                 std::string("specs/common.yaml"));
        QCOMPARE(besides("api.yaml", "./x/../y.yaml"), std::string("y.yaml"));
        QCOMPARE(besides("api.yaml", "../../y.yaml"), std::string("../../y.yaml"));
        QCOMPARE(besides("/abs/api.yaml", "y.yaml"), std::string("/abs/y.yaml"));
    }
    void names_of_services() {
        const ServiceName defaults{"", "bank", "aws.mesh", 0};
        QCOMPARE(serviceNameOf("loans", defaults).full(), std::string("loans.bank.svc.aws.mesh"));
        QCOMPARE(serviceNameOf("loans.shop", defaults).full(),
                 std::string("loans.shop.svc.aws.mesh"));
        QCOMPARE(serviceNameOf("loans.shop.svc.cluster.local", defaults).full(),
                 std::string("loans.shop.svc.cluster.local"));
    }
    void a_large_document() {
        std::string text = "openapi: 3.0.0\ninfo: {title: Large, version: '1'}\npaths:\n";
        int paths = 0;
        while (text.size() < 10'000'000) {
            text += "  /things/" + std::to_string(paths++) + "/{id}:\n    get:\n      summary: "
                    + std::string(400, 'x') + "\n      responses: {'200': {description: ok}}\n";
        }
        Findings findings;
        const auto operations = readOpenApi({"large.yaml", text, noFile}, findings);
        QVERIFY2(!findings.has(Severity::Warning), qPrintable(textOf(findings)));
        QCOMPARE(operations.size(), std::size_t(paths));
    }
    void too_large_a_document() {
        Findings findings;
        QVERIFY(readOpenApi({"l.yaml", std::string(65UL * 1024 * 1024, ' '), noFile}, findings)
                    .empty());
        QCOMPARE(codesOf(findings), QStringLiteral("too-large"));
        Findings others;
        QVERIFY(readProto({"l.proto", std::string(17UL * 1024 * 1024, ' '), {}, noFile}, others)
                    .empty());
        QCOMPARE(codesOf(others), QStringLiteral("syntax"));
    }
    void imports_are_looked_for_in_the_given_folders() {
        std::set<std::string> asked;
        const LoadFile load = [&](const std::string& path) -> Result<std::string> {
            asked.insert(path);
            if (path == "vendor/bank/money.proto")
                return std::string("package bank; message Money {}");
            return noFile(path);
        };
        Findings findings;
        const auto operations = readProto({"a/b/c.proto",
                                           "package bank.c; import \"bank/money.proto\";"
                                           "service C { rpc Get(Money) returns (bank.Money); }",
                                           {"vendor"},
                                           load},
                                          findings);
        QCOMPARE(operations.size(), std::size_t(1));
        QVERIFY2(findings.list().empty(), qPrintable(textOf(findings)));
        QVERIFY(asked.contains("vendor/bank/money.proto"));
        Findings missing;
        (void)readProto(
            {"a/b/c.proto", "import \"x.proto\"; service C { rpc G(M) returns (M); }", {}, load},
            missing);
        QVERIFY(asked.contains("a/b/x.proto") && asked.contains("a/x.proto")
                && asked.contains("x.proto"));
    }

    void check_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<QString>("codes");
        const QString get = "  - name: get\n    condition: {method: GET, pathRegex: /loans}\n";
        QTest::newRow("fine") << "  routes:\n" + get << "";
        QTest::newRow("two of a name")
            << "  routes:\n" + get + "  - {name: get, condition: {method: PUT}}\n"
            << "duplicate-route-name";
        QTest::newRow("same condition")
            << "  routes:\n" + get
                   + "  - {name: again, condition: {method: GET, pathRegex: /loans}}\n"
            << "unreachable-route";
        QTest::newRow("no expression")
            << "  routes:\n  - {name: a, condition: {pathRegex: '/(loans'}}\n"
            << "path-regex";
        QTest::newRow("no path") << "  routes:\n  - {name: a, condition: {pathRegex: loans}}\n"
                                 << "path-regex";
        QTest::newRow("small letters")
            << "  routes:\n  - {name: a, condition: {not: {method: get}}}\n"
            << "method";
        QTest::newRow("retried POST") << "  routes:\n  - {name: a, isRetryable: true, condition: "
                                         "{method: POST, pathRegex: /a}}\n"
                                      << "unsafe-retry";
        QTest::newRow("retried RPC")
            << "  routes:\n  - {name: a, isRetryable: true, condition: {method: "
               "POST, pathRegex: '/bank\\.Loans/Get'}}\n"
            << "";
        QTest::newRow("half a range")
            << "  routes:\n" + get
                   + "    responseClasses: [{condition: {all: [{status: {min: 500}}]}}]\n"
            << "half-range";
        QTest::newRow("no time") << "  routes:\n" + get + "    timeout: -1s\n"
                                 << "timeout";
        QTest::newRow("short budget")
            << "  retryBudget: {minRetriesPerSecond: 1, retryRatio: 0.1, ttl: 10ms}\n"
            << "retry-budget";
        QTest::newRow("wide budget")
            << "  retryBudget: {minRetriesPerSecond: 1, retryRatio: 2000, ttl: 10s}\n"
            << "retry-budget";
        QTest::newRow("refused") << "  routes:\n  - name: a\n"
                                 << "invalid";
    }
    void check() {
        QFETCH(const QString, spec);
        QFETCH(const QString, codes);
        Findings findings;
        QCOMPARE(checkProfiles(profileOf(spec.toStdString()), "p.yaml", findings), std::size_t(1));
        QCOMPARE(codesOf(findings), codes);
        for (const auto& finding : findings.list())
            QVERIFY(finding.place.at.line > 3);
    }
    void check_looks_into_lists_and_names() {
        Findings findings;
        const std::string list =
            "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: linkerd.io/v1alpha2, "
            "kind: ServiceProfile, metadata: {name: loans}}\n- {kind: Pod}\n";
        QCOMPARE(checkProfiles(list + "---\n" + list, "p.yaml", findings), std::size_t(2));
        QCOMPARE(codesOf(findings), QStringLiteral("profile-name profile-name"));
        QCOMPARE(checkProfiles("a: [", "p.yaml", findings), std::size_t(0));
        QVERIFY(findings.list().back().place.at.line > 0);
    }

    void to_routes_and_back_is_the_same() {
        const auto profile = objectsOf(profileOf(R"(  routes:
  - {name: get-loans, condition: {method: GET, pathRegex: /loans}, timeout: 500ms}
  - {name: get-loan, condition: {method: GET, pathRegex: '/loans/[^/]*'}}
)"));
        const auto routes = toRoutes(profile[0], RouteKind::Http);
        QCOMPARE(deviations(routes), QStringList());
        QCOMPARE(routes.objects.size(), std::size_t(1));
        // What is written can be read: admission has nothing against it.
        const auto again = objectsOf(resource::serialize(routes.objects));
        QVERIFY(again == routes.objects);
        const auto back = toProfiles(again, "cluster.local");
        QCOMPARE(deviations(back), QStringList());
        auto& spec = std::get<resource::ServiceProfile>(
            const_cast<resource::Object&>(back.objects.at(0)).spec);
        QCOMPARE(spec.routes.size(), std::size_t(3));
        QCOMPARE(spec.routes.back().condition.pathRegex, std::string("/.*")); // everything else
        spec.routes.pop_back();
        QVERIFY(spec == *profile[0].as<resource::ServiceProfile>());
    }
    void to_routes_tells_what_is_lost() {
        const auto profile = objectsOf(
            profileOf(R"(  retryBudget: {minRetriesPerSecond: 5, retryRatio: 0.2, ttl: 10s}
  opaquePorts: {4222: {}}
  dstOverrides:
  - {authority: "loans-v2.bank.svc.cluster.local:80", weight: 250m}
  - {authority: loans-v3.bank.svc.cluster.local, weight: 1}
  routes:
  - {name: not, condition: {not: {method: GET}}}
  - {name: two paths, condition: {all: [{pathRegex: /a}, {pathRegex: /b}]}}
  - {name: catch, condition: {method: GET, pathRegex: '/x/.*'}, isRetryable: true, timeout: 1500us}
  - {name: taken, condition: {method: GET, pathRegex: /x/y}}
  - name: classes
    condition: {any: [{method: PUT}, {method: POST, pathRegex: /p}], pathRegex: /p}
    responseClasses: [{condition: {status: {min: 404, max: 404}}, isFailure: true}]
)"));
        const auto routes = toRoutes(profile[0], RouteKind::Http);
        QCOMPARE(
            deviations(routes),
            (QStringList{"lost spec.dstOverrides[1]", "lost spec.routes[0]", "lost spec.routes[1]",
                         "changed spec.routes[2].isRetryable", "changed spec.routes[2].timeout",
                         "lost spec.routes[4].responseClasses", "changed spec.routes (taken)",
                         "lost spec.retryBudget", "lost spec.opaquePorts"}));
        const auto again = objectsOf(resource::serialize(routes.objects));
        QVERIFY(again == routes.objects);
        QCOMPARE(again.size(), std::size_t(2)); // what is retried stands apart
        const auto& rule = again[0].as<resource::HttpRoute>()->rules.at(1);
        QCOMPARE(rule.matches.size(), std::size_t(2));
        QCOMPARE(rule.backendRefs.at(0).weight, 250U);
    }
    void to_grpc_routes() {
        const auto profile = objectsOf(profileOf(R"(  routes:
  - {name: Get, condition: {method: POST, pathRegex: '/bank\.Loans/Get'}, isRetryable: true, timeout: 1s}
  - {name: http, condition: {method: GET, pathRegex: /loans}}
  - {name: all, condition: {method: POST, pathRegex: '/bank\.Loans/.*'}}
)"));
        const auto routes = toRoutes(profile[0], RouteKind::Grpc);
        QCOMPARE(deviations(routes), (QStringList{"changed spec.routes[0].isRetryable",
                                                  "lost spec.routes[1]", "lost spec.routes[2]"}));
        const auto again = objectsOf(resource::serialize(routes.objects));
        const auto back = toProfiles(again, "cluster.local");
        const auto& spec = *back.objects.at(0).as<resource::ServiceProfile>();
        QCOMPARE(spec.routes.at(0).condition.pathRegex, std::string("/bank\\.Loans/Get"));
        QCOMPARE(spec.routes.at(0).timeout->value, Duration(std::chrono::seconds(1)));
        QVERIFY(spec.routes.at(0).isRetryable);
    }
    void to_profiles_tells_what_is_lost() {
        const auto back = toProfiles(objectsOf(R"(apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: loans, namespace: bank}
spec:
  hostnames: [loans.bank.example]
  parentRefs: [{group: "", kind: Service, name: loans, port: 80}, {group: policy.linkerd.io, kind: Server, name: s}]
  rules:
  - matches: [{path: {type: PathPrefix, value: /loans/}}, {headers: [{name: a, value: b}]}]
    timeouts: {request: 2s, backendRequest: 1s}
    backendRefs: [{name: loans-v2, port: 80}]
  - matches: [{path: {type: Exact, value: /loans/own}, method: GET}]
)"),
                                     "aws.mesh");
        QCOMPARE(deviations(back),
                 (QStringList{"changed spec.parentRefs[0].port", "lost spec.parentRefs[1]",
                              "lost spec.hostnames", "lost spec.rules[0].matches[1]",
                              "lost spec.rules[0].timeouts.backendRequest",
                              "lost spec.rules[0].backendRefs"}));
        const auto& spec = *back.objects.at(0).as<resource::ServiceProfile>();
        QCOMPARE(back.objects[0].metadata.name, std::string("loans.bank.svc.aws.mesh"));
        // The order in which routes win.
        QCOMPARE(spec.routes.at(0).condition.pathRegex, std::string("/loans/own"));
        QCOMPARE(spec.routes.at(1).condition.pathRegex, std::string("/loans(/.*)?"));
    }
};

QTEST_APPLESS_MAIN(TestProfile)
#include "tst_profile.moc"
