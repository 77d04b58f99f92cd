// SPDX-License-Identifier: Apache-2.0
// The fleet's end of bench_fleet, a process of its own so that what it takes of the machine is not
// counted as the control plane's: as many simulated proxies as the plan has, on one thread.
//
//   simulated_fleet SCALE CONTROL-ADDRESS ANCHORS.pem TOKEN.key FOLDER
//
// Reads orders, a line each, and tells when they are carried out, with the monotonic nanoseconds of
// then: "start" … "served 1300 NS"; "restart 200" … "served 200 NS"; "watch" … "changed 1300 NS" when
// every proxy has got news of what its workload accepts; "explain" says on standard error who is not served yet.
#include "base/log.h"
#include "bench/fleet/simulated_proxy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

using namespace causeway;
using namespace causeway::bench;
using namespace std::chrono_literals;

namespace {

constexpr int kPhases = 8; // as real proxies: all within a tenth of the second that has ended

class Fleet final : private net::Watcher {
public:
    Fleet(const FleetPlan& plan, FleetSetting setting)
        : m_plan(plan), m_setting(std::move(setting)), m_tick([this] { tick(); }) {
        for (int i = 0; i < plan.proxies(); ++i)
            m_proxies.push_back(std::make_unique<SimulatedProxy>(
                m_setting, i,
                SimulatedProxy::Hooks{.served = [this] { count("served", m_served, m_starting); },
                                      .inbound = [this] { changed(); }}));
        ::fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
        m_setting.loop.watch(STDIN_FILENO, *this);
        armTick();
    }
    ~Fleet() override {
        m_setting.loop.unwatch(STDIN_FILENO, *this);
        for (const auto& proxy : m_proxies)
            proxy->stop();
    }

private:
    void onReady(bool) override {
        std::array<char, 4096> bytes{};
        for (;;) {
            const auto size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
            if (size == 0)
                return m_setting.loop.stop(); // whoever started us is gone
            if (size < 0)
                break;
            m_orders.append(bytes.data(), static_cast<std::size_t>(size));
        }
        for (auto end = m_orders.find('\n'); end != m_orders.npos; end = m_orders.find('\n')) {
            const std::string order = m_orders.substr(0, end);
            m_orders.erase(0, end + 1);
            // Not while a client that it ends is being served.
            m_setting.loop.defer([this, order] { obey(order); });
        }
    }
    void obey(const std::string& order) {
        if (order == "start")
            return start(m_plan.proxies());
        if (order.starts_with("restart "))
            return start(std::atoi(order.c_str() + 8));
        if (order == "watch")
            m_changed = 0;
        if (order == "explain")
            explain();
    }
    void start(int proxies) {
        m_served = 0;
        m_starting = proxies;
        for (int i = 0; i < proxies; ++i) {
            // Spread over the fleet, not one service's.
            auto& proxy = *m_proxies[static_cast<std::size_t>(i) * 7 % m_proxies.size()];
            proxy.stop();
            if (const auto started = proxy.start(); !started) {
                std::fprintf(stderr, "%s\n", started.error().describe().c_str());
                std::exit(1);
            }
        }
    }
    void explain() const {
        int told = 0;
        for (const auto& proxy : m_proxies)
            if (!proxy->served() && ++told <= 5)
                std::fprintf(stderr, "%s\n", proxy->describe().c_str());
        std::fprintf(stderr, "%d of %zu wait\n", told, m_proxies.size());
    }
    void changed() { count("changed", m_changed, m_plan.proxies()); }
    void count(const char* what, int& counted, int wanted) {
        if (++counted != wanted)
            return;
        std::printf("%s %d %lld\n", what, counted,
                    static_cast<long long>(m_setting.loop.clock().now().time_since_epoch().count()));
        std::fflush(stdout);
    }
    void tick() {
        const WallTime end =
            std::chrono::floor<std::chrono::seconds>(m_setting.loop.clock().wallNow());
        for (std::size_t i = static_cast<std::size_t>(m_phase); i < m_proxies.size(); i += kPhases)
            m_proxies[i]->report(end, m_random);
        m_phase = (m_phase + 1) % kPhases;
        armTick();
    }
    void armTick() {
        const auto now = m_setting.loop.clock().wallNow();
        const auto second = std::chrono::floor<std::chrono::seconds>(now);
        // The first phase waits for the next second, the others follow it.
        const Duration into = now - second;
        const Duration due = m_phase * 100ms / kPhases;
        m_setting.loop.arm(m_tick, m_phase == 0 ? 1s - into : std::max<Duration>(due - into, 0ns));
    }

    const FleetPlan& m_plan;
    FleetSetting m_setting;
    net::Timer m_tick;
    std::vector<std::unique_ptr<SimulatedProxy>> m_proxies;
    std::minstd_rand m_random{1};
    std::string m_orders;
    int m_phase = 0;
    int m_starting = 0;
    int m_served = 0;
    int m_changed = 0;
};

Status run(char** arguments) {
    const FleetPlan plan(std::max(0.1, std::atof(arguments[1])));
    CAUSEWAY_TRY(const auto address, net::Address::parse(arguments[2]));
    CAUSEWAY_TRY(const std::string pem, proxy::readFile(arguments[4]));
    CAUSEWAY_TRY(const auto tokens, tls::PrivateKey::fromPem(pem));
    const SystemClock clock;
    net::EventLoop loop(clock);
    const Fleet fleet(plan, {.plan = plan,
                             .loop = loop,
                             .control = address,
                             .anchorsFile = arguments[3],
                             .folder = arguments[5],
                             .tokens = tokens});
    loop.run();
    return {};
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::fprintf(stderr, "expected SCALE CONTROL-ADDRESS ANCHORS.pem TOKEN.key FOLDER\n");
        return 2;
    }
    log::configure("fleet", log::Level::Error, log::Format::Text);
    if (const auto done = run(argv); !done) {
        std::fprintf(stderr, "%s\n", done.error().describe().c_str());
        return 1;
    }
    return 0;
}
