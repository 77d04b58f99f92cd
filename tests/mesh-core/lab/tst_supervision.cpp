// SPDX-License-Identifier: Apache-2.0
#include "lab/commands/end_lab.h"
#include "lab/process/child.h"
#include "lab/process/run.h"
#include "lab/supervisor/control_socket.h"
#include "lab/supervisor/lab_lock.h"
#include "lab/supervisor/lab_state.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>

#include <csignal>
#include <optional>
#include <thread>
#include <unistd.h>

using namespace causeway;
using namespace causeway::lab;
using namespace std::chrono_literals;

class TestSupervision : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aHelperThatFailsSaysWhy() {
        QVERIFY(run({"true"}).has_value());
        QVERIFY(run({"sh", "-c", "test \"$(cat)\" = hello"}, "hello").has_value());
        const auto failed = run({"sh", "-c", "echo no such thing >&2; exit 3"});
        QVERIFY(!failed);
        QCOMPARE(failed.error().describe(), std::string("sh: no such thing"));
        QVERIFY(!run({"/nowhere/at-all"}));
    }
    void aChildTalksAndItsEndIsTold() {
        auto child = start({"/bin/sh", "-c", "read line; echo \"got $line\" >&0; exit 4"}, true);
        child->say("hello");
        QVERIFY(turnUntil([&] { return !m_lines.empty(); }));
        QCOMPARE(m_lines.front(), std::string("got hello"));
        QVERIFY(turnUntil([&] { return m_ended.has_value(); }));
        QCOMPARE(*m_ended, std::string("exited with 4"));
        QVERIFY(!child->id().alive());
    }
    void aKilledChildIsTold() {
        auto child = start({"/bin/sleep", "600"}, false);
        QVERIFY(child->id().alive());
        child->signal(SIGKILL);
        QVERIFY(turnUntil([&] { return m_ended.has_value(); }));
        QVERIFY(m_ended->starts_with("killed by signal 9"));
    }
    void aDroppedChildIsGone() {
        auto child = start({"/bin/sleep", "600"}, false);
        const auto id = child->id();
        child.reset();
        QVERIFY(!id.alive());
    }
    void aProgramThatIsNotThereEndsWithAReasonInItsLog() {
        auto child = start({"/nowhere/at-all"}, false);
        QVERIFY(turnUntil([&] { return m_ended.has_value(); }));
        QCOMPARE(*m_ended, std::string("exited with 127"));
        QVERIFY(readFile(path("log"))->find("/nowhere/at-all: cannot start: No such file")
                != std::string::npos);
    }
    void theLockHasOneHolderWhoIsNamed() {
        QVERIFY(!LabLock::holder(path("lock")));
        const auto child = fork();
        if (child == 0) {
            const auto held = LabLock::take(path("lock"));
            raise(SIGSTOP);
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, WUNTRACED);
        QCOMPARE(LabLock::holder(path("lock")).value_or(0), child);
        const auto second = LabLock::take(path("lock"));
        QVERIFY(!second);
        QCOMPARE(second.error().kind(), ErrorKind::AlreadyExists);
        QVERIFY(second.error().describe().find("as process " + std::to_string(child))
                != std::string::npos);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        QVERIFY(LabLock::take(path("lock")).has_value());
    }
    void survivorsOfACrashAreEndedAndStrangersAreNot() {
        auto survivor = start({"/bin/sleep", "600"}, false);
        std::optional<std::string> strangerEnded;
        auto stranger = *Child::start(m_loop, {{"/bin/sleep", "600"}, path("log")}, nullptr,
                                      [&](const std::string& how) { strangerEnded = how; });
        LabState state;
        state.processes.push_back({"ledger-1@aws", "sidecar", "aws", survivor->id(), "ready", 0});
        // The number is used again, by somebody who started at another time.
        auto reused = stranger->id();
        ++reused.startTime;
        state.processes.push_back({"ledger-2@aws", "sidecar", "aws", reused, "ready", 0});
        const LabFiles files(m_folder.path().toStdString());
        QVERIFY(writeFile(files.state(), serialize(state)).has_value());
        // Reaped while waited for: it is our own child here, and would stay a zombie otherwise.
        std::thread reaper([&] { QVERIFY(endSurvivors(files).has_value()); });
        const bool ended = turnUntil([&] { return m_ended.has_value(); });
        reaper.join();
        QVERIFY(ended);
        m_loop.turn(50ms);
        QVERIFY(!strangerEnded && stranger->id().alive());
    }
    void stateSurvivesItsFile() {
        LabState state{"talk", {7, 8}, "ready", "relay", "because", {}, {"link=aws:gcp delay=5ms"}};
        state.processes.push_back({"control@aws", "control", "aws", {}, "down", 3});
        const auto back = parseLabState(serialize(state));
        QVERIFY(back);
        QCOMPARE(back->networkNote, state.networkNote);
        QCOMPARE(back->faults, state.faults);
        QVERIFY(back->supervisor == state.supervisor);
        QCOMPARE(back->processes[0].restarts, 3U);
        QCOMPARE(back->processes[0].id.pid, -1);
        QVERIFY(!parseLabState("{}"));
    }
    void commandsAreAnsweredOverTheSocket() {
        const auto socket = ControlSocket::listen(
            m_loop, path("lab.sock"), [](const LabRequest& request) -> LabAnswer {
                if (request.command == "echo")
                    return request.words;
                return fail(ErrorKind::InvalidInput, "unknown");
            });
        QVERIFY(socket);
        std::optional<LabAnswer> good;
        std::optional<LabAnswer> bad;
        std::atomic<bool> done = false;
        std::thread asking([&] {
            good = ask(path("lab.sock"), {"echo", {"a", "b c"}});
            bad = ask(path("lab.sock"), {"sing", {}});
            done = true;
        });
        const bool answered = turnUntil([&] { return done.load(); });
        asking.join();
        QVERIFY(answered);
        QCOMPARE(**good, (std::vector<std::string>{"a", "b c"}));
        QCOMPARE(bad->error().describe(), std::string("unknown"));
        QCOMPARE(bad->error().kind(), ErrorKind::InvalidInput);
        QCOMPARE(ask(path("nobody.sock"), {"echo", {}}).error().kind(), ErrorKind::Unavailable);
    }
    void aDirectoryOfSomebodyElseIsLeftAlone() {
        QTemporaryDir folder;
        const LabFiles files(folder.path().toStdString());
        QVERIFY(writeFile(folder.path().toStdString() + "/thesis.txt", "precious").has_value());
        const auto refused = files.prepare(*readFleet("talk"));
        QVERIFY(!refused);
        QVERIFY(readFile(folder.path().toStdString() + "/thesis.txt").has_value());
        const LabFiles deep(folder.path().toStdString() + "/" + std::string(90, 'x'));
        const auto tooLong = deep.prepare(*readFleet("talk"));
        QVERIFY(!tooLong);
        QVERIFY(tooLong.error().describe().find("Unix sockets end at 107") != std::string::npos);
    }
    void cleanup() {
        m_ended.reset();
        m_lines.clear();
    }

private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    std::unique_ptr<Child> start(std::vector<std::string> words, bool talks) {
        auto child = Child::start(
            m_loop, {std::move(words), path("log"), -1, talks},
            [this](std::string_view line) { m_lines.emplace_back(line); },
            [this](const std::string& how) { m_ended = how; });
        if (!child)
            qFatal("%s", child.error().describe().c_str());
        return std::move(*child);
    }
    template <typename Condition> bool turnUntil(Condition condition) {
        const auto deadline = m_clock.now() + 10s;
        while (!condition() && m_clock.now() < deadline)
            m_loop.turn(50ms);
        return condition();
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    net::EventLoop m_loop{m_clock};
    std::vector<std::string> m_lines;
    std::optional<std::string> m_ended;
};

QTEST_APPLESS_MAIN(TestSupervision)
#include "tst_supervision.moc"
