// SPDX-License-Identifier: Apache-2.0
#include "mesh-core/client/test_fleet.h"

#include <fstream>

namespace causeway::test {

tls::CertificateAuthority makeAnchor(const std::string& trustDomain) {
    return *tls::CertificateAuthority::makeAnchor(
        trustDomain, tls::Validity::from(SystemClock().wallNow(), std::chrono::hours(48)));
}

TestFleet::TestFleet(const std::vector<std::string>& clusters) : m_anchor(makeAnchor()) {
    m_file.path = folder() / "fleet.yaml";
    m_file.name = "talk";
    m_file.trustDomain = "talk.mesh";
    m_file.trustAnchors = folder() / "anchors.pem";
    m_file.certificate = folder() / "console.pem";
    m_file.key = folder() / "console.key";
    for (const auto& name : clusters)
        m_file.clusters.push_back(
            {name, name, "region", false, "unix:" + (folder() / (name + ".sock")).string()});
    write(m_file.trustAnchors, m_anchor.certificate().pem());
    writeClient(m_anchor, {});
}

void TestFleet::writeClient(const tls::CertificateAuthority& authority,
                            const ClientFiles& files) const {
    const auto key = *tls::PrivateKey::generate();
    const auto identity = *tls::SpiffeId::person(files.trustDomain, "console", files.role);
    const auto begin = SystemClock().wallNow() + files.begins;
    const auto leaf = *authority.signLeaf(identity, key.publicKey(), {begin, begin + files.life});
    write(m_file.certificate, leaf.pem());
    write(m_file.key, key.pem());
}

void TestFleet::write(const std::filesystem::path& path, const std::string& text) const {
    std::ofstream(path) << text;
}

} // namespace causeway::test
