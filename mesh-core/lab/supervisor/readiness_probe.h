// SPDX-License-Identifier: Apache-2.0
// Asks a process once, on its administration's Unix socket: a proxy whether it is ready (GET
// /ready), a control plane only whether it listens. Owned by the supervisor, on its loop's thread;
// destroyed, it asks no more and answers no more.
#pragma once

#include "base/bytes.h"
#include "net/event_loop.h"
#include "net/stream.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace causeway::lab {

enum class Question : std::uint8_t { Listens, Ready };

class ReadinessProbe final : private net::StreamUser {
public:
    // Called once, from the loop, never from within the constructor.
    using OnAnswer = std::function<void(bool ready)>;

    ReadinessProbe(net::EventLoop& loop, Question question, const std::string& socketPath,
                   OnAnswer onAnswer);
    ~ReadinessProbe() override;

private:
    void onOpen() override;
    Status onBytes(ByteView bytes) override;
    void onEof() override { m_stream->close(); }
    void onClosed(const Error* why) override;
    Buffer& output() override { return m_output; }
    void answer(bool yes);

    net::EventLoop& m_loop;
    Question m_question;
    OnAnswer m_onAnswer;
    bool m_answered = false;
    Buffer m_output;
    std::string m_input;
    std::unique_ptr<net::Stream> m_stream;
    std::shared_ptr<bool> m_alive;
};

} // namespace causeway::lab
