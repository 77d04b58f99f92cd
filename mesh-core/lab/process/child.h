// SPDX-License-Identifier: Apache-2.0
// A long-running child process: its standard error and output go to a log, its end is an event, and
// it may be talked to line by line over its standard input. It is killed by the kernel when the
// supervisor dies, and is out of reach of the terminal's signals. Owned by the supervisor, on its
// loop's thread; a Child that is destroyed kills its process and reaps it.
#pragma once

#include "base/result.h"
#include "lab/process/line_channel.h"
#include "lab/process/process_id.h"

#include <memory>
#include <string>
#include <vector>

namespace causeway::lab {

struct ChildCommand {
    std::vector<std::string> words; // program and arguments
    std::string logFile;            // appended to
    int networkNamespace = -1;      // -1: the supervisor's
    bool talks = false;             // standard input is a channel of lines, both ways
};

class Child final : private net::Watcher {
public:
    using OnLine = std::function<void(std::string_view)>;
    using OnExit = std::function<void(std::string how)>; // "exited with 1", "killed by signal 9"

    // Both are called from the loop; onExit is the last call.
    [[nodiscard]] static Result<std::unique_ptr<Child>>
    start(net::EventLoop& loop, const ChildCommand& command, OnLine onLine, OnExit onExit);
    ~Child() override;

    [[nodiscard]] const ProcessId& id() const { return m_id; }
    void signal(int number) const;
    // Only to a child that talks.
    void say(std::string_view line);

private:
    Child(net::EventLoop& loop, ProcessId id, net::Descriptor process, OnExit onExit);
    void onReady(bool mayEnd) override;

    net::EventLoop& m_loop;
    ProcessId m_id;
    net::Descriptor m_process; // pidfd
    OnExit m_onExit;
    std::unique_ptr<LineChannel> m_lines;
    bool m_ended = false;
};

} // namespace causeway::lab
