// SPDX-License-Identifier: Apache-2.0
// Static mode: one YAML file with a StaticProxy (listeners, certificates, endpoints) and the same
// objects that a control plane would be given, through the same rules and compile(). A value that
// answers questions; no control plane, no sockets. CONTRACTS.md says the fields.
#pragma once

#include "proxy/config_view.h"
#include "proxy/options.h"
#include "proxy/worker.h"
#include "resource/object.h"

namespace causeway::proxy {

struct CertificateFiles {
    std::string certificate; // leaf first
    std::string key;
    std::string trustAnchors;
};

class StaticConfig {
public:
    // Every mistake of the file: "file:line:column: field: found X; expected Y", a line each.
    [[nodiscard]] static Result<StaticConfig> parse(std::string_view text, const std::string& path);

    [[nodiscard]] const Options& options() const { return m_options; }
    [[nodiscard]] const std::vector<ListenerSpec>& listeners() const { return m_listeners; }
    [[nodiscard]] const std::optional<CertificateFiles>& certificates() const {
        return m_certificates;
    }
    // Reads the certificate files, anew at every call.
    [[nodiscard]] Result<TlsPtr> loadTls() const;
    // What a control plane would answer to a subscription.
    [[nodiscard]] Piece answer(const rules::ResourceName& name) const;

private:
    friend class StaticReader;

    Options m_options;
    std::vector<ListenerSpec> m_listeners;
    std::optional<CertificateFiles> m_certificates;
    std::optional<CertificateFiles> m_edgeCertificates; // without anchors
    rules::ProxySettings m_settings;
    rules::GatewayExports m_exports;
    std::map<std::string, balance::Endpoints> m_endpoints; // by name for ENDPOINTS
    std::vector<resource::Object> m_objects;
};

} // namespace causeway::proxy
