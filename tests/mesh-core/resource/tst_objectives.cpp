// SPDX-License-Identifier: Apache-2.0
// What a Link promises, as its annotations say it.
#include "resource/objectives.h"
#include "resource/parse.h"

#include <QTest>

using namespace causeway;
using namespace causeway::resource;
using namespace std::chrono_literals;

namespace {

std::string link(const std::string& annotations) {
    return "apiVersion: multicluster.linkerd.io/v1alpha3\nkind: Link\n"
           "metadata: {name: gcp, namespace: causeway, annotations: {"
           + annotations
           + "}}\nspec: {targetClusterName: gcp, targetClusterDomain: gcp.mesh, "
             "gatewayAddress: 10.0.0.1, gatewayIdentity: gw}\n";
}

} // namespace

class TestObjectives : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothAreRead() {
        std::vector<AnnotationProblem> problems;
        const auto read = readObjectives({{"slo.causeway.dev/success", "99.9%"},
                                          {"slo.causeway.dev/latency", "99% in 50ms"},
                                          {"example.com/else", "x"}},
                                         problems);
        QVERIFY(problems.empty());
        QVERIFY(std::abs(*read.success - 0.999) < 1e-12);
        QVERIFY((read.latency == LatencyObjective{0.99, 50ms}));
        QVERIFY((parseLatencyObjective("95% in 2s") == LatencyObjective{0.95, 2000ms}));
        QVERIFY(readObjectives({}, problems) == Objectives{});
    }
    void nonsenseIsNone_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "99.9", "100%", "0%", "99.99999%", "nan%", "-1%", "99 %", "%"})
            QTest::newRow(text) << text;
    }
    void nonsenseIsNone() {
        QFETCH(QString, text);
        QVERIFY(!parseObjective(text.toStdString()));
        QVERIFY(!parseLatencyObjective(text.toStdString() + " in 50ms"));
    }
    void noTimeIsNone() {
        for (const char* text : {"99%", "99% in", "99% in 50", "99% in 0ms", "99% in 61s", "50ms"})
            QVERIFY2(!parseLatencyObjective(text), text);
    }
    void admissionRefusesWhatCannotBeRead() {
        QVERIFY(parseObjects(link("slo.causeway.dev/success: \"99.5%\""), "l.yaml"));
        const auto refused = parseObjects(link("slo.causeway.dev/latency: \"99 in 50\""), "l.yaml");
        QVERIFY(!refused);
        QVERIFY2(refused.error().describe().find("as \"99% in 50ms\"") != std::string::npos,
                 refused.error().describe().c_str());
        QVERIFY(!parseObjects(link("slo.causeway.dev/sucess: \"99%\""), "l.yaml"));
    }
};

QTEST_APPLESS_MAIN(TestObjectives)
#include "tst_objectives.moc"
