// SPDX-License-Identifier: Apache-2.0
#include "lab/emulator/emulator.h"

#include "base/log.h"
#include "base/scope_guard.h"

#include <sys/epoll.h>
#include <sys/prctl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <unistd.h>

namespace causeway::lab {
namespace {

constexpr std::uint64_t kControl = ~std::uint64_t{0}; // epoll's tag; ports have their index

Status watch(int epollFd, int fd, std::uint64_t tag) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = tag;
    if (epoll_ctl(epollFd, EPOLL_CTL_ADD, fd, &event) < 0)
        return failErrno("watching a descriptor of the emulator", errno);
    return {};
}

unsigned networkOf(std::uint32_t address) {
    return (address >> 16) & 0xff;
}

timespec toTimespec(Duration duration) {
    const auto count = std::max<Duration::rep>(0, duration.count());
    return {static_cast<time_t>(count / 1'000'000'000), static_cast<long>(count % 1'000'000'000)};
}

} // namespace

Result<Emulator> Emulator::create(const EmulatorPlan& plan) {
    Emulator emulator;
    for (const auto& cluster : plan.clusters) {
        CAUSEWAY_TRY(auto raw, RawPort::open(cluster.device));
        emulator.m_ports.push_back({cluster.name, cluster.network, std::move(raw)});
    }
    const auto portOf = [&](const std::string& name) {
        const auto found = std::ranges::find(emulator.m_ports, name, &Port::cluster);
        return static_cast<std::size_t>(found - emulator.m_ports.begin());
    };
    for (const auto& wire : plan.wires) {
        const auto from = portOf(wire.from);
        const auto to = portOf(wire.to);
        if (from == emulator.m_ports.size() || to == emulator.m_ports.size())
            return fail(
                ErrorKind::InvalidInput,
                fmt::format("wire {}:{} joins a cluster that is not there", wire.from, wire.to));
        // A seed of its own, so that traffic on one wire does not move the dice of another.
        const auto seed = plan.seed + 1 + emulator.m_directions.size();
        emulator.m_directions.push_back({from, to, Wire(wire.properties, seed), {}, 0});
    }
    return emulator;
}

Emulator::Direction* Emulator::between(std::size_t from, std::size_t to) {
    for (auto& direction : m_directions)
        if (direction.from == from && direction.to == to)
            return &direction;
    return nullptr;
}

Status Emulator::run(int controlFd) {
    const int epollFd = epoll_create1(EPOLL_CLOEXEC);
    if (epollFd < 0)
        return failErrno("making the emulator's event queue", errno);
    const ScopeGuard closing([&] { close(epollFd); });
    CAUSEWAY_CHECK(watch(epollFd, controlFd, kControl));
    for (std::size_t port = 0; port < m_ports.size(); ++port)
        CAUSEWAY_CHECK(watch(epollFd, m_ports[port].raw.fd(), port));
    // The usual slack of a timer, 50 µs, would be most of a short wire's jitter.
    prctl(PR_SET_TIMERSLACK, 1);

    std::array<epoll_event, 16> events;
    while (true) {
        const auto due = nextDue();
        const auto wait = due ? toTimespec(*due - m_clock.now()) : timespec{};
        const int count =
            epoll_pwait2(epollFd, events.data(), events.size(), due ? &wait : nullptr, nullptr);
        if (count < 0 && errno != EINTR)
            return failErrno("waiting for frames", errno);
        for (int i = 0; i < count; ++i) {
            const auto tag = events[static_cast<std::size_t>(i)].data.u64;
            if (tag != kControl)
                takeFrames(tag);
            else if (!takeControl(controlFd))
                return {};
        }
        deliver(m_clock.now());
    }
}

void Emulator::takeFrames(std::size_t port) {
    // A bound, so that a flood on one port does not delay what is due on the others.
    constexpr int kMostAtOnce = 64;
    for (int i = 0; i < kMostAtOnce; ++i) {
        const auto frame = m_ports[port].raw.receive();
        if (!frame)
            return;
        const auto target =
            std::ranges::find(m_ports, networkOf(frame->destination()), &Port::network);
        if (target == m_ports.end() || networkOf(frame->source()) != m_ports[port].network)
            continue;
        auto* direction = between(port, static_cast<std::size_t>(target - m_ports.begin()));
        if (!direction || direction->bytes > kMostBytesHeld)
            continue;
        if (const auto due = direction->wire.carry(m_clock.now() - frame->waited, frame->size())) {
            Travelling travelling{*due, {frame->bytes.begin(), frame->bytes.end()}};
            if (!RawPort::loseHops(travelling.bytes, direction->wire.properties().hops))
                continue;
            direction->bytes += travelling.bytes.size();
            direction->frames.push_back(std::move(travelling));
        }
    }
}

std::optional<MonotonicTime> Emulator::nextDue() const {
    std::optional<MonotonicTime> next;
    for (const auto& direction : m_directions)
        if (!direction.frames.empty() && (!next || direction.frames.front().due < *next))
            next = direction.frames.front().due;
    return next;
}

void Emulator::deliver(MonotonicTime now) {
    for (auto& direction : m_directions) {
        while (!direction.frames.empty() && direction.frames.front().due <= now) {
            const auto& frame = direction.frames.front();
            m_ports[direction.to].raw.send(frame.bytes);
            direction.bytes -= frame.bytes.size();
            direction.frames.pop_front();
        }
    }
}

bool Emulator::takeControl(int controlFd) {
    std::array<char, 4096> bytes;
    const auto count = read(controlFd, bytes.data(), bytes.size());
    if (count <= 0)
        return count < 0 && (errno == EINTR || errno == EAGAIN);
    m_control.append(bytes.data(), static_cast<std::size_t>(count));
    for (auto end = m_control.find('\n'); end != std::string::npos; end = m_control.find('\n')) {
        const auto changed = change(std::string_view(m_control).substr(0, end));
        m_control.erase(0, end + 1);
        const std::string answer =
            changed ? "{}\n" : "{\"error\":\"not a wire of this emulator\"}\n";
        if (!changed)
            log::error("{}", changed.error().describe());
        if (write(controlFd, answer.data(), answer.size()) < 0)
            return false;
    }
    return true;
}

Status Emulator::change(std::string_view line) {
    CAUSEWAY_TRY(const auto plan, parseWirePlan(line));
    for (auto& direction : m_directions) {
        if (m_ports[direction.from].cluster == plan.from
            && m_ports[direction.to].cluster == plan.to) {
            direction.wire.setProperties(plan.properties);
            return {};
        }
    }
    return fail(ErrorKind::NotFound, fmt::format("no wire {}:{}", plan.from, plan.to));
}

} // namespace causeway::lab
