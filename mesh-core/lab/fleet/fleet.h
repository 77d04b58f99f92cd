// SPDX-License-Identifier: Apache-2.0
// A demo fleet as it is declared (kind DemoFleet): clusters and their workloads, who calls whom and
// how often, how long an answer takes, and the wires between clusters. There is no latency to
// expect in it: what is measured comes out of these. A value, never changed once read; pure.
#pragma once

#include "base/clock.h"
#include "base/protocol.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::lab {

struct Operation {
    std::string method;
    std::string path;
};

// One call for each request that the caller serves, or `share` of one.
struct Call {
    std::string workload;
    std::string cluster; // empty: the caller's own; the caller's own name: over its link to itself
    double share = 1;
};

struct Workload {
    std::string name;
    std::string namespace_;
    std::string squad;
    unsigned instances = 1;
    Protocol protocol = Protocol::Http1; // what its application speaks
    std::uint16_t port = 8080;           // of its application; the service's is 80
    std::vector<Operation> operations;   // those that callers ask for, each as often
    Duration serviceTime{};              // median of its own work, log-normal
    double spread = 0;                   // standard deviation of the logarithm of that
    double errors = 0;                   // share of requests that it fails by itself
    double arrivals = 0;                 // requests a second that begin here, over all instances
    bool exported = false;               // other clusters may call it
    std::vector<std::string> admits; // "payments@aws": nobody else; empty: the cluster's default
    std::vector<Call> calls;
};

struct Cluster {
    std::string name;
    std::string cloud;
    std::string region;
    std::uint32_t maxRequestsPerConnection = 0; // of its gateway; 0: no bound
    std::vector<Workload> workloads;

    [[nodiscard]] std::string domain() const { return name + ".mesh"; }
    [[nodiscard]] const Workload* find(std::string_view workload) const;
};

// Joins two clusters, or one to itself; the same in both directions.
struct WireSpec {
    std::string a;
    std::string b;
    Duration delay{}; // one way
};

// The load follows a sine, as if `period` were a day.
struct Wave {
    Duration period = std::chrono::minutes(10);
    double depth = 0; // 0…1, share of the mean
};

// A directed pair of clusters whose workloads call each other.
struct LinkName {
    std::string from;
    std::string to;

    bool operator==(const LinkName&) const = default;
};

struct Fleet {
    std::string name;
    std::string trustDomain;
    Wave wave;
    std::vector<Cluster> clusters;
    std::vector<WireSpec> wires;
    std::vector<LinkName> links;

    [[nodiscard]] const Cluster* find(std::string_view cluster) const;
    // Its place in `clusters`, which is there.
    [[nodiscard]] unsigned indexOf(std::string_view cluster) const;
    [[nodiscard]] const WireSpec* wire(std::string_view from, std::string_view to) const;
};

// One running copy of a workload, with its place in the cluster, which gives it its addresses.
struct Instance {
    const Workload* workload;
    std::string name; // "ledger-1"
    unsigned index;
};
[[nodiscard]] std::vector<Instance> instancesOf(const Cluster& cluster);

// Everything that is wrong with the text, each with file, line and field.
[[nodiscard]] Result<Fleet> parseFleet(std::string_view text, const std::string& source);
// A fleet that comes with the program ("talk"), or a file.
[[nodiscard]] Result<std::string> readFleetText(const std::string& nameOrFile);
[[nodiscard]] Result<Fleet> readFleet(const std::string& nameOrFile);

} // namespace causeway::lab
