// SPDX-License-Identifier: Apache-2.0
// A request and its response through a pair of codecs, without a socket.
#include "http/codec.h"

#include <benchmark/benchmark.h>

using namespace causeway;
using namespace causeway::http;

namespace {

class Answer final : public CodecEvents {
public:
    Codec* codec = nullptr;
    void onRequest(StreamId stream, RequestHead&&, bool) override {
        ResponseHead head;
        head.status = 200;
        head.headers.add("content-type", "application/json");
        head.contentLength = 2;
        codec->sendResponse(stream, head, false);
        benchmark::DoNotOptimize(codec->sendBody(stream, bytesOf("{}"), true));
    }
};

class Count final : public CodecEvents {
public:
    std::uint64_t responses = 0;
    void onResponse(StreamId, ResponseHead&&, bool) override { ++responses; }
};

void move(Codec& from, Codec& to) {
    auto& out = from.output();
    if (!to.receive(out.view()))
        std::abort();
    out.consume(out.size());
}

void exchange(benchmark::State& state, std::unique_ptr<Codec> (*make)(Role, CodecEvents&, const Limits&)) {
    Answer answer;
    Count count;
    const auto server = make(Role::Server, answer, {});
    const auto client = make(Role::Client, count, {});
    answer.codec = server.get();
    RequestHead head;
    head.method = "GET";
    head.scheme = "http";
    head.authority = "ledger.bank";
    head.path = "/balance/7";
    head.headers.add("user-agent", "bench/1");
    head.headers.add("accept", "application/json");
    for (auto _ : state) {
        if (!client->sendRequest(head, true))
            std::abort();
        move(*client, *server);
        move(*server, *client);
    }
    if (count.responses != static_cast<std::uint64_t>(state.iterations()))
        state.SkipWithError("a response is missing");
}

void http1(benchmark::State& state) { exchange(state, makeHttp1Codec); }
BENCHMARK(http1);
void http2(benchmark::State& state) { exchange(state, makeHttp2Codec); }
BENCHMARK(http2);

} // namespace
