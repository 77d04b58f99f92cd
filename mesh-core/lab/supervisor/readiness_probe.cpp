// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/readiness_probe.h"

#include <utility>

namespace causeway::lab {

ReadinessProbe::ReadinessProbe(net::EventLoop& loop, Question question,
                               const std::string& socketPath, OnAnswer onAnswer)
    : m_loop(loop), m_question(question), m_onAnswer(std::move(onAnswer)),
      m_alive(std::make_shared<bool>(true)) {
    const auto address = net::Address::parse("unix:" + socketPath);
    auto socket = address ? net::startConnect(*address) : tl::unexpected(address.error());
    if (!socket) {
        answer(false);
        return;
    }
    net::StreamUser& user = *this; // a private base: named here, where it may be
    m_stream = std::make_unique<net::Stream>(
        loop, std::make_unique<net::PlainTransport>(std::move(*socket), *address), user);
    m_stream->start();
}

ReadinessProbe::~ReadinessProbe() {
    *m_alive = false;
}

void ReadinessProbe::onOpen() {
    if (m_question == Question::Listens)
        return answer(true);
    m_output.append("GET /ready HTTP/1.1\r\nhost: proxy\r\nconnection: close\r\n\r\n");
}

Status ReadinessProbe::onBytes(ByteView bytes) {
    m_input.append(textOf(bytes));
    return {};
}

void ReadinessProbe::onClosed(const Error*) {
    answer(m_input.starts_with("HTTP/1.1 200 "));
}

void ReadinessProbe::answer(bool yes) {
    if (std::exchange(m_answered, true))
        return;
    // From the loop's next step: whoever is told may destroy this probe.
    m_loop.defer([alive = m_alive, tell = m_onAnswer, yes] {
        if (*alive)
            tell(yes);
    });
}

} // namespace causeway::lab
