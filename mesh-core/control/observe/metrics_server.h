// SPDX-License-Identifier: Apache-2.0
// GET /metrics, /live and /ready of the control plane, on a thread of its own, so that whoever reads
// slowly holds up nobody. Owned by the control plane.
#pragma once

#include "base/clock.h"
#include "net/socket.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace causeway::net {
class EventLoop;
}

namespace causeway::control {

class MetricsServer {
public:
    // `page` is called on the server's thread. AlreadyExists: the address is in use.
    [[nodiscard]] static Result<std::unique_ptr<MetricsServer>>
    open(const std::string& address, const Clock& clock, std::function<std::string()> page);
    ~MetricsServer(); // returns when the page is not asked for any more
    MetricsServer(const MetricsServer&) = delete;
    MetricsServer& operator=(const MetricsServer&) = delete;

    [[nodiscard]] const std::string& address() const { return m_address; }

private:
    MetricsServer(std::string address, net::Descriptor socket, const Clock& clock,
                  std::function<std::string()> page);

    std::string m_address; // with the port that was found
    std::function<std::string()> m_page;
    net::EventLoop* m_loop = nullptr; // lives on the thread
    std::thread m_thread;
};

} // namespace causeway::control
