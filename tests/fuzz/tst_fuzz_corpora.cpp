// SPDX-License-Identifier: Apache-2.0
// Replays every fuzz target's seeds, and each seed cut short and with single bytes changed, so that
// what fuzzing once found stays found, and the targets themselves keep working without libFuzzer.
#include "fuzz/fuzz_target.h"

#include <QDir>
#include <QTest>

using namespace causeway;
using namespace causeway::fuzz;

namespace {

constexpr qsizetype kMaxMutations = 300; // a seed; long ones are changed at every n-th byte only

ByteView viewOf(const QByteArray& bytes) {
    return bytesOf({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace

class TestFuzzCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void replay_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<qsizetype>("target");
        QVERIFY(!fuzzTargets().empty());
        for (std::size_t i = 0; i < fuzzTargets().size(); ++i) {
            const QString name = QString::fromUtf8(fuzzTargets()[i].name.data(),
                                                   qsizetype(fuzzTargets()[i].name.size()));
            const QDir seeds(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/fuzz/") + name);
            const auto files = seeds.entryInfoList(QDir::Files, QDir::Name);
            if (files.isEmpty())
                QTest::newRow(qPrintable(name + " has no seeds")) << QString() << qsizetype(i);
            for (const QFileInfo& file : files)
                QTest::newRow(qPrintable(name + '/' + file.fileName()))
                    << file.filePath() << qsizetype(i);
        }
    }
    void replay() {
        QFETCH(const QString, path);
        QFETCH(const qsizetype, target);
        QFile file(path);
        QVERIFY2(file.open(QFile::ReadOnly), qPrintable(path + ": " + file.errorString()));
        const QByteArray seed = file.readAll();
        const auto run = fuzzTargets()[std::size_t(target)].run;
        run(viewOf(seed));
        const qsizetype step = std::max<qsizetype>(1, seed.size() / kMaxMutations);
        for (qsizetype at = 0; at < seed.size(); at += step) {
            run(viewOf(seed).first(std::size_t(at)));
            QByteArray changed = seed;
            for (const char flip : {'\x01', '\x20', '\x80', '\xff'}) {
                changed[at] = static_cast<char>(seed[at] ^ flip);
                run(viewOf(changed));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestFuzzCorpora)
#include "tst_fuzz_corpora.moc"
