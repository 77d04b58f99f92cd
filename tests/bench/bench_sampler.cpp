// SPDX-License-Identifier: Apache-2.0
// What recording a request costs the worker that served it: 200 callers' requests, with ids in their
// paths, of which nine in ten are of tuples that are known.
#include "recording/sampler.h"

#include <benchmark/benchmark.h>

#include <spdlog/fmt/fmt.h>

using namespace causeway::recording;

namespace {

struct Seen {
    std::string identity;
    std::string path;
};

std::vector<Seen> requests(const char* path) {
    std::vector<Seen> list;
    for (int i = 0; i < 1000; ++i)
        list.push_back({fmt::format("spiffe://talk.mesh/cluster/aws/ns/bank/sa/caller-{}", i % 20),
                        fmt::format(fmt::runtime(path), 10'000 + i * 7919 % 90'000, i % 10)});
    return list;
}

void sample(benchmark::State& state, const char* path) {
    const auto list = requests(path);
    Sampler sampler;
    sampler.use(std::make_shared<const Redaction>());
    Tuple tuple;
    tuple.service = "ledger.bank.svc.aws.mesh";
    tuple.port = 80;
    tuple.workload = "bank/ledger-1";
    tuple.host = "ledger.bank.svc.aws.mesh:80";
    tuple.method = "GET";
    tuple.network = causeway::IpAddress::v4(10, 1, 0, 7);
    tuple.verdict = Verdict::Allowed;
    std::size_t i = 0;
    for (auto _ : state) {
        const auto& seen = list[i++ % list.size()];
        tuple.identity = seen.identity;
        tuple.path = seen.path;
        sampler.add(tuple);
    }
    state.counters["tuples"] = static_cast<double>(sampler.size());
}
BENCHMARK_CAPTURE(sample, word, "/loans");
BENCHMARK_CAPTURE(sample, id, "/loans/{}/payments");
BENCHMARK_CAPTURE(sample, words, "/api/v1/customers/own/accounts/current/transactions");
BENCHMARK_CAPTURE(sample, uuid, "/loans/1b4e28ba-2fa1-11d2-883f-0016d3c{}/v{}");

// Nothing on the table: what strangers who try every path cost.
void sampleUnknown(benchmark::State& state) {
    Sampler sampler(10);
    sampler.use(std::make_shared<const Redaction>());
    std::vector<std::string> paths;
    for (int i = 0; i < 1000; ++i)
        paths.push_back(fmt::format("/admin/{}{}{}", char('a' + i % 26), char('a' + i / 26 % 26), "x"));
    Tuple tuple;
    tuple.service = "web.shop.svc.aws.mesh";
    tuple.port = 80;
    std::size_t i = 0;
    for (auto _ : state) {
        tuple.path = paths[i++ % paths.size()];
        sampler.add(tuple);
    }
}
BENCHMARK(sampleUnknown);

} // namespace
