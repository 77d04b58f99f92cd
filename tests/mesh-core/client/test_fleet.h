// SPDX-License-Identifier: Apache-2.0
// A fleet in a folder of its own: anchor, issuers and client certificates as files, and the fleet
// file that names them. Owned by one test; the folder goes with it.
#pragma once

#include "client/credentials.h"
#include "tls/certificate_authority.h"

#include <QTemporaryDir>

#include <string>

namespace causeway::test {

struct ClientFiles {
    std::string trustDomain = "talk.mesh";
    std::string role = "admin";
    Duration begins{}; // from now
    Duration life = std::chrono::hours(24);
};

class TestFleet {
public:
    explicit TestFleet(const std::vector<std::string>& clusters = {"aws", "gcp"});

    [[nodiscard]] const client::FleetFile& file() const { return m_file; }
    [[nodiscard]] const tls::CertificateAuthority& anchor() const { return m_anchor; }
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    // Certificate and key of a client, signed by `authority`, where the fleet file has them.
    void writeClient(const tls::CertificateAuthority& authority, const ClientFiles& files) const;
    void write(const std::filesystem::path& path, const std::string& text) const;

private:
    QTemporaryDir m_folder;
    tls::CertificateAuthority m_anchor;
    client::FleetFile m_file;
};

[[nodiscard]] tls::CertificateAuthority makeAnchor(const std::string& trustDomain = "talk.mesh");

} // namespace causeway::test
