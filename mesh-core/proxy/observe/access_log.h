// SPDX-License-Identifier: Apache-2.0
// One line a request that ended, as JSON or in Apache's form with Linkerd's fields, to a file or
// standard output. Workers format and queue; a thread of its own writes. Never blocks the data
// path: when the writer falls behind by more than kMaxQueued bytes, lines are dropped and counted.
// Shared by all workers; add() and reopen() on any thread.
#pragma once

#include "base/result.h"
#include "net/socket.h"
#include "proxy/observe/ending.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace causeway::proxy {

struct AccessLogOptions {
    enum class Format : std::uint8_t { Json, Apache };
    Format format = Format::Json;
    std::string file;                 // empty: standard output
    std::vector<std::string> headers; // of the request, besides the usual fields; JSON only
    std::vector<std::string> redact;  // of these, besides credentials and cookies

    bool operator==(const AccessLogOptions&) const = default;
};

// Without the line's end; pure.
[[nodiscard]] std::string formatAccess(const AccessLogOptions& options, const Ending& ending);

class AccessLog {
public:
    static constexpr std::size_t kMaxQueued = 4 * 1024 * 1024;

    [[nodiscard]] static Result<std::shared_ptr<AccessLog>> open(AccessLogOptions options);
    ~AccessLog(); // writes what is queued
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;

    void add(const Ending& ending);
    // Opens the file of that name anew, after it was renamed away.
    void reopen();

    [[nodiscard]] std::uint64_t written() const { return m_written; }
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

private:
    AccessLog(AccessLogOptions options, net::Descriptor file);
    void run();
    void write(std::string_view text, std::size_t lines);

    const AccessLogOptions m_options;
    net::Descriptor m_file; // the writer's; not open: standard output
    std::atomic<std::uint64_t> m_written = 0;
    std::atomic<std::uint64_t> m_dropped = 0;
    std::mutex m_mutex; // what follows
    std::string m_queued;
    std::size_t m_lines = 0;
    bool m_reopen = false;
    bool m_stopping = false;
    std::condition_variable m_wake;
    std::thread m_thread;
};

} // namespace causeway::proxy
