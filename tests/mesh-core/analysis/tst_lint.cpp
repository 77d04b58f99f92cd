// SPDX-License-Identifier: Apache-2.0
// The linter on two corpora: known-good manifests give nothing, manifests with one planted fault give
// exactly that one (tests/data/lint). A fault is a file named after its code; it is laid over the
// mesh of good/mesh.yaml unless it declares a Cluster of its own.
#include "analysis/lint/lint.h"
#include "resource/parse.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::analysis;

namespace {

const QString kData = CAUSEWAY_SOURCE_DIR "/tests/data/lint/";

struct Input {
    std::vector<resource::Object> objects;
    LintSources sources{{}, "2026-11-28"};

    void add(const QString& path, const std::string& name) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s", qPrintable(path));
        addText(file.readAll().toStdString(), name);
    }
    void addText(const std::string& text, const std::string& name) {
        auto documents = resource::parseYaml(text, name);
        if (!documents)
            qFatal("%s", documents.error().describe().c_str());
        resource::Problems problems(name);
        std::vector<resource::Object> parsed;
        for (const auto& document : *documents)
            if (areFacts(document)) {
                if (const auto read = readFacts(document, sources.facts); !read)
                    qFatal("%s", read.error().describe().c_str());
            } else if (!resource::isForeign(resource::typeOf(document))) {
                resource::parseInto(parsed, document, problems);
            }
        if (const auto status = problems.status(); !status)
            qFatal("%s", status.error().describe().c_str());
        for (auto& object : parsed) {
            std::erase_if(objects, [&](const auto& other) { return other.ref() == object.ref(); });
            objects.push_back(std::move(object));
        }
        sources.texts[name] = text;
    }
    std::vector<Finding> run() const {
        auto judge = Judge::compile(objects);
        if (!judge)
            qFatal("%s", judge.error().describe().c_str());
        return lint(*judge, sources);
    }
};

QString told(const std::vector<Finding>& findings) {
    QStringList lines;
    for (const auto& finding : findings)
        lines += QString::fromStdString(std::string(finding.code) + " " + finding.source + ":"
                                        + std::to_string(finding.range.start.line) + " " + finding.object.describe() + ": "
                                        + finding.message);
    return lines.join("\n");
}

// The files with the patch, as patch(1) applies it.
Input patched(const Input& input, const std::string& patch) {
    const QTemporaryDir folder;
    for (const auto& [name, text] : input.sources.texts) {
        QFile out(folder.filePath(QString::fromStdString(name)));
        if (!out.open(QIODevice::WriteOnly))
            qFatal("%s", qPrintable(out.fileName()));
        out.write(text.data(), static_cast<qint64>(text.size()));
    }
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.start("patch", {"-p1", "--binary", "--fuzz=0"});
    process.write(patch.data(), static_cast<qint64>(patch.size()));
    process.closeWriteChannel();
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s\n%s", process.readAllStandardOutput().constData(), patch.c_str());
    Input mended;
    for (const auto& [name, text] : input.sources.texts)
        mended.add(folder.filePath(QString::fromStdString(name)), name);
    return mended;
}

Input withMesh(const QString& fault) {
    Input input;
    input.add(kData + "good/mesh.yaml", "mesh.yaml");
    input.add(kData + "faults/" + fault, "fault.yaml");
    return input;
}

} // namespace

