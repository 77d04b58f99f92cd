// SPDX-License-Identifier: Apache-2.0
// `causewayctl policy …` from its words to what it prints, against files in tests/data/policy/golden.
// With CAUSEWAY_UPDATE_GOLDEN set they are written anew: look at the difference before you keep it.
#include "cli/program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <sstream>

using namespace causeway;

namespace {

const std::string kData = CAUSEWAY_SOURCE_DIR "/tests/data/policy/";

struct Outcome {
    int exit = 0;
    std::string out;
    std::string err;
};

// Paths below the data folder are given, and come back, without it.
Outcome ctl(std::vector<std::string> words) {
    std::vector<const char*> argv{"causewayctl", "policy"};
    for (auto& word : words) {
        if (QFile::exists(QString::fromStdString(kData + word)))
            word = kData + word;
        argv.push_back(word.c_str());
    }
    std::ostringstream out;
    std::ostringstream err;
    cli::Terminal terminal{out, err};
    const int exit = cli::run(static_cast<int>(argv.size()), argv.data(), terminal);
    const auto shortened = [](std::string text) {
        for (std::size_t at = 0; (at = text.find(kData)) != text.npos;)
            text.erase(at, kData.size());
        return text;
    };
    return {exit, shortened(out.str()), shortened(err.str())};
}

void compare(const std::string& text, const std::string& name) {
    QFile file(QString::fromStdString(kData + "golden/" + name));
    if (qEnvironmentVariableIsSet("CAUSEWAY_UPDATE_GOLDEN")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.data(), static_cast<qint64>(text.size()));
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), name.c_str());
    QCOMPARE(QString::fromStdString(text), QString::fromUtf8(file.readAll()));
}

const std::vector<std::string> kToLedger{"explain", "mesh.yaml", "policy.yaml", "--to", "ledger.bank", "--path", "/loans/7"};

std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

} // namespace

