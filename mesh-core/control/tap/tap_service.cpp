// SPDX-License-Identifier: Apache-2.0
#include "control/tap/tap_service.h"

#include "base/log.h"
#include "control/peer.h"
#include "control/proxy_admission.h"
#include "convert/convert.h"

namespace causeway::control {

// One proxy's stream. Made by the service for a call, deletes itself when gRPC is done with it.
class TapStream final : public ::grpc::ServerBidiReactor<v1::TapReport, v1::TapOrder>,
                        public TapProxy {
public:
    TapStream(TapService& service, std::optional<tls::SpiffeId> peer)
        : m_service(service), m_peer(std::move(peer)) {}

    void start() { StartRead(&m_report); }
    void end(const ::grpc::Status& status) {
        {
            const std::lock_guard lock(m_mutex);
            if (std::exchange(m_ended, true))
                return;
        }
        Finish(status);
    }

    void send(const v1::TapOrder& order) override {
        const std::lock_guard lock(m_mutex);
        m_orders.push_back(order);
        pump();
    }
    const std::string& instance() const override { return m_instance; }

    void OnReadDone(bool ok) override {
        if (!ok)
            return end(::grpc::Status::OK);
        if (m_instance.empty()) {
            if (const auto admitted = admit(); !admitted)
                return end(statusOf(admitted.error()));
            m_service.m_hub.add(*this);
        } else {
            m_service.m_hub.take(std::move(m_report));
        }
        m_report.Clear();
        StartRead(&m_report);
    }
    void OnWriteDone(bool ok) override {
        if (!ok)
            return end(::grpc::Status::CANCELLED);
        const std::lock_guard lock(m_mutex);
        m_writing = false;
        pump();
    }
    void OnCancel() override { end(::grpc::Status::CANCELLED); }
    void OnDone() override {
        m_service.m_hub.remove(*this);
        m_service.remove(this);
        delete this;
    }

private:
    Status admit() {
        CAUSEWAY_TRY(const ProxyInstance proxy, convert::fromProto(m_report.proxy()));
        CAUSEWAY_CHECK(admitProxy(proxy, m_peer, m_service.m_objects.current()->set()));
        m_instance = proxy.instance;
        return {};
    }
    void pump() { // with m_mutex held
        if (m_writing || m_ended || m_orders.empty())
            return;
        m_order = std::move(m_orders.front());
        m_orders.pop_front();
        m_writing = true;
        StartWrite(&m_order);
    }

    TapService& m_service;
    const std::optional<tls::SpiffeId> m_peer;
    std::string m_instance; // empty until the first report
    v1::TapReport m_report;
    std::mutex m_mutex; // what follows
    std::deque<v1::TapOrder> m_orders;
    v1::TapOrder m_order;
    bool m_writing = false;
    bool m_ended = false;
};

::grpc::ServerBidiReactor<v1::TapReport, v1::TapOrder>*
TapService::Attach(::grpc::CallbackServerContext* context) {
    auto* stream = new TapStream(*this, peerIdentity(*context));
    {
        const std::lock_guard lock(m_mutex);
        m_streams.insert(stream);
    }
    stream->start();
    return stream;
}

void TapService::remove(TapStream* stream) {
    const std::lock_guard lock(m_mutex);
    m_streams.erase(stream);
}

void TapService::stop() {
    const std::lock_guard lock(m_mutex);
    for (TapStream* stream : m_streams)
        stream->end({::grpc::StatusCode::UNAVAILABLE, "the control plane is stopping"});
}

} // namespace causeway::control
