// SPDX-License-Identifier: Apache-2.0
// Lines of text, both ways, over a stream socket: how supervisor, children and commands talk. Owned
// by one side, on its loop's thread. A line longer than 64 KiB ends the channel.
#pragma once

#include "base/bytes.h"
#include "net/event_loop.h"
#include "net/stream.h"

#include <functional>
#include <string>
#include <string_view>

namespace causeway::lab {

class LineChannel final : private net::StreamUser {
public:
    using OnLine = std::function<void(std::string_view)>; // without its end
    using OnClosed = std::function<void()>;               // may be empty

    LineChannel(net::EventLoop& loop, net::Descriptor socket, OnLine onLine, OnClosed onClosed);

    // Adds the line's end.
    void say(std::string_view line);

private:
    Status onBytes(ByteView bytes) override;
    void onEof() override { m_stream.close(); }
    void onClosed(const Error* why) override;
    Buffer& output() override { return m_output; }

    OnLine m_onLine;
    OnClosed m_onClosed;
    std::string m_input;
    Buffer m_output;
    net::Stream m_stream;
};

} // namespace causeway::lab
