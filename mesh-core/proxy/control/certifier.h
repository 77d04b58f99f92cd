// SPDX-License-Identifier: Apache-2.0
// Gets and renews this proxy's leaf: makes the key, asks with the join token the first time and
// with the current leaf afterwards, at 70 % of the leaf's life. Keeps key and chain in the state
// folder. Main thread.
#pragma once

#include "grpc/channel.h"
#include "proxy/control/state_folder.h"
#include "proxy/options.h"
#include "proxy/tls_material.h"

namespace causeway::proxy {

class Certifier {
public:
    using OnCredentials = std::function<void(const tls::Credentials&)>;
    Certifier(const ControlOptions& options, std::string identity, const StateFolder& folder,
              const Clock& clock);

    // What an earlier run left, when it is ours and still valid.
    [[nodiscard]] std::optional<tls::Credentials> restore();
    // Asks; `done` gets the credentials, `failed` a sentence. One request at a time.
    [[nodiscard]] Status request(grpc::Channel& channel, bool bootstrap, OnCredentials done,
                                 std::function<void(const grpc::Status&)> failed);
    // Writes what was issued last, unless it is written already.
    [[nodiscard]] Status keep();
    // From now until the leaf should be renewed.
    [[nodiscard]] Duration untilRenewal(const tls::Certificate& leaf) const;
    [[nodiscard]] std::uint64_t renewals() const { return m_issued; }

private:
    [[nodiscard]] Result<tls::PrivateKey> loadOrMakeKey();
    [[nodiscard]] Result<tls::Credentials> readResponse(ByteView reply, const tls::PrivateKey& key);

    const ControlOptions& m_options;
    std::string m_identity;
    const StateFolder& m_folder;
    const Clock& m_clock;
    std::uint64_t m_issued = 0;
    std::string m_unkept; // the chain as PEM; empty: it lies in the folder
};

} // namespace causeway::proxy
