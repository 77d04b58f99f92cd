// SPDX-License-Identifier: Apache-2.0
// An HTTP client for tests: one connection, requests sent one after the other or all at once, every
// wait bounded. On the test's thread.
#pragma once

#include "http/codec.h"
#include "net/stream.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

struct TestResponse {
    int status = 0; // 0: none came
    std::map<std::string, std::string> headers;
    std::string body;
    std::map<std::string, std::string> trailers;
    bool complete = false;
    bool reset = false;
};

struct TestRequest {
    std::string authority;
    std::string path = "/";
    std::string method = "GET";
    std::string body;
    std::map<std::string, std::string> headers;
    bool unfinished = false; // its body, of 1000 bytes, never comes
    std::string upgrade; // with it, the response is complete when the other side ended
};

class TestClient final : public causeway::net::StreamUser, public causeway::http::CodecEvents {
public:
    TestClient(std::uint16_t port, causeway::http::Version version);

    // Sends without waiting; the response is filled in while the client waits for anything.
    std::shared_ptr<TestResponse> send(const TestRequest& request);
    bool waitFor(const std::shared_ptr<TestResponse>& response);
    bool waitFor(const std::function<bool()>& condition);
    // Both: the whole response, or status 0.
    TestResponse get(const TestRequest& request);
    // As it is, on a connection that speaks nothing; gives what came back until the end.
    static std::string raw(std::uint16_t port, const std::string& bytes);

private:
    causeway::Status onBytes(causeway::ByteView bytes) override;
    void onOpen() override { m_open = true; }
    void onEof() override;
    void onSent() override { m_codec->flushed(); }
    void onClosed(const causeway::Error*) override;
    causeway::Buffer& output() override { return m_codec->output(); }
    void onResponse(causeway::http::StreamId id, causeway::http::ResponseHead&& head,
                    bool end) override;
    void onBody(causeway::http::StreamId id, causeway::ByteView bytes, bool end) override;
    void onTrailers(causeway::http::StreamId id, causeway::http::Headers&& trailers) override;
    void onReset(causeway::http::StreamId id, causeway::http::ResetReason) override;
    void onWritable(causeway::http::StreamId id) override;
    void push(causeway::http::StreamId id);

    struct Under {
        std::shared_ptr<TestResponse> response;
        std::string body;
    };
    causeway::SystemClock m_clock;
    causeway::net::EventLoop m_loop{m_clock};
    std::unique_ptr<causeway::http::Codec> m_codec;
    std::map<causeway::http::StreamId, Under> m_under;
    bool m_open = false;
    bool m_closed = false;
    std::unique_ptr<causeway::net::Stream> m_stream;
};
