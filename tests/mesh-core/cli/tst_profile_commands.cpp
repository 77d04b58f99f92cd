// SPDX-License-Identifier: Apache-2.0
// `causewayctl profile …` from its words to what it prints, as text and as JSON, against files in
// tests/data/profile/golden; generate's text is in tst_profile_corpora. With CAUSEWAY_UPDATE_GOLDEN
// set they are written anew: look at the difference before you keep it.
#include "cli/program.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

#include <sstream>

using namespace causeway;

namespace {

const QString kData = QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/");

struct Outcome {
    int exit = 0;
    std::string out;
    std::string err;
};

Outcome ctl(const QStringList& words) {
    std::vector<std::string> list{"causewayctl", "profile"};
    for (const auto& word : words)
        list.push_back(word.toStdString());
    std::vector<const char*> argv;
    for (const auto& word : list)
        argv.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream err;
    cli::Terminal terminal{out, err};
    const int exit = cli::run(static_cast<int>(argv.size()), argv.data(), terminal);
    return {exit, out.str(), err.str()};
}

} // namespace

class TestProfileCommands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void golden_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QString& folder, const QStringList& words) {
            QTest::newRow(name) << folder << words;
            QTest::newRow(qPrintable(QString(name) + ".json")) << folder << words + QStringList{"-o", "json"};
        };
        row("check-fine", "profile", {"check", "loans.yaml"});
        row("check-findings", "profile", {"check", "doubtful.yaml"});
        row("check-none", "profile", {"check", "routes.yaml"});
        row("check-strict", "profile", {"check", "loans.yaml", "--strict"});
        row("convert-httproute", "profile", {"convert", "loans.yaml", "--to", "httproute"});
        row("convert-grpcroute", "profile", {"convert", "loans.yaml", "--to", "grpcroute"});
        row("convert-serviceprofile", "profile", {"convert", "routes.yaml", "--to", "serviceprofile"});
        row("convert-strict", "profile", {"convert", "loans.yaml", "--to", "httproute", "--strict"});
        row("convert-refused", "profile", {"convert", "doubtful.yaml", "--to", "httproute"});
        row("generate-openapi", "openapi", {"generate", "--openapi", "loans-2.0.yaml", "loans.bank"});
        row("generate-findings", "openapi", {"generate", "--openapi", "remote-reference.yaml", "-n", "bank"});
        row("generate-proto", "proto", {"generate", "--proto", "loans.proto", "--as", "grpcroute", "-n", "bank"});
        row("generate-recording", "recordings", {"generate", "--recording", "bank.rec", "--as", "httproute"});
    }
    void golden() {
        QFETCH(const QString, folder);
        QFETCH(const QStringList, words);
        QVERIFY(QDir::setCurrent(kData + folder));
        const auto told = ctl(words);
        if (words.contains("json") && !told.out.empty())
            QVERIFY2(nlohmann::json::accept(told.out), told.out.c_str());
        const auto said = "$ causewayctl profile " + words.join(' ').toStdString() + "\nexit " + std::to_string(told.exit)
                          + "\n" + told.err + (told.out.empty() ? "" : "---\n") + told.out;
        QFile file(kData + "profile/golden/" + QTest::currentDataTag() + ".txt");
        if (qEnvironmentVariableIsSet("CAUSEWAY_UPDATE_GOLDEN")) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(said.data(), static_cast<qint64>(said.size()));
            return;
        }
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        QCOMPARE(QString::fromStdString(said), QString::fromUtf8(file.readAll()));
    }
};

QTEST_APPLESS_MAIN(TestProfileCommands)
#include "tst_profile_commands.moc"
