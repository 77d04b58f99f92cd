// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/supervisor.h"

#include "base/log.h"
#include "lab/fleet/objects.h"
#include "lab/supervisor/trust.h"
#include "lab/workload/workload_orders.h"
#include "resource/parse.h"

#include <array>
#include <csignal>
#include <unistd.h>

namespace causeway::lab {
namespace {

using namespace std::chrono_literals;

constexpr Duration kStartPatience = 60s;

// Load first (asked, and then only awaited: the applications still answer), network last.
struct Stage {
    MemberKind kind;
    Duration patience;
};
constexpr std::array kStopStages{
    Stage{MemberKind::Sidecar, 2500ms}, Stage{MemberKind::Gateway, 1000ms},
    Stage{MemberKind::Control, 1000ms}, Stage{MemberKind::Workloads, 500ms},
    Stage{MemberKind::Wan, 500ms}};
constexpr Duration kQuietPatience = 1s;

std::vector<int> descriptorsOf(const std::optional<Namespaces>& networks, std::size_t clusters) {
    std::vector<int> all;
    for (std::size_t i = 0; networks && i < clusters; ++i)
        all.push_back(networks->cluster(i));
    return all;
}

} // namespace

Supervisor::Supervisor(LabPlan plan, std::optional<Namespaces> networks, std::string networkNote,
                       std::function<void(const std::string&)> onProgress)
    : m_plan(std::move(plan)), m_networks(std::move(networks)),
      m_networkNote(std::move(networkNote)), m_progress(std::move(onProgress)), m_loop(m_clock),
      m_signals(m_loop, {SIGINT, SIGTERM, SIGHUP}, [this](int) { stop(); }), m_crew(m_loop, *this),
      m_faults(m_loop, m_plan, m_crew), m_started(m_clock.now()), m_startDeadline([this] {
          fail(Error(ErrorKind::Timeout, fmt::format("not up after 60 s; still waiting for {}",
                                                     m_crew.describeUnready())));
      }),
      m_stopDeadline([this] { nextStopStage(); }), m_end([this] { stop(); }) {}

Supervisor::~Supervisor() = default;

Status Supervisor::run(Duration duration) {
    CAUSEWAY_CHECK(prepare());
    if (auto begun = begin(duration); !begun)
        fail(std::move(begun).error());
    m_loop.run();
    m_phase = Phase::Stopped;
    writeState();
    if (m_failure)
        return tl::unexpected(std::move(*m_failure));
    return {};
}

Status Supervisor::prepare() {
    m_progress(fmt::format("fleet {}: {} clusters, {}", m_plan.fleet.name,
                           m_plan.fleet.clusters.size(),
                           m_networks ? "each with a network of its own" : m_networkNote));
    CAUSEWAY_CHECK(writeDeclarations());
    return makeTrust(m_plan);
}

Status Supervisor::writeDeclarations() const {
    const auto& files = m_plan.files;
    const auto fleetFile = [&](const char* client) {
        return resource::serialize(fleetObject(m_plan.fleet, client));
    };
    CAUSEWAY_CHECK(writeFile(files.fleet(), fleetFile(kConsoleClient)));
    CAUSEWAY_CHECK(writeFile(files.ownFleet(), fleetFile(kLabClient)));
    for (const auto& cluster : m_plan.fleet.clusters)
        CAUSEWAY_CHECK(writeFile(
            files.objects(cluster.name),
            resource::serialize(clusterObjects(m_plan.fleet, cluster, m_plan.addresses))));
    return {};
}

Status Supervisor::begin(Duration duration) {
    for (auto& plan : memberPlans(m_plan, descriptorsOf(m_networks, m_plan.fleet.clusters.size()),
                                  m_networks ? m_networks->emulator() : -1))
        m_crew.add(std::move(plan));
    CAUSEWAY_TRY(m_socket,
                 ControlSocket::listen(m_loop, m_plan.files.socket(),
                                       [this](const auto& request) { return handle(request); }));
    m_loop.arm(m_startDeadline, kStartPatience);
    if (duration > Duration::zero())
        m_loop.arm(m_end, duration);
    CAUSEWAY_CHECK(m_crew.start(MemberKind::Wan));
    CAUSEWAY_CHECK(m_crew.start(MemberKind::Control));
    return m_crew.start(MemberKind::Workloads);
}

void Supervisor::onCrewChanged() {
    // Several change in one turn, and what follows changes more: once, when all is told.
    if (m_advancing)
        return;
    m_advancing = true;
    m_loop.defer([this] {
        m_advancing = false;
        m_faults.prune();
        advance();
        writeState();
    });
}

void Supervisor::advance() {
    switch (m_phase) {
    case Phase::ControlPlanes:
        if (m_crew.allReady(MemberKind::Control) && m_crew.allReady(MemberKind::Wan)
            && m_crew.allReady(MemberKind::Workloads))
            startProxies();
        break;
    case Phase::Proxies:
        if (m_crew.allReady(MemberKind::Gateway) && m_crew.allReady(MemberKind::Sidecar)) {
            m_phase = Phase::Flow;
            m_crew.sayTo(MemberKind::Workloads, kStartLoad);
        }
        break;
    case Phase::Flow:
        if (m_flowing.size() == m_plan.fleet.clusters.size())
            becomeReady();
        break;
    case Phase::Stopping:
        if (stopStageDone())
            nextStopStage();
        break;
    case Phase::Ready:
    case Phase::Stopped:
        break;
    }
}

void Supervisor::startProxies() {
    m_progress(fmt::format("control planes answer; starting {} proxies", [&] {
        std::size_t count = m_plan.fleet.clusters.size();
        for (const auto& cluster : m_plan.fleet.clusters)
            count += instancesOf(cluster).size();
        return count;
    }()));
    m_phase = Phase::Proxies;
    for (const auto& cluster : m_plan.fleet.clusters)
        if (auto made = makeTokens(m_plan, cluster); !made)
            return fail(std::move(made).error());
    for (const auto kind : {MemberKind::Gateway, MemberKind::Sidecar})
        if (auto started = m_crew.start(kind); !started)
            return fail(std::move(started).error());
}

void Supervisor::becomeReady() {
    m_phase = Phase::Ready;
    m_startDeadline.cancel();
    const auto seconds = std::chrono::duration<double>(m_clock.now() - m_started).count();
    m_progress(fmt::format("requests flow after {:.1f} s", seconds));
    writeState();
    m_progress(fmt::format("ready {}", m_plan.files.fleet()));
    m_progress(
        fmt::format("look with: causeway --fleet {0}    causewayctl --fleet {0} links --watch",
                    m_plan.files.fleet()));
}

void Supervisor::onStarted(Member& member) {
    if (member.plan.kind != MemberKind::Wan)
        return;
    auto plan = m_networks ? serialize(emulatorPlan(m_plan)) : serialize(relayPlan(m_plan));
    plan.pop_back(); // the channel ends lines itself
    member.child->say(plan);
}

void Supervisor::onLine(Member& member, std::string_view line) {
    if (member.plan.kind == MemberKind::Wan && line != "{}") {
        const Error error(ErrorKind::Internal,
                          fmt::format("{} refuses: {}", member.plan.name, line));
        return m_phase == Phase::Ready ? log::error("{}", error.describe()) : fail(error);
    }
    if (member.plan.kind == MemberKind::Wan || line == kWorkloadsListen) {
        if (member.state == MemberState::Ready)
            return;
        m_crew.markReady(member);
        // Once more after a death: it has forgotten.
        if (m_phase == Phase::Ready && member.plan.kind == MemberKind::Workloads)
            member.child->say(kStartLoad);
        if (m_phase == Phase::Ready)
            m_faults.tellAgain(member);
    } else if (line == kWorkloadsFlow) {
        m_flowing.insert(member.plan.cluster);
        onCrewChanged();
    } else if (line == kWorkloadsQuiet) {
        m_quiet.insert(member.plan.cluster);
        onCrewChanged();
    }
}

void Supervisor::onLost(Member& member, const std::string& how) {
    if (m_phase == Phase::Ready) {
        m_progress(fmt::format("{} {}; starting it again in 5 s (see {})", member.plan.name, how,
                               member.plan.command.logFile));
        return;
    }
    fail(Error(ErrorKind::Unavailable,
               fmt::format("{} {}: {} (more in {})", member.plan.name, how, lastLogLine(member),
                           member.plan.command.logFile)));
}

std::string Supervisor::lastLogLine(const Member& member) const {
    const auto text = readFile(member.plan.command.logFile).value_or("");
    const auto end = text.find_last_not_of('\n');
    if (end == std::string::npos)
        return "it said nothing";
    const auto start = text.rfind('\n', end);
    return text.substr(start == std::string::npos ? 0 : start + 1, end - start);
}

void Supervisor::fail(Error error) {
    if (!m_failure)
        m_failure = std::move(error);
    stop();
}

LabAnswer Supervisor::handle(const LabRequest& request) {
    using Lines = std::vector<std::string>;
    const auto done = [this](Status status) -> LabAnswer {
        CAUSEWAY_CHECK(std::move(status));
        writeState();
        return Lines{};
    };
    if (request.command == "fault list")
        return m_faults.list();
    if (request.command == "down") {
        stop();
        return Lines{};
    }
    if (m_phase != Phase::Ready)
        return causeway::fail(ErrorKind::Unavailable, "the lab is not ready yet, or is stopping");
    if (request.command == "fault add")
        return done(m_faults.add(request.words));
    if (request.command == "fault remove")
        return done(m_faults.remove(request.words));
    if (request.command == "load stop" || request.command == "load start") {
        m_quiet.clear();
        m_crew.sayTo(MemberKind::Workloads,
                     request.command == "load stop" ? kStopLoad : kStartLoad);
        return Lines{};
    }
    return causeway::fail(ErrorKind::InvalidInput,
                          fmt::format("unknown command \"{}\"", request.command));
}

void Supervisor::stop() {
    if (m_phase == Phase::Stopping || m_phase == Phase::Stopped)
        return;
    m_progress("stopping");
    m_phase = Phase::Stopping;
    m_startDeadline.cancel();
    m_end.cancel();
    m_faults.clear();
    m_crew.beginStop();
    m_quiet.clear();
    m_crew.sayTo(MemberKind::Workloads, kStopLoad);
    m_stopStage = 0;
    m_loop.arm(m_stopDeadline, kQuietPatience);
    onCrewChanged();
}

// Stage 0 waits for the load to end; stage n > 0 for kStopStages[n - 1] to be gone.
bool Supervisor::stopStageDone() const {
    if (m_stopStage == 0)
        return m_quiet.size() == m_plan.fleet.clusters.size()
               || m_crew.allGone(MemberKind::Workloads);
    return m_crew.allGone(kStopStages[m_stopStage - 1].kind);
}

void Supervisor::nextStopStage() {
    if (m_stopStage > 0)
        m_crew.kill(kStopStages[m_stopStage - 1].kind);
    if (m_stopStage == kStopStages.size()) {
        m_stopDeadline.cancel();
        return m_loop.stop();
    }
    const auto& stage = kStopStages[m_stopStage++];
    m_crew.terminate(stage.kind);
    m_loop.arm(m_stopDeadline, stage.patience);
    onCrewChanged();
}

void Supervisor::writeState() const {
    constexpr std::array kPhases{"starting", "starting", "starting",
                                 "ready",    "stopping", "stopped"};
    const LabState state{m_plan.fleet.name,
                         ProcessId::of(getpid()).value_or(ProcessId()),
                         kPhases[static_cast<std::size_t>(m_phase)],
                         m_networks ? "namespaces" : "relay",
                         m_networkNote,
                         m_crew.states(),
                         m_faults.list()};
    if (const auto written = writeFile(m_plan.files.state(), serialize(state)); !written)
        log::warn("{}", written.error().describe());
}

} // namespace causeway::lab
