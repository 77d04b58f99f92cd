// SPDX-License-Identifier: Apache-2.0
// Which etcd to keep the store in and how to prove who one is, as flags say it. Values; pure.
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <string>
#include <vector>

namespace causeway::control {

struct EtcdOptions {
    // Of every member: "https://etcd-1.example:2379"; also "http://127.0.0.1:2379" and
    // "unix:/run/etcd.sock", which do not leave the machine.
    std::vector<std::string> endpoints;
    std::string authorities; // PEM file: who vouches for etcd's certificates
    std::string certificate; // PEM files: who we are to etcd; empty: nobody
    std::string key;
    // Before every key, so that one etcd can hold several clusters, or other things as well.
    std::string prefix = "/causeway";
    // How long a call may take, all members tried; no longer than a second after one that failed.
    Duration deadline = std::chrono::seconds(5);
};

// The endpoints of "https://a:2379,https://b:2379". InvalidInput names the one that is none.
[[nodiscard]] Result<std::vector<std::string>> parseEtcdEndpoints(std::string_view text);

// InvalidInput when the files that the endpoints need are not given, or the prefix is none.
[[nodiscard]] Status checkEtcdOptions(const EtcdOptions& options);

// What gRPC connects to: "etcd-1.example:2379", "unix:/run/etcd.sock".
[[nodiscard]] std::string etcdTarget(const std::string& endpoint);
[[nodiscard]] bool isEtcdOverTls(const std::string& endpoint);

} // namespace causeway::control
