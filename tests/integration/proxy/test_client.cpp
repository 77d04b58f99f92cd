// SPDX-License-Identifier: Apache-2.0
#include "test_client.h"

#include <chrono>

using namespace causeway;

namespace {

constexpr auto kDeadline = std::chrono::seconds(20);

template <typename Condition> bool turnUntil(net::EventLoop& loop, Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + kDeadline;
    while (!condition() && std::chrono::steady_clock::now() < deadline)
        loop.turn(std::chrono::milliseconds(50));
    return condition();
}

} // namespace

TestClient::TestClient(std::uint16_t port, http::Version version)
    : m_codec(version == http::Version::Http2 ? http::makeHttp2Codec(http::Role::Client, *this)
                                              : http::makeHttp1Codec(http::Role::Client, *this)) {
    const auto to = *net::Address::parseIp("127.0.0.1", port);
    auto socket = net::startConnect(to);
    m_stream = std::make_unique<net::Stream>(
        m_loop, std::make_unique<net::PlainTransport>(std::move(*socket), to), *this);
    m_stream->start();
    turnUntil(m_loop, [this] { return m_open || m_closed; });
}

std::shared_ptr<TestResponse> TestClient::send(const TestRequest& request) {
    auto response = std::make_shared<TestResponse>();
    http::RequestHead head;
    head.method = request.method;
    head.scheme = "http";
    head.authority = request.authority;
    head.path = request.path;
    head.upgrade = request.upgrade;
    for (const auto& [name, value] : request.headers)
        head.headers.add(name, value);
    if (!request.body.empty())
        head.contentLength = request.body.size();
    if (request.unfinished)
        head.contentLength = 1000;
    const auto id = m_codec->sendRequest(head, request.body.empty() && request.upgrade.empty() && !request.unfinished);
    if (!id || m_closed) {
        response->reset = true;
        return response;
    }
    m_under[*id] = {response, request.body};
    push(*id);
    m_stream->flushSoon();
    return response;
}

bool TestClient::waitFor(const std::shared_ptr<TestResponse>& response) {
    return turnUntil(m_loop, [&] { return response->complete || response->reset || m_closed; })
           && response->complete;
}

bool TestClient::waitFor(const std::function<bool()>& condition) {
    return turnUntil(m_loop, condition);
}

TestResponse TestClient::get(const TestRequest& request) {
    const auto response = send(request);
    (void)waitFor(response);
    return *response;
}

void TestClient::push(http::StreamId id) {
    Under& under = m_under[id];
    if (!under.body.empty())
        under.body.erase(0, m_codec->sendBody(id, bytesOf(under.body), true));
}

Status TestClient::onBytes(ByteView bytes) {
    auto taken = m_codec->receive(bytes);
    m_stream->flushSoon();
    return taken;
}

void TestClient::onEof() {
    m_codec->receiveEof();
    m_stream->close();
}

void TestClient::onClosed(const Error*) {
    m_codec->receiveEof();
    m_closed = true;
}

void TestClient::onResponse(http::StreamId id, http::ResponseHead&& head, bool end) {
    auto& response = *m_under[id].response;
    response.status = head.status;
    for (const http::Header& each : head.headers)
        response.headers[std::string(each.name)] = each.value;
    response.complete = end;
}

void TestClient::onBody(http::StreamId id, ByteView bytes, bool end) {
    auto& response = *m_under[id].response;
    response.body += textOf(bytes);
    m_codec->consumed(id, bytes.size());
    response.complete = end;
}

void TestClient::onTrailers(http::StreamId id, http::Headers&& trailers) {
    auto& response = *m_under[id].response;
    for (const http::Header& each : trailers)
        response.trailers[std::string(each.name)] = each.value;
    response.complete = true;
}

void TestClient::onReset(http::StreamId id, http::ResetReason) {
    m_under[id].response->reset = true;
}

void TestClient::onWritable(http::StreamId id) {
    push(id);
    m_stream->flushSoon();
}

namespace {

struct RawUser final : net::StreamUser {
    Status onBytes(ByteView bytes) override {
        received += textOf(bytes);
        return {};
    }
    void onEof() override { done = true; }
    void onClosed(const Error*) override { done = true; }
    Buffer& output() override { return out; }
    Buffer out;
    std::string received;
    bool done = false;
};

} // namespace

std::string TestClient::raw(std::uint16_t port, const std::string& bytes) {
    SystemClock clock;
    net::EventLoop loop(clock);
    const auto to = *net::Address::parseIp("127.0.0.1", port);
    RawUser user;
    user.out.append(bytes);
    net::Stream stream(
        loop, std::make_unique<net::PlainTransport>(std::move(*net::startConnect(to)), to), user);
    stream.start();
    turnUntil(loop, [&] { return user.done; });
    return user.received;
}
