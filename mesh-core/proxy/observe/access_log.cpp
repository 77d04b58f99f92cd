// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/access_log.h"

#include "base/log.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace causeway::proxy {
namespace {

Result<net::Descriptor> openFile(const std::string& path) {
    if (path.empty())
        return net::Descriptor();
    const int fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0640);
    if (fd < 0)
        return fail(ErrorKind::Unavailable,
                    "access log " + path + ": "
                        + std::strerror(errno)); // NOLINT(concurrency-mt-unsafe)
    return net::Descriptor(fd);
}

} // namespace

Result<std::shared_ptr<AccessLog>> AccessLog::open(AccessLogOptions options) {
    CAUSEWAY_TRY(net::Descriptor file, openFile(options.file));
    return std::shared_ptr<AccessLog>(new AccessLog(std::move(options), std::move(file)));
}

AccessLog::AccessLog(AccessLogOptions options, net::Descriptor file)
    : m_options(std::move(options)), m_file(std::move(file)), m_thread([this] { run(); }) {}

AccessLog::~AccessLog() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void AccessLog::add(const Ending& ending) {
    const std::string line = formatAccess(m_options, ending);
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_queued.size() + line.size() >= kMaxQueued) {
            ++m_dropped;
            return;
        }
        wake = m_queued.empty();
        m_queued += line;
        m_queued += '\n';
        ++m_lines;
    }
    if (wake)
        m_wake.notify_one();
}

void AccessLog::reopen() {
    {
        const std::lock_guard lock(m_mutex);
        m_reopen = true;
    }
    m_wake.notify_one();
}

void AccessLog::run() {
    std::string batch;
    for (;;) {
        std::size_t lines = 0;
        bool reopen = false;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || m_reopen || !m_queued.empty(); });
            if (m_stopping && m_queued.empty())
                return;
            batch.clear();
            std::swap(batch, m_queued);
            lines = std::exchange(m_lines, 0);
            reopen = std::exchange(m_reopen, false);
        }
        // What was queued before the call belongs into the file of before.
        write(batch, lines);
        if (!reopen)
            continue;
        if (auto file = openFile(m_options.file))
            m_file = std::move(*file);
        else
            log::error("{}; still writing to the one that was open", file.error().describe());
    }
}

// A pipe with room takes 4 KiB without blocking, whoever made it; so the writer can always be ended.
void AccessLog::write(std::string_view text, std::size_t lines) {
    constexpr std::size_t kAtOnce = 4096;
    const int fd = m_file.valid() ? m_file.get() : STDOUT_FILENO;
    while (!text.empty()) {
        pollfd room{fd, POLLOUT, 0};
        if (::poll(&room, 1, 100) == 0) {
            const std::lock_guard lock(m_mutex);
            if (m_stopping)
                break;
            continue;
        }
        const ssize_t wrote = ::write(fd, text.data(), std::min(text.size(), kAtOnce));
        if (wrote >= 0)
            text.remove_prefix(static_cast<std::size_t>(wrote));
        else if (errno != EINTR && errno != EAGAIN)
            break;
    }
    (text.empty() ? m_written : m_dropped) += lines;
}

} // namespace causeway::proxy
