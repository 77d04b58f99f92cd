// SPDX-License-Identifier: Apache-2.0
// What the connections and requests of one worker share. Owned by the Worker; on its thread.
#pragma once

#include "proxy/config_view.h"
#include "proxy/load_guard.h"
#include "proxy/planner.h"
#include "proxy/recorder.h"
#include "proxy/tunnels.h"
#include "proxy/upstream/upstreams.h"
#include "proxy/worker_counts.h"

namespace causeway::proxy {

class DownstreamConnection;
class ProbeSessions;

struct WorkerContext {
    net::EventLoop& loop;
    const Options& options;
    ConfigView& config;
    Planner& planner;
    Upstreams& upstreams;
    Recorder& recorder;
    FirstSpeakers& speakers;
    Tunnels& tunnels;
    WorkerCounts& counts;
    LoadGuard& load;
    Transports& transports;
    // A connection ended: its owner lets it go at the end of the turn.
    std::function<void(DownstreamConnection&)> release;
    ProbeSessions* probes = nullptr; // a gateway's, which answers probes itself
};

} // namespace causeway::proxy
