// SPDX-License-Identifier: Apache-2.0
// The TapPoint service: a stream per proxy, on which taps are ordered and events come back. Owned
// by the control plane, outlives its server. Any thread.
#pragma once

#include "causeway/v1/tap.grpc.pb.h"
#include "control/discovery/objects.h"
#include "control/tap/tap_hub.h"

namespace causeway::control {

class TapStream;

class TapService final : public v1::TapPoint::CallbackService {
public:
    TapService(TapHub& hub, Objects& objects) : m_hub(hub), m_objects(objects) {}

    ::grpc::ServerBidiReactor<v1::TapReport, v1::TapOrder>*
    Attach(::grpc::CallbackServerContext* context) override;
    void stop();

private:
    friend class TapStream;
    void remove(TapStream* stream);

    TapHub& m_hub;
    Objects& m_objects;
    std::mutex m_mutex; // taken before a stream's own
    std::set<TapStream*> m_streams;
};

} // namespace causeway::control
