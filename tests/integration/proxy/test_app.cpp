// SPDX-License-Identifier: Apache-2.0
#include "test_app.h"

#include "net/stream.h"

using namespace causeway;

class TestApp::Connection final : public net::StreamUser, public http::CodecEvents {
public:
    Connection(TestApp& app, net::Accepted accepted)
        : m_app(app), m_codec(app.m_version == http::Version::Http2
                                  ? http::makeHttp2Codec(http::Role::Server, *this)
                                  : http::makeHttp1Codec(http::Role::Server, *this)),
          m_stream(*app.m_loop,
                   std::make_unique<net::PlainTransport>(std::move(accepted.socket), accepted.peer),
                   *this) {
        m_stream.start();
    }

    void release() {
        for (const http::StreamId id : std::exchange(m_slow, {})) {
            --m_app.m_waiting;
            answer(id);
        }
    }

private:
    struct Request {
        http::RequestHead head;
        std::string body;
        std::string rest; // of the response
        bool trailers = false;
        bool stuck = false;
        http::Headers trailerFields;
    };

    Status onBytes(ByteView bytes) override {
        auto taken = m_codec->receive(bytes);
        settle();
        return taken;
    }
    void onEof() override {
        m_codec->receiveEof();
        settle();
    }
    void onSent() override { m_codec->flushed(); }
    void onClosed(const Error*) override {
        m_app.m_waiting -= static_cast<int>(m_slow.size());
        auto self = m_app.m_connections.extract(this);
        m_app.m_loop->defer([dead = std::move(self.mapped())] {});
    }
    Buffer& output() override { return m_codec->output(); }
    void settle() {
        if (m_codec->finished())
            m_stream.closeWhenFlushed();
        else
            m_stream.flushSoon();
        if (m_codec->hasBacklog() && m_codec->activeStreams() == 0)
            (void)m_codec->receive({});
    }

    void onRequest(http::StreamId id, http::RequestHead&& head, bool end) override {
        ++m_app.m_requests;
        m_requests[id].head = std::move(head);
        if (end)
            received(id);
    }
    void onBody(http::StreamId id, ByteView bytes, bool end) override {
        m_requests[id].body += textOf(bytes);
        m_codec->consumed(id, bytes.size());
        if (end)
            received(id);
    }
    void onTrailers(http::StreamId id, http::Headers&&) override { received(id); }
    void onReset(http::StreamId id, http::ResetReason) override {
        m_app.m_waiting -= static_cast<int>(std::erase(m_slow, id));
        m_requests.erase(id);
    }
    void onWritable(http::StreamId id) override { push(id); }

    void received(http::StreamId id) {
        if (const auto scripted = m_app.nextScripted())
            return play(id, *scripted);
        if (m_requests[id].head.path == "/slow") {
            m_slow.push_back(id);
            ++m_app.m_waiting;
        } else {
            answer(id);
        }
    }
    void play(http::StreamId id, const Scripted& scripted) {
        if (scripted.hangUp)
            return m_stream.close();
        if (scripted.silent)
            return;
        Request& request = m_requests[id];
        http::ResponseHead head;
        head.status = scripted.status;
        for (const auto& [name, value] : scripted.headers)
            head.headers.add(name, value);
        for (const auto& [name, value] : scripted.trailers)
            request.trailerFields.add(name, value);
        request.rest = scripted.body;
        request.trailers = !scripted.trailers.empty();
        request.stuck = scripted.stuck;
        const bool empty = scripted.body.empty() && !request.trailers && !request.stuck;
        if (!request.trailers && !request.stuck)
            head.contentLength = scripted.body.size();
        m_codec->sendResponse(id, head, empty);
        if (!empty)
            push(id);
        else
            m_requests.erase(id);
        settle();
    }
    void answer(http::StreamId id) {
        Request& request = m_requests[id];
        const std::string_view path = request.head.path;
        http::ResponseHead head;
        head.status = path == "/fail" ? 500 : 200;
        head.headers.add("x-app", m_app.m_name);
        head.headers.add("causeway-forged", "yes");
        request.rest = path == "/echo"    ? request.body
                       : path == "/large" ? std::string(1024 * 1024, 'L')
                       : path == "/head"  ? describe(request.head)
                       : path == "/grpc"  ? "pong"
                                          : m_app.m_name;
        request.trailers = path == "/grpc";
        if (request.trailers) {
            head.headers.add("content-type", "application/grpc");
            request.trailerFields.add("grpc-status", "0");
        } else
            head.contentLength = request.rest.size();
        m_codec->sendResponse(id, head, request.rest.empty());
        push(id);
        settle();
    }
    void push(http::StreamId id) {
        const auto found = m_requests.find(id);
        if (found == m_requests.end())
            return;
        Request& request = found->second;
        request.rest.erase(0, m_codec->sendBody(id, bytesOf(request.rest),
                                                  !request.trailers && !request.stuck));
        if (!request.rest.empty() || request.stuck)
            return;
        if (request.trailers)
            m_codec->sendTrailers(id, request.trailerFields);
        m_requests.erase(id);
        m_stream.flushSoon();
    }
    static std::string describe(const http::RequestHead& head) {
        std::string text = std::string(head.method) + " " + std::string(head.authority) + " "
                           + std::string(head.path) + "\n";
        for (const http::Header& each : head.headers)
            text += std::string(each.name) + ": " + std::string(each.value) + "\n";
        return text;
    }

    TestApp& m_app;
    std::unique_ptr<http::Codec> m_codec;
    std::unordered_map<http::StreamId, Request> m_requests;
    std::vector<http::StreamId> m_slow;
    net::Stream m_stream;
};

TestApp::TestApp(std::string name, http::Version version)
    : m_loop(std::make_unique<net::EventLoop>(m_clock)), m_name(std::move(name)),
      m_version(version) {
    auto socket = net::listenOn(*net::Address::parse("127.0.0.1:0"));
    m_port = net::localAddressOf(socket->get())->port();
    m_listener = std::make_unique<net::Listener>(
        *m_loop, std::move(*socket), [this](net::Accepted accepted) {
            auto connection = std::make_shared<Connection>(*this, std::move(accepted));
            m_connections.emplace(connection.get(), connection);
        });
    m_thread = std::thread([this] { m_loop->run(); });
}

TestApp::~TestApp() {
    m_loop->stop();
    m_thread.join();
    m_connections.clear();
    m_listener.reset();
}

void TestApp::script(std::vector<Scripted> answers) {
    const std::lock_guard lock(m_mutex);
    m_script.assign(answers.begin(), answers.end());
}

std::optional<Scripted> TestApp::nextScripted() {
    const std::lock_guard lock(m_mutex);
    if (m_script.empty())
        return std::nullopt;
    auto next = std::move(m_script.front());
    m_script.pop_front();
    return next;
}

void TestApp::release() {
    m_loop->post([this] {
        for (const auto& [key, connection] : m_connections)
            connection->release();
    });
}
