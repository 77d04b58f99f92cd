// SPDX-License-Identifier: Apache-2.0
// A sidecar that strangers reach, with short time limits, in front of an application that may lie;
// and what it counted.
#pragma once

#include "fixtures.h"
#include "test_client.h"
#include "web_socket.h"

#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>

using namespace causeway;

inline constexpr std::size_t kHundredMiB = 100 * 1024 * 1024;

inline std::string at(std::uint16_t port) {
    return "127.0.0.1:" + std::to_string(port);
}

// /big: 100 MiB. /short and /long: less and more than Content-Length says. /break: RST in the middle.
// Anything else: how long the request's body was.
inline void serve(TcpPeer& peer) {
    const auto ok = [](std::size_t length) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
    };
    std::string bytes;
    for (std::string head = readHead(peer, bytes); !head.empty(); head = readHead(peer, bytes)) {
        const std::string path = head.substr(head.find(' ') + 1, head.find(' ', 5) - head.find(' ') - 1);
        if (path == "/big") {
            const std::string piece(1024 * 1024, 'x');
            bool taken = peer.send(ok(kHundredMiB));
            for (int i = 0; i < 100 && taken; ++i)
                taken = peer.send(piece);
            if (!taken)
                return;
        } else if (path == "/short") {
            peer.send(ok(100) + "0123456789");
            return;
        } else if (path == "/long") {
            peer.send(ok(5) + "helloHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        } else if (path == "/break") {
            peer.send(ok(100) + "0123456789");
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            return peer.breakOff();
        } else {
            const std::string length = headerOf(head, "content-length");
            std::size_t left = length.empty() ? 0 : std::stoul(length);
            const std::string size = std::to_string(left);
            while (left > 0) {
                if (bytes.empty())
                    bytes = peer.read(1);
                if (bytes.empty())
                    return;
                const std::size_t taken = std::min(left, bytes.size());
                bytes.erase(0, taken);
                left -= taken;
            }
            peer.send(ok(size.size()) + size);
        }
    }
}

struct Edge {
    Edge() {
        std::string open = cluster("aws");
        open.replace(open.find("all-authenticated"), 17, "all-unauthenticated");
        mesh.writeLeaf("ledger-1", "aws", "ledger");
        proxy = mesh.start("ledger-1",
                           "  cluster: aws\n  workload: ledger\n  headerTimeout: 1s\n  bodyTimeout: "
                           "1s\n  readTimeout: 1s\n  listeners:\n  - {role: edge, address: "
                               + quoted(port) + ", tls: false, port: " + std::to_string(app.port())
                               + "}\n  - {role: inbound, address: " + quoted(inbound) + "}\n",
                           open + service(app.port()) + workload("ledger-1", app.port()));
        ready = proxy->waitUntilReady();
        good = std::make_unique<TestClient>(port, http::Version::Http11);
    }
    double refused(const std::string& kind, const std::string& peer = "src") {
        return proxy->metric("causeway_refused_total",
                             {"kind=\"" + kind + "\"", "peer=\"" + peer + "\""});
    }
    bool counts(const std::string& kind, double count, const std::string& peer = "src") {
        return QTest::qWaitFor([&] { return refused(kind, peer) == count; }, 10'000);
    }
    // Others: one that was there before and goes on, one that comes now.
    bool othersAreServed() {
        const TestRequest request{"ledger", "/x"};
        TestClient now(port, http::Version::Http2);
        return good->get(request).status == 200 && now.get(request).status == 200;
    }

    TcpApp app{serve};
    StaticMesh mesh;
    std::uint16_t port = freePort(), inbound = freePort();
    std::unique_ptr<ProxyProcess> proxy;
    bool ready = false;
    std::unique_ptr<TestClient> good;
};

// A client that reads little at a time: a small window of the kernel's.
inline net::Descriptor connectSmall(std::uint16_t port) {
    net::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int size = 4096;
    setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    const auto to = *net::Address::parseIp("127.0.0.1", port);
    if (::connect(socket.get(), to.native(), to.nativeSize()) != 0)
        socket.close();
    return socket;
}
