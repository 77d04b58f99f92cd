// SPDX-License-Identifier: Apache-2.0
// The house rules, held against the tree; and each rule held against text that breaks it, so that a
// rule which finds nothing is known to be able to.
#include "architecture/borders.h"
#include "architecture/cpp_text.h"
#include "architecture/source_tree.h"
#include "architecture/text_rules.h"

#include <QTest>

#include <fstream>
#include <iterator>

using namespace causeway::architecture;

namespace {

QByteArray describe(const Findings& findings) {
    QByteArray text;
    for (const auto& finding : findings)
        text += "\n  " + QByteArray::fromStdString(finding.path) + ":"
                + QByteArray::number(finding.line) + ": " + QByteArray::fromStdString(finding.what);
    return text;
}

void hold(const Findings& findings) {
    if (!findings.empty())
        QFAIL(describe(findings).constData());
}

Findings only(Findings (*rule)(const std::vector<SourceFile>&), std::string path,
              std::string text) {
    return rule({makeFile(std::move(path), std::move(text))});
}

// moc cannot read it as a raw string: it counts braces too.
std::string sample() {
    std::ifstream stream(CAUSEWAY_SOURCE_DIR "/tests/architecture/functions.sample");
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "x;\n";
    return text;
}

} // namespace

class TestArchitecture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        m_files = readTree(CAUSEWAY_SOURCE_DIR);
        QVERIFY(m_files.size() > 50);
    }

    void modulesKeepTheirBorders() { hold(checkBorders(m_files)); }
    void protobufStaysAtTheEdge() { hold(checkProtobuf(m_files)); }
    void meshCoreKnowsNoQt() { hold(checkNoQt(m_files)); }
    void plotLibraryHasOneUser() { hold(checkPlotLibrary(m_files)); }
    void filesAreSmall() { hold(checkFileSizes(m_files)); }
    void functionsAreSmall() { hold(checkFunctions(m_files)); }
    void firstLinesSayTheLicence() { hold(checkFirstLines(m_files)); }
    void bannedWordsStayOut() { hold(checkWords(m_files)); }
    void decisionsAreNumbered() { hold(checkDecisions(m_files)); }

    void borderRuleFindsACrossing() {
        const auto findings =
            only(checkBorders, "mesh-core/policy/a.cpp", "\n#include \"http/codec.h\"\n");
        QCOMPARE(findings.size(), std::size_t(1));
        QCOMPARE(findings[0].line, 2);
        QVERIFY(only(checkBorders, "mesh-core/client/a.cpp", "#include <grpc/grpc.h>\n").empty());
        QVERIFY(only(checkBorders, "mesh-core/tls/a.cpp", "#include \"base/result.h\"\n").empty());
        QCOMPARE(only(checkBorders, "mesh-core/novel/a.cpp", "").size(), std::size_t(1));
        QCOMPARE(
            only(checkBorders, "app/pages/links/a.cpp", "#include \"pages/fleet/fleet_page.h\"\n")
                .size(),
            std::size_t(1));
        QCOMPARE(
            only(checkBorders, "app/pages/links/a.cpp", "#include \"connect/session.h\"\n").size(),
            std::size_t(1));
        QCOMPARE(only(checkProtobuf, "mesh-core/cli/a.cpp", "#include \"causeway/v1/admin.pb.h\"\n")
                     .size(),
                 std::size_t(1));
        QCOMPARE(only(checkNoQt, "mesh-core/cli/a.cpp", "#include <QString>\n").size(),
                 std::size_t(1));
        QCOMPARE(only(checkPlotLibrary, "app/pages/a.cpp", "#include <qcustomplot.h>\n").size(),
                 std::size_t(1));
    }
    void sizeRulesCount() {
        QVERIFY(only(checkFileSizes, "app/a.h", lines(200)).empty());
        QCOMPARE(only(checkFileSizes, "app/a.h", lines(201)).size(), std::size_t(1));
        QCOMPARE(only(checkFileSizes, "app/a.cpp", lines(401)).size(), std::size_t(1));
        QVERIFY(only(checkFunctions, "app/a.cpp", "void f() {\n" + lines(48) + "}\n").empty());
        QCOMPARE(only(checkFunctions, "app/a.cpp", "void f() {\n" + lines(49) + "}\n").size(),
                 std::size_t(1));
        QCOMPARE(only(checkFunctions, "app/a.cpp",
                      "void f(int a, int b, int c, int d, std::map<int, int> e) {}\n")
                     .size(),
                 std::size_t(0));
        QCOMPARE(only(checkFunctions, "app/a.cpp",
                      "void f(int a, int b, int c, int d, int e, int g) {}\n")
                     .size(),
                 std::size_t(1));
    }
    void functionsAreFoundAmongOtherBraces() {
        const auto functions = findFunctions(blankCommentsAndLiterals(sample()));
        QCOMPARE(functions.size(), std::size_t(3));
        QCOMPARE(functions[0].firstLine, 7);
        QCOMPARE(functions[0].lastLine, 9);
        QCOMPARE(functions[0].parameters, 1);
        QCOMPARE(functions[1].head, std::string("int n() const"));
        QCOMPARE(functions[1].parameters, 0);
        QCOMPARE(functions[2].lastLine, 18);
        QCOMPARE(functions[2].parameters, 1);
    }
    void textRulesFindWhatTheyBan() {
        const std::string word = std::string("TO") + "DO";
        QCOMPARE(only(checkWords, "mesh-core/a.cpp", "// " + word + ": later\n").size(),
                 std::size_t(1));
        QCOMPARE(only(checkWords, "app/store/a.cpp", "auto t = tr(\"x\");\n").size(),
                 std::size_t(1));
        QVERIFY(only(checkWords, "app/pages/a.cpp", "auto t = tr(\"x\"); str(1);\n").empty());
        QCOMPARE(only(checkWords, "app/pages/a.cpp", "QColor c(\"#ff0000\");\n").size(),
                 std::size_t(1));
        QCOMPARE(only(checkWords, "app/pages/a.cpp", "auto c = Qt::red;\n").size(), std::size_t(1));
        QVERIFY(only(checkWords, "app/theme/a.cpp", "QColor c(\"#ff0000\");\n").empty());
        QCOMPARE(only(checkWords, "mesh-core/a.cpp", "throw 1;\n").size(), std::size_t(1));
        QVERIFY(only(checkWords, "mesh-core/a.cpp", "// we throw nothing away\n").empty());
        QCOMPARE(
            only(checkFirstLines, "app/a.cpp", "// SPDX-License-Identifier: Apache-2.0\n").size(),
            std::size_t(1));
        QCOMPARE(only(checkFirstLines, "mesh-core/a.h", "// SPDX-License-Identifier: Apache-2.0\n")
                     .size(),
                 std::size_t(1));
        QVERIFY(only(checkFirstLines, "mesh-core/a.h",
                     "// SPDX-License-Identifier: Apache-2.0\n#pragma once\n")
                    .empty());
    }
    void decisionNumbersAreUniqueInAFolder() {
        QCOMPARE(checkDecisions({makeFile("app/decisions/0001-a.md", ""),
                                 makeFile("app/decisions/0001-b.md", ""),
                                 makeFile("mesh-core/decisions/0001-a.md", "")})
                     .size(),
                 std::size_t(1));
        QCOMPARE(only(checkDecisions, "app/decisions/a.md", "").size(), std::size_t(1));
    }

private:
    std::vector<SourceFile> m_files;
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
