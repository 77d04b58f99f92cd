// SPDX-License-Identifier: Apache-2.0
// A server stream that follows something: it asks a source for the next message, writes it, and
// waits to be woken when there is none. Made for a call, deletes itself when gRPC is done with it;
// one write is under way at a time, so that a slow reader holds only its cursor.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <mutex>
#include <set>
#include <utility>

namespace causeway::control {

class Watcher {
public:
    virtual ~Watcher() = default;
    virtual void wake() = 0;
    virtual void end(const ::grpc::Status& status) = 0;
};

// The streams of one service. Safe on any thread.
class Watchers {
public:
    void add(Watcher* watcher) {
        const std::lock_guard lock(m_mutex);
        m_all.insert(watcher);
    }
    void remove(Watcher* watcher) {
        const std::lock_guard lock(m_mutex);
        m_all.erase(watcher);
    }
    void wakeAll() {
        const std::lock_guard lock(m_mutex);
        for (Watcher* watcher : m_all)
            watcher->wake();
    }
    void endAll(const ::grpc::Status& status) {
        const std::lock_guard lock(m_mutex);
        for (Watcher* watcher : m_all)
            watcher->end(status);
    }

private:
    std::mutex m_mutex; // taken before a stream's own
    std::set<Watcher*> m_all;
};

template <typename Message>
class WatchStream final : public ::grpc::ServerWriteReactor<Message>, public Watcher {
public:
    // Fills the message and returns true, or false when there is nothing now. Called under the
    // stream's mutex: it must not wake watchers.
    using Source = std::function<bool(Message&)>;

    WatchStream(Watchers& watchers, Source source)
        : m_watchers(watchers), m_source(std::move(source)) {
        m_watchers.add(this);
        wake();
    }

    void wake() override {
        const std::lock_guard lock(m_mutex);
        pump();
    }
    void end(const ::grpc::Status& status) override {
        {
            const std::lock_guard lock(m_mutex);
            if (std::exchange(m_ended, true))
                return;
        }
        this->Finish(status);
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
        m_watchers.remove(this);
        delete this;
    }

private:
    void pump() {
        if (m_writing || m_ended)
            return;
        m_message.Clear();
        if (!m_source(m_message))
            return;
        m_writing = true;
        this->StartWrite(&m_message);
    }

    Watchers& m_watchers;
    std::mutex m_mutex;
    Source m_source;
    Message m_message;
    bool m_writing = false;
    bool m_ended = false;
};

} // namespace causeway::control
