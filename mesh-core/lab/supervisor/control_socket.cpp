// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/control_socket.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace causeway::lab {
namespace {

using nlohmann::json;

Result<LabRequest> parseRequest(std::string_view line) {
    try {
        const auto value = json::parse(line);
        return LabRequest{value.at("command"), value.at("words")};
    } catch (const json::exception& error) {
        return fail(ErrorKind::InvalidInput, fmt::format("not a request: {}", error.what()));
    }
}

LabAnswer parseAnswer(std::string_view line) {
    try {
        const auto value = json::parse(line);
        if (value.contains("error"))
            return fail(value.at("kind").get<ErrorKind>(), value.at("error").get<std::string>());
        return value.at("lines").get<std::vector<std::string>>();
    } catch (const json::exception& error) {
        return fail(ErrorKind::Protocol, fmt::format("not an answer of a lab: {}", error.what()));
    }
}

} // namespace

Result<std::unique_ptr<ControlSocket>>
ControlSocket::listen(net::EventLoop& loop, const std::string& path, Handler handler) {
    CAUSEWAY_TRY(const auto address, net::Address::parse("unix:" + path));
    CAUSEWAY_TRY(auto listening, net::listenOn(address));
    return std::unique_ptr<ControlSocket>(
        new ControlSocket(loop, std::move(listening), std::move(handler)));
}

ControlSocket::ControlSocket(net::EventLoop& loop, net::Descriptor listening, Handler handler)
    : m_loop(loop), m_handler(std::move(handler)),
      m_listener(loop, std::move(listening),
                 [this](net::Accepted accepted) { onAccept(std::move(accepted.socket)); }) {}

void ControlSocket::onAccept(net::Descriptor socket) {
    m_callers.push_back(std::make_unique<Caller>());
    auto* caller = m_callers.back().get();
    caller->lines = std::make_unique<LineChannel>(
        m_loop, std::move(socket),
        [this, caller](std::string_view line) { caller->lines->say(answer(line)); },
        [this, caller] {
            m_loop.defer([this, caller] {
                std::erase_if(m_callers, [&](const auto& each) { return each.get() == caller; });
            });
        });
}

std::string ControlSocket::answer(std::string_view line) const {
    const auto request = parseRequest(line);
    const auto answered =
        request ? m_handler(*request) : LabAnswer(tl::unexpected(request.error()));
    if (!answered)
        return json{{"error", answered.error().describe()}, {"kind", answered.error().kind()}}
            .dump();
    return json{{"lines", *answered}}.dump();
}

LabAnswer ask(const std::string& path, const LabRequest& request) {
    CAUSEWAY_TRY(const auto address, net::Address::parse("unix:" + path));
    const net::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    constexpr timeval kPatience{10, 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    if (connect(socket.get(), address.native(), address.nativeSize()) < 0)
        return fail(ErrorKind::Unavailable, fmt::format("no lab answers on {}", path));
    const auto line = json{{"command", request.command}, {"words", request.words}}.dump() + '\n';
    if (send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL)
        != static_cast<ssize_t>(line.size()))
        return failErrno("asking the lab on " + path, errno);
    std::string text;
    std::array<char, 4096> part;
    while (text.find('\n') == std::string::npos) {
        const auto count = recv(socket.get(), part.data(), part.size(), 0);
        if (count <= 0)
            return fail(ErrorKind::Unavailable, fmt::format("the lab on {} did not answer", path));
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    return parseAnswer(text);
}

} // namespace causeway::lab
