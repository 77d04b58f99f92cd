// SPDX-License-Identifier: Apache-2.0
// Runs a lab from its start to its end, in the foreground. Start: trust, networks, control planes,
// join tokens, proxies, load; then `ready`. Stop: load, sidecars, gateways, control planes, so that
// what was counted is told before those who listen go. Owned by the `up` command; one thread.
#pragma once

#include "lab/network/namespaces.h"
#include "lab/supervisor/control_socket.h"
#include "lab/supervisor/crew.h"
#include "lab/supervisor/fault_desk.h"
#include "lab/supervisor/start_plan.h"
#include "net/signals.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace causeway::lab {

class Supervisor final : private CrewEvents {
public:
    // `networks` holds the namespaces, or nothing for a lab on relays; `networkNote` says why then.
    // `onProgress` gets calm lines for a person.
    Supervisor(LabPlan plan, std::optional<Namespaces> networks, std::string networkNote,
               std::function<void(const std::string&)> onProgress);
    ~Supervisor() override;

    // Until a signal, `down`, or the end of `duration` (zero: none). An Error when it did not come
    // up.
    [[nodiscard]] Status run(Duration duration);

private:
    enum class Phase : std::uint8_t { ControlPlanes, Proxies, Flow, Ready, Stopping, Stopped };

    [[nodiscard]] Status prepare();
    [[nodiscard]] Status writeDeclarations() const;
    [[nodiscard]] Status begin(Duration duration);
    void onCrewChanged() override;
    void onStarted(Member& member) override;
    void onLine(Member& member, std::string_view line) override;
    void onLost(Member& member, const std::string& how) override;
    void advance();
    void startProxies();
    void becomeReady();
    void fail(Error error);
    void stop();
    void nextStopStage();
    [[nodiscard]] bool stopStageDone() const;
    [[nodiscard]] LabAnswer handle(const LabRequest& request);
    [[nodiscard]] std::string lastLogLine(const Member& member) const;
    void writeState() const;

    LabPlan m_plan;
    std::optional<Namespaces> m_networks;
    std::string m_networkNote;
    std::function<void(const std::string&)> m_progress;
    SystemClock m_clock;
    net::EventLoop m_loop;
    net::Signals m_signals;
    Crew m_crew;
    FaultDesk m_faults;
    std::unique_ptr<ControlSocket> m_socket;
    Phase m_phase = Phase::ControlPlanes;
    MonotonicTime m_started;
    std::size_t m_stopStage = 0;     // see stopStageDone()
    std::set<std::string> m_flowing; // clusters whose load has succeeded
    std::set<std::string> m_quiet;   // clusters whose load has ended
    std::optional<Error> m_failure;
    bool m_advancing = false;
    net::Timer m_startDeadline;
    net::Timer m_stopDeadline;
    net::Timer m_end; // of --duration
};

} // namespace causeway::lab
