// SPDX-License-Identifier: Apache-2.0
// The control planes that share one store: which of them live, and which one leads, that is, does
// what only one may do. Safe on any thread.
#pragma once

#include <set>
#include <string>

namespace causeway::control {

class Replicas {
public:
    virtual ~Replicas() = default;

    // Our own name, which no other has; empty: the store is ours alone.
    [[nodiscard]] virtual const std::string& own() const = 0;
    // False as soon as another might lead: never true in two at once, as long as their monotonic
    // clocks run equally fast.
    [[nodiscard]] virtual bool isLeader() const = 0;
    // The names of those that live, our own among them.
    [[nodiscard]] virtual std::set<std::string> alive() const = 0;
};

// Of a store that nobody shares.
class NoReplicas final : public Replicas {
public:
    [[nodiscard]] const std::string& own() const override { return m_own; }
    [[nodiscard]] bool isLeader() const override { return true; }
    [[nodiscard]] std::set<std::string> alive() const override { return {m_own}; }

private:
    std::string m_own;
};

} // namespace causeway::control