class TestPolicyCommands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qunsetenv("CAUSEWAY_FLEET"); }
    void explainDenied() {
        const auto told = ctl(with(kToLedger, {"--from", "web.shop", "--method", "POST"}));
        QCOMPARE(told.exit, 1);
        compare(told.out, "explain-denied.txt");
    }
    void explainAllowed() {
        const auto told = ctl(with(kToLedger, {"--from", "payments.bank"}));
        QCOMPARE(told.exit, 0);
        compare(told.out, "explain-allowed.txt");
    }
    void explainWithoutRoute() {
        const auto told = ctl({"explain", "mesh.yaml", "policy.yaml", "--to", "ledger.bank", "--path", "/x", "--from", "none"});
        QCOMPARE(told.exit, 1);
        compare(told.out, "explain-no-route.txt");
    }
    void explainAsJson() {
        const auto told = ctl(with(kToLedger, {"--from", "web.shop", "-o", "json"}));
        QCOMPARE(told.exit, 0);
        compare(told.out, "explain.json");
    }
    void matrix() {
        const auto told = ctl({"matrix", "mesh.yaml", "policy.yaml"});
        QCOMPARE(told.exit, 0);
        compare(told.out, "matrix.txt");
        compare(ctl({"matrix", "mesh.yaml", "policy.yaml", "-o", "json"}).out, "matrix.json");
    }
    void workloadsThatDiffer() {
        const auto told = ctl({"matrix", "mesh.yaml", "policy.yaml", "canary.yaml"});
        QCOMPARE(told.exit, 0);
        compare(told.out, "matrix-differing.txt");
        compare(ctl({"matrix", "mesh.yaml", "policy.yaml", "canary.yaml", "-o", "json"}).out, "matrix-differing.json");
        const auto explained = ctl({"explain", "mesh.yaml", "policy.yaml", "canary.yaml", "--from", "none", "--to", "ledger.bank"});
        QCOMPARE(explained.exit, 1);
        compare(explained.out, "explain-differing.txt");
    }
    void routesThatCannotBeReadAreTold() {
        const auto lint = ctl({"lint", "mesh.yaml", "policy.yaml", "unread.yaml"});
        QCOMPARE(lint.exit, 1);
        compare(lint.out, "lint-unread.txt");
        QCOMPARE(lint.err, std::string());
        const auto matrix = ctl({"matrix", "mesh.yaml", "policy.yaml", "unread.yaml"});
        QCOMPARE(matrix.exit, 0);
        compare(matrix.err, "matrix-unread.txt");
    }
    void lintOfARecording() {
        QCOMPARE(ctl({"lint", "mesh.yaml", "policy.yaml", "--recording", "traffic.rec", "--fail-on", "info"}).exit, 0);
        const auto told = ctl({"lint", "mesh.yaml", "policy.yaml", "--recording", "payments.rec", "--fail-on", "info"});
        QCOMPARE(told.exit, 1);
        compare(told.out, "lint-recording.txt");
        QCOMPARE(ctl({"lint", "mesh.yaml", "--recording", "mesh.yaml"}).exit, 2);
        QCOMPARE(ctl({"lint", "mesh.yaml", "--in-force"}).exit, 2);         // without --live
        QCOMPARE(ctl({"lint", "mesh.yaml", "--live"}).exit, 2);             // without a fleet
        QCOMPARE(ctl({"diff", "mesh.yaml"}).exit, 2);
    }
    void simulate() {
        const std::vector<std::string> words{"simulate", "--objects", "mesh.yaml", "policy.yaml", "--change", "change.yaml", "--recording", "traffic.rec"};
        const auto told = ctl(words);
        QCOMPARE(told.exit, 1);
        compare(told.out, "simulate.txt");
        compare(ctl(with(words, {"-o", "json"})).out, "simulate.json");
    }
    void simulateARemoval() {
        const auto told = ctl({"simulate", "--objects", "mesh.yaml", "policy.yaml", "--remove", "authorizationpolicy/bank/payments-everywhere", "--recording", "traffic.rec"});
        QCOMPARE(told.exit, 1);
        QVERIFY2(told.out.find("960 newly denied") != told.out.npos, told.out.c_str());
        QCOMPARE(ctl({"simulate", "--objects", "mesh.yaml", "--remove", "server/bank/no", "--recording", "traffic.rec"}).exit, 2);
    }
    void generate() {
        const std::vector<std::string> words{"generate", "--objects", "mesh.yaml", "policy.yaml", "--recording", "traffic.rec"};
        const auto told = ctl(words);
        QCOMPARE(told.exit, 0);
        compare(told.out + "---- standard error\n" + told.err, "generate.txt");
        compare(ctl(with(words, {"-o", "json"})).out, "generate.json");
        QCOMPARE(ctl(with(words, {"--strict"})).exit, 1); // rare callers, and not even a day
    }
    void generateForAWeek() {
        const std::vector<std::string> words{"generate", "--objects", "../generate/bank.yaml", "--recording", "../generate/week.rec"};
        const auto told = ctl(words);
        QCOMPARE(told.exit, 0);
        compare(told.out + "---- standard error\n" + told.err, "generate-week.txt");
        const auto exactly = ctl(with(words, {"--over-grant", "0", "--enforce", "-n", "bank"}));
        compare(exactly.out, "generate-exactly.txt");
    }
    // What was generated is what lint is content with and simulate lets pass.
    void generatedFilesGoBackIn() {
        QTemporaryDir folder;
        const auto file = folder.filePath("made.yaml").toStdString();
        QCOMPARE(ctl({"generate", "--objects", "../generate/bank.yaml", "--recording", "../generate/week.rec", "--out", file}).exit, 0);
        const auto lint = ctl({"lint", file, "--fail-on", "info"});
        QVERIFY2(lint.exit == 0, lint.out.c_str());
        const auto simulated = ctl({"simulate", "--objects", "../generate/bank.yaml", "--recording", "../generate/week.rec", "--change", file});
        QVERIFY2(simulated.exit == 0, simulated.out.c_str());
    }
    void diff() {
        QCOMPARE(ctl({"diff", "mesh.yaml", "mesh.yaml"}).exit, 0);
        const auto told = ctl({"diff", "before", "after"});
        QCOMPARE(told.exit, 1);
        compare(told.out, "diff.txt");
        compare(ctl({"diff", "before", "after", "-o", "json"}).out, "diff.json");
    }
    void lintAsText() {
        const auto told = ctl({"lint", "broken.yaml", "--patches"});
        QCOMPARE(told.exit, 1);
        compare(told.out, "lint.txt");
        QCOMPARE(ctl({"lint", "mesh.yaml", "policy.yaml"}).exit, 0);
    }
    void lintForPrograms() {
        compare(ctl({"lint", "broken.yaml", "--format", "json"}).out, "lint.json");
        compare(ctl({"lint", "broken.yaml", "--format", "junit"}).out, "lint.xml");
        auto sarif = nlohmann::json::parse(ctl({"lint", "broken.yaml", "--format", "sarif"}).out);
        sarif["runs"][0]["tool"]["driver"]["version"] = "";
        compare(sarif.dump(2) + "\n", "lint.sarif");
        QCOMPARE(sarif["version"].get<std::string>(), std::string("2.1.0"));
        const auto& results = sarif["runs"][0]["results"];
        QCOMPARE(results.size(), std::size_t(2));
        const auto& place = results[0]["locations"][0]["physicalLocation"];
        QCOMPARE(place["artifactLocation"]["uri"].get<std::string>(), std::string("broken.yaml"));
        QVERIFY(place["region"]["startLine"].get<int>() > 1);
    }
    void failOnChoosesTheExitCode() {
        QCOMPARE(ctl({"lint", "broken.yaml", "--fail-on", "error"}).exit, 1);
        QCOMPARE(ctl({"lint", "untidy.yaml", "--fail-on", "warning"}).exit, 0);
        QCOMPARE(ctl({"lint", "untidy.yaml", "--fail-on", "info"}).exit, 1);
    }
    void usage() {
        QCOMPARE(ctl({"lint"}).exit, 2); // neither files nor a fleet
        QCOMPARE(ctl({"lint", "nowhere.yaml"}).exit, 2);
        QCOMPARE(ctl({"explain", "mesh.yaml", "--to", "ledger.bank"}).exit, 2);
        const auto told = ctl({"explain", "mesh.yaml", "--to", "ledger.bank", "--from", "a.b.c"});
        QCOMPARE(told.exit, 2);
        QVERIFY2(told.err.find("--from: found \"a.b.c\"; expected a SPIFFE id") != told.err.npos, told.err.c_str());
        QCOMPARE(ctl({"simulate", "--objects", "mesh.yaml", "--recording", "mesh.yaml"}).exit, 2);
        QCOMPARE(ctl({"simulate", "--objects", "mesh.yaml"}).exit, 2); // neither a recording nor a fleet
        QCOMPARE(ctl({"simulate", "--objects", "mesh.yaml", "--recording", "traffic.rec", "--since", "7d"}).exit, 2);
        QCOMPARE(ctl({"simulate", "--objects", "mesh.yaml", "--recording", "traffic.rec", "--cluster", "gcp"}).exit, 2);
        for (const char* since : {"7", "d", "0d", "-1d", "7w", "99999999999d"}) {
            const auto wrong = ctl({"generate", "--since", since});
            QVERIFY2(wrong.exit == 2 && wrong.err.find("expected a time as in 7d") != wrong.err.npos, wrong.err.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestPolicyCommands)
#include "tst_policy_commands.moc"
