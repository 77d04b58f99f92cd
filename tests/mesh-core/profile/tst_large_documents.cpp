// SPDX-License-Identifier: Apache-2.0
// Documents of a size that only programs write: read in a time that grows with them, not faster.
#include "profile/protobuf.h"

#include <QElapsedTimer>
#include <QTest>

using namespace causeway::profile;

class TestLargeDocuments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Each more costs as much as the one before it.
    void manyMethodsAreReadInTime() {
        constexpr int kMethods = 100'000;
        std::string text = "syntax = \"proto3\";\nmessage M {}\nservice S {\n";
        for (int i = 0; i < kMethods; ++i)
            text += "  rpc Method" + std::to_string(i) + " (M) returns (M);\n";
        Findings findings;
        QElapsedTimer took;
        took.start();
        const auto operations = readProto({"many.proto", text + "}\n", {}, {}}, findings);
        QVERIFY2(!findings.has(Severity::Error), findings.list().empty() ? "" : findings.list().front().describe().c_str());
        QCOMPARE(operations.size(), std::size_t(kMethods));
        QVERIFY2(took.elapsed() < 5000, QByteArray::number(took.elapsed()));
    }
};

QTEST_APPLESS_MAIN(TestLargeDocuments)
#include "tst_large_documents.moc"
