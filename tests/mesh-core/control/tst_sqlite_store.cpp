// SPDX-License-Identifier: Apache-2.0
#include "control/store/sqlite_store.h"
#include "mesh-core/control/store_conformance.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace causeway;
using namespace causeway::control;

class TestSqliteStore : public test::StoreConformance {
    Q_OBJECT
private Q_SLOTS:
    void refusesAFileOfANewerVersion() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("store.db").toStdString();
        {
            const auto database = Database::open(path, Durability::EveryCommit);
            QVERIFY(database->execute("PRAGMA user_version = 99").has_value());
        }
        const auto store = SqliteStore::open(path);
        QVERIFY(!store);
        QVERIFY(store.error().message().find("newer causeway-control") != std::string::npos);
    }
    void refusesWhatIsNoDatabase() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("store.db"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
        const auto store = SqliteStore::open(file.fileName().toStdString());
        QVERIFY(!store);
        QVERIFY(store.error().message().find("store.db") != std::string::npos);
    }
    void saysWhenItCannotWriteAndGoesOn();

protected:
    std::unique_ptr<Store> open() override {
        if (!m_folder)
            m_folder = std::make_unique<QTemporaryDir>();
        return SqliteStore::open(m_folder->filePath("store.db").toStdString()).value();
    }
    void destroy() override { m_folder.reset(); }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSqliteStore::saysWhenItCannotWriteAndGoesOn() {
    const auto store = open();
    const Transaction small{.compares = {}, .operations = {{.key = "/a", .value = "small"}}};
    QCOMPARE(store->write(small)->revision, 1U);
    // A file that may not grow stands in for a disk that is full.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit tight{.rlim_cur = 32U << 10U, .rlim_max = before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    const Transaction large{.compares = {},
                            .operations = {{.key = "/b", .value = std::string(1U << 20U, 'x')}}};
    const auto refused = store->write(large);
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!refused);
    QCOMPARE(store->revision(), 1U);
    QCOMPARE(store->get("/a", 0).value()->value, std::string("small"));
    QCOMPARE(store->write(large)->revision, 2U);
}

QTEST_APPLESS_MAIN(TestSqliteStore)
#include "tst_sqlite_store.moc"
