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
        auto parsed = resource::parseObjects(text, name);
        if (!parsed)
            qFatal("%s", parsed.error().describe().c_str());
        for (auto& object : *parsed) {
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
    }
    void everyCheckHasAFault() {
        const auto faults = QDir(kData + "faults").entryList({"*.yaml"}, QDir::Files);
        for (const auto& info : checks()) {
            const auto code = QString::fromStdString(std::string(info.code));
            QVERIFY2(std::ranges::any_of(faults, [&](const QString& file) { return file.startsWith(code); }), qPrintable(code));
            QVERIFY(!info.why.empty() && !info.remedy.empty());
        }
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