class TestLint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goodManifestsGiveNothing_data() {
        QTest::addColumn<QString>("file");
        for (const auto& name : QDir(kData + "good").entryList({"*.yaml"}, QDir::Files))
            QTest::newRow(qPrintable(name)) << name;
    }
    void goodManifestsGiveNothing() {
        QFETCH(QString, file);
        Input input;
        input.add(kData + "good/" + file, file.toStdString());
        const auto findings = input.run();
        QVERIFY2(findings.empty(), qPrintable(told(findings)));
    }
    void aFaultGivesExactlyItself_data() {
        QTest::addColumn<QString>("file");
        for (const auto& name : QDir(kData + "faults").entryList({"*.yaml"}, QDir::Files))
            QTest::newRow(qPrintable(name)) << name;
    }
    void aFaultGivesExactlyItself() {
        QFETCH(QString, file);
        const auto findings = withMesh(file).run();
        QCOMPARE(findings.size(), std::size_t(1));
        QVERIFY2(file.startsWith(QString::fromStdString(std::string(findings[0].code))), qPrintable(told(findings)));
        QVERIFY(findings[0].range.start.line > 0);
        QVERIFY2(!findings[0].evidence.empty(), qPrintable(told(findings)));
    }
    void everyCheckHasAFault() {
        const auto faults = QDir(kData + "faults").entryList({"*.yaml"}, QDir::Files);
        for (const auto& info : checks()) {
            const auto code = QString::fromStdString(std::string(info.code));
            QVERIFY2(std::ranges::any_of(faults, [&](const QString& file) { return file.startsWith(code); }), qPrintable(code));
            QVERIFY(!info.why.empty() && !info.remedy.empty());
        }
    }
    void everyFaultIsInTheCatalog() {
        for (const auto& file : QDir(kData + "faults").entryList({"*.yaml"}, QDir::Files))
            QVERIFY2(std::ranges::any_of(checks(), [&](const CheckInfo& info) {
                return file.section('-', 0, 0) == QString::fromStdString(std::string(info.code));
            }), qPrintable(file));
    }
    void everyCheckIsInTheManual() {
        QFile manual(CAUSEWAY_SOURCE_DIR "/mesh-core/cli/README.md");
        QVERIFY(manual.open(QIODevice::ReadOnly));
        const auto text = manual.readAll();
        for (const auto& info : checks())
            QVERIFY2(text.contains(QByteArray::fromStdString(std::string(info.code))), info.code.data());
    }
    // Place, words, evidence and quick fix of each fault, to be read by a person when they change.
    void whatIsSaidOfEachFault() {
        QString said;
        for (const auto& file : QDir(kData + "faults").entryList({"*.yaml"}, QDir::Files, QDir::Name)) {
            const auto findings = withMesh(file).run();
            for (const auto& finding : findings)
                said += QString("%1\n  %2 %3 %4:%5:%6 %7\n  %8: %9\n")
                            .arg(file, QString::fromStdString(std::string(name(finding.severity))),
                                 QString::fromStdString(std::string(finding.code)),
                                 QString::fromStdString(finding.source))
                            .arg(finding.range.start.line).arg(finding.range.start.column)
                            .arg(QString::fromStdString(finding.field),
                                 QString::fromStdString(finding.object.describe()),
                                 QString::fromStdString(finding.message))
                        + "  because " + QString::fromStdString(finding.evidence) + "\n  "
                        + (finding.patch.empty() ? "by hand: " + QString::fromStdString(std::string(checkInfo(finding.code).remedy))
                                                 : QString("a patch"))
                        + "\n";
        }
        QFile golden(kData + "faults.txt");
        if (qEnvironmentVariableIsSet("CAUSEWAY_UPDATE_GOLDEN")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(said.toUtf8());
            return;
        }
        QVERIFY(golden.open(QIODevice::ReadOnly));
        QCOMPARE(said, QString::fromUtf8(golden.readAll()));
    }
    void factsReadBack_data() { aFaultGivesExactlyItself_data(); }
    void factsReadBack() {
        QFETCH(QString, file);
        const auto input = withMesh(file);
        const auto text = serialize(input.sources.facts, "talk");
        const auto documents = resource::parseYaml(text, "facts.yaml");
        QVERIFY(documents && documents->size() == 1 && areFacts(documents->front()));
        Facts again;
        const auto status = readFacts(documents->front(), again);
        QVERIFY2(status, status ? "" : status.error().describe().c_str());
        QCOMPARE(serialize(again, "talk"), text);
        auto same = input;
        same.sources.facts = again;
        QCOMPARE(told(same.run()), told(input.run()));
    }
    void wrongFactsAreRefused() {
        const auto documents = resource::parseYaml("apiVersion: causeway.dev/v1alpha1\nkind: FleetFacts\nmetadata: {name: talk}\nspec:\n"
                                                   "  clusters: [{name: aws, certificates: [{kind: leaf, fingerprint: x, notAfter: soon}]}]\n"
                                                   "  latencies: [{link: \"aws:gcp\", p99: fast, requests: 5}]\n  colour: blue\n", "facts.yaml");
        Facts facts;
        const auto status = readFacts(documents->front(), facts);
        QVERIFY(!status);
        const auto said = QString::fromStdString(status.error().describe());
        QVERIFY2(said.contains("facts.yaml:5:") && said.contains("certificates[0].kind: found leaf; expected one of anchor, issuer"), qPrintable(said));
        QVERIFY2(said.contains("notAfter: found soon; expected a day such as 2027-01-31"), qPrintable(said));
        QVERIFY2(said.contains("latencies[0].p99") && said.contains("colour"), qPrintable(said));
    }
    // The files are what should be in force.
    void whatIsNotInForceIsTold() {
        Input input;
        input.add(kData + "good/mesh.yaml", "mesh.yaml");
        auto& inForce = input.sources.facts.clusters["aws"].objects.emplace(input.objects);
        input.sources.isTruth = true;
        QCOMPARE(told(input.run()), QString());
        for (auto& object : inForce)
            object.metadata.creationTimestamp = "2026-01-01T00:00:00Z"; // given by the control plane
        QCOMPARE(told(input.run()), QString());
        std::erase_if(inForce, [](const auto& object) { return object.metadata.name == "inside"; });
        for (auto& object : inForce)
            if (object.metadata.name == "ledger-http")
                std::get<resource::Server>(object.spec).accessPolicy = "audit";
        const auto findings = input.run();
        QCOMPARE(findings.size(), std::size_t(2));
        QCOMPARE(findings[0].field, std::string("spec"));
        QCOMPARE(findings[1].message, std::string("it is not in force"));
        input.sources.isTruth = false;
        QCOMPARE(told(input.run()), QString());
        input.sources.isTruth = true;
        std::erase_if(input.objects, [](const auto& object) { return object.metadata.name == "shop-reads"; });
        QVERIFY2(told(input.run()).contains("AuthorizationPolicy bank/shop-reads is in force, and is not among"), qPrintable(told(input.run())));
    }
    void aShortLookIsNoProofOfDeadRules() {
        auto input = withMesh("MC2013-unused.yaml");
        input.sources.facts.traffic->since = "2026-11-25";
        QCOMPARE(told(input.run()), QString());
    }
    void patchesApply_data() { aFaultGivesExactlyItself_data(); }
    void patchesApply() {
        QFETCH(QString, file);
        const auto input = withMesh(file);
        const auto findings = input.run();
        if (!findings[0].patch.empty()) // else the check's remedy says why a person must decide
            QCOMPARE(told(patched(input, findings[0].patch).run()), QString());
    }
    void patchesApplyToTextOfAnyScript_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("change");
        for (const auto& name : QDir(kData + "faults").entryList({"*.yaml"}, QDir::Files))
            for (const auto* change : {"before", "within", "carriage returns", "no newline at the end"})
                if (!withMesh(name).run()[0].patch.empty())
                    QTest::addRow("%s, %s", qPrintable(name), change) << name << change;
    }
    void patchesApplyToTextOfAnyScript() {
        QFETCH(QString, file);
        QFETCH(QString, change);
        auto input = withMesh(file);
        auto text = QString::fromStdString(input.sources.texts["fault.yaml"]);
        if (change == "before")
            text.prepend("# ø 漢 🚢\u2028\n");
        else if (change == "within")
            text.replace("metadata: {", "metadata: {annotations: {note: \"på ø, 漢字, 🚢\"}, ");
        else if (change == "carriage returns")
            text.prepend("# ø 漢 🚢\n").replace("\n", "\r\n");
        else
            text = "# ø 漢 🚢\n" + text.trimmed();
        input.addText(text.toStdString(), "fault.yaml");
        const auto findings = input.run();
        QCOMPARE(findings.size(), std::size_t(1));
        QCOMPARE(told(patched(input, findings[0].patch).run()), QString());
    }
    void suppressionsNeedAReasonAndADay() {
        auto input = withMesh("MC1104-weight.yaml");
        auto text = input.sources.texts["fault.yaml"];
        const auto at = text.find("metadata: {");
        const auto with = [&](const std::string& annotation) {
            auto changed = text;
            changed.insert(at + 11, "annotations: {causeway.dev/lint-ignore: \"" + annotation + "\"}, ");
            auto copy = input;
            copy.addText(changed, "fault.yaml");
            return copy.run();
        };
        const auto hidden = with("MC1104 until 2026-12-31: the second backend comes with the release");
        QCOMPARE(hidden.size(), std::size_t(1));
        QCOMPARE(hidden[0].suppressed, std::string("the second backend comes with the release (until 2026-12-31)"));
        const auto ended = with("MC1104 until 2026-11-27: too late");
        QCOMPARE(ended.size(), std::size_t(2));
        QVERIFY(std::ranges::any_of(ended, [](const auto& f) { return f.code == "MC9001"; }));
        QVERIFY(std::ranges::all_of(ended, [](const auto& f) { return f.suppressed.empty(); }));
        const auto none = with("MC1104");
        QVERIFY(std::ranges::any_of(none, [](const auto& f) { return f.code == "MC9002"; }));
    }
};

QTEST_APPLESS_MAIN(TestLint)
#include "tst_lint.moc"
