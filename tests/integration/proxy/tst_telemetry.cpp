// SPDX-License-Identifier: Apache-2.0
// What causeway-proxy, as a process, tells about what crosses it.
#include "fixtures.h"
#include "test_client.h"
#include "test_collector.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <set>
#include <sstream>

using namespace causeway;
using http::Version;

namespace {

// "name{label="value",…} 7" of one family: the names of its labels.
std::set<std::string> labelsOf(const std::string& line) {
    static const QRegularExpression kLabel(QStringLiteral("[{,]([a-z_]+)=\""));
    std::set<std::string> names;
    auto matches = kLabel.globalMatch(QString::fromStdString(line));
    while (matches.hasNext())
        names.insert(matches.next().captured(1).toStdString());
    return names;
}

// The first sample of a family that has all of `labels`.
bool hasSample(const std::string& page, const std::string& name,
               const std::set<std::string>& labels) {
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(name + "{") && !line.starts_with(name + " "))
            continue;
        const auto found = labelsOf(line);
        if (std::ranges::includes(found, labels))
            return true;
    }
    return false;
}

// Every sample belongs to a family with HELP and TYPE, no family comes twice, no series twice.
std::string wrongWith(const std::string& page) {
    std::istringstream lines(page.substr(page.find("\r\n\r\n") + 4));
    std::set<std::string> families, series;
    std::string family;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# TYPE ")) {
            family = line.substr(7, line.find(' ', 7) - 7);
            if (!families.insert(family).second)
                return "twice: " + family;
        } else if (!line.starts_with('#')) {
            if (!line.starts_with(family))
                return "outside of its family: " + line;
            if (!series.insert(line.substr(0, line.rfind(' '))).second)
                return "twice: " + line;
        }
    }
    return families.size() > 10 ? "" : "hardly anything there";
}

bool waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

QByteArray readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

using Names = std::set<std::string>;
const Names kServer{"srv_group", "srv_kind", "srv_name", "srv_port"};
const Names kRoute{"route_group", "route_kind", "route_name"};
const Names kAuthz{"authz_group", "authz_kind", "authz_name"};
const Names kTarget{"target_addr", "target_ip", "target_port"};
const Names kParent{"parent_group",    "parent_kind",         "parent_namespace", "parent_name",
                    "parent_port",     "parent_section_name", "route_group",      "route_kind",
                    "route_namespace", "route_name"};

Names joined(std::initializer_list<Names> sets) {
    Names all;
    for (const Names& each : sets)
        all.insert(each.begin(), each.end());
    return all;
}

// What Linkerd tells, by who tells it.
struct Row {
    bool inbound;
    const char* name;
    Names labels;
};
std::vector<Row> expected() {
    return {
        {false, "request_total",
         joined({kTarget,
                 {"direction", "authority", "tls", "server_id", "dst_service", "dst_namespace",
                  "dst_pod"}})},
        {false, "response_total",
         joined({kTarget,
                 {"direction", "authority", "tls", "server_id", "status_code", "classification"}})},
        {false, "response_latency_ms_bucket",
         joined({kTarget, {"direction", "authority", "tls", "status_code", "le"}})},
        {false, "outbound_http_route_request_duration_seconds_bucket", joined({kParent, {"le"}})},
        {false, "outbound_http_route_request_statuses_total",
         joined({kParent, {"http_status", "error"}})},
        {false, "outbound_http_route_backend_requests_total", joined({kParent, {"backend_name"}})},
        {false, "outbound_http_route_backend_response_statuses_total",
         joined({kParent, {"backend_name", "http_status", "error"}})},
        {false, "outbound_http_route_backend_response_duration_seconds_bucket",
         joined({kParent, {"le"}})},
        {false, "outbound_http_errors_total", {"error"}},
        {
            true,
            "request_total",
            joined({kServer, kRoute, kAuthz, kTarget, {"direction", "tls", "client_id"}}),
        },
        {true, "response_total",
         joined({kServer, kRoute, kAuthz, {"status_code", "classification"}})},
        {true, "inbound_http_authz_deny_total", joined({kServer, kRoute, {"tls", "client_id"}})},
        {true, "inbound_http_requests_total", joined({kServer, kRoute})},
        {true, "inbound_http_statuses_total", joined({kServer, kRoute, {"http_status"}})},
        {true, "inbound_http_response_duration_seconds_bucket", joined({kServer, kRoute, {"le"}})},
        {true, "tcp_open_total", {"direction", "peer", "tls", "client_id"}},
        {true, "tcp_open_connections", {"direction", "peer", "tls", "client_id"}},
        {true, "tcp_read_bytes_total", {"direction", "peer", "tls", "client_id"}},
        {false, "tcp_write_bytes_total", {"direction", "peer", "tls", "server_id", "target_addr"}},
        {false, "outbound_http_balancer_endpoints",
         {"backend_name", "backend_namespace", "backend_port", "endpoint_state"}},
        {false, "outbound_http_balancer_queue_length", {"backend_name", "backend_port"}},
        {true, "identity_cert_expiration_timestamp_seconds", {}},
        {true, "process_resident_memory_bytes", {}},
        {true, "process_start_time_seconds", {}},
        {true, "process_cpu_seconds_total", {}},
        {true, "process_open_fds", {}},
        {true, "process_max_fds", {}},
        {true, "process_virtual_memory_bytes", {}},
        {true, "proxy_build_info", {"version"}},
    };
}

} // namespace

