// SPDX-License-Identifier: Apache-2.0
// Routes of the Gateway API that say what this mesh does not do: admitted, kept as they were written,
// and told.
#include "resource/parse.h"

#include <QTest>

using namespace causeway::resource;

class TestUnreadRoutes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void routesOfTheGatewayApiAreAdmitted_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& text, const char* says) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(says);
        };
        const auto connections = [](const std::string& kind, const std::string& parents, const std::string& rules) {
            return "apiVersion: gateway.networking.k8s.io/v1alpha2\nkind: " + kind + "\nmetadata: {name: db, namespace: shop}\nspec:\n  parentRefs: "
                   + parents + "\n  rules: " + rules + "\n";
        };
        const auto http = [](const std::string& rule) {
            return "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: edge, namespace: shop, labels: {a: b}}\nspec:\n"
                   "  parentRefs: [{name: front}]\n  rules: [{" + rule + "}]\n";
        };
        row("egress port", connections("TLSRoute", "[{group: policy.linkerd.io, kind: EgressNetwork, name: partners}]", "[{}]"), "spec.parentRefs[0].port: found nothing; expected a port");
        row("two rules", connections("TCPRoute", "[{group: \"\", kind: Service, name: ledger}]", "[{}, {}]"), "spec.rules: found 2; expected exactly one rule");
        row("mirror", http("filters: [{type: RequestMirror, requestMirror: {backendRef: {name: other, port: 80}, percent: 42}}]"),
            "spec.rules[0].filters[0].type: found RequestMirror; expected");
        row("extension", http("filters: [{type: ExtensionRef, extensionRef: {group: nginx.org, kind: SnippetsFilter, name: x}}]"), "found ExtensionRef");
        row("path type", http("matches: [{path: {type: Glob, value: \"/*\"}}]"), "spec.rules[0].matches[0].path.type: found Glob");
        row("backend", http("backendRefs: [{group: storage.example, kind: Bucket, name: files}]"), "spec.rules[0].backendRefs[0].port: found nothing");
        row("field", http("sessionPersistence: {sessionName: \"no\"}"), "spec.rules[0].sessionPersistence: found an unknown field");
    }
    void routesOfTheGatewayApiAreAdmitted() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto objects = parseObjects(text.toStdString(), "m.yaml");
        QVERIFY2(objects, objects ? "" : objects.error().describe().c_str());
        QCOMPARE(objects->size(), std::size_t(1));
        const auto& object = objects->front();
        const auto* unread = object.as<UnreadRoute>();
        QVERIFY(unread && object.kind().ends_with("Route") && object.ref().kind.ends_with("route"));
        const auto said = QString::fromStdString(unread->problems.front().field + ": " + unread->problems.front().message);
        QVERIFY2(said.contains(says), qPrintable(said));
        QVERIFY(unread->problems.front().range.start.line > 4);
        // Nothing of it is lost on the way through a store.
        const auto again = parseObjects(serialize(object), "again.yaml");
        QVERIFY2(again, again ? "" : again.error().describe().c_str());
        QVERIFY(again->front() == object);
        QCOMPARE(serialize(again->front()), serialize(object));
    }
    void metadataAndOtherGroupsAreNoMatterOfAdmission() {
        const auto refused = [](std::string text) { return !parseObjects(text, "m.yaml"); };
        const std::string route = "kind: HTTPRoute\nmetadata: {name: edge, namespace: shop}\nspec: {parentRefs: [{name: front}], rules: [{filters: [{type: Odd}]}]}\n";
        QVERIFY(!refused("apiVersion: gateway.networking.k8s.io/v1\n" + route));
        QVERIFY(refused("apiVersion: policy.linkerd.io/v1beta3\n" + route));
        auto named = route;
        named.replace(named.find("edge"), 4, "Edge");
        QVERIFY(refused("apiVersion: gateway.networking.k8s.io/v1\n" + named));
        QVERIFY(refused("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: edge}\nspec: none\n"));
        QVERIFY(refused("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: edge}\n"));
    }
};

QTEST_APPLESS_MAIN(TestUnreadRoutes)
#include "tst_unread_routes.moc"
