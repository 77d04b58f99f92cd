// SPDX-License-Identifier: Apache-2.0
// Inside of the client library: a Watch over one server-streaming call. Its thread opens the call,
// reads until it breaks, waits, and opens it again.
#pragma once

#include "client/backoff.h"
#include "client/channel.h"
#include "client/messages.h"
#include "client/watch.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <stop_token>
#include <thread>
#include <utility>

namespace causeway::client {

template <typename Message> struct StreamCall {
    std::function<std::unique_ptr<::grpc::ClientReader<Message>>(::grpc::ClientContext*)> open;
    std::function<Error(const ::grpc::Status&)> describe;
    std::function<void()> resetChannel; // so that an attempt now is an attempt now
};

template <typename Message, typename Update> class StreamWatch final : public Watch {
public:
    StreamWatch(StreamCall<Message> call, WatchHandlers<Update> handlers)
        : m_call(std::move(call)), m_handlers(std::move(handlers)),
          m_backoff(std::random_device()()),
          m_thread([this](const std::stop_token& stop) { run(stop); }) {}

    ~StreamWatch() override {
        m_thread.request_stop();
        {
            const std::lock_guard lock(m_mutex);
            if (m_context)
                m_context->TryCancel();
        }
        m_wake.notify_all();
    }

    void retryNow() override {
        {
            const std::lock_guard lock(m_mutex);
            m_retry = true;
        }
        m_call.resetChannel();
        m_wake.notify_all();
    }

private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const Error reason = readUntilBroken(stop);
            if (stop.stop_requested())
                return;
            const Duration wait = healsItself(reason.kind()) ? m_backoff.next() : Backoff::kMost;
            m_handlers.onLost(reason, wait);
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, wait, [this] { return m_retry; });
            m_retry = false;
        }
    }

    Error readUntilBroken(const std::stop_token& stop) {
        {
            const std::lock_guard lock(m_mutex);
            m_context = std::make_unique<::grpc::ClientContext>();
            if (stop.stop_requested())
                m_context->TryCancel();
        }
        const auto reader = m_call.open(m_context.get());
        Message message;
        while (reader->Read(&message)) {
            auto update = fromMessage(message);
            if (!update) {
                m_context->TryCancel();
                reader->Finish();
                return std::move(update).error();
            }
            m_backoff.reset();
            m_handlers.onUpdate(*std::move(update));
        }
        return m_call.describe(reader->Finish());
    }

    static bool healsItself(ErrorKind kind) {
        return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout
               || kind == ErrorKind::Exhausted;
    }

    StreamCall<Message> m_call;
    WatchHandlers<Update> m_handlers;
    Backoff m_backoff;
    std::mutex m_mutex; // guards the two below: the owner cancels and wakes
    std::unique_ptr<::grpc::ClientContext> m_context;
    bool m_retry = false;
    std::condition_variable_any m_wake;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace causeway::client
