// SPDX-License-Identifier: Apache-2.0
#include "control/observe/metrics_server.h"

#include "serve/page_server.h"

#include <future>

namespace causeway::control {

Result<std::unique_ptr<MetricsServer>> MetricsServer::open(const std::string& address,
                                                           const Clock& clock,
                                                           std::function<std::string()> page) {
    CAUSEWAY_TRY(const auto wanted, net::Address::parse(address));
    CAUSEWAY_TRY(auto socket, net::listenOn(wanted));
    CAUSEWAY_TRY(const auto found, net::localAddressOf(socket.get()));
    return std::unique_ptr<MetricsServer>(
        new MetricsServer(found.text(), std::move(socket), clock, std::move(page)));
}

MetricsServer::MetricsServer(std::string address, net::Descriptor socket, const Clock& clock,
                             std::function<std::string()> page)
    : m_address(std::move(address)), m_page(std::move(page)) {
    std::promise<net::EventLoop*> running;
    auto loop = running.get_future();
    m_thread = std::thread([this, &clock, &running, socket = std::move(socket)]() mutable {
        net::EventLoop own(clock);
        running.set_value(&own);
        const serve::PageServer server(
            own, std::move(socket),
            [this](const serve::PageServer::Request& request, const serve::PageServer::Answer& answer) {
                if (request.method != "GET")
                    return answer({405, "served here: GET\n"});
                if (request.path == "/metrics")
                    return answer({200, m_page(), "text/plain; version=0.0.4; charset=utf-8"});
                if (request.path == "/live" || request.path == "/ready")
                    return answer({200, "ready\n"});
                answer({404, "there are: /metrics /live /ready\n"});
            });
        own.run();
    });
    m_loop = loop.get();
}

MetricsServer::~MetricsServer() {
    m_loop->stop();
    m_thread.join();
}

} // namespace causeway::control
