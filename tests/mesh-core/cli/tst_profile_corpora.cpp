// SPDX-License-Identifier: Apache-2.0
// Every document of the corpora through `causewayctl profile generate`: what it says, what it makes
// and how it ends is what stands in golden/. With CAUSEWAY_GOLDEN=update in the
// environment they are written anew.
#include "cli/program.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sstream>

using namespace causeway;

namespace {

std::string ctl(const QStringList& words) {
    std::vector<std::string> list{"causewayctl"};
    for (const QString& word : words)
        list.push_back(word.toStdString());
    std::vector<const char*> argv;
    for (const auto& word : list)
        argv.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream err;
    cli::Terminal terminal{out, err};
    const int exit = cli::run(static_cast<int>(argv.size()), argv.data(), terminal);
    const std::string findings = err.str();
    return "$ causewayctl " + words.join(' ').toStdString() + "\nexit " + std::to_string(exit)
           + '\n' + findings + (out.str().empty() ? "" : "---\n") + out.str();
}

} // namespace

class TestProfileCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void golden_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("words");
        const auto add = [](const QString& folder, const QString& option, int atLeast,
                            const QStringList& forms) {
            const auto files = QDir(dataFolder(folder)).entryList(QDir::Files, QDir::Name);
            QVERIFY(files.size() >= atLeast);
            for (const QString& file : files)
                QTest::newRow(qPrintable(folder + '/' + file))
                    << folder << file + ".txt"
                    << QStringList{"profile", "generate", option, file, "-n", "bank"};
            for (const QString& form : forms) {
                const auto [file, kind] = std::pair(form.section(' ', 0, 0), form.section(' ', 1));
                QTest::newRow(qPrintable(folder + '/' + form))
                    << folder << file + '.' + kind + ".txt"
                    << QStringList{"profile", "generate", option, file, "-n", "bank", "--as", kind};
            }
        };
        add("openapi", "--openapi", 30,
            {"loans-2.0.yaml httproute", "psd2-accounts-3.0.yaml httproute",
             "payments-3.0.yaml httproute", "loans-2.0.yaml grpcroute", "hints.yaml httproute"});
        add("proto", "--proto", 20,
            {"loans.proto grpcroute", "payments.proto grpcroute", "loans.proto httproute"});
        add("recordings", "--recording", 1, {"bank.rec httproute", "bank.rec grpcroute"});
    }
    void golden() {
        QFETCH(const QString, folder);
        QFETCH(const QString, name);
        QFETCH(const QStringList, words);
        QVERIFY(QDir::setCurrent(dataFolder(folder)));
        const auto said = QByteArray::fromStdString(ctl(words));
        QFile file(dataFolder(folder) + "/golden/" + name);
        if (qgetenv("CAUSEWAY_GOLDEN") == "update") {
            QVERIFY(file.open(QFile::WriteOnly));
            file.write(said);
            return;
        }
        QVERIFY2(file.open(QFile::ReadOnly), qPrintable(file.errorString()));
        QCOMPARE(QString::fromUtf8(said), QString::fromUtf8(file.readAll()));
    }
    // What was made of a document is a profile that nothing is wrong with.
    void results_pass_the_check_data() { golden_data(); }
    void results_pass_the_check() {
        QFETCH(const QString, folder);
        QFETCH(const QStringList, words);
        QVERIFY(QDir::setCurrent(dataFolder(folder)));
        const QDir scratch(QDir::tempPath());
        const QString made = scratch.filePath(QStringLiteral("causeway-corpora.yaml"));
        QFile::remove(made);
        const auto said = ctl(words + QStringList{"--out", made});
        const bool isMade = said.find("\nexit 0\n") != std::string::npos;
        QCOMPARE(QFile::exists(made), isMade);
        if (!isMade || words.contains("--as"))
            return;
        const auto checked = ctl({"profile", "check", made});
        QVERIFY2(checked.find("\nexit 0\n") != std::string::npos, checked.c_str());
        QFile::remove(made);
    }

private:
    static QString dataFolder(const QString& folder) {
        return QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/") + folder;
    }
};

QTEST_APPLESS_MAIN(TestProfileCorpora)
#include "tst_profile_corpora.moc"
