// SPDX-License-Identifier: Apache-2.0
// kill -9 at any moment loses nothing that the store has acknowledged: a child process writes and
// says each commit on a pipe, is killed at a random moment (while it opens the store, writes, syncs
// or tidies), and what it left is opened and compared. 500 times, or as often as CAUSEWAY_KILLS
// says.
#include "control/store/sqlite_store.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/prctl.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <random>
#include <unistd.h>

using namespace causeway;
using namespace causeway::control;

namespace {

constexpr int kLongestLife = 3'000; // microseconds after the first commit
constexpr int kKillsAFile = 50;     // a new one then: to check a large one takes long
constexpr int kEarly = 5; // one in so many is killed while it opens what the last one left

// Two keys in every revision, so that half a transaction would be seen; now and then a large value,
// so that the write-ahead log is folded into the file often.
Transaction transactionOf(std::uint64_t number) {
    const std::string name = std::to_string(number);
    const std::string value(number % 16 == 0 ? 20'000 : 10, 'x');
    return {.compares = {{.key = "/a/" + name, .modRevision = 0}},
            .operations = {{.key = "/a/" + name, .value = value},
                           {.key = "/b/" + std::to_string(number % 8), .value = name}}};
}

// The child: ends only when it is killed, or when the store fails it.
[[noreturn]] void writeForEver(const std::string& path, int acknowledged) {
    const auto store = SqliteStore::open(path);
    for (std::uint64_t number = store ? (*store)->revision() + 1 : 0; store; ++number) {
        const auto commit = (*store)->write(transactionOf(number));
        if (!commit || !commit->succeeded || commit->revision != number)
            break;
        if (::write(acknowledged, &number, sizeof number) != sizeof number)
            break;
    }
    ::_exit(1);
}

struct Ended {
    std::uint64_t acknowledged = 0; // the newest; 0: none
    bool wasKilled = false;         // and did not end by itself
};

Ended writeAndKill(const std::string& path, bool isEarly, int microseconds) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        qFatal("no pipe");
    const pid_t child = ::fork();
    if (child < 0)
        qFatal("no process");
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        writeForEver(path, pipe[1]);
    }
    ::close(pipe[1]);
    Ended ended;
    if (!isEarly)
        std::ignore = ::read(pipe[0], &ended.acknowledged, sizeof ended.acknowledged);
    ::usleep(static_cast<useconds_t>(microseconds));
    ::kill(child, SIGKILL);
    std::uint64_t number = 0;
    while (::read(pipe[0], &number, sizeof number) == sizeof number)
        ended.acknowledged = number;
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    ended.wasKilled = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    return ended;
}

// Nothing when revisions `first` to the newest are what transactionOf() made of them.
QString compare(const Store& store, std::uint64_t first) {
    for (std::uint64_t number = first; number <= store.revision(); ++number)
        for (const Operation& operation : transactionOf(number).operations) {
            const auto found = store.get(operation.key, number);
            if (!found || !*found || (*found)->modRevision != number
                || (*found)->value != *operation.value)
                return QStringLiteral("%1 of revision %2 is not what was written")
                    .arg(operation.key.c_str())
                    .arg(number);
        }
    return {};
}

// In memory where that is to be had: what a process has written is the kernel's when it is killed,
// so that a disk would only take time.
QString folderTemplate() {
    const QString memory = "/dev/shm";
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + "/tst_store_kills-XXXXXX";
}

} // namespace

class TestStoreKills : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void losesNothingThatWasAcknowledged();

private:
    // One store, from its making on.
    void killAndCompare(const std::string& path, int kills);

    std::mt19937 m_random{1}; // the moments differ all the same: the machine sees to that
    int m_fruitful = 0;       // kills after something was acknowledged
    std::uint64_t m_revisions = 0;
};

void TestStoreKills::killAndCompare(const std::string& path, int kills) {
    std::uniform_int_distribution<int> life(0, kLongestLife);
    std::uint64_t known = 0; // revisions that were there after the last kill
    for (int kill = 1; kill <= kills; ++kill) {
        const Ended ended = writeAndKill(path, kill % kEarly == 0, life(m_random));
        QVERIFY2(ended.wasKilled, "the writer failed");
        // Opening checks every page of the file.
        const auto store = SqliteStore::open(path);
        QVERIFY2(store, store ? "" : store.error().describe().c_str());
        const std::uint64_t revision = (*store)->revision();
        const std::uint64_t least = std::max(known, ended.acknowledged);
        QVERIFY2(revision >= least,
                 qPrintable(QStringLiteral("kill %1: revision %2 is there, %3 was acknowledged")
                                .arg(kill)
                                .arg(revision)
                                .arg(least)));
        const QString wrong = compare(**store, kill == kills ? 1 : known + 1);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        m_fruitful += ended.acknowledged > 0 ? 1 : 0;
        known = revision;
    }
    m_revisions += known;
}

void TestStoreKills::losesNothingThatWasAcknowledged() {
    const int kills = qEnvironmentVariableIsSet("CAUSEWAY_KILLS")
                          ? qEnvironmentVariableIntValue("CAUSEWAY_KILLS")
                          : 500;
    const QTemporaryDir folder(folderTemplate());
    for (int done = 0; done < kills; done += kKillsAFile) {
        const QString name = QStringLiteral("store-%1.db").arg(done);
        killAndCompare(folder.filePath(name).toStdString(), std::min(kKillsAFile, kills - done));
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("%d kills, %d of them after something was acknowledged, %llu revisions", kills,
          m_fruitful, static_cast<unsigned long long>(m_revisions));
    QVERIFY(m_fruitful >= kills / 2);
}

QTEST_APPLESS_MAIN(TestStoreKills)
#include "tst_store_kills.moc"
