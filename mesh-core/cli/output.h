// SPDX-License-Identifier: Apache-2.0
// How answers reach the terminal: as a table or as JSON, the clusters that did not answer named in
// both, once or again and again.
#pragma once

#include "cli/fleet_session.h"
#include "cli/views.h"

#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <vector>

namespace causeway::cli {

struct Silence {
    std::string cluster;
    Error reason;
};

template <typename T> struct Gathered {
    std::vector<T> values;
    std::vector<Silence> silent;
};

template <typename T> [[nodiscard]] Gathered<T> sortOut(Answers<T> answers) {
    Gathered<T> gathered;
    for (auto& answer : answers) {
        if (answer.value)
            gathered.values.push_back(*std::move(answer.value));
        else
            gathered.silent.push_back({answer.cluster, std::move(answer.value).error()});
    }
    return gathered;
}

template <typename T> [[nodiscard]] std::vector<T> flatten(std::vector<std::vector<T>> lists) {
    std::vector<T> all;
    for (auto& list : lists)
        all.insert(all.end(), std::make_move_iterator(list.begin()),
                   std::make_move_iterator(list.end()));
    return all;
}

// SIGINT and SIGTERM, taken by waiting for them instead of by a handler, while this lives. To be
// made before any thread starts, so that every one leaves them to whoever waits.
class Interrupts {
public:
    Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;
    ~Interrupts();

    // True when one came within `time`.
    [[nodiscard]] bool wait(std::chrono::seconds time) const;

private:
    sigset_t m_signals{};
    sigset_t m_before{};
};

// What is shown once: the view, and who is missing from it.
struct Picture {
    View view;
    std::vector<Silence> silent;
    Exit exit = Exit::Fine;
};

// Why that cluster did not answer; empty when it did. Who was silent is not waited for once more.
[[nodiscard]] std::string silenceOf(const std::vector<Silence>& silent, const std::string& cluster);
// It does not answer, rather than that it answers what is not wanted.
[[nodiscard]] bool isAway(const Error& error);

// A cluster that was silent more than once is told once.
void addSilent(std::vector<Silence> more, std::vector<Silence>& silent);

// The command was right; what it was given or is about was not.
[[nodiscard]] Exit refused(const Error& error, Terminal& terminal);

void print(const Picture& picture, const Options& options, Terminal& terminal);
// Takes and prints pictures: one, or with --watch until SIGINT or SIGTERM.
[[nodiscard]] Exit present(const Options& options, Terminal& terminal,
                           const std::function<Picture()>& take);

} // namespace causeway::cli
