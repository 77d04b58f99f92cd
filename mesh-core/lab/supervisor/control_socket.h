// SPDX-License-Identifier: Apache-2.0
// DIR/lab.sock: how the commands reach a running lab. One JSON object a line each way:
// {"command":"fault add","words":["link=aws:gcp","delay=50ms"]} is answered by {"lines":[…]} or
// {"error":"…","kind":0}, the kind being ErrorKind's number (both ends are the same program). The
// server is the supervisor's, on its loop's thread; ask() blocks, for commands.
#pragma once

#include "lab/process/line_channel.h"
#include "net/listener.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace causeway::lab {

struct LabRequest {
    std::string command;
    std::vector<std::string> words;
};
using LabAnswer = Result<std::vector<std::string>>; // lines for a person

class ControlSocket {
public:
    using Handler = std::function<LabAnswer(const LabRequest&)>;

    [[nodiscard]] static Result<std::unique_ptr<ControlSocket>>
    listen(net::EventLoop& loop, const std::string& path, Handler handler);

private:
    struct Caller {
        std::unique_ptr<LineChannel> lines;
    };

    ControlSocket(net::EventLoop& loop, net::Descriptor listening, Handler handler);
    void onAccept(net::Descriptor socket);
    [[nodiscard]] std::string answer(std::string_view line) const;

    net::EventLoop& m_loop;
    Handler m_handler;
    std::vector<std::unique_ptr<Caller>> m_callers;
    net::Listener m_listener;
};

// An error of kind Unavailable when no lab listens there.
[[nodiscard]] LabAnswer ask(const std::string& path, const LabRequest& request);

} // namespace causeway::lab
