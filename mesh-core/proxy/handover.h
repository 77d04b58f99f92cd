// SPDX-License-Identifier: Apache-2.0
// Listening sockets that outlive a process: those that systemd opened (LISTEN_FDS), and those that
// a proxy hands to the one that takes its place, so that between the two no connection is refused.
// Owned by the Proxy; main thread.
#pragma once

#include "net/socket.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace causeway::proxy {

class InheritedSockets {
public:
    // Out of the environment, from which they are removed. Before any thread starts.
    [[nodiscard]] static InheritedSockets take();

    // The socket that listens at that address already, else a new one.
    [[nodiscard]] Result<net::Descriptor> listen(const net::Address& address,
                                                 net::ListenOptions options = {});
    // Who handed them over and ends when it is told to; 0: nobody.
    [[nodiscard]] pid_t predecessor() const { return m_predecessor; }
    // Closes those that nobody has claimed, and says so.
    void closeRest();

private:
    struct Socket {
        std::string address;
        net::Descriptor descriptor;
        bool claimed = false;
    };
    std::vector<Socket> m_sockets;
    pid_t m_predecessor = 0;
};

// The process that takes over: the same program, by its path (a newer one, after an upgrade), with
// the same arguments.
class Successor {
public:
    Successor();

    // Starts it with those sockets. Fails while one is under way already.
    [[nodiscard]] Status start(const std::vector<int>& sockets);
    // To be called on SIGCHLD: one that has ended did not take over.
    void reap();

private:
    std::string m_program;
    std::vector<std::string> m_arguments;
    pid_t m_child = 0;
};

} // namespace causeway::proxy
