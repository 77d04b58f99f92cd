// SPDX-License-Identifier: Apache-2.0
// Documents of a size that only programs write: read in a time that grows with them, not faster.
#include "profile/protobuf.h"

#include <QTest>

using namespace causeway::profile;

class TestLargeDocuments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Each more costs as much as the one before it.
    void manyMethodsAreReadInTime() {
        // If each cost as much as all before it, the test's own time limit would end it.
        constexpr int kMethods = 300'000;
        std::string text = "syntax = \"proto3\";\nmessage M {}\nservice S {\n";
        for (int i = 0; i < kMethods; ++i)
            text += "  rpc Method" + std::to_string(i) + " (M) returns (M);\n";
        Findings findings;
        const auto operations = readProto({"many.proto", text + "}\n", {}, {}}, findings);
        QVERIFY2(!findings.has(Severity::Error), findings.list().empty() ? "" : findings.list().front().describe().c_str());
        QCOMPARE(operations.size(), std::size_t(kMethods));
    }
};

QTEST_APPLESS_MAIN(TestLargeDocuments)
#include "tst_large_documents.moc"
