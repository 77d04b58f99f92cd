// SPDX-License-Identifier: Apache-2.0
// A backup is the store at one moment; what is damaged is found and named, never read as if whole.
#include "control/state_folder.h"
#include "control/store/backup.h"
#include "control/store/sqlite_store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace causeway;
using namespace causeway::control;

namespace {

constexpr int kKeys = 50;

std::unique_ptr<Store> openStore(const std::filesystem::path& state) {
    auto store = SqliteStore::open((state / "store.db").string());
    return store ? std::move(*store) : nullptr;
}

void put(Store& store, const std::string& key, const std::string& value) {
    QVERIFY(store.write({.compares = {}, .operations = {{.key = key, .value = value}}}));
}

std::string valueOf(const Store& store, const std::string& key) {
    const auto found = store.get(key).value();
    return found ? found->value : "(none)";
}

} // namespace

class TestBackup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_state = path("state");
        const auto folder = StateFolder::open(m_state).value();
        QVERIFY(folder.write("issuer.key", "secret"));
        const auto store = openStore(m_state);
        for (int i = 0; i < kKeys; ++i)
            put(*store, "/objects/" + std::to_string(i), std::string(500, 'x'));
    }

    void whatWasLostComesBack() {
        QVERIFY(backUp(m_state, path("backup")));
        QCOMPARE(QFile(m_dir->filePath("backup")).permissions() & QFile::Permissions(0x0077),
                 QFile::Permissions());
        std::filesystem::remove_all(m_state);
        const auto restored = restore(path("backup"), m_state).value();
        QCOMPARE(restored.revision, std::uint64_t(kKeys));
        QVERIFY(restored.before.empty());
        const auto store = openStore(m_state);
        QCOMPARE(store->range({}).value().items.size(), std::size_t(kKeys));
        QCOMPARE(StateFolder::open(m_state).value().read("issuer.key").value().value(),
                 std::string("secret"));
        put(*store, "/objects/0", "goes on");
        QCOMPARE(store->revision(), std::uint64_t(kKeys + 1));
    }
    void whatWasThereIsKept() {
        QVERIFY(backUp(m_state, path("backup")));
        put(*openStore(m_state), "/objects/0", "later");
        const auto restored = restore(path("backup"), m_state).value();
        QCOMPARE(valueOf(*openStore(m_state), "/objects/0"), std::string(500, 'x'));
        const auto before = SqliteStore::open(restored.before.string()).value();
        const Store& aside = *before;
        QCOMPARE(valueOf(aside, "/objects/0"), std::string("later"));
    }
    // Two keys are always written together; no backup sees one without the other.
    void itMayBeWrittenMeanwhile() {
        const auto store = openStore(m_state);
        std::atomic<bool> stop = false;
        std::thread writer([&] {
            for (int i = 0; !stop; ++i)
                std::ignore =
                    store->write({.compares = {},
                                  .operations = {{.key = "/left", .value = std::to_string(i)},
                                                 {.key = "/right", .value = std::to_string(i)}}});
        });
        for (int i = 0; i < 5; ++i) {
            const auto file = path("backup" + std::to_string(i));
            const auto folder = path("copy" + std::to_string(i));
            const bool kept = backUp(m_state, file).has_value();
            const bool restored = kept && restore(file, folder).has_value();
            const auto copy = restored ? openStore(folder) : nullptr;
            if (!copy || valueOf(*copy, "/left") != valueOf(*copy, "/right"))
                stop = true;
        }
        const bool torn = stop;
        stop = true;
        writer.join();
        QVERIFY(!torn);
    }
    void aDamagedPageIsNamedAndMended() {
        QVERIFY(backUp(m_state, path("backup")));
        damage(m_state / "store.db");
        const auto opened = SqliteStore::open((m_state / "store.db").string());
        QVERIFY(!opened);
        const auto why = opened.error().describe();
        QVERIFY2(why.find("store.db is damaged") != why.npos
                     && why.find("causeway-control restore") != why.npos,
                 why.c_str());
        QVERIFY(!backUp(m_state, path("worse"))); // a backup of ruins would replace a good one
        QVERIFY(!std::filesystem::exists(path("worse")));
        QVERIFY(restore(path("backup"), m_state));
        QVERIFY(openStore(m_state) != nullptr);
    }
    void whatIsNoBackupChangesNothing_data() {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < 4; ++kind)
            QTest::addRow("%d", kind) << kind;
    }
    void whatIsNoBackupChangesNothing() {
        QFETCH(int, kind);
        const auto file = path("backup");
        if (kind == 0)
            std::filesystem::copy_file(m_state / "store.db", file); // a store, not a backup
        if (kind == 1)
            writeText(file, "nonsense");
        if (kind == 2) {
            QVERIFY(backUp(m_state, file));
            damage(file);
        }
        const auto restored = restore(file, m_state); // 3: there is none
        QVERIFY(!restored);
        QCOMPARE(openStore(m_state)->range({}).value().items.size(), std::size_t(kKeys));
        QVERIFY(!std::filesystem::exists(m_state / "store.db.new"));
    }
    void aRunningControlPlaneIsNotReplaced() {
        QVERIFY(backUp(m_state, path("backup")));
        const auto running = StateFolder::open(m_state).value();
        const auto restored = restore(path("backup"), m_state);
        QVERIFY(!restored);
        QVERIFY2(restored.error().describe().find("uses this --state folder") != std::string::npos,
                 restored.error().describe().c_str());
    }

private:
    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return m_dir->filePath(QString::fromStdString(name)).toStdString();
    }
    static void writeText(const std::filesystem::path& path, const QByteArray& text) {
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    // Every page after the first, as a disk does that lies.
    static void damage(const std::filesystem::path& path) {
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (qint64 at = 4096; at + 64 < file.size(); at += 4096) {
            file.seek(at);
            file.write(QByteArray(64, '\xa5'));
        }
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::filesystem::path m_state;
};

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
