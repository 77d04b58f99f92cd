// SPDX-License-Identifier: Apache-2.0
// Asserts that a codec's events come in an order that an owner can rely on: a head first, nothing
// after the end or a reset, no end twice. Calls the hook before each event, to answer from.
#pragma once

#include "base/assert.h"
#include "http/codec.h"

#include <functional>
#include <map>

namespace causeway::http::test {

class StreamOrder : public CodecEvents {
public:
    explicit StreamOrder(Role role) : m_role(role) {}

    void opened(StreamId id) { m_streams[id] = State::Open; } // by a client
    void onRequest(StreamId id, RequestHead&& head, bool end) override {
        CAUSEWAY_ASSERT(m_role == Role::Server && id > m_last && !head.method.empty());
        m_last = id;
        m_streams[id] = end ? State::Ended : State::Body;
        if (requestHook)
            requestHook(id);
    }
    void onResponse(StreamId id, ResponseHead&& head, bool end) override {
        CAUSEWAY_ASSERT(m_role == Role::Client && state(id) == State::Open);
        CAUSEWAY_ASSERT(head.status >= 100 && head.status <= 599);
        if (head.status >= 200)
            m_streams[id] = end ? State::Ended : State::Body;
    }
    void onBody(StreamId id, ByteView bytes, bool end) override {
        CAUSEWAY_ASSERT(state(id) == State::Body);
        if (end)
            m_streams[id] = State::Ended;
        if (bodyHook)
            bodyHook(id, bytes);
    }
    void onTrailers(StreamId id, Headers&&) override {
        CAUSEWAY_ASSERT(state(id) == State::Body);
        m_streams[id] = State::Ended;
    }
    void onReset(StreamId id, ResetReason) override {
        CAUSEWAY_ASSERT(state(id) != State::Dead);
        m_streams[id] = State::Dead;
    }
    void onWritable(StreamId id) override { CAUSEWAY_ASSERT(state(id) != State::Dead); }

    std::function<void(StreamId)> requestHook;
    std::function<void(StreamId, ByteView)> bodyHook;

private:
    enum class State { Open, Body, Ended, Dead };
    [[nodiscard]] State state(StreamId id) const {
        const auto found = m_streams.find(id);
        CAUSEWAY_ASSERT(found != m_streams.end());
        return found->second;
    }

    Role m_role;
    StreamId m_last = 0;
    std::map<StreamId, State> m_streams;
};

} // namespace causeway::http::test
