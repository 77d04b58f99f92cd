// SPDX-License-Identifier: Apache-2.0
#include "lab/process/line_channel.h"

#include <memory>

namespace causeway::lab {
namespace {

constexpr std::size_t kLongestLine = 64 * 1024;

net::Address nameless() {
    return *net::Address::parse("unix:-");
}

} // namespace

LineChannel::LineChannel(net::EventLoop& loop, net::Descriptor socket, OnLine onLine,
                         OnClosed onClosed)
    : m_onLine(std::move(onLine)), m_onClosed(std::move(onClosed)),
      m_stream(loop, std::make_unique<net::PlainTransport>(std::move(socket), nameless()), *this) {
    m_stream.start();
}

void LineChannel::say(std::string_view line) {
    m_output.append(line);
    m_output.append("\n");
    m_stream.flushSoon();
}

Status LineChannel::onBytes(ByteView bytes) {
    m_input.append(textOf(bytes));
    std::size_t start = 0;
    for (auto end = m_input.find('\n'); end != std::string::npos; end = m_input.find('\n', start)) {
        m_onLine(std::string_view(m_input).substr(start, end - start));
        start = end + 1;
    }
    m_input.erase(0, start);
    if (m_input.size() > kLongestLine)
        return fail(ErrorKind::Protocol, "a line of more than 64 KiB");
    return {};
}

void LineChannel::onClosed(const Error*) {
    if (m_onClosed)
        m_onClosed();
}

} // namespace causeway::lab
