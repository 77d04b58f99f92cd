// SPDX-License-Identifier: Apache-2.0
#include "telemetry/exposition.h"

#include <QTest>

using namespace causeway::telemetry;

class TestExposition : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesAFamily() {
        Exposition out;
        out.family("request_total", Exposition::Type::Counter, "Requests.");
        out.sample(std::array{Label{"direction", "inbound"}, Label{"tls", "true"}},
                   std::uint64_t{7});
        out.sample({}, 0.25);
        QCOMPARE(out.text(), std::string("# HELP request_total Requests.\n"
                                         "# TYPE request_total counter\n"
                                         "request_total{direction=\"inbound\",tls=\"true\"} 7\n"
                                         "request_total 0.25\n"));
    }
    void escapesWhatOthersWrote() {
        Exposition out;
        out.family("up", Exposition::Type::Gauge, "a \\ and\na line");
        out.sample(std::array{Label{"path", "a\"b\\c\nd"}}, std::uint64_t{1});
        QCOMPARE(out.text(), std::string("# HELP up a \\\\ and\\na line\n"
                                         "# TYPE up gauge\n"
                                         "up{path=\"a\\\"b\\\\c\\nd\"} 1\n"));
    }
    void histogramsAreCumulative() {
        Histogram histogram;
        histogram.record(1'000); // on the edge: 1 ms holds it
        histogram.record(1'001); // above it
        histogram.record(70'000);
        Exposition out;
        out.family("response_latency_ms", Exposition::Type::Histogram, "Latency.");
        constexpr std::array<std::uint64_t, 3> kEdges{1, 2, 100};
        out.histogramMs(std::array{Label{"direction", "outbound"}}, histogram, kEdges);
        QCOMPARE(out.text(),
                 std::string("# HELP response_latency_ms Latency.\n"
                             "# TYPE response_latency_ms histogram\n"
                             "response_latency_ms_bucket{direction=\"outbound\",le=\"1\"} 1\n"
                             "response_latency_ms_bucket{direction=\"outbound\",le=\"2\"} 2\n"
                             "response_latency_ms_bucket{direction=\"outbound\",le=\"100\"} 3\n"
                             "response_latency_ms_bucket{direction=\"outbound\",le=\"+Inf\"} 3\n"
                             "response_latency_ms_sum{direction=\"outbound\"} 72.001\n"
                             "response_latency_ms_count{direction=\"outbound\"} 3\n"));
    }
    void logLinearBucketsAreThoseThatCount() {
        Histogram histogram;
        histogram.record(1'000, 3);
        histogram.record(1'490);
        Exposition out;
        out.family("causeway_response_latency_ms", Exposition::Type::Histogram, "Latency.");
        out.logLinearMs(LabelText().add("direction", "in\"bound").addIf("error", ""), histogram);
        const std::string labels = "{direction=\"in\\\"bound\"";
        QVERIFY2(out.text().ends_with("_ms_bucket" + labels
                                      + ",le=\"1\"} 3\n"
                                        "causeway_response_latency_ms_bucket"
                                      + labels
                                      + ",le=\"1.5\"} 4\n"
                                        "causeway_response_latency_ms_bucket"
                                      + labels
                                      + ",le=\"+Inf\"} 4\n"
                                        "causeway_response_latency_ms_sum"
                                      + labels
                                      + "} 4.49\n"
                                        "causeway_response_latency_ms_count"
                                      + labels + "} 4\n"),
                 out.text().c_str());
    }
};

QTEST_APPLESS_MAIN(TestExposition)
#include "tst_exposition.moc"