class TestTelemetry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void metricsHaveLinkerdsNamesAndLabels() {
        Pair pair{Version::Http11, 1, "", onlyCards};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient client(pair.outbound, Version::Http11);
        QCOMPARE(client.get({"ledger", "/echo", "POST", "x", {}}).status, 403);
        QCOMPARE(client.get({"ledger:81", "/echo", "GET", "", {}}).status, 404);
        const std::string caller = pair.caller->page("/metrics");
        const std::string callee = pair.sidecars[0]->page("/metrics");
        QCOMPARE(wrongWith(caller), std::string());
        QCOMPARE(wrongWith(callee), std::string());
        for (const Row& row : expected())
            QVERIFY2(hasSample(row.inbound ? callee : caller, row.name, row.labels),
                     (row.name + ("\n" + (row.inbound ? callee : caller))).c_str());
        // The codes as they were, and whose rule it was.
        QCOMPARE(
            pair.caller->metric("response_total", {"status_code=\"403\"", "authority=\"ledger\"",
                                                   "classification=\"success\""}),
            1.0);
        QCOMPARE(pair.sidecars[0]->metric("inbound_http_authz_deny_total",
                                          {"srv_kind=\"server\"", "srv_name=\"ledger-http\"",
                                           "route_kind=\"default\"",
                                           "client_id=\"" + StaticMesh::idOf("aws", "payments")}),
                 1.0);
        QCOMPARE(pair.sidecars[0]->metric("inbound_http_authz_allow_total", {}), 0.0);
    }

    void auditIsAllowedWithADenialInItsShadow() {
        Pair pair{Version::Http11, 1, "", [](std::uint16_t port) {
                      std::string objects = onlyCards(port);
                      return objects.insert(objects.find("proxyProtocol"), "accessPolicy: audit, ");
                  }};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient client(pair.outbound, Version::Http11);
        QCOMPARE(client.get({"ledger", "/echo", "POST", "x", {}}).status, 200);
        QCOMPARE(pair.sidecars[0]->metric("inbound_http_authz_allow_total",
                                          {"srv_name=\"ledger-http\"", "authz_name=\"audit\"",
                                           "causeway_shadow=\"deny\""}),
                 1.0);
    }

    void theAccessLogHoldsEveryRequestAndIsOpenedAnew() {
        Pair pair{Version::Http11, 1,
                  "  accessLog: {file: access.log, headers: [authorization, x-mine]}\n"};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient client(pair.outbound, Version::Http11);
        const std::map<std::string, std::string> headers{{"authorization", "Bearer abc"},
                                                         {"x-mine", "1"}};
        QCOMPARE(client.get({"ledger", "/echo?a=1", "POST", "four", headers}).status, 200);
        const QString file = pair.mesh.folder() + "/access.log";
        // Both sidecars of the pair write to it, in either order.
        QVERIFY(waitFor([&] { return readAll(file).count('\n') == 2; }));
        const QByteArray first = readAll(file);
        QJsonObject line;
        for (const QByteArray& each : first.split('\n'))
            if (each.contains("\"direction\":\"inbound\""))
                line = QJsonDocument::fromJson(each).object();
        QVERIFY2(!line.isEmpty(), first.constData());
        QCOMPARE(line["method"].toString(), QString("POST"));
        QCOMPARE(line["uri"].toString(), QString("/echo?a=1"));
        QCOMPARE(line["status"].toInt(), 200);
        QCOMPARE(line["request_bytes"].toInt(), 4);
        QCOMPARE(line["client.id"].toString(),
                 QString::fromStdString(StaticMesh::idOf("aws", "payments")));
        QCOMPARE(line["verdict"].toString(), QString("allow"));
        QCOMPARE(line["header.authorization"].toString(), QString("[redacted]"));
        QCOMPARE(line["header.x-mine"].toString(), QString("1"));
        QVERIFY(!first.contains("Bearer"));
        QVERIFY(QFile::rename(file, file + ".1"));
        pair.sidecars[0]->signal(SIGUSR1);
        pair.caller->signal(SIGUSR1);
        QVERIFY(waitFor([&] {
            return QFile::exists(file) && pair.caller->log().contains("opened anew")
                   && pair.sidecars[0]->log().contains("opened anew");
        }));
        QCOMPARE(client.get({"ledger", "/fail", "GET", "", {}}).status, 500);
        QVERIFY(waitFor([&] { return readAll(file).count("/fail") == 2; }));
        QCOMPARE(readAll(file + ".1"), first);
        QCOMPARE(pair.sidecars[0]->metric("causeway_access_log_lines_total", {"written"}), 2.0);
    }

    void spansGoToTheCollectorAndTheirContextOnwards_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("sampled");
        QTest::newRow("W3C") << QByteArray(
            "traceparent") << QByteArray("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                             << true;
        QTest::newRow("W3C, not sampled")
            << QByteArray("traceparent")
            << QByteArray("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00") << false;
        QTest::newRow("B3") << QByteArray("b3")
                            << QByteArray("4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1")
                            << true;
    }
    void spansGoToTheCollectorAndTheirContextOnwards() {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, value);
        QFETCH(const bool, sampled);
        TestCollector collector;
        Pair pair{Version::Http11, 1,
                  "  tracing: {collector: " + quoted(collector.port()) + ", perMille: 0}\n"};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient client(pair.outbound, Version::Http11);
        const auto seen =
            client.get({"ledger", "/head", "GET", "", {{name.toStdString(), value.toStdString()}}});
        QCOMPARE(seen.status, 200);
        // Without a context nothing is traced: the ratio is 0.
        QCOMPARE(client.get({"ledger", "/head", "GET", "", {}}).body.find("traceparent"),
                 std::string::npos);
        const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        const std::size_t at = seen.body.find(trace);
        QVERIFY2(at != std::string::npos, seen.body.c_str());
        const QByteArray span =
            QByteArray::fromHex(QByteArray::fromStdString(seen.body.substr(at + 33, 16)));
        QVERIFY(span != QByteArray::fromHex("00f067aa0ba902b7"));
        if (!sampled) {
            // Whatever was to be sent is sent before the end.
            pair.caller->signal(SIGTERM);
            pair.sidecars[0]->signal(SIGTERM);
            QVERIFY(pair.caller->waitForEnd() && pair.sidecars[0]->waitForEnd());
            QVERIFY(collector.spans().empty());
            return;
        }
        QVERIFY2(waitFor([&] { return collector.spans().size() == 4; }), qPrintable(pair.logs()));
        // From the application's own span over two at either sidecar to what the other side saw.
        std::string parent = QByteArray::fromHex("00f067aa0ba902b7").toStdString();
        std::uint64_t began = 0;
        for (const auto kind : {v1::otlp::Span::SERVER, v1::otlp::Span::CLIENT,
                                v1::otlp::Span::SERVER, v1::otlp::Span::CLIENT}) {
            const auto spans = collector.spans();
            const auto found = std::ranges::find(
                spans, parent, [](const auto& each) { return each.parent_span_id(); });
            QVERIFY(found != spans.end());
            QCOMPARE(found->kind(), kind);
            QCOMPARE(found->trace_id(),
                     QByteArray::fromHex(QByteArray::fromStdString(trace)).toStdString());
            QVERIFY(began <= found->start_time_unix_nano());
            QVERIFY(found->start_time_unix_nano() <= found->end_time_unix_nano());
            began = found->start_time_unix_nano();
            parent = found->span_id();
        }
        QCOMPARE(QByteArray::fromStdString(parent), span);
        QVERIFY(!collector.serviceName().empty());
    }

    void theLogsLevelChangesUnderLinkerdsName() {
        Pair pair;
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        ProxyProcess& proxy = *pair.sidecars[0];
        QVERIFY(proxy.page("/proxy-log-level").ends_with("debug\n"));
        QVERIFY(proxy.ask("PUT", "/proxy-log-level", "loud").starts_with("HTTP/1.1 400"));
        QVERIFY(proxy.ask("PUT", "/proxy-log-level", "warn\n").starts_with("HTTP/1.1 200"));
        QVERIFY(proxy.page("/proxy-log-level").ends_with("warn\n"));
    }
};

QTEST_GUILESS_MAIN(TestTelemetry)
#include "tst_telemetry.moc"
