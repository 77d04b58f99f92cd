// SPDX-License-Identifier: Apache-2.0
#include "cli/output.h"

#include <algorithm>
#include <csignal>

namespace causeway::cli {

namespace {

constexpr const char* kClearScreen = "\033[H\033[2J";

} // namespace

Interrupts::Interrupts() {
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGINT);
    sigaddset(&m_signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &m_signals, &m_before);
}

Interrupts::~Interrupts() {
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

bool Interrupts::wait(std::chrono::seconds time) const {
    const timespec bound{time.count(), 0};
    return sigtimedwait(&m_signals, nullptr, &bound) > 0;
}

void print(const Picture& picture, const Options& options, Terminal& terminal) {
    if (options.output == Output::Json) {
        Json json = picture.view.json;
        for (const auto& silence : picture.silent)
            json["unreachable"].push_back(
                {{"cluster", silence.cluster}, {"error", silence.reason.describe()}});
        terminal.out << json.dump(options.watch ? -1 : 2) << '\n';
    } else {
        const Paper paper{terminal.columns, terminal.colour};
        terminal.out << (picture.view.prose.empty() ? render(picture.view.table, paper)
                                                    : picture.view.prose);
        for (const Table& each : picture.view.further)
            terminal.out << '\n' << render(each, paper);
        for (const auto& note : picture.view.notes)
            terminal.out << note << '\n';
        for (const auto& silence : picture.silent)
            terminal.out << stateCell("unreachable").text << "  " << silence.cluster << '\n';
    }
    terminal.out.flush();
    for (const auto& silence : picture.silent)
        terminal.err << "causewayctl: " << silence.reason.describe() << '\n';
}

std::string silenceOf(const std::vector<Silence>& silent, const std::string& cluster) {
    const auto found = std::ranges::find(silent, cluster, &Silence::cluster);
    return found == silent.end() ? std::string() : found->reason.describe();
}

bool isAway(const Error& error) {
    return error.kind() == ErrorKind::Unavailable || error.kind() == ErrorKind::Timeout;
}

void addSilent(std::vector<Silence> more, std::vector<Silence>& silent) {
    for (auto& each : more)
        if (std::ranges::find(silent, each.cluster, &Silence::cluster) == silent.end())
            silent.push_back(std::move(each));
}

Exit refused(const Error& error, Terminal& terminal) {
    terminal.err << "causewayctl: " << error.describe() << '\n';
    return Exit::Findings;
}

Exit present(const Options& options, Terminal& terminal, const std::function<Picture()>& take) {
    if (!options.watch) {
        const Picture picture = take();
        print(picture, options, terminal);
        return picture.exit;
    }
    const Interrupts interrupts;
    for (;;) {
        const Picture picture = take();
        if (terminal.interactive)
            terminal.out << kClearScreen;
        print(picture, options, terminal);
        if (interrupts.wait(*options.watch))
            return Exit::Fine;
        if (!terminal.interactive && options.output == Output::Table)
            terminal.out << '\n';
    }
}

} // namespace causeway::cli
